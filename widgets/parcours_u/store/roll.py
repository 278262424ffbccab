"""The roll of a cohort, by the codes that nbgrader knows: who is in it, who left, and what is expected of whom by when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC
from enum import StrEnum

from parcours_u.domain.assigning import Expectations
from parcours_u.domain.following import Deposited
from parcours_u.domain.french_dates import moment_of
from parcours_u.domain.people import Role
from parcours_u.store.assignments import Assignments
from parcours_u.store.database import Database
from parcours_u.store.people import read_people

__all__ = ["Place", "Roll", "read_roll"]


class Place(StrEnum):
    """What a code of the gradebook is to a cohort; the value is what a trainer reads."""

    INSIDE = ""
    OTHER_ROLE = "un autre rôle"
    LEFT = "départ noté"
    OUTSIDE = "hors de la cohorte"


@dataclass(frozen=True, repr=False)
class Roll:
    """A cohort at one moment.

    Attributes
    ----------
    inside : mapping
        The ids of its participants, by code: they alone deposit.
    others : frozenset of str
        The codes of those who are in it otherwise: who trains, hosts or accompanies keeps the code that they had.
    left : frozenset of str
        The codes of those who left, but for those that somebody has now.
    """

    inside: Mapping[str, str]
    others: frozenset[str]
    left: frozenset[str]
    expectations: Expectations

    def place(self, code: str) -> Place:
        """Return what a code is to the cohort."""
        if code in self.inside:
            return Place.INSIDE
        if code in self.others:
            return Place.OTHER_ROLE
        return Place.LEFT if code in self.left else Place.OUTSIDE

    def due(self, code: str, module: str) -> str:
        """Return when a module is expected of somebody; nothing where it is not, or at no date."""
        return self.expectations.dates(self.inside.get(code, "")).get(module, "")

    def dated(self, deposits: Iterable[Deposited]) -> list[Deposited]:
        """Return deposits, each late by the date of whoever made it and by no other: who was given none is never late."""
        return [replace(one, late=self._is_late(one)) for one in deposits]

    def _is_late(self, one: Deposited) -> bool:
        due = self.due(one.person, one.module)
        return bool(due) and one.at is not None and one.at.replace(tzinfo=UTC) > moment_of(due)


def read_roll(database: Database) -> Roll:
    """Return the roll of a cohort, as it is now."""
    with database.reading() as connection:
        present, gone = read_people(connection), read_people(connection, gone=True)
    inside = {one.code: one.id for one in present if one.code and one.role is Role.PARTICIPANT}
    others = frozenset(one.code for one in present if one.code) - inside.keys()
    left = frozenset(one.code for one in gone if one.code) - inside.keys() - others
    return Roll(inside, others, left, Assignments(database).expectations(present))
