"""JupyterLab's own submit button: nbgrader calls our plug-in, which asks the course that is open."""

import asyncio
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from classroom import MODULE, NBGRADER, inbound
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeError, ExchangeFactory
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler
from traitlets.config import Config

from parcours_u.grading.bench import Bench
from parcours_u.grading.config import configure_learner
from parcours_u.grading.running import offer

pytestmark = NBGRADER


def press_submit(bench: Bench) -> None:
    """Do what nbgrader's assignment list does when its button is pressed."""
    config = Config()
    configure_learner(config)
    config.Exchange.root = str(bench.folder.exchange)
    config.CourseDirectory.assignment_id = MODULE
    plugin = ExchangeFactory(config=config).Submit(
        coursedir=CourseDirectory(config=config), authenticator=Authenticator(config=config), config=config
    )
    plugin.start()


class Deposits(RequestHandler):
    """The routes of a course server that the button uses, and what they were asked."""

    way = "exchange"
    asked: list[tuple[str, str, str]]

    def note(self, module: str) -> None:
        """Remember what was asked, and with which token."""
        self.asked.append((self.request.method or "", module, self.request.headers["X-Parcours-U-Token"]))

    def get(self, module: str) -> None:
        """Answer with what would leave."""
        self.note(module)
        self.finish({"preview": {"way": self.way}})

    def post(self, module: str) -> None:
        """Deposit, or refuse."""
        self.note(module)
        if json.loads(self.request.body) != {"code": ""} or self.way == "refused":
            self.set_status(409)
        self.finish({"message": "Rien n’est encore partagé dans ce module."})


@pytest.fixture
def open_course(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Deposits]]:
    """Run a course server of another process's kind: reached by its address and a token."""
    ready, stop = threading.Event(), asyncio.Event()
    handler: Any = type("Asked", (Deposits,), {"asked": []})
    found: dict[str, Any] = {}

    async def serve() -> None:
        sockets = bind_sockets(0, "127.0.0.1")
        server = HTTPServer(Application([(r"/base/parcours-u/deposits/([a-z-]+)", handler)]))
        server.add_sockets(sockets)
        found.update(port=sockets[0].getsockname()[1], loop=asyncio.get_running_loop())
        ready.set()
        await stop.wait()
        server.stop()

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    assert ready.wait(30)
    monkeypatch.setenv("PARCOURS_U_SERVER", f"http://127.0.0.1:{found['port']}/base/")
    monkeypatch.setenv("PARCOURS_U_TOKEN", "jeton")
    yield handler
    found["loop"].call_soon_threadsafe(stop.set)
    thread.join(30)


def test_the_button_asks_the_open_course_and_sends_no_file(
    bench: Bench, open_course: type[Deposits], elsewhere: Path
) -> None:
    (elsewhere / MODULE).mkdir()
    (elsewhere / MODULE / "brouillon-prive.txt").write_text("mot-temoin")
    press_submit(bench)
    assert open_course.asked == [("GET", MODULE, "jeton"), ("POST", MODULE, "jeton")]
    assert not any("brouillon" in str(path) for path in bench.folder.exchange.rglob("*"))


def test_the_button_says_what_the_course_refused(bench: Bench, open_course: type[Deposits], elsewhere: Path) -> None:
    open_course.way = "zip"
    with pytest.raises(ExchangeError, match="déposez depuis la page du module"):
        press_submit(bench)
    assert [method for method, _, _ in open_course.asked] == ["GET"]


def test_the_button_refuses_when_the_course_is_not_open(bench: Bench, elsewhere: Path) -> None:
    with pytest.raises(ExchangeError, match="n’est pas ouvert sur cette machine"):
        press_submit(bench)
    assert inbound(bench, "*") == []


def test_the_button_uses_the_course_of_its_own_server_without_waiting_for_itself(bench: Bench, elsewhere: Path) -> None:
    asked: list[tuple[str, bool]] = []

    def deposit(module: str) -> None:
        asyncio.run(asyncio.sleep(0))  # would raise in a thread that has a running loop: nbgrader's does
        asked.append((module, threading.current_thread() is threading.main_thread()))

    async def in_the_servers_loop() -> None:
        press_submit(bench)

    withdraw = offer(deposit)
    try:
        asyncio.run(in_the_servers_loop())
        assert asked == [(MODULE, False)]
    finally:
        withdraw()


def test_a_refusal_of_its_own_servers_course_is_said(bench: Bench, elsewhere: Path) -> None:
    def refuse(_module: str) -> None:
        raise ValueError("Rien n’est encore partagé dans ce module.")

    withdraw = offer(refuse)
    try:
        with pytest.raises(ExchangeError, match="Rien n’est encore partagé"):
            press_submit(bench)
    finally:
        withdraw()
