"""What may be assigned to whom, and what is: as rows of plain values, with no count that would tell of a few people."""

from collections.abc import Collection, Sequence
from typing import Any

from parcours_u.cohort.overview.discretion import LEAST
from parcours_u.domain.assigning import Assignment
from parcours_u.domain.course import Course
from parcours_u.domain.people import Group, GroupKind, Person, Profile, Role
from parcours_u.domain.people_list import name_order

__all__ = ["Choices", "may_assign"]

Row = dict[str, Any]


def may_assign(one: Assignment, in_charge_of: Collection[str]) -> bool:
    """Tell whether a trainer may assign so: one of some circles assigns to these alone."""
    return not in_charge_of or (bool(one.circles) and not one.profiles and set(one.circles) <= set(in_charge_of))


class Choices:
    """A cohort as somebody who assigns sees it.

    Parameters
    ----------
    course : Course
        Its modules.
    people : sequence of Person
        Those who are present.
    groups : sequence of Group
        The circles and core groups of today.
    in_charge_of : frozenset of str
        The circles of a trainer who is in charge of some only; empty for the whole cohort.
    """

    def __init__(
        self, course: Course, people: Sequence[Person], groups: Sequence[Group], in_charge_of: frozenset[str]
    ) -> None:
        self._course = course
        self._own = in_charge_of
        self._names = {one.id: one.name for one in groups}
        self._kinds = {one.id: one.kind for one in groups}
        self._groups = [one for one in groups if not in_charge_of or one.id in in_charge_of]
        self._people = [one for one in people if one.role is Role.PARTICIPANT]

    def to_dict(self, assigned: Sequence[Assignment], opened: Collection[str] = ()) -> Row:
        """Return what may be chosen, what is assigned already, and what is open to deposits and expected of nobody.

        Parameters
        ----------
        assigned : sequence of Assignment
            What is expected.
        opened : collection of str
            The modules that are open to deposits.
        """
        expected = {one.module for one in assigned}
        profiles = [one for one in Profile if any(person.profile is one for person in self._people)]
        return {
            "modules": [{"id": one.id, "titre": one.title} for one in self._course.modules],
            "toutes": not self._own,
            "personnes": None if self._own else len(self._people),
            "cercles": self._of_kind(GroupKind.CIRCLE),
            "noyaux": self._of_kind(GroupKind.CORE_GROUP),
            "profils": []
            if self._own
            else [{"id": one.value, "nom": one.label, "personnes": self._of_profile(one)} for one in profiles],
            "attributions": [self._row(one) for one in assigned if self._concerned(one)],
            "sans_date": [one.title for one in self._course.modules if one.id in opened and one.id not in expected],
        }

    def _of_kind(self, kind: GroupKind) -> list[Row]:
        return [
            {"id": one.id, "nom": one.name, "personnes": len(one.members)} for one in self._groups if one.kind is kind
        ]

    def _concerned(self, one: Assignment) -> bool:
        """Tell whether a trainer is shown it: whoever is in charge of some circles, what is expected of those."""
        return not self._own or not one.circles or not self._own.isdisjoint(one.circles)

    def _row(self, one: Assignment) -> Row:
        titles = {module.id: module.title for module in self._course.modules}
        circles, core_groups = (self._named(one, kind) for kind in (GroupKind.CIRCLE, GroupKind.CORE_GROUP))
        former = ["un groupe d’avant"] if any(group not in self._kinds for group in one.circles) else []
        profiles = [profile.label for profile in one.profiles]
        return {
            "module": one.module,
            "titre": titles.get(one.module, one.module),
            "pour_le": one.due,
            "cercles": list(one.circles),
            "profils": [profile.value for profile in one.profiles],
            "pour": {"cercles": circles, "noyaux": core_groups, "autres": former, "profils": profiles},
            "noms": [*sorted([*circles, *core_groups], key=name_order), *former, *profiles],
            "personnes": self._count(one),
            "a_changer": may_assign(one, self._own),
        }

    def _named(self, one: Assignment, kind: GroupKind) -> list[str]:
        return sorted((self._names[group] for group in one.circles if self._kinds.get(group) is kind), key=name_order)

    def _count(self, one: Assignment) -> int | None:
        """Return how many people are meant, None where that would tell how many have a profile that few have."""
        if one.profiles and (one.circles or None in map(self._of_profile, one.profiles)):
            return None
        inside = {member for group in self._groups if group.id in one.circles for member in group.members}
        if self._own and set(one.circles) - self._own:
            return None
        return sum(one.concerns(person, one.circles if person.id in inside else ()) for person in self._people)

    def _of_profile(self, profile: Profile) -> int | None:
        """Return how many people have a profile, None for fewer than are ever told."""
        count = sum(person.profile is profile for person in self._people)
        return count if count >= LEAST else None
