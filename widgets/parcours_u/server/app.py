"""The course as a program of its own, for one person: on the loopback address, behind a private link."""

from typing import Any

from parcours_u.server.application import LOOPBACK, PagesApp, PortTaken, bind, derive
from parcours_u.server.course_server import CourseServer
from parcours_u.server.culling import Delays
from parcours_u.server.identity import SoloIdentityProvider
from parcours_u.server.watch.announced import USUAL_PORT, recover
from parcours_u.store.folder import secret_file

__all__ = ["CourseApp", "PortTaken"]


class CourseApp(PagesApp):
    """Serve one learner's course from this machine, to this machine."""

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
            The port asked for; 0 for any free one; None for where the pages of a course that was killed look for it, else the
            usual one, else any.
        structured_log : bool
            Whether the technical log is JSON lines rather than failures only.
        delays : Delays or None
            After how long kernels are culled.

        Raises
        ------
        PortTaken
            When the port asked for is in use.
        """
        secret = secret_file(server.folder / "secret").encode()
        # Names this journal to the browsers that may keep its unsent words: this origin is ours alone.
        server.keeper_name = derive(secret, "keeper")
        app = cls.furnish(
            server,
            delays,
            ip=LOOPBACK,
            token=derive(secret, "link"),
            cookie_secret=bytes.fromhex(derive(secret, "cookie")),
        )
        app.begin(structured_log)
        former = recover(server.folder)
        app.sockets = bind([port] if port is not None else [*former, USUAL_PORT, 0])
        app.port = app.sockets[0].getsockname()[1]
        return app

    @property
    def link(self) -> str:
        """The private link that opens the home page."""
        return f"http://{LOOPBACK}:{self.port}/?token={self.token}"

    def init_settings(self) -> dict[str, Any]:
        """Answer to this machine's own names only."""
        return {
            **super().init_settings(),
            "allow_remote_access": False,
            "local_hostnames": ["localhost", LOOPBACK],
        }
