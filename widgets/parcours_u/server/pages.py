"""The course's pages: their text at once, then what their cells draw, each page's kernel having its own token."""

from contextlib import aclosing
from html import escape
from typing import Any

from jupyter_server.utils import url_path_join
from tornado.ioloop import IOLoop
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError, RedirectHandler, authenticated
from voila.configuration import VoilaConfiguration
from voila.handler import BaseVoilaHandler

from parcours_u.paths import PAPER, content_root
from parcours_u.server.course_server import CourseServer
from parcours_u.server.guarded import Guarded
from parcours_u.server.kernel_line import KernelLine
from parcours_u.server.made_for import check_made_for
from parcours_u.server.page_kernels import (
    LAST_WORDS_SECONDS,
    GrantingKernelManager,
    KernelLeft,
    end_kernel,
    still_lives,
)
from parcours_u.server.page_stream import PAGE_END, PageRoom, start_kernel, waiting_mark
from parcours_u.server.paper_page import PaperPage
from parcours_u.server.pieces import TemplatePiece, WidgetPiece
from parcours_u.server.places import Full, Place
from parcours_u.server.shells import Shell

__all__ = [
    "HOME",
    "CoursePage",
    "page_routes",
]

HOME = "voila/render/course/accueil.ipynb"

# Whoever goes from one page to the next asks for the second before the browser tells that the first is left.
_NEXT_PAGE_SECONDS = 1.0


def page_paths(server: CourseServer) -> frozenset[str]:
    """Return the notebooks that are pages of the course, relative to the content's root."""
    root = content_root()
    course = server.course
    parts = {course.page_path(one.id) for one in (*course.parts(), *course.formats)}
    others = {f"course/{path.name}" for path in (root / "course").glob("*.ipynb")}
    return frozenset(path for path in parts | others if (root / path).is_file())


