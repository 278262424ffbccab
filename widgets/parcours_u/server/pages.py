"""The course's pages: their text at once, then what their cells draw, each page's kernel having its own token."""

import os
from collections.abc import Mapping
from contextlib import aclosing
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import NATIVE_KERNEL_NAME
from jupyter_core.utils import ensure_async
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado.ioloop import IOLoop
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError, RedirectHandler, authenticated
from voila.configuration import VoilaConfiguration
from voila.handler import BaseVoilaHandler
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler

from parcours_u.paths import OBSERVATION_SHEET, PAPER, content_root
from parcours_u.server.course_server import CourseServer
from parcours_u.server.identity import PERSON
from parcours_u.server.kernel_line import KernelLine
from parcours_u.server.kernels.pages import kernel_name, without_credentials
from parcours_u.server.page_stream import PageRoom, start_kernel
from parcours_u.server.pieces import TemplatePiece, WidgetPiece
from parcours_u.server.shells import Shell
from parcours_u.server.watch.log import SafeErrors

__all__ = [
    "HOME",
    "TEMPLATE",
    "CoursePage",
    "page_routes",
    "use_own_template",
    "voila_configuration",
]

TEMPLATE = "parcours_u"
HOME = "voila/render/course/accueil.ipynb"

# No page carries a script of its own or evaluates any. A widget made after its page brings its module as a blob: address;
# ipywidgets writes style sheets in the page. Nothing may come from, or go to, another host.
_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
_LAST_WORDS_SECONDS = 2
_SHARE = Path(__file__).parent / "share"

_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def use_own_template() -> None:
    """Let Jupyter's search path find the ``parcours_u`` template of this very installation first."""
    share = str(_SHARE)
    paths = os.environ.get("JUPYTER_PATH", "").split(os.pathsep)
    if share not in paths:
        os.environ["JUPYTER_PATH"] = os.pathsep.join([share, *filter(None, paths)])


def voila_configuration(parent: Any) -> VoilaConfiguration:
    """Return Voilà's settings for the course: our template, which no page and no address may change."""
    return VoilaConfiguration(
        parent=parent,
        template=TEMPLATE,
        allow_template_override="NO",
        allow_theme_override="NO",
        theme="light",
        strip_sources=True,
        show_tracebacks=False,
        preheat_kernel=False,
        file_allowlist=[],
    )


def page_paths(server: CourseServer) -> frozenset[str]:
    """Return the notebooks that are pages of the course, relative to the content's root."""
    root = content_root()
    course = server.course
    parts = {course.page_path(one.id) for one in (*course.parts(), *course.formats)}
    others = {f"course/{path.name}" for path in (root / "course").glob("*.ipynb")}
    return frozenset(path for path in parts | others if (root / path).is_file())


class _GrantingKernelManager:
    """Voilà's kernel manager, which gives each kernel it starts the token of its page, and takes it back at its end."""

    def __init__(self, inner: Any, server: CourseServer, environment: Mapping[str, str]) -> None:
        self._inner = inner
        self._server = server
        self._environment = environment

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    async def start_kernel(self, **options: Any) -> str:
        token, _ = self._server.grants.give(PERSON)
        options["env"] = {**without_credentials(options["env"]), **self._environment, "PARCOURS_U_TOKEN": token}
        asked = options.get("kernel_name") or NATIVE_KERNEL_NAME
        options["kernel_name"] = await kernel_name(asked, self._inner.kernel_spec_manager)
        try:
            return str(await self._inner.start_kernel(**options))
        except BaseException:
            self._server.grants.take_back(token)
            raise


class _Guarded(SafeErrors, JupyterHandler):
    """What every page of the course tells the browser to refuse."""

    def set_default_headers(self) -> None:
        """Add the security headers to Jupyter's own."""
        super().set_default_headers()
        for name, value in _HEADERS.items():
            self.set_header(name, value)


