"""The modules expected of a cohort, kept: one date for each module and whom it is for."""

import secrets
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, delete, insert, select

from parcours_u.domain.assigning import Assignment, Expectations
from parcours_u.domain.people import Person, Profile
from parcours_u.store.database import Database
from parcours_u.store.errors import StoreError
from parcours_u.store.pairs import current_groups
from parcours_u.store.people import People, read_people
from parcours_u.store.schema import assignment
from parcours_u.store.sql_journal import now

__all__ = ["Assignments", "ChangedMeanwhile"]


class ChangedMeanwhile(StoreError):
    """Somebody else assigned, moved or withdrew the same thing."""

    def __init__(self) -> None:
        super().__init__(
            "Cette attribution a changé entre-temps, depuis une autre page ou une commande\u00a0: "
            "elle est gardée telle quelle, relisez la liste avant de recommencer."
        )


class Assignments:
    """What is expected of the people of a cohort."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __repr__(self) -> str:
        return "Assignments()"

    def all(self) -> list[Assignment]:
        """Return what is expected, by date."""
        with self._database.reading() as connection:
            return [one for _, one in _read(connection)]

    def expect(self, wanted: Assignment, known: str | None = None) -> bool:
        """Expect a module of some people by a date; return whether another date was set for the same ones before.

        Parameters
        ----------
        wanted : Assignment
            What is expected from now on.
        known : str or None
            The date that whoever asks saw for the same people, empty for none: nobody's change is undone unseen. None to look
            at nothing.

        Raises
        ------
        ChangedMeanwhile
            When that date is another one by now.
        """
        with self._database.writing() as connection:
            if known is not None and _due(connection, wanted) != known:
                raise ChangedMeanwhile()
            moved = _forget(connection, wanted)
            connection.execute(
                insert(assignment).values(
                    id=secrets.token_hex(8),
                    module=wanted.module,
                    due=wanted.due,
                    circles=sorted(wanted.circles),
                    profiles=sorted(wanted.profiles),
                    made_at=now(),
                )
            )
        return moved

    def due(self, wanted: Assignment) -> str:
        """Return the date that is set for these very people, nothing when the module is not expected of them."""
        with self._database.reading() as connection:
            return _due(connection, wanted)

    def withdraw(self, unwanted: Assignment) -> bool:
        """Expect a module of these very people no longer; return whether it was expected."""
        with self._database.writing() as connection:
            return _forget(connection, unwanted)

    def due_dates(self, person_id: str) -> Mapping[str, str]:
        """Return the date of each module that is expected of somebody."""
        person = People(self._database).get(person_id)
        return {} if person is None else self.expectations([person]).dates(person_id)

    def expectations(self, people: Iterable[Person] | None = None) -> Expectations:
        """Return what is expected of some people; of everybody who is in the cohort today, where none are given."""
        with self._database.reading() as connection:
            assigned = [one for _, one in _read(connection)]
            groups = current_groups(connection) if any(one.circles for one in assigned) else []
            return Expectations(assigned, read_people(connection) if people is None else people, groups)


def _read(connection: Connection) -> list[tuple[str, Assignment]]:
    rows = connection.execute(select(assignment).order_by(assignment.c.due, assignment.c.module, assignment.c.id))
    return [
        (row.id, Assignment(row.module, row.due, tuple(row.circles), tuple(map(Profile, row.profiles)))) for row in rows
    ]


def _due(connection: Connection, wanted: Assignment) -> str:
    same = [one.due for _, one in _read(connection) if (one.module, one.target) == (wanted.module, wanted.target)]
    return max(same, default="")


def _forget(connection: Connection, one: Assignment) -> bool:
    same = [key for key, other in _read(connection) if (other.module, other.target) == (one.module, one.target)]
    connection.execute(delete(assignment).where(assignment.c.id.in_(same)))
    return bool(same)
