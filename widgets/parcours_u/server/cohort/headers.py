"""What every answer says to the browser, whichever handler gives it, or none."""

from tornado.httputil import HTTPHeaders, HTTPServerRequest
from tornado.web import OutputTransform

__all__ = ["complete", "safe_headers"]

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}
_UNLESS_SAID = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
_A_YEAR = "max-age=31536000"
_POLICY, _SAYS_ALL = "Content-Security-Policy", "default-src"
# Pages say what they need. All else is read by a page, or is no page: opened by itself, it may do nothing.
_NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def complete(headers: HTTPHeaders, secure: bool) -> None:
    """Add to an answer's headers what every answer says.

    Parameters
    ----------
    headers : tornado.httputil.HTTPHeaders
        Those of the answer.
    secure : bool
        Whether the course is served over HTTPS: browsers then never ask for it otherwise.
    """
    for name, value in _ALWAYS.items():
        headers[name] = value
    if secure:
        headers["Strict-Transport-Security"] = _A_YEAR
    headers.pop("Server", None)
    for name, value in _UNLESS_SAID.items():
        headers.setdefault(name, value)
    if _SAYS_ALL not in headers.get(_POLICY, ""):
        headers[_POLICY] = _NOTHING


def safe_headers(secure: bool) -> type[OutputTransform]:
    """Return what completes every answer of an application; see :func:`complete`."""

    class SafeHeaders(OutputTransform):
        def __init__(self, request: HTTPServerRequest) -> None:
            """Look at nothing of the request."""

        def transform_first_chunk(
            self, status_code: int, headers: HTTPHeaders, chunk: bytes, finishing: bool
        ) -> tuple[int, HTTPHeaders, bytes]:
            complete(headers, secure)
            return status_code, headers, chunk

    return SafeHeaders
