"""Which module is expected of whom, and by when. The date is a landmark: a deposit that comes after it is welcome."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from parcours_u.domain.people import Group, GroupKind, Person, Profile, Role

__all__ = ["Assignment", "Expectations", "due_dates"]


@dataclass(frozen=True)
class Assignment:
    """A module given to everybody, or to some circles, core groups and profiles only.

    Attributes
    ----------
    due : str
        ISO 8601, UTC.
    circles : tuple of str
        Ids of circles and of core groups; with ``profiles`` empty too, the module is for everybody.
    """

    module: str
    due: str
    circles: tuple[str, ...] = ()
    profiles: tuple[Profile, ...] = ()

    @property
    def target(self) -> tuple[frozenset[str], frozenset[Profile]]:
        """Whom it is for, whatever the order they were named in: one date a module and target."""
        return frozenset(self.circles), frozenset(self.profiles)

    @property
    def for_everybody(self) -> bool:
        """Whether no part of the cohort was chosen."""
        return not self.circles and not self.profiles

    def whom(self, names: Mapping[str, str]) -> str:
        """Return whom it is for, in French, from the names of today's groups by their ids."""
        groups = (names.get(one, "un groupe d’avant") for one in self.circles)
        return ", ".join([*groups, *(profile.label for profile in self.profiles)]) or "tout le monde"

    def concerns(self, person: Person, circles: Collection[str]) -> bool:
        """Tell whether the module is expected of somebody, who is in these circles and core groups: participants alone deposit."""
        if person.role is not Role.PARTICIPANT:
            return False
        return self.for_everybody or person.profile in self.profiles or not set(self.circles).isdisjoint(circles)


def due_dates(assignments: Iterable[Assignment], person: Person, circles: Collection[str]) -> dict[str, str]:
    """Return the date of each module that is expected of somebody, who is in these circles and core groups.

    A date that was given to a part of the cohort counts more than the one that everybody was given: it was chosen for these
    people. Where several of a kind concern somebody, the latest holds.
    """
    own = [one for one in assignments if one.concerns(person, circles)]
    found: dict[str, str] = {}
    for one in sorted(own, key=lambda one: (not one.for_everybody, one.due)):
        found[one.module] = one.due
    return found


class Expectations:
    """What is expected of each person of a cohort, and by when.

    Parameters
    ----------
    assignments : iterable of Assignment
        What is assigned, and to whom.
    people : iterable of Person
        Those who are present.
    groups : collection of Group
        The circles and core groups of today; a pair is given no date.
    """

    def __init__(self, assignments: Iterable[Assignment], people: Iterable[Person], groups: Collection[Group]) -> None:
        assigned = tuple(assignments)
        inside: dict[str, set[str]] = defaultdict(set)
        for group in groups if any(one.circles for one in assigned) else ():
            if group.kind is not GroupKind.PAIR:
                for member in group.members:
                    inside[member].add(group.id)
        self._dates = {one.id: due_dates(assigned, one, inside[one.id]) for one in people}
        self._modules = {one.module for one in assigned}

    def __repr__(self) -> str:
        return f"Expectations({len(self._dates)} people)"

    def dates(self, person: str) -> Mapping[str, str]:
        """Return the date of each module that is expected of somebody, by their id."""
        return self._dates.get(person, {})

    def awaits(self, person: str, module: str, due: str = "") -> bool:
        """Tell whether a module is for somebody, by that very date where one is given.

        One that nobody was ever given a date for is for everybody.
        """
        own = self.dates(person).get(module, "")
        return own == due if due else bool(own) or module not in self._modules
