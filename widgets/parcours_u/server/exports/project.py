"""A project's story as the sections of a document: what was written, and what an intention said before."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import tzinfo

from parcours_u.domain.answers import as_text
from parcours_u.domain.course import Course
from parcours_u.domain.french_dates import french_moment
from parcours_u.domain.journal import Entry, Revision
from parcours_u.domain.project import Line, project_story
from parcours_u.server.exports.sections import Answer, Section, answer_of

__all__ = ["project_sections"]


def project_sections(
    course: Course,
    entries: Mapping[str, Entry],
    history: Callable[[str], Sequence[Revision]],
    tz: tzinfo | None = None,
) -> list[Section]:
    """Return the story's sections, one a module or exercise, unanswered questions included: the story says where it stands.

    Comments are left out: they are somebody else's words, and this document is made to be shown.

    Parameters
    ----------
    course : Course
    entries : mapping of str to Entry
        By prompt id.
    history : callable
        Returns the versions of an answer, newest first.
    tz : datetime.tzinfo, optional
        The time zone to tell moments in; by default that of the machine.
    """
    found: dict[str, Section] = {}
    for line in project_story(course, entries, history):
        section = found.setdefault(line.part.id, Section(line.part.id, line.part.title, ()))
        found[line.part.id] = replace(section, answers=(*section.answers, _answer(line, tz)))
    return list(found.values())


def _answer(line: Line, tz: tzinfo | None) -> Answer:
    answer = answer_of(line.prompt, replace(line.entry, comments=()), tz)
    before = tuple(
        (f"Ce que je disais le {french_moment(revision.saved_at, tz)}", as_text(line.prompt, revision.body))
        for revision in line.before
    )
    return replace(answer, parts=(*answer.parts, *before))
