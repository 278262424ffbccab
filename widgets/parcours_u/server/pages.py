"""The course's pages: Voilà's own handler, restricted to the course, handing each kernel its token."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from jupyter_core.utils import ensure_async
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.services.contents.largefilemanager import LargeFileManager
from jupyter_server.utils import url_path_join
from tornado.ioloop import IOLoop
from tornado.web import HTTPError, RedirectHandler, authenticated
from voila.configuration import VoilaConfiguration
from voila.handler import ENV_VARIABLE
from voila.paths import collect_template_paths
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.tornado.handler import TornadoVoilaHandler

from parcours_u.paths import OBSERVATION_SHEET, PAPER, content_root
from parcours_u.server.course_server import CourseServer
from parcours_u.server.identity import PERSON
from parcours_u.server.watch.log import SafeErrors

__all__ = [
    "HOME",
    "TEMPLATE",
    "CoursePage",
    "contents_of_course",
    "page_routes",
    "use_own_template",
    "voila_configuration",
]

TEMPLATE = "parcours_u"
HOME = "voila/render/course/accueil.ipynb"

# Voilà's front end is bundled JupyterLab code: it evaluates generated validators and loads widgets from blob: modules,
# and its pages carry inline scripts. Nothing may come from, or go to, another host.
_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
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

_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def use_own_template() -> None:
    """Let Jupyter's search path find the ``parcours_u`` template of this very installation first."""
    share = str(Path(__file__).parent / "share")
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
        # The address of the request carries the private link's token: the kernel has no use for it.
        kept = {name: value for name, value in options["env"].items() if name not in _UNTOLD}
        options["env"] = {**kept, **self._environment, "PARCOURS_U_TOKEN": token}
        try:
            return str(await self._inner.start_kernel(**options))
        except BaseException:
            self._server.grants.take_back(token)
            raise


_UNTOLD = {ENV_VARIABLE.QUERY_STRING, ENV_VARIABLE.VOILA_REQUEST_URL}


class _Guarded(SafeErrors, JupyterHandler):
    """What every page of the course tells the browser to refuse."""

    def set_default_headers(self) -> None:
        """Add the security headers to Jupyter's own."""
        super().set_default_headers()
        for name, value in _HEADERS.items():
            self.set_header(name, value)


class CoursePage(_Guarded, TornadoVoilaHandler):
    """One page of the course. Anything else under the same address is not there."""

    pages: ClassVar[frozenset[str]] = frozenset()

    @property
    def server(self) -> CourseServer:
        """The course server of this application."""
        server: CourseServer = self.settings["parcours_u"]
        return server

    @property
    def contents_manager(self) -> Any:
        """Where pages are read: the course's own folder, whatever the Jupyter server shows."""
        return self.settings["parcours_u_contents"]

    @property
    def kernel_manager(self) -> Any:
        """The kernel manager, handing out this page's token."""
        environment = {
            "PARCOURS_U_SERVER": self.settings["parcours_u_address"],
            "PARCOURS_U_BASE_URL": self.base_url,
        }
        return _GrantingKernelManager(super().kernel_manager, self.server, environment)

    async def get(self, path: str | None = None) -> None:
        """Serve a page of the course.

        Raises
        ------
        tornado.web.HTTPError
            404 for any other file.
        """
        if path not in page_paths(self.server):
            raise HTTPError(404)
        # Reading the token sets its cookie: without it Voilà's page is refused when it lets its kernel go as one leaves.
        _ = self.xsrf_token
        await TornadoVoilaHandler.get(self, path)


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
        IOLoop.current().call_later(_LAST_WORDS_SECONDS, self._end, kernel_id)
        self.set_status(204)
        await self.finish()

    async def _end(self, kernel_id: str) -> None:
        if kernel_id in self.kernel_manager:  # it may have ended by itself meanwhile
            await ensure_async(self.kernel_manager.shutdown_kernel(kernel_id))


def contents_of_course(parent: Any) -> LargeFileManager:
    """Return Jupyter's contents manager, rooted at the course."""
    return LargeFileManager(parent=parent, root_dir=str(content_root()))


def page_routes(base_url: str, configuration: VoilaConfiguration, config: Any, address: str) -> list[tuple[Any, ...]]:
    """Return the handlers of the course's pages; ``address`` is the pattern under which they are served."""
    use_own_template()
    return [
        (url_path_join(base_url, r"/voila/api/shutdown/([\w-]+)"), KernelLeft),
        (url_path_join(base_url, rf"/voila/render/{PAPER}/([a-z0-9-]+)\.html"), PaperPage),
        (
            url_path_join(base_url, address),
            CoursePage,
            {
                "template_paths": collect_template_paths(["voila", "nbconvert"], TEMPLATE, prune=True),
                "config": config,
                "voila_configuration": configuration,
            },
        ),
        (
            url_path_join(base_url, "parcours-u/?"),
            RedirectHandler,
            {"url": url_path_join(base_url, HOME), "permanent": False},
        ),
    ]
