"""The files that pages are made of, each under a name that tells its content: kept by browsers for good, sent compressed.

Two kinds: those of the template, known when the server starts; and the scripts and style sheets of widgets, which kernels
send inside each widget's state and which the pages fetch here instead, once.
"""

import gzip
import hashlib
import json
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado.web import HTTPError, authenticated

from parcours_u.server.compression import takes_gzip
from parcours_u.server.watch.log import SafeErrors

__all__ = ["TemplatePiece", "TemplatePieces", "WidgetPiece", "WidgetPieces", "json_in_page"]

_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".txt": "text/plain"}
_SHEETS = ("style", "frame", "banner", "widgets", "messages", "words", "plan", "access")
_MOST = 256  # widget files kept; a course has some forty
_FOR_GOOD = "max-age=31536000, immutable"
# What a widget's state carries as text and what its file is called: anywidget takes an address in place of the text.
_HANDED_OUT = {"_esm": ".js", "_css": ".css"}


@dataclass(frozen=True)
class _Piece:
    content: bytes
    compressed: bytes
    type: str

    @classmethod
    def of(cls, content: bytes, suffix: str) -> "_Piece":
        return cls(content, gzip.compress(content, 9, mtime=0), f"{_TYPES[suffix]}; charset=utf-8")


class TemplatePieces:
    """The template's files, read once.

    Parameters
    ----------
    folder : pathlib.Path
        The template's ``static`` folder.
    base_url : str
        The base address of the server.
    """

    def __init__(self, folder: Path, base_url: str) -> None:
        self._base_url = base_url
        self._names: dict[str, str] = {}
        self._pieces: dict[str, _Piece] = {}
        for path in sorted(folder.glob("*.*")):
            self._add(path.name, path.read_bytes())
        for path in sorted((folder / "front").glob("*.js")):
            self._put(f"front/{path.name}", path.name, path.read_bytes())  # its name tells its content already
        sheets = [(folder / f"{name}.css").read_text(encoding="utf-8") for name in (*_SHEETS, "print")]
        self._add("page.css", "\n".join([*sheets[:-1], f"@media print {{\n{sheets[-1]}}}\n"]).encode())

    def url(self, name: str) -> str:
        """Return the address of a file named as the templates name it; ``page.css`` is all the style sheets in one."""
        return url_path_join(self._base_url, "parcours-u/pieces", self._names[name])

    def find(self, name: str) -> _Piece | None:
        """Return a file by the last part of its address."""
        return self._pieces.get(name)

    def _add(self, name: str, content: bytes) -> None:
        stem, suffix = name.rsplit(".", 1)
        self._put(name, f"{stem}-{_digest(content)}.{suffix}", content)

    def _put(self, name: str, told: str, content: bytes) -> None:
        self._names[name] = told
        self._pieces[told] = _Piece.of(content, Path(name).suffix)


class WidgetPieces:
    """The scripts and style sheets of widgets, as kernels sent them.

    Parameters
    ----------
    base_url : str
        The base address of the server.
    """

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url
        self._pieces: OrderedDict[str, _Piece] = OrderedDict()

    def hand_out(self, state: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
        """Return a widget's state without its files, and the addresses of those files by the state's keys."""
        files = {}
        for key, suffix in _HANDED_OUT.items():
            text = state.get(key)
            if isinstance(text, str) and text and not text.startswith(("http://", "https://")):
                content = text.encode()
                name = f"{_digest(content)}{suffix}"
                if name not in self._pieces:
                    self._pieces[name] = _Piece.of(content, suffix)
                self._pieces.move_to_end(name)
                files[key] = url_path_join(self._base_url, "parcours-u/widgets", name)
        while len(self._pieces) > _MOST:
            self._pieces.popitem(last=False)
        return {key: value for key, value in state.items() if key not in files}, files

    def find(self, name: str) -> _Piece | None:
        """Return a file by the last part of its address; None when no kernel sent it since the server started."""
        return self._pieces.get(name)


def json_in_page(value: Any) -> str:
    """Return JSON that can stand in a ``<script>`` element: nothing in it can end that element."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:24]


class _PieceHandler(SafeErrors, JupyterHandler):
    """Sends a piece as it is asked for, compressed where the browser takes it."""

    def initialize(self, pieces: TemplatePieces | WidgetPieces) -> None:
        """Keep the pieces."""
        self.pieces = pieces
        self.name = ""

    def compute_etag(self) -> str | None:
        """Return what tells a piece from another: its name, which tells its content, compressed or not."""
        return f'W/"{self.name}"'

    def send(self, name: str, scope: str) -> None:
        """Answer with one piece.

        Raises
        ------
        tornado.web.HTTPError
            404 when there is none of that name.
        """
        piece = self.pieces.find(name)
        if piece is None:
            raise HTTPError(404)
        self.name = name
        self.set_header("Content-Type", piece.type)
        self.set_header("Cache-Control", f"{scope}, {_FOR_GOOD}")
        self.set_header("Vary", "Accept-Encoding")
        self.set_header("X-Content-Type-Options", "nosniff")
        if takes_gzip(self.request):
            self.set_header("Content-Encoding", "gzip")
            self.finish(piece.compressed)
        else:
            self.finish(piece.content)


class TemplatePiece(_PieceHandler):
    """A file of the template: the same for everybody, and no secret."""

    @allow_unauthenticated
    def get(self, name: str) -> None:
        """Send it."""
        self.send(name, "public")


class WidgetPiece(_PieceHandler):
    """A file of a widget: for whoever may open a page."""

    @authenticated
    def get(self, name: str) -> None:
        """Send it."""
        self.send(name, "private")

    def check_xsrf_cookie(self) -> None:
        """Ask for no anti-forgery token, as JupyterHub would: what imports a module can't send one, and it tells nothing but itself."""
