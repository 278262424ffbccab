"""The course as a program of its own: a Voilà application on the loopback address, behind a private link."""

import hashlib
import hmac
import logging
import os
import signal
from collections.abc import Callable
from functools import partial
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.netutil import bind_sockets
from tornado.web import HTTPError, RequestHandler
from traitlets.config import Config
from voila.app import Voila
from voila.handler import BaseVoilaHandler

from parcours_u.paths import content_root
from parcours_u.server.course_server import CourseServer
from parcours_u.server.culling import Culler, Delays
from parcours_u.server.ending import drain, end_at_once
from parcours_u.server.identity import SoloIdentityProvider
from parcours_u.server.kernels.pages import offer
from parcours_u.server.page_kernels import PageKernel
from parcours_u.server.pages import (
    HOME,
    page_routes,
    use_own_template,
    voila_configuration,
)
from parcours_u.server.routes import routes
from parcours_u.server.watch.announced import USUAL_PORT, announce, recover
from parcours_u.server.watch.log import begin, log_request
from parcours_u.server.watch.routes import watch_routes
from parcours_u.store.folder import secret_file

__all__ = ["CourseApp", "PortTaken"]

_LOOPBACK = "127.0.0.1"
_LARGEST_UPLOAD = 256 * 1024 * 1024


class PortTaken(Exception):
    """Another program listens on the port that was asked for."""

    def __init__(self, port: int) -> None:
        super().__init__(
            f"Le port {port} est déjà pris par un autre programme\u00a0: rien n’a été démarré, "
            "choisissez-en un autre avec --port, ou 0 pour en prendre un libre."
        )