class CoursePage(_Guarded, BaseVoilaHandler):
    """One page of the course. Anything else under the same address is not there."""

    def initialize(self, room: PageRoom, **options: Any) -> None:
        """Keep what all pages share."""
        super().initialize(**options)
        self.room = room
        self.kernel = ""
        self.left = self.drawn = False

    @property
    def server(self) -> CourseServer:
        """The course server of this application."""
        server: CourseServer = self.settings["parcours_u"]
        return server

    @property
    def kernel_manager(self) -> Any:
        """The kernel manager, handing out this page's token."""
        environment = {
            "PARCOURS_U_SERVER": self.settings["parcours_u_address"],
            "PARCOURS_U_BASE_URL": self.base_url,
        }
        return _GrantingKernelManager(super().kernel_manager, self.server, environment)

    @authenticated
    async def get(self, path: str) -> None:
        """Serve a page of the course: what can be read leaves before its kernel starts.

        Raises
        ------
        tornado.web.HTTPError
            404 for any other file.
        """
        if path not in page_paths(self.server):
            raise HTTPError(404)
        # Reading the token sets its cookie: without it the page's request to let its kernel go would be refused.
        _ = self.xsrf_token
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-cache, no-store, must-revalidate")
        shell = await self.room.shells.get(path)
        try:
            await self._send(shell.text())
            if not self.left:
                await self._draw(shell, path)
        except StreamClosedError:
            self.on_connection_close()

    def on_connection_close(self) -> None:
        """Let the kernel go of a page that was left before it was whole: its script may not know which one it is."""
        self.left = True
        if self.kernel:
            # Where nothing could be written yet, there are no last words to wait for.
            wait = _LAST_WORDS_SECONDS if self.drawn else 0
            IOLoop.current().call_later(wait, end_kernel, self.kernel_manager, self.kernel, not self.drawn)

    async def _draw(self, shell: Shell, path: str) -> None:
        """Start the kernel, and send what its cells draw."""
        manager = self.kernel_manager
        kernel = self.kernel = await start_kernel(manager, shell, path)
        line = f"parcours-u/kernels/{kernel}/channels"
        await self._send(f'<i id="pu-noyau" data-noyau="{kernel}" data-ligne="{line}"></i>\n')
        async with aclosing(self.room.run(shell, manager.get_kernel(kernel), self._tell)) as drawn:
            async for html in drawn:
                await self._send(html)
                self.drawn = True

    async def _send(self, html: str) -> None:
        self.write(html)
        await self.flush()

    def _tell(self, sentence: str) -> None:
        self.log.error("%s: %s", self.request.path, sentence)


class PaperPage(_Guarded):
    """A sheet to print (an exercise's twin, the observation grid), where the pages say it is: no kernel, no script."""

    @authenticated
    async def get(self, name: str) -> None:
        """Serve one sheet.

        Raises
        ------
        tornado.web.HTTPError
            404 when the course has no such sheet.
        """
        server: CourseServer = self.settings["parcours_u"]
        sheet = content_root() / PAPER / f"{name}.html"
        if name not in {OBSERVATION_SHEET, *(one.id for one in server.course.exercises)} or not sheet.is_file():
            raise HTTPError(404)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(sheet.read_bytes())


class KernelLeft(VoilaShutdownKernelHandler):
    """A page was left: its kernel ends, once it has had the time to save the last words that the page sent on leaving."""

    @authenticated
    async def post(self, kernel_id: str) -> None:
        """Answer at once, end the kernel a moment later."""
        IOLoop.current().call_later(_LAST_WORDS_SECONDS, end_kernel, self.kernel_manager, kernel_id)
        self.set_status(204)
        await self.finish()


_ending: set[str] = set()  # a page that is left early is heard twice: by its script, and by its broken line


async def end_kernel(manager: Any, kernel_id: str, now: bool = False) -> None:
    """End a kernel, without waiting for its consent when ``now``, unless it ended or is ending already."""
    if kernel_id in _ending or kernel_id not in manager.list_kernel_ids():
        return
    _ending.add(kernel_id)
    try:
        await ensure_async(manager.shutdown_kernel(kernel_id, now=now))
    finally:
        _ending.discard(kernel_id)


def page_routes(base_url: str, configuration: VoilaConfiguration, config: Any, address: str) -> list[tuple[Any, ...]]:
    """Return the handlers of the course's pages; ``address`` is the pattern under which they are served."""
    use_own_template()
    room = PageRoom.furnish(content_root(), _SHARE, TEMPLATE, base_url, config)
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
