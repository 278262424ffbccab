"""Prompts' ids are for good: the list of those that may have been released, and the course's own, agree."""

from collections.abc import Iterator
from pathlib import Path

from parcours_u.content.checks.finding import Finding
from parcours_u.content.released import RELEASED, lost_ids, new_ids, released_ids
from parcours_u.domain.course import Course

__all__ = ["check_identifiers"]


def check_identifiers(root: Path, course: Course) -> Iterator[Finding]:
    """Yield each released id that no prompt has any more, each new one that is not in the list, and each one twice there.

    That an id is ASCII and unique among prompts is checked wherever the course is read: it is never built otherwise.

    Raises
    ------
    ContentError
        When the list cannot be read.
    """
    released = released_ids(root)
    lines = {name: line for line, name in reversed(released)}
    for name in lost_ids(lines, course):
        message = f"Aucune question ne s’appelle plus «\u00a0{name}\u00a0»\u202f; rendez-lui cet identifiant, des réponses en dépendent."
        yield Finding(RELEASED, lines[name], "identifiant", message)
    for name in new_ids(lines, course):
        message = f"La question «\u00a0{name}\u00a0» n’est pas dans cette liste\u202f; ajoutez-l’y, pour toujours."
        yield Finding(RELEASED, len(released) + 1, "identifiant", message)
    for line, name in released:
        if lines[name] != line:
            message = f"«\u00a0{name}\u00a0» est déjà à la ligne {lines[name]}\u202f; gardez une seule ligne."
            yield Finding(RELEASED, line, "identifiant", message)
