"""Which pages may open a line to this server."""

from contextlib import suppress
from urllib.parse import urlsplit

from jupyter_server.base.handlers import JupyterHandler

from parcours_u.server.course_server import CourseServer

__all__ = ["OwnOrigin", "origin_of"]

_USUAL_PORTS = {"http": 80, "https": 443}


def origin_of(address: str) -> str:
    """Return the origin of an address as browsers write it; empty for none."""
    parts = urlsplit(address.lower())
    host = parts.hostname or ""
    with suppress(UnicodeError):  # a name that no browser could ask for either
        host = host.encode("idna").decode()
    name = f"[{host}]" if ":" in host else host
    port = "" if parts.port in {None, _USUAL_PORTS.get(parts.scheme)} else f":{parts.port}"
    return f"{parts.scheme}://{name}{port}" if host else ""


class OwnOrigin(JupyterHandler):
    """A line for pages of the host that is asked for, and of the address that people are given.

    A proxy may ask for another host than the browser did: many are set to leave its port out, and pages would then be shown that
    can write nothing.
    """

    @property
    def server(self) -> CourseServer:
        """The course server of this application."""
        server: CourseServer = self.settings["parcours_u"]
        return server

    def check_origin(self, origin: str | None = None) -> bool:
        """Tell whether the page that asks is of this course."""
        public = origin_of(self.server.public_address)
        asked = origin or self.get_origin() or ""
        return bool(public and asked.lower() == public) or super().check_origin(origin)  # type: ignore[arg-type]
