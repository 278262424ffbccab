"""Checks that a page's links to other pages of the course lead to one."""

import posixpath
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

from parcours_u.content.errors import ContentError
from parcours_u.content.pages import Page, Prose
from parcours_u.content.source_text import read_source

__all__ = ["check_links"]

_TARGET = re.compile(r"\]\(\s*<?([^)\s>]+)")


def check_links(pages: Iterable[Page], root: Path) -> None:
    """Check every relative link to a notebook, from where the notebook that holds it will be.

    Raises
    ------
    ContentError
        When a link leads to no page of the course.
    """
    known = {str(page.path): page for page in pages}
    for path, page in known.items():
        for cell in page.cells:
            for target in _TARGET.findall(cell.text) if isinstance(cell, Prose) else ():
                name = unquote(target.partition("#")[0].partition("?")[0])
                if "://" in name or not name.endswith((".ipynb", ".md")):
                    continue
                if posixpath.normpath(posixpath.join(posixpath.dirname(path), name)) not in known:
                    raise ContentError(
                        page.file, _line(root, page.file, target), target, "ce lien ne mène à aucune page du parcours"
                    )


def _line(root: Path, file: str, target: str) -> int | None:
    """Return the line that a link is on; None for one that a template wrote."""
    lines = read_source(root, file).split("\n")
    return next((number for number, line in enumerate(lines, start=1) if target in line), None)
