"""Which module is expected of whom, and by when. The date is a landmark: a deposit that comes after it is welcome."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from parcours_u.domain.people import Person, Profile, Role

__all__ = ["Assignment", "due_dates", "expecting"]


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

    def concerns(self, person: Person, circles: Collection[str]) -> bool:
        """Tell whether the module is expected of somebody, who is in these circles and core groups: participants alone deposit."""
        if person.role is not Role.PARTICIPANT:
            return False
        for_everybody = not self.circles and not self.profiles
        return for_everybody or person.profile in self.profiles or not set(self.circles).isdisjoint(circles)


def expecting(assignments: Iterable[Assignment], module: str, due: str = "") -> frozenset[str] | None:
    """Return the circles and core groups that a module is expected of, by that date where one is given; None for everybody.

    So it is where no date was given, and where a profile is named too: to say who is awaited, and who is not, would tell who has
    that profile, be they few.
    """
    found = [one for one in assignments if one.module == module and due in {"", one.due}]
    if not found or any(one.profiles or not one.circles for one in found):
        return None
    return frozenset(circle for one in found for circle in one.circles)


def due_dates(assignments: Iterable[Assignment], person: Person, circles: Collection[str]) -> dict[str, str]:
    """Return the date of each module that is expected of somebody; where there are several, the latest."""
    found: dict[str, str] = {}
    for one in assignments:
        if one.concerns(person, circles):
            found[one.module] = max(one.due, found.get(one.module, ""))
    return found
