"""What every program that serves the course is: Voilà's application, with the course's own routes, until a signal says stop."""

import errno
import hashlib
import hmac
import logging
import os
import signal
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, Self

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.utils import url_path_join
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.netutil import bind_sockets
from tornado.web import HTTPError, RequestHandler
from traitlets.config import Config
from voila.app import Voila
from voila.handler import BaseVoilaHandler

from parcours_u.hangup import end_on_hangup
from parcours_u.paths import content_root
from parcours_u.server.compression import Compression
from parcours_u.server.course_server import CourseServer
from parcours_u.server.culling import Culler, Delays
from parcours_u.server.ending import drain, end_in_haste
from parcours_u.server.guarded import Guarded
from parcours_u.server.kernels.pages import offer
from parcours_u.server.memory import dump_no_core
from parcours_u.server.page_kernel_manager import PageKernels
from parcours_u.server.page_kernels import PageKernel
from parcours_u.server.page_stream import PageRoom
from parcours_u.server.pages import HOME, page_routes
from parcours_u.server.routes import routes
from parcours_u.server.template import page_room, use_own_template, voila_configuration
from parcours_u.server.watch.announced import announce
from parcours_u.server.watch.log import begin, log_request
from parcours_u.server.watch.routes import watch_routes

__all__ = ["LARGEST_UPLOAD", "LOOPBACK", "PagesApp", "PortTaken", "bind", "derive"]

LOOPBACK = "127.0.0.1"
LARGEST_UPLOAD = 256 * 1024 * 1024


class PortTaken(Exception):
    """Another program listens on the port that was asked for, or it is for the machine's administrator only."""

    def __init__(self, port: int, reserved: bool = False) -> None:
        super().__init__(
            f"Le port {port} est {'réservé à l’administration de la machine' if reserved else 'déjà pris par un autre programme'}"
            "\u00a0: rien n’a été démarré, choisissez-en un autre avec --port, ou 0 pour en prendre un libre."
        )


