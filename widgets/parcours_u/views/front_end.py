"""The browser's side of the widgets: real .js and .css files, put end to end when a class is made.

Stock ipywidgets lack what these pages need: a ``<label for>`` or a description that a program can set, debouncing in
the browser, and any say over the focus. So each control is an anywidget, written in native elements. Each widget
loads its own module, and such a module can import nothing: the parts are joined here, in order, with no build tool.

The text, not a path, is handed to anywidget: a path could start a thread that watches the file.
"""

from functools import cache
from importlib.resources import files

__all__ = ["ANSWER_SCRIPTS", "ANSWER_STYLES", "script", "style"]

_STATIC = files("parcours_u.views") / "static"

ANSWER_SCRIPTS = (
    "dom",
    "announce",
    "other_pages",
    "line",
    "unsent",
    "autosave",
    "status",
    "audience",
    "history",
    "feedback",
    "kept_words",
    "text_field",
    "answer",
)
"""What every answer is made of, from the smallest part to the frame; the kind's own script comes last."""

ANSWER_STYLES = ("base", "answer", "controls")


def script(*names: str) -> str:
    """Return the JavaScript files of these names, end to end: one module."""
    return "\n".join(_read(f"{name}.js") for name in names)


def style(*names: str) -> str:
    """Return the CSS files of these names, end to end, after the one of dom.js, which every widget begins with."""
    return "\n".join(_read(f"{name}.css") for name in ("dom", *names))


@cache
def _read(name: str) -> str:
    return (_STATIC / name).read_text(encoding="utf-8")
