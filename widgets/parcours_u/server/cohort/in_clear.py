"""Served in clear beyond this machine, every page says so, whichever handler made it: a sheet, a refusal, an error of tornado's own."""

import re
from html import escape

from tornado.httputil import HTTPHeaders, HTTPServerRequest
from tornado.web import OutputTransform

__all__ = ["NOTICE", "InClear"]

NOTICE = (
    "Connexion non chiffrée\u00a0: sur ce réseau, une personne équipée pour cela pourrait lire ce que vous écrivez ici. "
    "Gardez l’intime pour plus tard."
)

# Nothing travels on paper: pages and sheets each have their own name for what only a screen shows.
_SCREEN = "pu-en-clair pu-pas-imprime ecran"
_SHOWN = f'\n<aside class="{_SCREEN}" aria-label="Sécurité de la connexion"><p>{escape(NOTICE)}</p></aside>'.encode()
_BODY = re.compile(rb"<body\b[^>]*>")


class InClear(OutputTransform):
    """Adds the notice at the top of every page; to be applied before what compresses. A file to keep is no page."""

    def __init__(self, request: HTTPServerRequest) -> None:
        """Look at nothing of the request."""

    def transform_first_chunk(
        self, status_code: int, headers: HTTPHeaders, chunk: bytes, finishing: bool
    ) -> tuple[int, HTTPHeaders, bytes]:
        """Add it to the beginning of a page, which holds the tag that opens its body."""
        page = headers.get("Content-Type", "").startswith("text/html")
        if page and not headers.get("Content-Disposition", "").startswith("attachment"):
            told = _BODY.sub(lambda found: found[0] + _SHOWN, chunk, count=1)
            if "Content-Length" in headers:
                headers["Content-Length"] = str(int(headers["Content-Length"]) + len(told) - len(chunk))
            chunk = told
        return status_code, headers, chunk
