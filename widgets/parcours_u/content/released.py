"""The prompts' ids that may have been released: nbgrader and every journal know an answer by them, for good."""

from collections.abc import Iterable

from parcours_u.domain.course import Course

__all__ = ["lost_ids", "new_ids"]


def lost_ids(released: Iterable[str], course: Course) -> list[str]:
    """Return the released ids that no prompt of the course has any more: their answers would be out of reach."""
    known = {prompt.id for prompt in course.prompts()}
    return sorted(set(released) - known)


def new_ids(released: Iterable[str], course: Course) -> list[str]:
    """Return the ids of the course's prompts that the list of released ones does not hold yet, in order."""
    held = set(released)
    return [prompt.id for prompt in course.prompts() if prompt.id not in held]
