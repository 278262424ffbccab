"""Each exercise is told from the host's side, when the guide tells them: a host who opens it on Monday finds theirs."""

from collections.abc import Iterator
from pathlib import Path

from parcours_u.content.checks.finding import Finding
from parcours_u.content.guide import HOST_SIDES
from parcours_u.content.outline import titles_of
from parcours_u.content.pages import CourseText
from parcours_u.content.source_text import line_of

__all__ = ["check_host_sides"]


def check_host_sides(root: Path, text: CourseText) -> Iterator[Finding]:
    """Yield each exercise that the guide says nothing of, and each section that is about none."""
    page = next((page for page in text.pages if page.id == HOST_SIDES), None)
    if page is None:
        return
    told, known = titles_of(page), [exercise.title for exercise in text.course.exercises]
    for title in known:
        if title not in told:
            message = f"L’exercice «\u00a0{title}\u00a0» n’a pas son côté hôte\u202f; écrivez-le sous le titre «\u00a0## {title}\u00a0»."
            yield Finding(page.file, 1, "hôte", message)
    for title in told:
        if title not in known:
            message = f"Aucun exercice du parcours ne s’appelle «\u00a0{title}\u00a0»\u202f; reprenez le titre exact, ou retirez ce passage."
            yield Finding(page.file, line_of(root, page.file, f"## {title}") or 1, "hôte", message)
