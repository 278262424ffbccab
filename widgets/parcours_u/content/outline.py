"""The sections of a long page: their titles, the addresses of these, and the list of them at the top of the page."""

import re
from dataclasses import replace
from html import escape
from urllib.parse import quote

from parcours_u.content.pages import Page, PageKind, Prose

__all__ = ["SECTION", "anchor", "titles_of", "with_outline"]

SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
"""The line that begins a section."""

_LONG = frozenset({PageKind.MODULE, PageKind.EXERCISE, PageKind.GUIDE})

_LONG_PAGES = frozenset({"espace-formateur"})
"""Other pages that are long by what they draw."""


def titles_of(page: Page) -> list[str]:
    """Return the titles of the page's sections, as they are written, in order."""
    return [found[1] for cell in page.cells if isinstance(cell, Prose) for found in SECTION.finditer(cell.text)]


def with_outline(page: Page) -> Page:
    """Return a long page with the list of its sections before the first; others as they are."""
    titles = titles_of(page) if page.kind in _LONG or page.id in _LONG_PAGES else []
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
            cells[rank] = Prose(f"{cell.text[: first.start()]}{outline}\n\n{cell.text[first.start() :]}")
            break
    return replace(page, cells=tuple(cells))


def anchor(title: str) -> str:
    """Return the end of the address of a title, to the letter as nbconvert makes it: the title's own id is encoded too."""
    return quote(title.replace(" ", "-"), safe="?/:@!$&'()*+,;=")
