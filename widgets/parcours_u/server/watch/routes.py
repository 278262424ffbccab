"""``/sante`` and the figures. A stranger learns whether the course is well, and nothing more."""

import hmac
import json
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado.web import HTTPError

from parcours_u import __version__
from parcours_u.server.course_server import CourseServer
from parcours_u.server.watch.figures import CONTENT_TYPE
from parcours_u.server.watch.health import State
from parcours_u.server.watch.log import SafeErrors

__all__ = ["Sante", "watch_routes"]


class _Watching(SafeErrors, JupyterHandler):
    """What both routes share: who may know, and how many kernels there are."""

    @property
    def server(self) -> CourseServer:
        """The course server of this application."""
        server: CourseServer = self.settings["parcours_u"]
        return server

    @property
    def trusted(self) -> bool:
        """Tell whether the watching token was sent, or somebody who may know is asking."""
        scheme, _, sent = self.request.headers.get("Authorization", "").partition(" ")
        expected = self.server.watch_token
        forms = (
            sent.encode("latin-1", "replace").strip(),
            sent.strip().encode(),
        )  # accents sent as UTF-8, or as Latin-1
        if scheme.lower() in {"bearer", "token"} and any(
            hmac.compare_digest(form, expected.encode()) for form in forms
        ):
            return True
        return self.server.may_watch(self.current_user)

    @property
    def kernels(self) -> int:
        """How many kernels live."""
        return len(list(self.settings["kernel_manager"].list_kernel_ids()))

    def set_default_headers(self) -> None:
        """Add to Jupyter's own headers that nothing of this is to be kept."""
        super().set_default_headers()
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")

    def write_error(self, status_code: int, **details: Any) -> None:
        """Answer with the status alone, as JSON."""
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps({"status": State.FAIL if status_code >= 500 else "refused"}))


class Sante(_Watching):
    """The course's health."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Answer with 200, or 503 when words could not be kept; with the details for who may know them."""
        look = await self.server.health.look()
        answer: dict[str, Any] = {"status": look.state}
        if self.trusted:
            answer |= {
                "version": __version__,
                "uptime_seconds": round(self.server.health.uptime_seconds, 1),
                "kernels": self.kernels,
                "places": self._places(),
                **look.to_dict(),
            }
        self.set_status(503 if look.state == State.FAIL else 200)
        self.finish(answer)

    def _places(self) -> dict[str, int]:
        places = self.server.places
        culled = self.server.figures.kernels_culled
        return {"taken": places.taken, "free": places.free, "waiting": places.waiting, "culled": culled}

    @allow_unauthenticated
    async def head(self) -> None:
        """Answer with the status alone."""
        look = await self.server.health.look()
        self.set_status(503 if look.state == State.FAIL else 200)


class Metrics(_Watching):
    """The figures, for Prometheus."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Send them.

        Raises
        ------
        tornado.web.HTTPError
            403 without the token.
        """
        if not self.trusted:
            raise HTTPError(403)
        self.set_header("Content-Type", CONTENT_TYPE)
        self.finish(self.server.figures.exposed(self.kernels, self.server.health.uptime_seconds, self.server.places))


def watch_routes(base_url: str) -> list[tuple[str, type[JupyterHandler]]]:
    """Return both handlers, under ``base_url``."""
    return [
        (url_path_join(base_url, "sante"), Sante),
        (url_path_join(base_url, "parcours-u", "metrics"), Metrics),
    ]
