"""The links from a page to other pages of the course: each leads to one."""

import posixpath
import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from parcours_u.content.errors import ContentError
from parcours_u.content.pages import Page, PageKind, Prose
from parcours_u.content.source_text import line_of

__all__ = ["check_links", "without_links_to"]

_TARGET = re.compile(r"\]\(\s*<?([^)\s>]+)")
_LINK = re.compile(r"(?<!!)\[([^\[\]]*)\]\(\s*<?([^)\s>]+)>?\s*\)")


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


def without_links_to(page: Page, gone: Collection[str]) -> Page:
    """Return a page of the guide whose links to what a variant left out are words only; any other page as it is.

    The guide speaks of the whole course to those who host it; a module's text leads somewhere, and has to be written again.

    Parameters
    ----------
    page : Page
        The page.
    gone : collection of str
        The ids of the modules, exercises and formats that are not in the course.
    """

    def worded(found: re.Match[str]) -> str:
        target = PurePosixPath(unquote(found[2].partition("#")[0]))
        beside = target.parent == PurePosixPath()  # a page of the course, which may have the id of an exercise
        return found[1] if target.stem in gone and not beside else found[0]

    if page.kind is not PageKind.GUIDE:
        return page
    cells = [Prose(_LINK.sub(worded, cell.text)) if isinstance(cell, Prose) else cell for cell in page.cells]
    return replace(page, cells=tuple(cells))
