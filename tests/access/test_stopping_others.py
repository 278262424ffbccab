"""Somebody who wants the others to have no course any more, from inside or outside: everybody else goes on."""

import asyncio
import json
import secrets
from collections.abc import Iterator
from contextlib import suppress

import pytest
from jupyter_server.services.kernels.connection.base import serialize_msg_to_ws_v1
from tornado.httpclient import HTTPRequest
from tornado.iostream import StreamClosedError
from tornado.websocket import WebSocketClientConnection, WebSocketClosedError, websocket_connect

from parcours_u.domain.people import Role
from people_here import FREE_TEXT, MODULE, Browser, Cohort, running_cohort

PROTOCOL = "v1.kernel.websocket.jupyter.org"
_HEADER = json.dumps({"msg_id": "1", "msg_type": "execute_request", "session": "x"}).encode()
MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cohort]:
    """A cohort of its own, with more places than one person's share."""
    with running_cohort(tmp_path_factory.mktemp("obstination") / "groupe", "--pages-vivantes", "12") as found:
        yield found


def lives(browser: Browser, kernel: str) -> bool:
    return browser.ask("POST", MODULE, {"kernel": kernel, "check": True}).status == 204


def leave(browser: Browser, *kernels: str) -> None:
    """Leave pages: their places are free at once."""
    for kernel in kernels:
        browser.ask("POST", f"voila/api/shutdown/{kernel}", b"")


async def line(browser: Browser, kernel: str) -> WebSocketClientConnection:
    """Open a line to a kernel, as a page does."""
    address = (
        f"ws://{browser.base.partition('//')[2]}/parcours-u/kernels/{kernel}/channels?session_id={secrets.token_hex(8)}"
    )
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    request = HTTPRequest(address, headers={"Cookie": cookies, "Origin": browser.base})
    return await websocket_connect(request, subprotocols=[PROTOCOL])


async def closed(opened: WebSocketClientConnection) -> int | None:
    """Wait until a line is closed; return why."""
    async with asyncio.timeout(30):
        while await opened.read_message() is not None:
            pass
    return opened.close_code


@pytest.mark.parametrize(
    "frame",
    [
        (2**40).to_bytes(8, "little") + 64 * b"\0",
        (7).to_bytes(8, "little") + 7 * (2**60).to_bytes(8, "little"),
        serialize_msg_to_ws_v1([b"{", b"{}", b"{}", b"{}"], "shell"),
        serialize_msg_to_ws_v1([_HEADER, b"{}", b"{}", b"{}"], "no such channel"),
        b"\xff",
        '{"channel": "shell"}',
        "[",
    ],
    ids=["without end", "beyond itself", "no JSON", "no channel", "too short", "of the former kind", "text"],
)
def test_a_frame_that_holds_the_server_back_closes_its_own_line_only(cohort: Cohort, frame: bytes | str) -> None:
    hostile, other = cohort.newcomer("Hector"), cohort.newcomer("Ida")
    page, kernel = other.kernel(), hostile.kernel()

    async def send() -> int | None:
        opened = await line(hostile, kernel)
        await opened.write_message(frame, binary=isinstance(frame, bytes))
        return await closed(opened)

    assert asyncio.run(send()) == 1003
    assert other.write("malgré tout").status == 200
    assert other.texts() == ["malgré tout"]
    assert lives(other, page)
    leave(hostile, kernel)
    leave(other, page)


def test_a_kernel_has_a_few_lines_and_the_last_one_works(cohort: Cohort) -> None:
    browser, other = cohort.newcomer("Max"), cohort.newcomer("Noé")
    kernel = browser.kernel()

    async def scene() -> list[int | None]:
        lines = [await line(browser, kernel) for _ in range(10)]
        return [await closed(one) for one in lines[:6]]

    assert asyncio.run(scene()) == 6 * [1008]
    assert lives(browser, kernel)
    assert other.write("entre-temps").status == 200
    leave(browser, kernel)


def test_a_flood_to_one_s_own_kernel_closes_the_line_before_it_fills_the_memory(cohort: Cohort) -> None:
    hostile, other = cohort.newcomer("Odile"), cohort.newcomer("Paul")
    kernel = hostile.kernel()
    header = json.dumps({"msg_id": "1", "msg_type": "comm_msg", "session": "x"}).encode()
    frame = serialize_msg_to_ws_v1([header, b"{}", b"{}", b"{}", MEGABYTE * b"x"], "shell")

    async def flood() -> int | None:
        opened = await line(hostile, kernel)
        with suppress(WebSocketClosedError, StreamClosedError):
            for _ in range(100):
                await opened.write_message(frame, binary=True)
        return await closed(opened)

    assert asyncio.run(flood()) == 1008
    assert other.write("malgré le flot").status == 200
    leave(hostile, kernel)


def test_one_person_s_pages_take_places_from_that_person_only(cohort: Cohort) -> None:
    greedy, other = cohort.newcomer("Gaston"), cohort.newcomer("Jeanne")
    page = other.kernel()
    kernels = [greedy.kernel() for _ in range(10)]
    assert [lives(greedy, kernel) for kernel in kernels] == 2 * [False] + 8 * [True]
    assert lives(other, page)
    assert cohort.newcomer("Kim").kernel()
    again = greedy.ask("POST", MODULE, {"kernel": kernels[0]})  # the page that sleeps, once somebody comes back to it
    assert again.status == 200
    assert "data-noyau=" in again.text


def test_a_stranger_sends_no_more_than_the_doors_ask_for(cohort: Cohort) -> None:
    stranger = cohort.browser()
    stranger.get("connexion")
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for path in ("connexion", "rejoindre", "parcours-u/journal", "nulle-part"):
        answer = stranger.ask("POST", path, MEGABYTE * b"x", form)
        assert answer.status == 413, path
        assert "dépasse 64\u00a0ko" in answer.json["message"]
    assert stranger.ask("POST", "connexion", f"phrase={'x' * 2000}".encode(), form).status == 403


def test_somebody_of_the_cohort_sends_files_and_no_more(cohort: Cohort) -> None:
    browser = cohort.newcomer("Léa")
    for path, size in ((f"parcours-u/entries/{FREE_TEXT}", 2 * MEGABYTE), ("parcours-u/journal", 17 * MEGABYTE)):
        answer = browser.ask("POST", path, size * b"x")
        assert answer.status == 413, path
        assert "envoyez un fichier plus petit" in answer.json["message"]
    for path in ("journal", "returns"):
        assert browser.ask("POST", f"parcours-u/{path}", 15 * MEGABYTE * b"x").status == 409  # it came; it is none such
    assert browser.write("assez long " * 50_000).status == 200


def test_what_a_trainer_received_may_be_as_large_as_any_file(cohort: Cohort) -> None:
    trainer = cohort.newcomer("Awa", Role.TRAINER)
    for path in ("cohorte/fichiers", "cohorte/personnes/liste"):
        answer = trainer.ask("POST", f"parcours-u/{path}", 2 * MEGABYTE * b"x", {"X-Nom-De-Fichier": "depot.zip"})
        assert answer.status == 200, path  # it came; it is none such