class PagesApp(Voila):
    """Serve the course's pages.

    Voilà's own pages handler, file listing and themes are not served: every route here is the course's.
    """

    name = "parcours-u"

    kept: ClassVar[tuple[str, ...]] = ("/api/kernels/", "/voila/templates/", "/login")
    """What is kept of Voilà's own handlers. Not its way to end a kernel, which ends anybody's: ours must be the only one, also
    for an address that is written otherwise (``%61`` for ``a``)."""

    course_server: CourseServer
    room: PageRoom
    delays: Delays
    sockets: list[Any]
    on_ready: Callable[[str], None]

    @classmethod
    def furnish(cls, server: CourseServer, delays: Delays | None, **options: Any) -> Self:
        """Return an application that has all but what it listens on.

        Parameters
        ----------
        server : CourseServer
            The course and the open journal.
        delays : Delays or None
            After how long kernels are culled.
        **options
            Traits of the application.
        """
        use_own_template()
        dump_no_core()
        app = cls(
            config=Config(
                {
                    # A kernel that dies has lost its page's widgets: said at once, rather than replaced by an empty one.
                    "KernelManager": {"autorestart": False},
                    # Sockets in a folder that only this account can enter, where the system has them.
                    "ConnectionFileMixin": {"transport": "tcp" if os.name == "nt" else "ipc"},
                    "MappingKernelManager": {"kernel_manager_class": f"{PageKernel.__module__}.{PageKernel.__name__}"},
                    "VoilaConfiguration": {"multi_kernel_manager_class": PageKernels},
                }
            ),
            log_level=logging.ERROR,
            root_dir=str(content_root()),
            open_browser=False,
            config_file_paths=[],
            **options,
        )
        app.course_server = server
        app.delays = delays or Delays()
        return app

    def begin(self, structured_log: bool) -> None:
        """Read no configuration but ours, and tell what goes on in our own way."""
        self.initialize([])
        begin(structured_log)
        self.voila_configuration = voila_configuration(self)
        self.setup_template_dirs()

    @property
    def link(self) -> str:
        """The address that is told when the course is ready."""
        raise NotImplementedError

    @property
    def kernels_address(self) -> str:
        """Where the kernels, which are on this machine, reach the JSON routes."""
        return f"http://{LOOPBACK}:{self.port}{self.base_url}"

    @property
    def frame(self) -> Mapping[str, str]:
        """What the frame of every page tells besides the course; see ``page_start.html.j2``."""
        return {}

    def init_settings(self) -> dict[str, Any]:
        """Add the course server to Voilà's settings, and log no address with its query: it may hold the link's token."""
        settings: dict[str, Any] = super().init_settings()
        offer(self.kernel_spec_manager)
        return {
            **settings,
            "parcours_u": self.course_server,
            "parcours_u_address": self.kernels_address,
            "log_function": log_request,
            "transforms": [Compression],
            "default_handler_class": NotFound,
            "default_handler_args": {"voila_configuration": self.voila_configuration},
            "websocket_max_message_size": LARGEST_UPLOAD,
            "ws_ping_interval": round(self.delays.ping * 1000),
            "ws_ping_timeout": round(self.delays.ping * 3000),
        }

    def init_handlers(self) -> list[Any]:
        """Keep Voilà's handlers of kernels and static files; replace those of pages and files with the course's."""
        kept = [rule for rule in super().init_handlers() if self.keeps(rule[0])]
        self.room = page_room(self.base_url, self.config, self.frame)
        self.app.settings["voila_jinja2_env"].globals["piece_url"] = self.room.template.url
        pages = page_routes(self.base_url, self.voila_configuration, self.room, "/voila/render/(.*)")
        homes = [(address, Home) for address in (self.base_url, self.base_url.rstrip("/")) if address]
        return [*routes(self.base_url), *watch_routes(self.base_url), *pages, *homes, *kept]

    def keeps(self, pattern: str) -> bool:
        """Tell whether one of Voilà's own handlers is kept, by the pattern of its addresses."""
        return any(part in pattern for part in self.kept)

    def serve(self) -> list[HTTPServer]:
        """Begin to answer on every socket, and return what answers."""
        server = HTTPServer(self.app, max_buffer_size=LARGEST_UPLOAD, max_body_size=LARGEST_UPLOAD)
        server.add_sockets(self.sockets)
        return [server]

    def listen(self) -> None:
        """Serve until a signal says stop; then let what is under way end."""
        servers = self.serve()
        self.ioloop = IOLoop.current()
        signal.signal(signal.SIGINT, self._handle_signal_stop)
        signal.signal(signal.SIGTERM, self._handle_signal_stop)
        end_on_hangup()
        announce(self.course_server.folder, self.kernels_address, self.connection_dir)
        culler = Culler(self.kernel_manager, self.course_server.places, self.course_server.figures, self.delays)
        self.ioloop.add_callback(culler.begin)
        self.ioloop.add_callback(self.on_ready, self.link)
        try:
            self.ioloop.start()
            self.ioloop.run_sync(partial(drain, servers, self.course_server, self.kernel_manager))
        finally:
            try:
                self.stop()
            finally:
                self.course_server.close()

    def _handle_signal_stop(self, number: int, frame: Any) -> None:
        """End well, which takes a time that is bounded; in haste when somebody presses Ctrl-C meanwhile.

        A machine that ends its programs may well ask twice: that hurries nobody.
        """
        signal.signal(signal.SIGTERM, _go_on)
        end_on_hangup()
        signal.signal(signal.SIGINT, self._hurry)
        super()._handle_signal_stop(number, frame)

    def _hurry(self, number: int, _frame: Any) -> None:
        signal.signal(signal.SIGINT, _go_on)
        end_in_haste(self.course_server, Path(self.connection_dir), number)


def _go_on(*_: Any) -> None:
    """Hear a signal, and do nothing more: what it asks for is under way."""


class NotFound(Guarded, BaseVoilaHandler):
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
    """The root, its last slash typed or not: the way in by the private link, kept whole so that the home page can take its token."""

    def get(self) -> None:
        """Go to the home page."""
        query = f"?{self.request.query}" if self.request.query else ""
        self.redirect(url_path_join(self.settings["base_url"], HOME) + query)


def derive(secret: bytes, purpose: str) -> str:
    """Return a secret of its own for one purpose, so that knowing one tells nothing of the other."""
    return hmac.new(secret, purpose.encode(), hashlib.sha256).hexdigest()


def bind(ports: Iterable[int], address: str = LOOPBACK) -> list[Any]:
    """Listen on the first of some ports that is free.

    Raises
    ------
    PortTaken
        When none is.
    OSError
        When the address is none of this machine's.
    """
    taken, reserved = 0, False
    for port in ports:
        try:
            return list(bind_sockets(port, address))
        except OSError as error:
            if error.errno not in _TAKEN:
                raise
            taken, reserved = port, error.errno == errno.EACCES
    raise PortTaken(taken, reserved)


_TAKEN = {errno.EADDRINUSE, errno.EACCES}
