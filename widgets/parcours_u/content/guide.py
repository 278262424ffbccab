"""The trainer's guide: texts of their own folder, chained from one entry page, and bound to the exercises' pages.

What the guide says of an exercise is the section of that exercise's title in ``course/guide/exercices.md``: its page then
leads there, and the section leads back to the page and to the sheet of paper.
"""

import posixpath
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from parcours_u.content.markdown import render
from parcours_u.content.outline import SECTION, anchor, titles_of
from parcours_u.content.pages import Page, Prose
from parcours_u.domain.course import Exercise
from parcours_u.paths import PAPER

__all__ = ["FOLDER", "GUIDE", "HOST_SIDES", "guide_id", "host_links", "with_host_sides"]

GUIDE = "guide"
"""The id of the page that presents the guide; also the manifest's key for its texts."""

FOLDER = "course/guide"

HOST_SIDES = f"{GUIDE}-exercices"
"""The id of the page that tells every exercise from the host's side."""


def guide_id(name: str) -> str:
    """Return the id of the page of one text: a text may have the name of another page, or of a format."""
    return f"{GUIDE}-{name}"


def host_links(pages: Iterable[Page]) -> dict[str, str]:
    """Return, by an exercise's title, the address of its host's side, from the page of any exercise."""
    found = next((page for page in pages if page.id == HOST_SIDES), None)
    if found is None:
        return {}
    path = posixpath.relpath(found.path.as_posix(), "exercises")
    return {title: f"{path}#{anchor(title)}" for title in titles_of(found)}


def with_host_sides(page: Page, exercises: Sequence[Exercise]) -> Page:
    """Return the page with, under the title of each exercise, the ways to its page and to its sheet of paper."""
    if page.id != HOST_SIDES:
        return page
    by_title = {exercise.title: exercise for exercise in exercises}
    sheets = posixpath.relpath(PAPER.as_posix(), page.path.parent.as_posix())

    def bound(found: re.Match[str]) -> str:
        exercise = by_title.get(found[1])
        return (
            found[0] if exercise is None else f"{found[0]}\n\n{render('host_side', exercise=exercise, sheets=sheets)}"
        )

    cells = (Prose(SECTION.sub(bound, cell.text)) if isinstance(cell, Prose) else cell for cell in page.cells)
    return replace(page, cells=tuple(cells))
