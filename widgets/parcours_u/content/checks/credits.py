"""What is borrowed is credited, where it is kept and where it is read.

The schema of an exercise asks for its source, its licence and its attribution; here they are looked for in what is made of it.
The documents of a journal are held to the same in ``tests/exports``: the server that writes them is above this layer.
"""

import re
from collections.abc import Iterator

from parcours_u.content.checks.finding import Finding
from parcours_u.content.checks.passages import Passage
from parcours_u.content.pages import CourseText, Page, PageKind, Prose

__all__ = ["LICENCES", "SECTION", "check_credits"]

LICENCES = frozenset({"CC BY-SA 4.0"})
"""What the course's own texts are under. An adaptation of CC BY-SA 3.0 may be under 4.0; of « NC » or « ND », never."""

_CREDIT = re.compile(r"(?:Adapté de|D’après|Conçu pour ce parcours|Écrit pour ce parcours)")
_ADAPTED = re.compile(r"\bCC (?:BY(?:-SA)? [34]\.0|BY\b|0\b)|domaine public")
SECTION = "Sources et licence"
"""The title under which a page says what it borrows."""

_LICENCE_LINK = "creativecommons.org/licenses/by-sa/4.0"


def check_credits(text: CourseText, passages: list[Passage]) -> Iterator[Finding]:
    """Yield each exercise whose credit is not whole or does not reach its page, and each module that names no source."""
    lines = {(passage.file, passage.key): passage.line for passage in passages}
    pages = {page.id: page for page in text.pages}
    for exercise in text.course.exercises:
        page = pages[exercise.id]
        at = {key: lines.get((page.file, key), 1) for key in ("attribution", "licence", "source")}
        for key, wrong in (
            ("licence", None if exercise.licence in LICENCES else f"doit être {', '.join(LICENCES)}"),
            ("attribution", _wrong_attribution(exercise.attribution)),
            ("attribution", _unread(page, exercise.attribution)),
            ("licence", _unread(page, exercise.licence)),
            ("source", _unread(page, exercise.source)),
        ):
            if wrong:
                yield Finding(page.file, at[key], "crédit", f"La clé «\u00a0{key}\u00a0» {wrong}.")
    for page in text.pages:
        if page.kind is PageKind.MODULE and not _has_sources(page):
            message = f"Ce module n’a pas de partie «\u00a0{SECTION}\u00a0» avec le lien de la licence\u202f; ajoutez-la à la fin."
            yield Finding(page.file, 1, "crédit", message)


def _wrong_attribution(attribution: str) -> str | None:
    if not _CREDIT.match(attribution):
        return "commence par «\u00a0Adapté de\u00a0», «\u00a0D’après\u00a0» ou «\u00a0Conçu pour ce parcours\u00a0»"
    if attribution.startswith("Adapté de") and not _ADAPTED.search(attribution):
        return "dit que le texte est adapté, sans dire sous quelle licence était l’original"
    return None


def _unread(page: Page, text: str) -> str | None:
    return None if text in _prose(page) else "ne se lit pas sur la page construite"


def _has_sources(page: Page) -> bool:
    section = _prose(page).partition(f"\n## {SECTION}")[2]
    return _LICENCE_LINK in section


def _prose(page: Page) -> str:
    return "\n\n".join(cell.text for cell in page.cells if isinstance(cell, Prose))
