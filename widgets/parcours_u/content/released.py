"""The prompts' ids that may have been released: nbgrader and every journal know an answer by them, for good."""

from collections.abc import Iterable
from pathlib import Path

from parcours_u.content.source_text import read_source
from parcours_u.domain.course import Course

__all__ = ["RELEASED", "lost_ids", "new_ids", "released_ids"]

RELEASED = "course/identifiants.txt"
"""The list, one id a line, in the order of the course; a line is only ever added."""


def released_ids(root: Path) -> list[tuple[int, str]]:
    """Return each id of the list with its line.

    Raises
    ------
    ContentError
        When the list is missing or cannot be read.
    """
    lines = enumerate(read_source(root, RELEASED).splitlines(), start=1)
    return [(number, line.strip()) for number, line in lines if line.strip() and not line.startswith("#")]


def lost_ids(released: Iterable[str], course: Course) -> list[str]:
    """Return the released ids that no prompt of the course has any more: their answers would be out of reach."""
    known = {prompt.id for prompt in course.prompts()}
    return sorted(set(released) - known)


def new_ids(released: Iterable[str], course: Course) -> list[str]:
    """Return the ids of the course's prompts that the list of released ones does not hold yet, in order."""
    held = set(released)
    return [prompt.id for prompt in course.prompts() if prompt.id not in held]
