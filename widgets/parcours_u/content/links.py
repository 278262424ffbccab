"""Checks that a page's links to other pages of the course lead to one."""

import posixpath
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

from parcours_u.content.errors import ContentError
from parcours_u.content.pages import Page, Prose
from parcours_u.content.source_text import line_of

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
                        page.file, line_of(root, page.file, target), target, "ce lien ne mène à aucune page du parcours"
                    )
