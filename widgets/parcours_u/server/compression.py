"""What is sent compressed: what the browser says that it takes, and tornado then compresses as it leaves."""

from tornado.httputil import HTTPHeaders, HTTPServerRequest
from tornado.web import GZipContentEncoding

__all__ = ["Compression", "takes_gzip"]

_VARY = "Accept-Encoding"


def takes_gzip(request: HTTPServerRequest) -> bool:
    """Tell whether who asks takes gzip: they may name it to say that they do not (``gzip;q=0``)."""
    weights: dict[str, float] = {}
    for part in request.headers.get(_VARY, "").lower().split(","):
        coding, *options = (word.strip() for word in part.split(";"))
        said = next((option.removeprefix("q=") for option in options if option.startswith("q=")), "1")
        try:
            weights[coding] = float(said)
        except ValueError:
            weights[coding] = 0.0  # what cannot be read is no wish for it, and plain text does for everybody
    return weights.get("gzip", weights.get("*", 0.0)) > 0


class Compression(GZipContentEncoding):
    """tornado's own, which compresses for those who take it, and names once what the answer depends on."""

    def __init__(self, request: HTTPServerRequest) -> None:
        super().__init__(request)
        self._gzipping = takes_gzip(request)

    def transform_first_chunk(
        self, status_code: int, headers: HTTPHeaders, chunk: bytes, finishing: bool
    ) -> tuple[int, HTTPHeaders, bytes]:
        """Compress the beginning of an answer, or leave it as it is."""
        named = [one.strip() for one in headers.get("Vary", "").split(",")]
        others = ", ".join(one for one in named if one and one.lower() != _VARY.lower())
        headers.pop("Vary", None)
        if others:
            headers["Vary"] = others
        changed: tuple[int, HTTPHeaders, bytes] = super().transform_first_chunk(status_code, headers, chunk, finishing)
        return changed
