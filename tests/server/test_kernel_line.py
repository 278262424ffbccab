"""A page's socket: what comes back of a message, and what the page does without."""

import asyncio
import json
import re
import secrets
from typing import Any
from urllib.parse import urlsplit

from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1, serialize_msg_to_ws_v1
from living_pages import MODULE, kernel_in
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from running import Running

PROMPT = "co-initier-invitation"


class Line:
    """The page's end of a socket."""

    def __init__(self, socket: WebSocketClientConnection, session: str) -> None:
        self._socket = socket
        self._session = session

    async def send(self, name: str, widget: str, **content: Any) -> None:
        """Send a message of a widget's, whose id begins with ``name``."""
        header = {
            "msg_id": name + secrets.token_hex(8),
            "msg_type": "comm_msg",
            "session": self._session,
            "version": "5.3",
        }
        message = {"comm_id": widget, "data": {"method": "custom", "content": content}}
        parts = [json.dumps(part).encode() for part in (header, {}, {}, message)]
        await self._socket.write_message(serialize_msg_to_ws_v1(parts, "shell"), binary=True)

    async def hear(self) -> tuple[str, str, dict[str, Any]]:
        """Return the next message: its type, the id of what caused it, its content."""
        async with asyncio.timeout(30):
            frame = await self._socket.read_message()
        assert isinstance(frame, bytes)
        _, (header, parent, _, content, *_) = deserialize_msg_from_ws_v1(frame)
        return json.loads(header)["msg_type"], json.loads(parent).get("msg_id", ""), json.loads(content)


def visit(course: Running) -> tuple[str, str]:
    """Open a page; return its kernel, and the widget of an answer."""
    page = course.ask("GET", MODULE)[1]
    for found in re.finditer(rb'class="pu-etats">(.*?)</script>', page):
        for widget, told in json.loads(found[1]).items():
            if (told["state"].get("prompt") or {}).get("id") == PROMPT:
                return kernel_in(page), widget
    raise AssertionError("the page has no such answer")


async def joined(course: Running, kernel: str) -> Line:
    session = secrets.token_hex(8)
    address = f"ws://{urlsplit(course.base).netloc}/parcours-u/kernels/{kernel}/channels?session_id={session}"
    request = HTTPRequest(address, headers={"Authorization": f"token {course.token}", "Origin": course.base})
    return Line(await websocket_connect(request, subprotocols=["v1.kernel.websocket.jupyter.org"]), session)


async def opened(line: Line, widget: str, name: str) -> list[tuple[str, str]]:
    """Ask for the answer; return all that came until it was there, and what followed up to the next answer's end."""
    heard = []
    for question in (f"{name}1", f"{name}2"):
        await line.send(name, widget, type="open", id=question)
        while True:
            kind, cause, content = await line.hear()
            heard.append((kind, cause))
            if kind == "comm_msg" and content["data"].get("content", {}).get("id") == question:
                break
    return heard


def test_an_answer_comes_back_on_a_line_just_opened_whatever_the_kernel_does(course: Running) -> None:
    kernel, widget = visit(course)

    async def ask() -> list[tuple[str, str]]:
        return await opened(await joined(course, kernel), widget, "question-")

    assert [kind for kind, cause in asyncio.run(ask()) if cause.startswith("question-")].count("comm_msg") == 2


def test_a_page_is_told_when_the_kernel_works_on_what_it_follows_and_not_of_the_rest(course: Running) -> None:
    kernel, widget = visit(course)

    async def ask(name: str) -> set[str]:
        heard = await opened(await joined(course, kernel), widget, name)
        return {kind for kind, cause in heard if cause.startswith(name)}

    assert asyncio.run(ask("followed-")) == {"status", "comm_msg"}
    assert asyncio.run(ask("-unfollowed-")) == {"comm_msg"}
