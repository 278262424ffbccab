"""A learner's project as the course's modules told it: the prompts that carry it, in order, with their earlier wordings."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from parcours_u.domain.course import Course, Exercise, Kind, Module, Prompt
from parcours_u.domain.journal import Entry, Revision

__all__ = ["Line", "project_story", "wordings"]

_STAYED_WITH = timedelta(minutes=10)


@dataclass(frozen=True, repr=False)
class Line:
    """One question of the project's story, its answer if there is one, and what it said before, oldest first."""

    part: Module | Exercise
    prompt: Prompt
    entry: Entry
    before: tuple[Revision, ...] = ()


def project_story(
    course: Course, entries: Mapping[str, Entry], history: Callable[[str], Sequence[Revision]]
) -> list[Line]:
    """Return the project's story, a line a prompt of ``course.project``, unanswered ones included.

    Parameters
    ----------
    course : Course
    entries : mapping of str to Entry
        By prompt id.
    history : callable
        Returns the versions of an answer, newest first; asked only for questions and intentions that were written.
    """
    lines = []
    for prompt_id in course.project:
        prompt, entry = course.prompt(prompt_id), entries.get(prompt_id, Entry(prompt_id))
        asked = prompt.kind is Kind.INTENTION and entry.body is not None
        before = tuple(wordings(history(prompt_id))) if asked else ()
        lines.append(Line(course.part_of(prompt_id), prompt, entry, before))
    return lines


def wordings(history: Sequence[Revision]) -> list[Revision]:
    """Return the sentences that somebody stayed with for a while before changing them, oldest first.

    What was typed on the way to a sentence is no wording of it: it stays in the history only. A sentence that comes
    back is told once, and the present one is not among those before.

    Parameters
    ----------
    history : sequence of Revision
        The versions of an intention, newest first.
    """
    kept = [revision for revision in history if not revision.aside]
    told = {_sentence(kept[0])} if kept else set()
    found = []
    for newer, revision in pairwise(kept):
        sentence = _sentence(revision)
        if sentence and sentence not in told and _moment(newer) - _moment(revision) >= _STAYED_WITH:
            told.add(sentence)
            found.append(revision)
    return found[::-1]


def _sentence(revision: Revision) -> str:
    return str(revision.body.get("sentence", "")).strip()


def _moment(revision: Revision) -> datetime:
    return datetime.fromisoformat(revision.saved_at)
