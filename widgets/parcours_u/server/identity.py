"""Who is asking, when one person learns alone: whoever opened the private link, and nobody else on the machine."""

from pathlib import Path
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.auth.identity import IdentityProvider
from jupyter_server.base.handlers import JupyterHandler

__all__ = ["PERSON", "LinkNeeded", "SoloIdentityProvider"]

PERSON = "solo"
"""The one person of a solo journal."""

_PAGE = (Path(__file__).parent / "link_needed.html").read_text(encoding="utf-8")


class LinkNeeded(JupyterHandler):
    """The page shown to a browser that did not come by the private link; what is there stays closed."""

    @allow_unauthenticated
    def get(self) -> None:
        """Say how to come in."""
        self.set_status(403)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(_PAGE)


class SoloIdentityProvider(IdentityProvider):
    """Accept the token of the private link, then the signed cookie that it left; offer no password to guess."""

    def get_handlers(self) -> list[tuple[str, object]]:
        """Return the one page that strangers see."""
        return [("/login", LinkNeeded)]

    def validate_security(self, app: Any, ssl_options: dict[str, Any] | None = None) -> None:
        """Say nothing: this server listens on the loopback address only."""
