"""The socket between a page and its kernel, without what the page already has."""

import asyncio
import itertools
import json
from typing import Any

from tornado.web import Finish, HTTPError
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from parcours_u.server.course_server import CourseServer
from parcours_u.server.frames import is_whole, with_whole_signs
from parcours_u.server.pace import Pace
from parcours_u.server.page_line import PageLine

__all__ = ["KernelLine"]

_HEADER, _PARENT = 1, 2  # places of a frame's parts, after its channel: see widgets/front/src/wire.js
# Whoever caused them, the page needs these: what becomes of its widgets, whether the kernel works or is dead.
_FOR_ALL = frozenset({"comm_msg", "comm_close", "status"})
# How the page begins the id of a message without caring when the kernel works on it: see widgets/front/src/kernel.js.
_UNFOLLOWED = "-"
_NOT_A_FRAME, _TOO_MANY = 1003, 1008  # why a line closes
# A page has one line. One that is cut opens another, while the server still believes in the former: these are let go, the oldest
# first, for each holds a dozen files; and nobody opens more before those have closed.
_KEPT_LINES, _MOST_LINES = 4, 16
_FRAME_BYTES = 1024  # what a frame costs besides its own bytes

_ranks = itertools.count()


class KernelLine(VoilaKernelWebsocketHandler):
    """A kernel's socket for the page that it serves.

    The page opens it while its cells still run, so that the first answers are there as soon as they are drawn. What the cells
    make meanwhile comes in the page itself: their widgets' states, each with its script, would be sent twice.
    """

    _protocol: str | None = None
    _pace: Pace
    _rank = 0

    @property
    def kernel_websocket_connection_class(self) -> type[PageLine]:
        """What joins the page to its kernel."""
        return PageLine

    async def pre_get(self) -> None:
        """Join the kernel; stop there when the page was left meanwhile.

        Raises
        ------
        tornado.web.HTTPError
            503 when the course is ending: the page keeps its words and tries again; 429 when the kernel has too many lines.
        """
        if self.server.ending:
            raise HTTPError(503)
        if len(self._lines) >= _MOST_LINES:
            raise HTTPError(429)
        await super().pre_get()
        if self.connection is None:
            raise Finish

    def select_subprotocol(self, subprotocols: list[str]) -> str | None:
        """Choose how frames are written, for good."""
        chosen: str | None = super().select_subprotocol(subprotocols)
        self._protocol = chosen
        return chosen

    @property
    def selected_subprotocol(self) -> str | None:
        """How frames are written.

        Tornado forgets it as soon as the page is gone, while frames that the page sent on leaving are still to be read.
        jupyter_server would then take them for its older kind, where their first bytes announce a hundred million parts: the
        whole server stood still for minutes, and took gigabytes.
        """
        return self._protocol

    def on_message(self, ws_message: str | bytes) -> None:
        """Take a frame, the last ones of a page that is gone included.

        A page that sends anything else has no line any more, nor one that sends faster than a kernel reads: what waits for the kernel
        waits in this server's memory.
        """
        if self.connection is None:
            return
        if not (self._protocol and isinstance(ws_message, bytes) and is_whole(ws_message)):
            self.close(_NOT_A_FRAME)
        elif not self._pace.allows(len(ws_message) + _FRAME_BYTES):
            self.close(_TOO_MANY)
        else:
            super().on_message(with_whole_signs(ws_message))

    async def open(self, kernel_id: str) -> None:
        """Let what the page sends through to the kernel, on the last lines that it opened."""
        self._rank = next(_ranks)
        self._pace = self.server.pace_of(self.server.person(self.current_user))
        self.server.lines.add(self)
        for line in self._lines[:-_KEPT_LINES]:
            line.close(_TOO_MANY)
        await super().open(kernel_id)

    def on_close(self) -> None:
        """Leave the kernel."""
        self.server.lines.discard(self)
        super().on_close()

    @property
    def server(self) -> CourseServer:
        """The course server of this application."""
        server: CourseServer = self.settings["parcours_u"]
        return server

    @property
    def _lines(self) -> list["KernelLine"]:
        """The lines of this kernel, the oldest first."""
        lines = (line for line in self.server.lines if isinstance(line, KernelLine))
        return sorted((line for line in lines if line.kernel_id == self.kernel_id), key=lambda line: line._rank)

    def write_message(self, message: bytes | dict[str, Any], binary: bool = False) -> Any:
        """Send what concerns the page."""
        if isinstance(message, bytes) and not self._concerns(message):
            return None
        sent = super(VoilaKernelWebsocketHandler, self).write_message(message, binary)  # its own filter is in this one
        sent.add_done_callback(_forgive)
        return sent

    def _concerns(self, message: bytes) -> bool:
        kind = _part(message, _HEADER).get("msg_type")
        cause = _part(message, _PARENT)
        if kind == "status" and str(cause.get("msg_id")).startswith(_UNFOLLOWED):
            return False
        return kind in _FOR_ALL or (kind != "execute_input" and cause.get("session") == self.connection.session.session)


def _forgive(sent: "asyncio.Future[None]") -> None:
    """Take note that a page left before what was on its way to it: nobody else will."""
    if not sent.cancelled():
        sent.exception()


def _part(frame: bytes, place: int) -> dict[str, Any]:
    """Return one JSON part of a frame."""
    start, end = (int.from_bytes(frame[8 * (rank + 1) : 8 * (rank + 2)], "little") for rank in (place, place + 1))
    found: dict[str, Any] = json.loads(frame[start:end])
    return found
