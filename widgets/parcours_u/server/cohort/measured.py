"""What is read of a request before anybody knows what it asks: no more than it may need, and nobody's word but the proxy's.

Lines are counted as they open: a server that has no file left to open answers nobody, and can't even write. Tornado reads a whole
body before it looks for who is to answer. Whatever is too large is read to its end and left, nothing of it
kept, so that the answer arrives: a browser that is cut off while it sends says nothing of why.
"""

import json
import re
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.httputil import (
    HTTPConnection,
    HTTPHeaders,
    HTTPMessageDelegate,
    RequestStartLine,
    ResponseStartLine,
)
from tornado.iostream import IOStream

from parcours_u.server.application import LARGEST_UPLOAD
from parcours_u.server.cohort.headers import complete
from parcours_u.server.cohort.limits import network_of
from parcours_u.server.memory import files_allowed

__all__ = ["Largest", "MeasuredServer"]

Largest = Callable[[RequestStartLine, HTTPHeaders], int]
"""Tells how many bytes a request's body may have."""

_MOST_HELD = 128 * 1024 * 1024  # of all bodies on their way
_SHARE_OF_FILES = 4  # a quarter of what may be opened: pages' sockets, kernels and the store need the others
_BUFFER = 4 * 1024 * 1024  # more than the longest message of a socket
_BODY_SECONDS = 120.0  # a list of five megabytes, at 400 kbit/s
# Of what tells who asks, tornado believes these first, and a client may send them: no proxy is asked to.
_NOBODY_S = ("X-Real-Ip", "X-Scheme")
_FOR = "X-Forwarded-For"
_PROXY_S = (_FOR, "X-Forwarded-Proto")
# Some proxies write the port too (Azure's Application Gateway does), which tornado takes for no address at all.
_WITH_PORT = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([0-9.]+))(?::[0-9]+)?")
_REASONS = {413: "Content Too Large", 503: "Service Unavailable"}


class MeasuredServer(HTTPServer):
    """An HTTP server that holds no more of anybody's than ``largest`` says, and of everybody's than it can bear.

    Parameters
    ----------
    application : tornado.web.Application
        What answers.
    largest : Largest
        How much each may send.
    believed : callable
        Tells, from the address at the other end of a line, whether it is a proxy's whose word is taken for who asks.
    secure : bool
        Whether people's browsers speak HTTPS.
    origin : str
        That of the pages that people are given.
    **options
        Those of :class:`tornado.httpserver.HTTPServer`.
    """

    def initialize(  # type: ignore[override]
        self,
        application: Any,
        largest: Largest,
        believed: Callable[[str], bool] = lambda _: False,
        secure: bool = False,
        origin: str = "",
        **options: Any,
    ) -> None:
        """Set what every line may take."""
        super().initialize(
            application, max_body_size=LARGEST_UPLOAD, max_buffer_size=_BUFFER, body_timeout=_BODY_SECONDS, **options
        )
        self.largest = largest
        self.believed = believed
        self.secure = secure
        self.origin = origin
        self.held = 0
        self.most_lines = files_allowed() // _SHARE_OF_FILES
        self._lines: Counter[str] = Counter()

    def handle_stream(self, stream: IOStream, address: tuple[Any, ...]) -> None:
        """Take a line, as long as there are few enough, in all and from one place; sockets that pages have opened are none."""
        place = network_of(str(address[0]))
        theirs = 0 if self.believed(str(address[0])) else self._lines[place]
        if self._lines.total() >= self.most_lines or theirs >= self.most_lines // 2:
            stream.close()
            return
        self._lines[place] += 1
        super().handle_stream(stream, address)

    def on_close(self, server_conn: Any) -> None:
        """Count a line no more."""
        super().on_close(server_conn)
        place = network_of(str(server_conn.context.address[0]))
        self._lines[place] -= 1
        if not self._lines[place]:
            del self._lines[place]

    def start_request(self, server_conn: object, request_conn: HTTPConnection) -> HTTPMessageDelegate:
        """Measure what comes."""
        return _Measured(self, super().start_request(server_conn, request_conn), request_conn)


def _asker(told: str) -> str:
    """Return the last address of a proxy's list, the only one that it saw itself, without its port."""
    last = told.rpartition(",")[2].strip()
    written = _WITH_PORT.fullmatch(last)
    return (written[1] or written[2]) if written else last


class _Measured(HTTPMessageDelegate):
    """One request on its way in."""

    def __init__(self, server: MeasuredServer, inner: HTTPMessageDelegate, connection: Any) -> None:
        self._server = server
        self._inner = inner
        self._connection = connection
        self._most = self._held = 0
        self._refusal = 0

    def headers_received(  # type: ignore[override]
        self, start_line: RequestStartLine, headers: HTTPHeaders
    ) -> Awaitable[None] | None:
        """Say who asks, and how much they may send."""
        believed = self._server.believed(self._connection.context.remote_ip)
        for name in _NOBODY_S if believed else _NOBODY_S + _PROXY_S:
            headers.pop(name, None)
        if _FOR in headers:
            headers[_FOR] = _asker(headers[_FOR])
        if believed and headers.get("Origin", "").lower() == self._server.origin:
            # Many proxies are set to ask for another host than the browser did, or to leave its port out; where this one's pages
            # ask, they would be taken for another site's, which may write nothing.
            headers["Host"] = self._server.origin.partition("://")[2]
        self._most = self._server.largest(start_line, headers)
        announced = headers.get("Content-Length", "")
        if announced.isdecimal() and len(announced) < 20 and int(announced) > self._most:
            self._refusal = 413
            return None
        return self._inner.headers_received(start_line, headers)

    def data_received(self, chunk: bytes) -> Awaitable[None] | None:
        """Pass a piece on, unless it is too much."""
        if self._refusal:
            return None
        self._held += len(chunk)
        self._server.held += len(chunk)
        if self._held > self._most or self._server.held > _MOST_HELD:
            self._refusal = 413 if self._held > self._most else 503
            self._let_go()
            self._inner.on_connection_close()
            return None
        return self._inner.data_received(chunk)

    def finish(self) -> None:
        """Have the request answered."""
        self._let_go()
        if self._refusal:
            self._refuse()
        else:
            self._inner.finish()

    def on_connection_close(self) -> None:
        """Forget a request that never came whole."""
        self._let_go()
        if not self._refusal:
            self._inner.on_connection_close()

    def _let_go(self) -> None:
        self._server.held -= self._held
        self._held = 0

    def _refuse(self) -> None:
        content = json.dumps({"message": self._sentence}, ensure_ascii=False).encode()
        headers = HTTPHeaders(
            {
                "Content-Type": "application/json; charset=utf-8",
                "Content-Length": str(len(content)),
            }
        )
        complete(headers, self._server.secure)
        if self._refusal == 503:
            headers["Retry-After"] = "5"
        self._connection.write_headers(
            ResponseStartLine("HTTP/1.1", self._refusal, _REASONS[self._refusal]), headers, content
        )
        self._connection.finish()

    @property
    def _sentence(self) -> str:
        if self._refusal == 503:
            return "Trop de fichiers arrivent en même temps\u00a0: rien n’a changé ici, réessayez dans un instant."
        most = self._most
        size = f"{most // 2**20}\u00a0Mo" if most >= 2**20 else f"{most // 2**10}\u00a0ko"
        return f"Cet envoi dépasse {size}\u00a0: rien n’en a été gardé, rien n’a changé, envoyez un fichier plus petit."
