"""What every page of the course tells the browser to refuse."""

from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado.web import RequestHandler
from voila.utils import create_include_assets_functions

from parcours_u.server.watch.log import SafeErrors

__all__ = ["AGED", "Guarded", "RefusalPages", "guard"]

AGED = (
    "La demande ne vient pas d’une page ouverte ici à l’instant, ou cet appareil n’est plus ouvert à votre nom\u00a0: "
    "rien n’a changé, rechargez la page, puis recommencez."
)

# No page carries a script of its own or evaluates any. A widget made after its page brings its module as a blob: address;
# ipywidgets writes style sheets in the page. Nothing may come from, or go to, another host.
_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "media-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",  # pages that hold forms say « same-origin » themselves
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def guard(handler: RequestHandler) -> None:
    """Tell the browser what a page of the course refuses."""
    for name, value in _HEADERS.items():
        handler.set_header(name, value)


class RefusalPages(JupyterHandler):
    """A handler whose refusals are pages of the course, also for a visitor, and for somebody who is not in."""

    @property
    def only(self) -> str:
        """The one page that a visitor may open, empty for everybody else."""
        return str(getattr(getattr(self, "_jupyter_current_user", None), "only", ""))

    @property
    def template_namespace(self) -> dict[str, Any]:
        """Tell the pages of refusals where a visitor may go back to."""
        told: dict[str, Any] = super().template_namespace | create_include_assets_functions("parcours_u", self.base_url)
        if self.only:
            told |= {
                "visit": url_path_join(self.base_url, "mes-appareils"),
                "visit_page": url_path_join(self.base_url, "voila/render", self.only),
            }
        return told

    def get_template(self, name: str) -> Any:
        """Return a template of the course, not one of Jupyter's."""
        return self.settings["voila_jinja2_env"].get_template(name)


class Guarded(SafeErrors, RefusalPages):
    """What every page of the course tells the browser to refuse."""

    def set_default_headers(self) -> None:
        """Add the security headers to Jupyter's own."""
        super().set_default_headers()
        guard(self)