class CourseApp(Voila):
    """Serve one learner's course from this machine, to this machine.

    Voilà's own pages handler, file listing and themes are not served: every route here is the course's.
    """

    name = "parcours-u"
    identity_provider_class = SoloIdentityProvider

    @classmethod
    def prepare(
        cls, server: CourseServer, port: int | None, structured_log: bool = False, delays: Delays | None = None
    ) -> "CourseApp":
        """Return an application ready to listen.

        Parameters
        ----------
        server : CourseServer
            The course and the open journal.
        port : int or None
            The port asked for; 0 for any free one; None for the usual one, or a free one when it is taken.
        structured_log : bool
            Whether the technical log is JSON lines rather than failures only.
        delays : Delays or None
            After how long kernels are culled.

        Raises
        ------
        PortTaken
            When the port asked for is in use.
        """
        use_own_template()
        secret = secret_file(server.folder / "secret").encode()
        app: CourseApp = cls(
            config=Config(
                {
                    # A kernel that dies has lost its page's widgets: said at once, rather than replaced by an empty one.
                    "KernelManager": {"autorestart": False},
                    # Sockets in a folder that only this account can enter, where the system has them.
                    "ConnectionFileMixin": {"transport": "tcp" if os.name == "nt" else "ipc"},
                    "MappingKernelManager": {"kernel_manager_class": f"{PageKernel.__module__}.{PageKernel.__name__}"},
                    "VoilaConfiguration": {"multi_kernel_manager_class": AsyncMappingKernelManager},
                }
            ),
            log_level=logging.ERROR,
            root_dir=str(content_root()),
            ip=_LOOPBACK,
            open_browser=False,
            token=_derive(secret, "link"),
            cookie_secret=bytes.fromhex(_derive(secret, "cookie")),
            config_file_paths=[],
        )
        app.course_server = server
        app.delays = delays or Delays()
        app.keeper = _derive(secret, "keeper")
        app.initialize([])
        begin(structured_log)
        app.voila_configuration = voila_configuration(app)
        app.setup_template_dirs()
        app.sockets = _bind(port, recover(server.folder))
        app.port = app.sockets[0].getsockname()[1]
        return app

    course_server: CourseServer
    delays: Delays
    keeper: str  # names this journal to the browsers that may keep its unsent words: this origin is ours alone
    sockets: list[Any]
    on_ready: Callable[[str], None]

    @property
    def link(self) -> str:
        """The private link that opens the home page."""
        return f"http://{_LOOPBACK}:{self.port}/?token={self.token}"

    def init_settings(self) -> dict[str, Any]:
        """Add the course server to Voilà's settings, and log no address with its query: it may hold the link's token."""
        settings: dict[str, Any] = super().init_settings()
        offer(self.kernel_spec_manager)
        return {
            **settings,
            "parcours_u": self.course_server,
            "parcours_u_keeper": self.keeper,
            "parcours_u_address": f"http://{_LOOPBACK}:{self.port}{self.base_url}",
            "log_function": log_request,
            "compress_response": True,
            "default_handler_class": NotFound,
            "default_handler_args": {"voila_configuration": self.voila_configuration},
            "allow_remote_access": False,
            "local_hostnames": ["localhost", _LOOPBACK],
            "websocket_max_message_size": _LARGEST_UPLOAD,
            "ws_ping_interval": round(self.delays.ping * 1000),
            "ws_ping_timeout": round(self.delays.ping * 3000),
        }

    def init_handlers(self) -> list[Any]:
        """Keep Voilà's handlers of kernels and static files; replace those of pages and files with the course's."""
        kept = [rule for rule in super().init_handlers() if any(part in rule[0] for part in _KEPT)]
        pages = page_routes(self.base_url, self.voila_configuration, self.config, "/voila/render/(.*)")
        home = (self.base_url, Home)
        return [*routes(self.base_url), *watch_routes(self.base_url), *pages, home, *kept]

    def listen(self) -> None:
        """Serve until a signal says stop; then let what is under way end."""
        server = HTTPServer(self.app, max_buffer_size=_LARGEST_UPLOAD, max_body_size=_LARGEST_UPLOAD)
        server.add_sockets(self.sockets)
        self.ioloop = IOLoop.current()
        signal.signal(signal.SIGINT, self._handle_signal_stop)
        signal.signal(signal.SIGTERM, self._handle_signal_stop)
        announce(self.course_server.folder, f"http://{_LOOPBACK}:{self.port}{self.base_url}", self.connection_dir)
        culler = Culler(self.kernel_manager, self.course_server.places, self.course_server.figures, self.delays)
        self.ioloop.add_callback(culler.begin)
        self.ioloop.add_callback(self.on_ready, self.link)
        try:
            self.ioloop.start()
            self.ioloop.run_sync(partial(drain, server, self.course_server, self.kernel_manager))
        finally:
            self.stop()
            self.course_server.close()

    def _handle_signal_stop(self, number: int, frame: Any) -> None:
        """End well; at once when asked a second time."""
        for again in (signal.SIGINT, signal.SIGTERM):
            signal.signal(again, end_at_once)
        super()._handle_signal_stop(number, frame)


_KEPT = (
    "/api/kernels/",
    "/voila/templates/",
    "/voila/api/shutdown/",
    "/login",
)


class NotFound(BaseVoilaHandler):
    """Any other address: the course's own page says that nothing is there."""

    @allow_unauthenticated
    def get(self) -> None:
        """Say so.

        Raises
        ------
        tornado.web.HTTPError
            404, always.
        """
        raise HTTPError(404)


class Home(RequestHandler):
    """The root: the way in by the private link, kept whole so that the home page can take its token."""

    def get(self) -> None:
        """Go to the home page."""
        query = f"?{self.request.query}" if self.request.query else ""
        self.redirect(f"/{HOME}{query}")


def _derive(secret: bytes, purpose: str) -> str:
    """Return a secret of its own for one purpose, so that knowing one tells nothing of the other."""
    return hmac.new(secret, purpose.encode(), hashlib.sha256).hexdigest()


def _bind(port: int | None, former: int | None) -> list[Any]:
    """Listen on the port asked for; else where the pages of a course that was killed look for it, on the usual one, on any."""
    wanted = [port] if port is not None else [*filter(None, [former]), USUAL_PORT, 0]
    for one in wanted:
        try:
            return list(bind_sockets(one, _LOOPBACK))
        except OSError as error:
            if one == wanted[-1]:
                raise PortTaken(one) from error
    raise AssertionError("there is always a port to try")
