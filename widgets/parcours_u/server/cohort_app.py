"""A cohort's course as a program of its own: for people who each hold their own key, on a network, behind HTTPS."""

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from jupyter_server.utils import url_path_join
from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPHeaders, RequestStartLine
from tornado.ioloop import IOLoop
from tornado.web import Application

from parcours_u.grading.folder import TrainerFolder
from parcours_u.server.application import (
    LOOPBACK,
    PagesApp,
    PortTaken,
    bind,
    derive,
)
from parcours_u.server.cohort.devices import AddDevice, LinkToDevice, MyDevices, RevokeDevice
from parcours_u.server.cohort.group_routes import group_routes
from parcours_u.server.cohort.headers import safe_headers
from parcours_u.server.cohort.identity import CohortAuthorizer, CohortIdentityProvider
from parcours_u.server.cohort.in_clear import InClear
from parcours_u.server.cohort.joining import JoinByCode, JoinByLink
from parcours_u.server.cohort.measured import MeasuredServer
from parcours_u.server.cohort.people_routes import people_routes
from parcours_u.server.cohort.phrases import NewPhrase, PhraseCard, ShowPhrase, SignIn, SignOut, WhatBecomesOfWords
from parcours_u.server.cohort.reach import Reach, origin_of
from parcours_u.server.cohort.served_once import AlreadyServed, serve_alone
from parcours_u.server.cohort.server import CohortServer
from parcours_u.server.cohort.transport import Transport, TransportRefused
from parcours_u.server.cohort.upkeep_routes import upkeep_routes
from parcours_u.server.cohort.visiting import EndVisit, Visit
from parcours_u.server.culling import Delays
from parcours_u.server.delivery_route import delivery_routes
from parcours_u.server.page_kernels import end_kernel
from parcours_u.server.routes import routes
from parcours_u.server.watch.announced import USUAL_PORT, recover
from parcours_u.server.watch.routes import watch_routes
from parcours_u.store.folder import private_folder, secret_file

__all__ = ["AlreadyServed", "CohortApp", "PortTaken", "cohort_secret"]

# What may be sent at once, files apart: by somebody of the cohort, an answer of a million signs; by a stranger, the phrase that a
# door asks for; on a page's line, a piece of a file.
_LARGEST_REQUEST = 1024 * 1024
_LARGEST_FORM = 64 * 1024
_LARGEST_MESSAGE = 2 * 1024 * 1024
_FILES = ("journal", "returns", "cohorte/personnes/liste", "cohorte/fichiers")
_SILENT_SECONDS = 90.0  # longer than proxies and browsers keep a line that nothing comes by


