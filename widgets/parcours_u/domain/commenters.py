"""Sharing the circles out among those who comment: who reads which circle first. It opens nothing and closes nothing.

What somebody *may* read is decided in :mod:`.policy`; this only says who takes care of what, so that nobody is left without an
answer and nobody gets two.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parcours_u.domain.people import Group

__all__ = ["Commenter", "shared_out"]


@dataclass(frozen=True)
class Commenter:
    """A trainer; ``trains`` are the ids of the circles that they are in charge of, empty for all of them."""

    person: str
    trains: frozenset[str] = frozenset()

    def may_take(self, circle: str) -> bool:
        """Tell whether a circle can be theirs to comment."""
        return not self.trains or circle in self.trains


def shared_out(
    circles: Sequence[Group], commenters: Sequence[Commenter], now: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return who comments each circle, so that each trainer has about as many people to read.

    The largest circles go first, each to whoever has the fewest people so far; equal, to whoever has it now. A circle that nobody
    may take is left out.

    Parameters
    ----------
    circles : sequence of Group
        Today's.
    commenters : sequence of Commenter
        Who comments, in the order of their names.
    now : mapping of str to str, optional
        Who comments which circle today, by id.
    """
    held = now or {}
    load = dict.fromkeys((one.person for one in commenters), 0)
    found = {}

    def choices(circle: Group) -> list[str]:
        return [one.person for one in commenters if one.may_take(circle.id)]

    # Those that few may take first: they leave no choice.
    for circle in sorted(circles, key=lambda one: (len(choices(one)), -len(one.members), one.name)):
        able = choices(circle)
        if able:
            chosen = min(able, key=lambda person: (load[person], held.get(circle.id) != person))
            found[circle.id] = chosen
            load[chosen] += len(circle.members)
    return found
