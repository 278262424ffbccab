"""The two servers that are compared: this project, and Voilà as it comes. Same notebooks, same Python, same machine."""

import asyncio
import json
import secrets
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from os import environ
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
from playwright.sync_api import BrowserContext
from started import free_port, started
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from parcours_u.paths import content_root
from parcours_u.server.course_server import CourseServer
from parcours_u.server.identity import PERSON, SoloIdentityProvider
from parcours_u.server.route import TOKEN_HEADER
from parcours_u.server.routes import routes
from running import running

__all__ = ["BARE", "COUNTED", "OURS", "PageFailed", "Side", "bare_side", "course_side", "notebook"]

OURS = "parcours-u"
BARE = "bare Voilà"
COUNTED = "Caractères écrits\u00a0: 1"
"""What a bare form says once its server has counted the one character that was typed."""

_LOOPBACK = "127.0.0.1"
_MODULES = content_root() / "course" / "source"


class PageFailed(Exception):
    """A page did not do its work: its figures would mean nothing."""


@dataclass(frozen=True)
class Side:
    """A server that answers, seen from the browser."""

    name: str
    pages: Sequence[str]
    """The addresses of the pages to visit, in order."""
    process: psutil.Process
    door: str = ""
    """The address that leaves the cookie without which no page opens, where there is one."""
    entries: Callable[[], Any] | None = None
    """Return the journal's answers, as its JSON route gives them; a bare form has no journal."""

    def enter(self, context: BrowserContext) -> None:
        """Let a new browser context in, without loading any file that a page would find in the cache."""
        if self.door and not (answer := context.request.get(self.door)).ok:
            raise PageFailed(f"{self.name}: the way in was refused with status {answer.status}")

    def processes(self) -> set[psutil.Process]:
        """Return the processes that the server started and that live."""
        return set(self.process.children(recursive=True))

    def wait_for_end_of(self, processes: set[psutil.Process]) -> None:
        """Wait until a page's kernel has ended, so that it takes nothing from the next visit."""
        _, alive = psutil.wait_procs(processes, timeout=60)
        if alive:
            raise PageFailed(f"{self.name}: the page's kernel was still alive a minute after the page was left")


def notebook(module: str) -> Path:
    """Return the notebook of a module: the very file that both sides serve."""
    return _MODULES / module / f"{module}.ipynb"


@contextmanager
def course_side(folder: Path, modules: Sequence[str]) -> Iterator[Side]:
    """Serve the course as ``parcours-u ouvrir`` does."""
    with running(folder / "journal") as course:

        def entries() -> Any:
            status, found, _ = course.ask("GET", "/parcours-u/entries")
            return _entries(status, found)

        pages = [course.module(module) for module in modules]
        yield Side(OURS, pages, psutil.Process(course.process.pid), course.door, entries)


@contextmanager
def bare_side(folder: Path, modules: Sequence[str]) -> Iterator[Side]:
    """Serve the modules' notebooks by the ``voila`` command and its default template.

    Its kernels are told of a journal like ours, on a server of its own: the widgets are live, and save what is typed.
    """
    with _journal(folder / "journal") as (address, token), _voila(folder, address, token) as (process, base):

        def entries() -> Any:
            connection = HTTPConnection(urlsplit(address).netloc, timeout=60)
            try:
                connection.request("GET", "/parcours-u/entries", headers={TOKEN_HEADER: token})
                answer = connection.getresponse()
                return _entries(answer.status, json.loads(answer.read()))
            finally:
                connection.close()

        pages = [f"{base}voila/render/{module}/{module}.ipynb" for module in modules]
        yield Side(BARE, pages, process, entries=entries)


@contextmanager
def _voila(folder: Path, address: str, token: str) -> Iterator[tuple[psutil.Process, str]]:
    """Run ``voila FOLDER`` on the modules' notebooks; yield its process and the address that it printed."""
    empty = folder / "empty"  # voila reads a voila.json in its working directory
    empty.mkdir(parents=True)
    command = [sys.executable, "-m", "voila", str(_MODULES), "--no-browser", f"--Voila.ip={_LOOPBACK}"]
    with started(
        [*command, f"--port={free_port()}"],
        empty,
        {**environ, "PARCOURS_U_SERVER": address, "PARCOURS_U_TOKEN": token, "PARCOURS_U_BASE_URL": "/"},
        lambda line: line.startswith("http://"),
    ) as (process, line):
        # It takes another port when the one asked for was taken meanwhile: the one printed is the one that counts.
        yield psutil.Process(process.pid), f"http://{_LOOPBACK}:{urlsplit(line.strip()).port}/"


@contextmanager
def _journal(folder: Path) -> Iterator[tuple[str, str]]:
    """Serve a journal's routes from a thread; yield their address and a token for kernels."""
    started: Future[tuple[str, str, Callable[[], None]]] = Future()

    async def serve() -> None:
        server = CourseServer(folder)
        try:
            (listening,) = bind_sockets(0, _LOOPBACK)
            application = Application(
                list(routes("/")),
                base_url="/",
                parcours_u=server,
                identity_provider=SoloIdentityProvider(),
                cookie_secret=secrets.token_bytes(32),
                local_hostnames=["localhost", _LOOPBACK],
            )
            http = HTTPServer(application)
            http.add_socket(listening)
            loop, end = asyncio.get_running_loop(), asyncio.Event()

            def stop() -> None:
                loop.call_soon_threadsafe(end.set)

            token, _ = server.grants.give(PERSON)
            address = f"http://{_LOOPBACK}:{listening.getsockname()[1]}/"
            started.set_result((address, token, stop))
            await end.wait()
            http.stop()
        finally:
            server.close()

    def run() -> None:
        try:
            asyncio.run(serve())
        except BaseException as error:
            if started.done():
                raise
            started.set_exception(error)

    thread = threading.Thread(target=run, name="journal-server")
    thread.start()
    address, token, stop = started.result()
    try:
        yield address, token
    finally:
        stop()
        thread.join()


def _entries(status: int, answer: Any) -> Any:
    if status != 200:
        raise PageFailed(f"the journal could not be read: status {status}")
    return answer["entries"]
