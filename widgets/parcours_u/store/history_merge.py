"""The rule by which two histories of one answer, written on two machines, become one."""

import json
from collections.abc import Iterable, Sequence

from parcours_u.domain.answers import is_empty
from parcours_u.domain.french_dates import moment_of
from parcours_u.domain.journal import Revision

__all__ = ["merge"]


def merge(existing: Iterable[Revision], incoming: Iterable[Revision]) -> list[Revision]:
    """Return the history that two histories of one answer make together, in the order of their numbers.

    Importing overwrites nothing. The versions that are here keep their numbers, on which open pages rely; those
    that are new here come after them, with the time at which they were written. The current version is then the
    more recent of the two, but words are never hidden behind an answer left empty, and at the same second the
    one that is here stays. A version is its words: one whose words are already here is not added again, so that
    importing twice changes nothing. Where nothing was written yet the history comes whole, repetitions included.

    Parameters
    ----------
    existing, incoming : iterable of Revision
        In any order; the current version of each is its last one that was not written aside.
    """
    here, there = sorted(existing, key=_number), sorted(incoming, key=_number)
    current, candidate = _current(here), _current(there)
    taken = candidate if candidate is not None and (current is None or _prevails(candidate, current)) else None
    if not here:
        return [Revision(number, item.saved_at, item.body, item.aside) for number, item in enumerate(there, start=1)]
    known = {_words(revision) for revision in here}
    added = []
    for revision in there:
        words = _words(revision)
        if revision is not taken and words not in known:
            known.add(words)
            added.append(revision)
    if taken is not None:
        added.append(taken)
    # The last version that is not aside is the current one: where the one that is here stays, those that come
    # after it are all aside.
    return here + [
        Revision(number, item.saved_at, item.body, aside=item.aside or taken is None)
        for number, item in enumerate(added, start=here[-1].number + 1)
    ]


def _current(ordered: Sequence[Revision]) -> Revision | None:
    return next((revision for revision in reversed(ordered) if not revision.aside), None)


def _prevails(candidate: Revision, current: Revision) -> bool:
    if candidate.body == current.body:
        return False
    if is_empty(candidate.body) != is_empty(current.body):
        return is_empty(current.body)
    return moment_of(candidate.saved_at) > moment_of(current.saved_at)


def _number(revision: Revision) -> int:
    return revision.number


def _words(revision: Revision) -> str:
    return json.dumps(revision.body, ensure_ascii=False, sort_keys=True)