class CohortApp(PagesApp):
    """Serve a cohort's course.

    People come by :attr:`sockets`. The pages' kernels, which are on this machine, come by a line of their own that is reachable
    from here only and serves nothing but the JSON routes: their tokens never travel, and need no certificate.
    """

    identity_provider_class = CohortIdentityProvider
    authorizer_class = CohortAuthorizer
    kept: ClassVar[tuple[str, ...]] = ("/api/kernels/",)

    course_server: CohortServer
    transport: Transport
    inner_sockets: list[Any]
    context: Any
    first_link: str

    @classmethod
    def prepare(
        cls,
        folder: TrainerFolder,
        transport: Transport,
        port: int | None = None,
        places: int | None = None,
        structured_log: bool = False,
        delays: Delays | None = None,
    ) -> "CohortApp":
        """Return an application ready to listen.

        Parameters
        ----------
        folder : TrainerFolder
            The trainer's, opened.
        transport : Transport
            How it is reached.
        port : int or None
            The port asked for; 0 for any free one; None for the one of last time, else the usual one: never another, which no
            printed card would name.
        places : int or None
            How many pages may live at once.
        structured_log : bool
            Whether the technical log is JSON lines rather than failures only.
        delays : Delays or None
            After how long kernels are culled.

        Raises
        ------
        PortTaken, TransportRefused
            When it can't be reached that way.
        AlreadyServed
            When another server has this cohort.
        StoreError
            When the cohort's folder or database can't be used.
        """
        context = transport.context()
        alone = serve_alone(private_folder(folder.cohort))
        try:
            app = cls._prepared(folder, transport, port, places, delays)
        except BaseException:
            alone.release()
            raise
        app.context, app.course_server.alone = context, alone
        app.begin(structured_log)
        return app

    @classmethod
    def _prepared(
        cls,
        folder: TrainerFolder,
        transport: Transport,
        port: int | None,
        places: int | None,
        delays: Delays | None,
    ) -> "CohortApp":
        secret = cohort_secret(folder)
        recover(folder.cohort)
        former = Reach.read(folder.cohort)
        try:
            sockets = bind([port if port is not None else former.port if former else USUAL_PORT], transport.address)
        except OSError as error:
            raise TransportRefused(
                f"L’adresse «\u00a0{transport.address}\u00a0» n’est pas une adresse de cette machine\u00a0: "
                "rien n’a été démarré, vérifiez --adresse."
            ) from error
        server = CohortServer(
            folder,
            places,
            label=derive(secret, "label")[:8],
            named=partial(derive, secret),
            keeps=not transport.exposed,
        )
        app = cls.furnish(
            server,
            delays,
            ip=transport.address,
            base_url=transport.base_url,
            token="",
            cookie_secret=bytes.fromhex(derive(secret, "cookie")),
        )
        app.transport = transport
        app.sockets, app.inner_sockets = sockets, bind([0])
        app.port = sockets[0].getsockname()[1]
        server.public_address = transport.public_address(app.port)
        certificate = str(transport.certificate.expanduser().absolute()) if transport.certificate else ""
        Reach(server.public_address, app.port, certificate, transport.address).write(server.folder)
        return app

    @property
    def link(self) -> str:
        """What is told first when the course is ready: the trainer's way in."""
        return self.first_link

    @property
    def kernels_address(self) -> str:
        """Where the kernels reach the JSON routes."""
        return f"http://{LOOPBACK}:{self.inner_sockets[0].getsockname()[1]}{self.base_url}"

    @property
    def frame(self) -> Mapping[str, str]:
        """The way to one's devices."""
        return {"access": url_path_join(self.base_url, "mes-appareils")}

    def init_settings(self) -> dict[str, Any]:
        """Add who is let in, and how."""
        return {
            **super().init_settings(),
            "parcours_u_secure": self.transport.secure,
            "login_url": url_path_join(self.base_url, "connexion"),
            # No cookie is ever sent for a name that is not ours, and no link is made from the one that was asked for.
            "allow_remote_access": True,
            "websocket_max_message_size": _LARGEST_MESSAGE,
            "xsrf_cookie_kwargs": {"path": self.base_url, "secure": self.transport.secure, "samesite": "Lax"},
        }

    def init_handlers(self) -> list[Any]:
        """Add the doors."""
        found = super().init_handlers()
        self.app.add_transform(safe_headers(self.transport.secure))
        if self.transport.exposed:
            self.app.transforms.insert(0, InClear)
        given = {"room": self.room}
        doors = [
            ("rejoindre", JoinByCode),
            (r"rejoindre/([\w-]{1,128})", JoinByLink),
            ("connexion", SignIn),
            ("deconnexion", SignOut),
            ("phrase", ShowPhrase),
            ("phrase/nouvelle", NewPhrase),
            (r"phrase/carte\.(html|txt)", PhraseCard),
            ("mes-appareils", MyDevices),
            ("mes-appareils/lien", LinkToDevice),
            ("mes-appareils/fermer", RevokeDevice),
            (r"appareil/([\w-]{1,128})", AddDevice),
            ("vos-mots", WhatBecomesOfWords),
            ("visite/quitter", EndVisit),
            (r"visite/([\w-]{1,128})", Visit),
        ]
        team = [
            route
            for own in (people_routes, group_routes, delivery_routes, upkeep_routes)
            for route in own(self.base_url)
        ]
        return [*((url_path_join(self.base_url, path), handler, given) for path, handler in doors), *team, *found]

    def keeps(self, pattern: str) -> bool:
        """Leave Voilà's own line to a kernel out: the pages use ours, and no other one is to be looked after."""
        return super().keeps(pattern) and not pattern.endswith("/channels")

    def serve(self) -> list[HTTPServer]:
        """Answer people, and kernels."""
        outer = MeasuredServer(
            self.app,
            self.largest,
            self.transport.believes,
            self.transport.secure,
            origin_of(self.course_server.public_address),
            ssl_options=self.context,
            xheaders=self.transport.proxied,
            idle_connection_timeout=_SILENT_SECONDS,
        )
        outer.add_sockets(self.sockets)
        told = [*routes(self.base_url), *watch_routes(self.base_url)]
        inner = MeasuredServer(Application(told, **self.app.settings), lambda *_: self.course_server.largest_file)
        inner.add_sockets(self.inner_sockets)
        loop, server = IOLoop.current(), self.course_server
        server.end_kernel = lambda kernel: loop.add_callback(end_kernel, self.kernel_manager, kernel)
        loop.add_callback(lambda: asyncio.ensure_future(server.look_for_ever()))
        return [outer, inner]

    def largest(self, asked: RequestStartLine, headers: HTTPHeaders) -> int:
        """Return how many bytes a request may bring, before anybody has looked at who asks."""
        provider: CohortIdentityProvider = self.identity_provider
        if not provider.has_signed(headers):
            return _LARGEST_FORM
        files = {url_path_join(self.base_url, "parcours-u", path) for path in _FILES}
        return self.course_server.largest_file if asked.path.partition("?")[0] in files else _LARGEST_REQUEST


def cohort_secret(folder: TrainerFolder) -> bytes:
    """Return the secret that a cohort's cookies are signed with, made at first use; it opens nobody's words."""
    return secret_file(private_folder(folder.cohort) / "secret").encode()
