"""A learner's page without a browser: it asks the server for what Chromium asked of it, and talks to the kernel as the page does.

Thirty browsers on one machine would measure the browsers. What is left out is what a browser does alone: reading scripts, drawing.
"""

import asyncio
import json
import re
import secrets
import zlib
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1, serialize_msg_to_ws_v1
from sides import OURS, PageFailed, Side
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

__all__ = ["Learner"]

_AT_ONCE = 6  # connections that a browser opens to one server
_PROTOCOL = "v1.kernel.websocket.jupyter.org"
_CONTROL = "jupyter.widget.control"
_OUR_KERNEL = re.compile(rb'id="pu-noyau" data-noyau="([^"]+)" data-ligne="([^"]+)"')
_OUR_STATES = re.compile(rb'<script type="application/json" class="pu-etats">(.*?)</script>', re.DOTALL)
_BARE_KERNEL = re.compile(rb'"kernelId": *"([^"]+)"')


class Learner:
    """One page of one side.

    Parameters
    ----------
    side : Side
        The server; its first page is opened.
    page : str
        The page's address.
    files : sequence of str
        The paths that the page asks for besides, in order.
    prompt : str
        The answer to write in.
    """

    def __init__(self, side: Side, page: str, files: Sequence[str], prompt: str) -> None:
        self.side = side
        self.prompt = prompt
        self._page = urlsplit(page)
        self._files = files
        self._cookies: dict[str, str] = {}
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self._connections = asyncio.Semaphore(_AT_ONCE)
        self._html = b""
        self._session = secrets.token_hex(16)
        self._socket: WebSocketClientConnection | None = None
        self.kernel = ""
        self._model = ""

    async def arrive(self) -> float:
        """Open the page; return the seconds until its files are here and its answer takes words.

        Raises
        ------
        PageFailed
            When the server does not give what the page needs.
        """
        if self.side.door:  # the browser has the cookie already
            door = urlsplit(self.side.door)
            async for _ in self._get(f"{door.path}?{door.query}"):
                pass
        begun = perf_counter()
        if self.side.name == OURS:
            await asyncio.gather(self._our_field(), *map(self._fetch, self._files))
        else:
            async for data in self._get(self._page.path):
                self._html += data
            # Its front end is what opens the line to the kernel: not before it is here.
            await asyncio.gather(*map(self._fetch, self._files))
            await self._bare_field()
        await self.ask({"type": "open"})
        return perf_counter() - begun

    async def ask(self, content: dict[str, Any]) -> dict[str, Any]:
        """Send a question to the answer's widget; return what it answers."""
        question = secrets.token_hex(8)
        await self.tell({**content, "id": question})
        while (told := await self.heard()).get("id") != question:
            pass
        if told.get("type") == "failure":
            raise PageFailed(f"{self.side.name}: the answer could not be read")
        return told

    async def tell(self, content: dict[str, Any]) -> None:
        """Send a message to the answer's widget."""
        await self._send("comm_msg", {"comm_id": self._model, "data": {"method": "custom", "content": content}})

    async def heard(self) -> dict[str, Any]:
        """Return the next message of the answer's widget."""
        while True:
            kind, content = await self._receive()
            if kind == "comm_msg" and content["comm_id"] == self._model and content["data"]["method"] == "custom":
                found: dict[str, Any] = content["data"]["content"]
                return found

    async def leave(self) -> None:
        """Close the page: its kernel ends."""
        if self._socket is not None:
            self._socket.close()
        try:
            if self.kernel:
                # Voilà never gives the cookie that its own page needs here (voila-dashboards/voila#1458).
                self._cookies.setdefault("_xsrf", secrets.token_hex(16))
                await self._fetch(f"/voila/api/shutdown/{self.kernel}", "POST")
        finally:
            for _, writer in self._idle:
                writer.close()

    async def _our_field(self) -> None:
        """Follow the page as it comes: the line is opened once the kernel is told, the widget is known by its state."""
        read = 0
        async with aclosing(self._get(self._page.path)) as coming:
            async for data in coming:
                self._html += data
                if self._socket is None and (kernel := _OUR_KERNEL.search(self._html)):
                    self.kernel = kernel[1].decode()
                    await self._connect(f"/{kernel[2].decode()}")
                for states in _OUR_STATES.finditer(self._html, read):
                    read = states.end()
                    self._note(json.loads(states[1]))
        if self._socket is None or not self._model:
            raise PageFailed(f"{self.side.name}: the page came without its answer")

    async def _bare_field(self) -> None:
        if not (kernel := _BARE_KERNEL.search(self._html)):
            raise PageFailed(f"{self.side.name}: the page names no kernel")
        self.kernel = kernel[1].decode()
        await self._connect(f"/api/kernels/{self.kernel}/channels")
        await self._send("kernel_info_request", {})
        while (await self._receive())[0] != "kernel_info_reply":
            pass
        comm = secrets.token_hex(16)
        await self._send("comm_open", {"comm_id": comm, "target_name": _CONTROL, "data": {}})
        await self._send("comm_msg", {"comm_id": comm, "data": {"method": "request_states"}})
        while True:
            kind, content = await self._receive()
            if kind == "comm_msg" and content["comm_id"] == comm:
                break
        self._note(content["data"]["states"])
        if not self._model:
            raise PageFailed(f"{self.side.name}: the kernel has no widget for {self.prompt}")

    def _note(self, states: dict[str, Any]) -> None:
        for model, told in states.items():
            prompt = told["state"].get("prompt")
            if isinstance(prompt, dict) and prompt.get("id") == self.prompt and not self._model:
                self._model = model

    async def _connect(self, path: str) -> None:
        url = f"ws://{self._page.netloc}{path}?session_id={self._session}"
        request = HTTPRequest(url, headers={"Cookie": self._cookie(), "Origin": f"http://{self._page.netloc}"})
        self._socket = await websocket_connect(request, subprotocols=[_PROTOCOL], max_message_size=2**28)

    async def _send(self, kind: str, content: dict[str, Any]) -> None:
        # As the page's own front end, which begins with "-" the id of a message that it does not follow.
        header = {"msg_id": f"-{secrets.token_hex(16)}" if kind == "comm_msg" else secrets.token_hex(16), "msg_type": kind, "session": self._session, "username": "", "date": "2027-03-01T09:00:00Z", "version": "5.3"}  # fmt: skip
        parts = [json.dumps(part).encode() for part in (header, {}, {"version": "1.0.0"}, content)]
        assert self._socket is not None
        await self._socket.write_message(serialize_msg_to_ws_v1(parts, "shell"), binary=True)

    async def _receive(self) -> tuple[str, dict[str, Any]]:
        assert self._socket is not None
        frame = await self._socket.read_message()
        if not isinstance(frame, bytes):
            raise PageFailed(f"{self.side.name}: the line to the kernel was closed")
        _, parts = deserialize_msg_from_ws_v1(frame)
        return json.loads(parts[0])["msg_type"], json.loads(parts[3])

    async def _fetch(self, path: str, method: str = "GET", content: bytes = b"", kind: str = "") -> bytes:
        """Ask for a path, sending a content of some kind; return the whole answer."""
        return b"".join([part async for part in self._get(path, method, content, kind)])

    async def _get(self, path: str, method: str = "GET", content: bytes = b"", kind: str = "") -> AsyncIterator[bytes]:
        """Ask for a path, on one of a browser's few connections; yield the body as it comes, uncompressed."""
        async with self._connections:
            host, port = self._page.hostname or "", self._page.port
            reader, writer = self._idle.pop() if self._idle else await asyncio.open_connection(host, port)
            headers = {
                "Host": self._page.netloc,
                "Accept-Encoding": "gzip",
                "Cookie": self._cookie(),
                "X-XSRFToken": self._cookies.get("_xsrf", ""),
                "Content-Type": kind,
                **({} if method == "GET" else {"Content-Length": str(len(content))}),
            }
            lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items() if value)]
            whole = False
            try:
                writer.write(("\r\n".join(lines) + "\r\n\r\n").encode() + content)
                status, found = _head(await reader.readuntil(b"\r\n\r\n"))
                self._take_cookies(found.get("set-cookie", []))
                if status not in {200, 204, 303}:
                    raise PageFailed(f"{self.side.name}: a file was refused with status {status}")
                opened = zlib.decompressobj(31) if "gzip" in found.get("content-encoding", []) else None
                async for data in _body(reader, found, status):
                    yield opened.decompress(data) if opened else data
                whole = found.get("connection") != ["close"]
            finally:
                if whole:
                    self._idle.append((reader, writer))
                else:
                    writer.close()

    def _take_cookies(self, cookies: Sequence[str]) -> None:
        for cookie in cookies:
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
            if value in {"", '""'}:
                del self._cookies[name]

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())


def _head(data: bytes) -> tuple[int, dict[str, list[str]]]:
    first, *lines = data.decode("latin-1").split("\r\n")
    found: dict[str, list[str]] = {}
    for line in filter(None, lines):
        name, _, value = line.partition(":")
        found.setdefault(name.lower(), []).append(value.strip())
    return int(first.split()[1]), found


async def _body(reader: asyncio.StreamReader, found: dict[str, list[str]], status: int) -> AsyncIterator[bytes]:
    """Yield what tornado sends: of a told length, or in chunks."""
    if found.get("transfer-encoding") == ["chunked"]:
        while size := int(await reader.readuntil(b"\r\n"), 16):
            yield (await reader.readexactly(size + 2))[:-2]
        await reader.readline()
    elif status != 204:
        yield await reader.readexactly(int(found["content-length"][0]))
