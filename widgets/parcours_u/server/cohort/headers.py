"""What every answer says to the browser, whichever handler gives it."""

from tornado.httputil import HTTPHeaders, HTTPServerRequest
from tornado.web import OutputTransform

__all__ = ["safe_headers"]

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}
_UNLESS_SAID = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
_A_YEAR = "max-age=31536000"


def safe_headers(secure: bool) -> type[OutputTransform]:
    """Return what adds the headers to every answer.

    Parameters
    ----------
    secure : bool
        Whether the course is served over HTTPS: browsers then never ask for it otherwise.
    """
    added = {**_ALWAYS, **({"Strict-Transport-Security": _A_YEAR} if secure else {})}

    class SafeHeaders(OutputTransform):
        def __init__(self, request: HTTPServerRequest) -> None:
            """Look at nothing of the request."""

        def transform_first_chunk(
            self, status_code: int, headers: HTTPHeaders, chunk: bytes, finishing: bool
        ) -> tuple[int, HTTPHeaders, bytes]:
            for name, value in added.items():
                headers[name] = value
            headers.pop("Server", None)
            for name, value in _UNLESS_SAID.items():
                headers.setdefault(name, value)
            return status_code, headers, chunk

    return SafeHeaders
