"""Culling: the kernels of pages that nobody looks at end; nobody's who types does, and a place wanted is found first there."""

import asyncio
import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1, serialize_msg_to_ws_v1
from living_pages import MODULE, health, impatient, kernel_in, kernels, number_in, until
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from running import Running


@pytest.fixture
def course(tmp_path: Path) -> Iterator[Running]:
    with impatient(tmp_path / "carnet", places=2) as found:
        yield found


def opened(course: Running) -> str:
    kernel = kernel_in(course.ask("GET", MODULE)[1])
    assert kernel
    return kernel


def admitted(course: Running) -> str:
    """Ask for a page, and again with its number until its turn comes; return its kernel."""
    page = course.ask("GET", MODULE)[1]
    number = number_in(page)
    while not kernel_in(page):
        asked = course.ask("POST", MODULE, {"kernel": "", "number": number})
        page = asked[1] if asked[0] == 200 else b""
    return kernel_in(page)


def lives(course: Running, kernel: str) -> bool:
    return course.ask("POST", MODULE, {"kernel": kernel, "check": True})[0] == 204


def line(course: Running, kernel: str) -> str:
    return f"/parcours-u/kernels/{kernel}/channels?session_id=page&token={course.token}"


async def typing(course: Running, kernel: str, keys: int) -> None:
    """Send what a page sends as somebody types, and answer the server's pings; key after key, as long as each takes."""
    request = HTTPRequest(course.base.replace("http", "ws") + line(course, kernel))
    socket = await websocket_connect(request, subprotocols=["v1.kernel.websocket.jupyter.org"])
    for key in range(keys):
        header = {"msg_id": str(key), "msg_type": "comm_msg", "session": "page", "username": "", "version": "5.3"}
        content = {"comm_id": "no-such-widget", "data": {"method": "update", "state": {"value": "é" * key}}}
        parts = [json.dumps(part).encode() for part in (header, {}, {}, content)]
        await socket.write_message(serialize_msg_to_ws_v1(parts, "shell"), binary=True)
        while isinstance(said := await socket.read_message(), bytes):
            _, (_, cause, _, told, *_) = deserialize_msg_from_ws_v1(said)
            if json.loads(cause).get("msg_id") == str(key) and json.loads(told).get("execution_state") == "idle":
                break
        await asyncio.sleep(0.3)  # between two keys
    socket.close()


@contextmanager
def silent_line(course: Running, kernel: str) -> Iterator[socket.socket]:
    """A page's line whose other end fell asleep: it is open, and answers nothing."""
    parts = urlsplit(course.base)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=60) as found:
        found.sendall(
            f"GET {line(course, kernel)} HTTP/1.1\r\nHost: {parts.netloc}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        assert found.recv(12) == b"HTTP/1.1 101"
        yield found


def test_the_kernel_of_a_page_that_is_gone_ends(course: Running) -> None:
    kernel = opened(course)
    until(lambda: not lives(course, kernel))
    until(lambda: kernels(course) == [])
    assert health(course)["places"] == {"taken": 0, "free": 2, "waiting": 0, "culled": 1}


def test_typing_keeps_a_kernel_alive_far_beyond_a_connected_page_s_delay(tmp_path: Path) -> None:
    with impatient(tmp_path / "carnet", places=2, gone=600, ping=30) as course:
        kernel = opened(course)
        asyncio.run(typing(course, kernel, keys=24))  # 7 s: more than a connected page may stay idle
        assert lives(course, kernel)


def test_a_line_that_fell_silent_does_not_keep_its_kernel_alive(course: Running) -> None:
    kernel = opened(course)
    with silent_line(course, kernel):
        until(lambda: course.ask("GET", f"/api/kernels/{kernel}")[1]["connections"] == 1)
        until(lambda: not lives(course, kernel))
    assert health(course)["places"]["culled"] == 1


def test_a_killed_kernel_leaves_its_place_to_who_waits(tmp_path: Path) -> None:
    with impatient(tmp_path / "carnet", places=1) as course:
        opened(course)
        [process] = kernels(course)
        process.kill()
        assert admitted(course)


def test_who_waits_gets_the_place_that_nobody_is_connected_to_before_its_time(tmp_path: Path) -> None:
    with impatient(tmp_path / "carnet", places=2, gone=600) as course:
        first, second = opened(course), opened(course)
        third = admitted(course)
        until(lambda: not lives(course, first))
        assert lives(course, second)
        assert lives(course, third)
        assert b'parcours_u_kernels_culled_total{reason="room"} 1.0' in course.ask("GET", "/parcours-u/metrics")[1]


def test_nobody_s_line_is_cut_for_who_waits_while_they_type(tmp_path: Path) -> None:
    with impatient(tmp_path / "carnet", places=1) as course:
        kernel = opened(course)

        async def scene() -> None:
            writer = asyncio.ensure_future(typing(course, kernel, keys=16))
            number = ""
            while not writer.done():
                asked = {"kernel": "", "number": number}
                status, told, _ = await asyncio.to_thread(course.ask, "POST", MODULE, asked)
                assert status == 503 or writer.done()
                number = told["number"] if status == 503 else number
                await asyncio.sleep(0.2)  # a page asks far less often
            await writer

        asyncio.run(scene())
