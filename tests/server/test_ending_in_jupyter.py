"""Ending inside Jupyter (Binder, JupyterLab, a hub): the words that a page had sent are saved first, however it is asked to end."""

import asyncio
import json
import os
import signal
import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from http.client import HTTPException
from pathlib import Path
from types import SimpleNamespace

import pytest
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1, serialize_msg_to_ws_v1
from living_pages import MODULE, kernel_in
from tornado.websocket import WebSocketClientConnection, websocket_connect

from in_jupyter import BASE, TOKEN, in_jupyter
from parcours_u.content.catalogue import load_course
from parcours_u.domain.course import Kind
from parcours_u.server.extension import end_well
from parcours_u.server.kernels.pages import LIGHT
from parcours_u.store.database import Database
from parcours_u.store.sql_journal import SqlJournal
from running import Running

End = Callable[[Running], None]
FREE_TEXT = next(prompt.id for prompt in load_course().prompts() if prompt.kind is Kind.FREE_TEXT)
# What a kernel does with a draft, on a machine that is slow to take it up: what is typed waits for a word by a named pipe.
SLOW_SAVE = f"""
from parcours_u.client import current_client
with open({{there!r}}, "rb") as word:
    word.read(1)
current_client().save({FREE_TEXT!r}, {{{{"text": "ses derniers mots"}}}}, 0)
"""


def by_signal(number: int) -> End:
    return lambda server: server.process.send_signal(number)


def from_the_menu(server: Running) -> None:
    """Do what « Shut Down » does in JupyterLab, without waiting for its answer."""
    with suppress(HTTPException, OSError):
        server.ask("POST", f"{BASE}/api/shutdown")


async def end_while_it_saves(server: Running, end: End, there: Path) -> int | None:
    """Have a page's kernel be about to save when the server is asked to end; return the code that its line was closed with."""
    os.mkfifo(there)
    word = os.open(there, os.O_RDWR)  # both ends: nobody waits for the other one to open it
    kernel = kernel_in(server.ask("GET", BASE + MODULE)[1])
    line = await websocket_connect(
        f"{server.base.replace('http', 'ws')}{BASE}/parcours-u/kernels/{kernel}/channels?session_id=a&token={TOKEN}",
        subprotocols=["v1.kernel.websocket.jupyter.org"],
    )
    await line.write_message(executed(SLOW_SAVE.format(there=str(there))), binary=True)
    await told(line, "busy")
    asked = asyncio.get_running_loop().run_in_executor(None, end, server)
    while await line.read_message() is not None:
        continue
    os.write(word, b"!")
    await asked
    os.close(word)
    return line.close_code


def executed(code: str) -> bytes:
    """Return the frame that has a kernel run code."""
    header = {
        "msg_id": uuid.uuid4().hex,
        "msg_type": "execute_request",
        "session": "a",
        "username": "",
        "version": "5.3",
    }
    content = {"code": code, "silent": False, "store_history": False, "user_expressions": {}, "allow_stdin": False}
    parts = [json.dumps(part).encode() for part in (header, {}, {}, content)]
    frame: bytes = serialize_msg_to_ws_v1(parts, "shell")
    return frame


async def told(line: WebSocketClientConnection, state: str) -> None:
    """Wait until the kernel says that it is in a state."""
    while isinstance(frame := await line.read_message(), bytes):
        _, (_, cause, _, content, *_) = deserialize_msg_from_ws_v1(frame)
        if json.loads(content).get("execution_state") == state and json.loads(cause).get("session") == "a":
            return
    raise AssertionError("the line closed before")


def saved(folder: Path) -> dict[str, object]:
    """Return what the journal holds, once nobody has it open."""
    database = Database(folder / "carnet.sqlite3")
    try:
        return {prompt: entry.body for prompt, entry in SqlJournal(database, "solo").entries().items()}
    finally:
        database.close()


@pytest.mark.parametrize(
    "end",
    [by_signal(signal.SIGTERM), by_signal(signal.SIGINT), from_the_menu],
    ids=["stopped", "interrupted", "shut down from its menu"],
)
def test_words_on_their_way_to_the_journal_are_saved_before_jupyter_ends(tmp_path: Path, end: End) -> None:
    with in_jupyter(tmp_path) as (server, _):
        assert asyncio.run(end_while_it_saves(server, end, tmp_path / "là")) == 1001
        assert server.process.wait(timeout=60) == 0
    assert saved(server.folder) == {FREE_TEXT: {"text": "ses derniers mots"}}


class BusyJupyter:
    """A Jupyter server where a page's kernel never stops saving."""

    def __init__(self) -> None:
        self.io_loop = SimpleNamespace(asyncio_loop=asyncio.get_running_loop())
        self.kernel_manager = self
        self.stopped = 0

    def list_kernels(self) -> list[dict[str, str]]:
        """Tell of the one kernel."""
        now = datetime.now(UTC).isoformat()
        return [{"id": "noyau", "name": LIGHT, "execution_state": "busy", "last_activity": now}]

    async def cleanup_kernels(self) -> None:
        """End the kernels."""

    def stop(self, from_signal: bool = False) -> None:
        """Stop listening, and end."""
        self.stopped += 1


def test_asked_again_jupyter_ends_without_waiting_for_more_words() -> None:
    async def asked() -> list[int]:
        jupyter, server = BusyJupyter(), SimpleNamespace(ending=False, lines=set(), requests=set())
        end_well(jupyter, server)
        seen = []
        for _ in range(2):
            jupyter.stop(from_signal=True)
            while not server.ending or (seen and not jupyter.stopped):
                await asyncio.sleep(0)
            seen.append(jupyter.stopped)
        return seen

    assert asyncio.run(asked()) == [0, 1]
