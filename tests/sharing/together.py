"""A cohort's shared space served for real, to whoever a header names: who comes in, and how, is tested elsewhere."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from gathered import Gathered
from jupyter_server.auth.authorizer import AllowAllAuthorizer
from jupyter_server.auth.identity import IdentityProvider, User
from tornado.httpclient import AsyncHTTPClient, HTTPRequest, HTTPResponse
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application
from tornado.websocket import WebSocketClientConnection, websocket_connect

from parcours_u.domain.audience import Audience
from parcours_u.domain.policy import offered
from parcours_u.server.course_server import CourseServer
from parcours_u.server.routes import routes
from parcours_u.server.sharing import Sharing
from parcours_u.store.standings import standing_of

QUESTION = "co-initier-intention"
OTHER_QUESTION = "question-de-depart-formulation"
_XSRF = "a" * 32


class ByName(IdentityProvider):
    """Believe a name, as no server of the course ever does."""

    def get_user(self, handler: Any) -> User | None:
        """Return who a header names, or a browser's cookie."""
        name = handler.request.headers.get("X-Person", "") or handler.get_cookie("person", "")
        return User(name) if name else None


class TogetherServer(CourseServer):
    """A course for several people, whose journals are in clear."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.sharing = Sharing(self.database, self.course, self.in_store)
        self.sharing.hub.gather_seconds = self.sharing.hub.apart_seconds = 0.0
        self.signed_out: set[str] = set()

    def person(self, user: Any) -> str:
        """Return whoever asks."""
        return str(user.username)

    def opens(self, person: str, device: str) -> bool:
        """Tell whether they are still signed in."""
        return person not in self.signed_out

    def audiences_of(self, person: str) -> tuple[Audience, ...]:
        """Return the audiences that somebody may choose from."""
        with self.database.reading() as connection:
            return offered(standing_of(connection, person))


class Together:
    """A served cohort: ``cohort`` is what happens to it, :meth:`ask` and :meth:`listen` are what pages do."""

    def __init__(self, server: CourseServer, cohort: Gathered, port: int) -> None:
        self.server = server
        self.cohort = cohort
        self.address = f"127.0.0.1:{port}"
        self._loop = asyncio.get_running_loop()

    def cut_lines(self, code: int = 1001) -> None:
        """Cut every open line, from any thread; a page may know that its own is open before the server does."""
        self.wait_for_lines(True)
        for line in [*self.server.lines]:
            self._loop.call_soon_threadsafe(line.close, code)

    def wait_for_lines(self, some: bool) -> None:
        """Wait, in a thread other than the server's, until it has lines that are open, or has none any more."""
        patience = time.monotonic() + 60
        while bool(self.server.lines) is not some:
            assert time.monotonic() < patience
            time.sleep(0.001)

    async def ask(
        self, person: str, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, Any]:
        """Send one request as somebody's page does; return its status and its JSON."""
        sent = {"X-Person": person, "Cookie": f"_xsrf={_XSRF}", "X-XSRFToken": _XSRF} | dict(headers or {})
        content = None if body is None else json.dumps(body)
        request = HTTPRequest(
            f"http://{self.address}/parcours-u/{path}", method, sent, content, allow_nonstandard_methods=True
        )
        answer: HTTPResponse = await AsyncHTTPClient().fetch(request, raise_error=False)
        return answer.code, json.loads(answer.body) if answer.body else None

    async def listen(self, person: str, headers: Mapping[str, str] | None = None) -> "Page":
        """Open somebody's line."""
        sent = {"X-Person": person, "Origin": f"http://{self.address}"} | dict(headers or {})
        return Page(await websocket_connect(HTTPRequest(f"ws://{self.address}/parcours-u/channel", headers=sent)))


class Page:
    """The browser's end of a line."""

    def __init__(self, line: WebSocketClientConnection) -> None:
        self.line = line

    async def say(self, **message: Any) -> None:
        """Send a message."""
        await self.line.write_message(json.dumps(message))

    async def hear(self) -> dict[str, Any]:
        """Return the next message, empty when the line was closed."""
        text = await self.line.read_message()
        return {} if text is None else json.loads(text)

    async def join(self, room: str, since: int | None = 0) -> dict[str, Any]:
        """Ask to hear a room; return what is answered at once."""
        await self.say(type="join", room=room, since=since)
        return await self.hear()

    async def news(self, most: int = 1) -> list[dict[str, Any]]:
        """Return the next pieces of news, as many as asked."""
        found: list[dict[str, Any]] = []
        while len(found) < most:
            message = await self.hear()
            assert message["type"] == "news", message
            found += message["news"]
        return found


@asynccontextmanager
async def together(folder: Path, alone: bool = False, more: Sequence[Any] = ()) -> AsyncIterator[Together]:
    """Serve a cohort for the length of a block: Ada, Bo and Cy in a circle, Di in none, a trainer, a visitor."""
    server: CourseServer = CourseServer(folder) if alone else TogetherServer(folder)
    cohort = Gathered(server.database)
    if not alone:
        cohort.usual()
    application = Application(
        [*routes("/"), *more],
        parcours_u=server,
        base_url="/",
        identity_provider=ByName(),
        authorizer=AllowAllAuthorizer(),
        cookie_secret="x",  # noqa: S106 - signs nothing here
        xsrf_cookies=True,
        allow_origin="",
        allow_origin_pat=None,
        headers={},
        local_hostnames=["127.0.0.1"],
        log_function=lambda _: None,
    )
    sockets, port = bind_unused_port()
    listening = HTTPServer(application)
    listening.add_socket(sockets)
    try:
        yield Together(server, cohort, port)
    finally:
        listening.stop()
        for line in [*server.lines]:
            line.close()
        await listening.close_all_connections()
        await asyncio.get_running_loop().run_in_executor(None, server.close)
