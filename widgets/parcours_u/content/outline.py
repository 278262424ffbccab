"""The sections of a long page: their titles, the addresses of these, and the list of them at the top of the page."""

import re
from dataclasses import replace
from html import escape
from urllib.parse import quote

from parcours_u.content.pages import Page, PageKind, Prose

__all__ = ["IN_PARTS", "SECTION", "anchor", "titles_of", "with_outline"]

SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
"""The line that begins a section."""

_LONG = frozenset({PageKind.MODULE, PageKind.EXERCISE, PageKind.GUIDE})

IN_PARTS = frozenset({"espace-formateur"})
"""Other pages, long by what they draw: their sections are parts, of which the page shows one at a time."""


def titles_of(page: Page) -> list[str]:
    """Return the titles of the page's sections, as they are written, in order."""
    return [found[1] for cell in page.cells if isinstance(cell, Prose) for found in SECTION.finditer(cell.text)]


def with_outline(page: Page) -> Page:
    """Return a long page with the list of its sections before the first, in a cell of its own in a page in parts; others as they are."""
    titles = titles_of(page) if page.kind in _LONG or page.id in IN_PARTS else []
    if not titles:
        return page
    items = "".join(f'<li><a href="#{escape(anchor(title))}">{escape(title)}</a></li>' for title in titles)
    outline = (
        '<nav class="pu-sommaire" aria-labelledby="sur-cette-page">'
        f'<p id="sur-cette-page">Sur cette page</p><ul>{items}</ul></nav>'
    )
    cells = list(page.cells)
    for rank, cell in enumerate(cells):
        if isinstance(cell, Prose) and (first := SECTION.search(cell.text)):
            before, after = cell.text[: first.start()].rstrip("\n"), cell.text[first.start() :]
            pieces = [piece for piece in (before, outline, after) if piece]
            cells[rank : rank + 1] = map(Prose, pieces if page.id in IN_PARTS else ["\n\n".join(pieces)])
            break
    return replace(page, cells=tuple(cells))


def anchor(title: str) -> str:
    """Return the end of the address of a title, to the letter as nbconvert makes it: the title's own id is encoded too."""
    return quote(title.replace(" ", "-"), safe="?/:@!$&'()*+,;=")
