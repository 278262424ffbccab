"""What every page of the course tells the browser to refuse."""

from jupyter_server.base.handlers import JupyterHandler

from parcours_u.server.watch.log import SafeErrors

__all__ = ["Guarded"]

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
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Guarded(SafeErrors, JupyterHandler):
    """What every page of the course tells the browser to refuse."""

    def set_default_headers(self) -> None:
        """Add the security headers to Jupyter's own."""
        super().set_default_headers()
        for name, value in _HEADERS.items():
            self.set_header(name, value)