class CoursePage(Guarded, BaseVoilaHandler):
    """One page of the course. Anything else under the same address is not there."""

    def initialize(self, room: PageRoom, **options: Any) -> None:
        """Keep what all pages share."""
        super().initialize(**options)
        self.room = room
        self.kernel = ""
        self.left = self.drawn = self.busy = False

    async def prepare(self) -> None:  # type: ignore[override]
        """Count this page among what is under way; refuse it when the course is ending: whoever asked asks again.

        Raises
        ------
        tornado.web.HTTPError
            503 when the course is ending.
        """
        self.server.requests.add(self)
        await super().prepare()
        if self.server.ending:
            self.busy = True
            self.set_header("Retry-After", "2")
            raise HTTPError(503)

    def on_finish(self) -> None:
        """No longer under way."""
        super().on_finish()
        self.server.requests.discard(self)

    @property
    def server(self) -> CourseServer:
        """The course server of this application."""
        server: CourseServer = self.settings["parcours_u"]
        return server

    @property
    def browser(self) -> str:
        """What tells this browser from the others, by the cookie that it came in with."""
        return str(getattr(self.current_user, "username", ""))

    @property
    def kernel_manager(self) -> Any:
        """The kernel manager, handing out this page's token: its own person's."""
        environment = {
            "PARCOURS_U_SERVER": self.settings["parcours_u_address"],
            "PARCOURS_U_BASE_URL": self.base_url,
        }
        return GrantingKernelManager(super().kernel_manager, self.server, self.current_user, environment)

    @authenticated
    async def get(self, path: str) -> None:
        """Serve a page of the course: what can be read leaves before its kernel starts.

        Raises
        ------
        tornado.web.HTTPError
            404 for any other file.
        """
        self._check(path)
        # Reading the token sets its cookie: without it the page's request to let its kernel go would be refused.
        _ = self.xsrf_token
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-cache, no-store, must-revalidate")
        shell = await self._shell(path)
        try:
            await self._send(shell.text())
            if not shell.lives:
                await self._send(PAGE_END)
            elif not self.left:
                place = await self.server.places.take(patience=_NEXT_PAGE_SECONDS, browser=self.browser)
                await self._draw(shell, path, place)
        except Full as full:
            await self._say_full(full)
        except StreamClosedError:
            self.on_connection_close()

    @authenticated
    async def post(self, path: str) -> None:
        """Tell an open page whether its kernel lives, or run its cells in a fresh one and send what they draw.

        The body is ``{"kernel": id}``, the kernel that the page had, empty if none. With ``"check": true`` nothing is
        started: 204 when that kernel lives, 404 when it doesn't. As every request that changes something, it carries the
        anti-forgery token.

        When no place is free the answer is 503, with what :meth:`Full.to_dict` says: the page asks again, with its
        ``"number"`` in the body. With ``"leaves": true`` it says that it is being left instead, and 204 is the answer: its
        turn is for the page that follows it.

        Raises
        ------
        tornado.web.HTTPError
            404 for a file that is no page, or a kernel that is no more; 403 for a page that was made for somebody else.
        """
        self._check(path)
        check_made_for(self, self.server)
        asked = self.get_json_body() or {}
        number, before = str(asked.get("number", "")), str(asked.get("kernel", ""))
        if asked.get("leaves") is True:
            self.server.places.leave(number, self.browser)
            self.set_status(204)
            await self.finish()
            return
        manager = self.kernel_manager
        if not self.server.owns(self.current_user, before):
            before = ""  # another person's is none here
        known = before in manager.list_kernel_ids()
        if asked.get("check") is True:
            if not known or not await still_lives(manager, before):
                raise HTTPError(404)
            self.set_status(204)
            await self.finish()
            return
        self.set_header("Cache-Control", "no-store")
        places = self.server.places
        try:
            place = places.hand_on(before) or await places.take(number, browser=self.browser)
        except Full as full:
            self.busy = True
            self.set_status(503)
            self.set_header("Retry-After", str(full.seconds))
            await self.finish(full.to_dict())
            return
        self.set_header("Content-Type", "text/html; charset=utf-8")
        try:
            await self._draw(await self._shell(path), path, place, before if known else "")
        except StreamClosedError:
            self.on_connection_close()

    def _check(self, path: str) -> None:
        """Refuse what is no page, or none for this person: it is not there either way."""
        if path not in page_paths(self.server) or not self.server.may_open(self.current_user, path):
            raise HTTPError(404)

    async def _shell(self, path: str) -> Shell:
        """Return the page as it reads for whoever asks."""
        space = self.server.team_space(self.current_user)
        team = url_path_join(self.base_url, "voila/render", space) if space else ""
        others = self.server.shared_pages(self.current_user)
        # Only the team's own page tells the whole cohort's trainers from a circle's: any other is kept once for both.
        whole = path != space or await self.server.in_store(
            lambda: self.server.manages(self.server.person(self.current_user))
        )
        return await self.room.shell(path, team, others, visited=bool(self.only), whole=whole)

    def on_connection_close(self) -> None:
        """Let the kernel go of a page that was left before it was whole: its script may not know which one it is."""
        self.left = True
        if self.kernel:
            self.server.places.left(self.kernel)
            # Where nothing could be written yet, there are no last words to wait for.
            wait = LAST_WORDS_SECONDS if self.drawn else 0
            IOLoop.current().call_later(wait, end_kernel, self.kernel_manager, self.kernel, not self.drawn)

    async def _draw(self, shell: Shell, path: str, place: Place, former: str = "") -> None:
        """Start the kernel in its place, once the former one has ended, and send what its cells draw."""
        manager = self.kernel_manager
        try:
            if former:
                await end_kernel(manager, former, now=True)
            if self.left:
                return
            kernel = place.kernel = self.kernel = await start_kernel(manager, shell, path)
        finally:
            if not place.kernel:
                self.server.places.give_back(place)
        user, line = self.current_user, f"parcours-u/kernels/{kernel}/channels"
        told = {"noyau": kernel, "ligne": line, "garde": self.server.keeper(user), "pour": self.server.mark(user)}
        told |= {"porte": self.get_login_url(), **await self.server.in_store(lambda: self.server.zone_told(user))}
        data = " ".join(f'data-{name}="{escape(value)}"' for name, value in told.items())
        await self._send(f'<i id="pu-noyau" {data}></i>\n')
        async with aclosing(self.room.run(shell, manager.get_kernel(kernel), self._tell)) as drawn:
            async for html in drawn:
                await self._send(html)
                self.drawn = True

    async def _say_full(self, full: Full) -> None:
        """Tell a page its number; left before it knew it, it can't say so itself."""
        try:
            if not self.left:
                await self._send(waiting_mark(full))
        except StreamClosedError:
            self.left = True
        if self.left:
            self.server.places.leave(full.number, self.browser)

    async def _send(self, html: str) -> None:
        self.write(html)
        await self.flush()

    def _tell(self, sentence: str) -> None:
        self.log.error("%s: %s", self.request.path, sentence)


def page_routes(
    base_url: str, configuration: VoilaConfiguration, room: PageRoom, address: str
) -> list[tuple[Any, ...]]:
    """Return the handlers of the course's pages; ``address`` is the pattern under which they are served."""
    return [
        (url_path_join(base_url, r"/parcours-u/pieces/([\w.-]+)"), TemplatePiece, {"pieces": room.template}),
        (url_path_join(base_url, r"/parcours-u/widgets/([\w.-]+)"), WidgetPiece, {"pieces": room.widgets}),
        (url_path_join(base_url, r"/parcours-u/kernels/([\w-]+)/channels"), KernelLine),
        (url_path_join(base_url, r"/voila/api/shutdown/([\w-]+)"), KernelLeft),
        (url_path_join(base_url, rf"/voila/render/{PAPER}/([a-z0-9-]+)\.html"), PaperPage),
        (
            url_path_join(base_url, address),
            CoursePage,
            {"room": room, "voila_configuration": configuration},
        ),
        (
            url_path_join(base_url, "parcours-u/?"),
            RedirectHandler,
            {"url": url_path_join(base_url, HOME), "permanent": False},
        ),
    ]
