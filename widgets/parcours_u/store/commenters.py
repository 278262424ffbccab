"""Which trainer comments which circle, kept. A circle that ended, or a trainer who left, is no longer in it."""

from collections.abc import Mapping

from sqlalchemy import Connection, delete, insert, select

from parcours_u.domain.commenters import Commenter
from parcours_u.domain.people import Group, GroupKind, Person, Role
from parcours_u.domain.people_list import name_key
from parcours_u.store.database import Database
from parcours_u.store.errors import StoreError
from parcours_u.store.groups import Groups
from parcours_u.store.pairs import current_groups
from parcours_u.store.people import read_people
from parcours_u.store.schema import circle_commenter
from parcours_u.store.sql_journal import now
from parcours_u.store.standings import standings

__all__ = ["Commenters", "NotSharedOut", "read_commenters", "read_trainers"]

_MOST_NAMED = 4


class NotSharedOut(StoreError):
    """The circles can't be shared out as asked, as they and the team are now; who comments which is left as it was."""


class Commenters:
    """Who comments which circle of a cohort."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __repr__(self) -> str:
        return "Commenters()"

    def by_circle(self) -> dict[str, str]:
        """Return the trainer of each circle of today that has one, by id."""
        with self._database.reading() as connection:
            return read_commenters(connection)

    def circles(self) -> list[Group]:
        """Return the circles of today, by name."""
        return Groups(self._database).current(GroupKind.CIRCLE)

    def trainers(self) -> list[tuple[Person, Commenter]]:
        """Return those who may comment, by name."""
        with self._database.reading() as connection:
            return read_trainers(connection)

    def set(self, wanted: Mapping[str, str], known: Mapping[str, str]) -> None:
        """Say who comments some circles; nobody any more where it is empty. The others are left as they are.

        Parameters
        ----------
        wanted : mapping of str to str
            The trainer of each circle, by their ids.
        known : mapping of str to str
            Who had these circles where the change was made from, nobody where it is empty: nobody's choice is undone unseen.

        Raises
        ------
        NotSharedOut
            When one is no circle of today, or no trainer who has it in charge, or somebody else shared them out meanwhile. Nothing
            is changed.
        """
        with self._database.writing() as connection:
            self._check(wanted)
            self._check_known(wanted, known)
            connection.execute(delete(circle_commenter).where(circle_commenter.c.circle.in_(wanted)))
            for circle, trainer in wanted.items():
                if trainer:
                    connection.execute(insert(circle_commenter).values(circle=circle, trainer=trainer, since=now()))

    def _check(self, wanted: Mapping[str, str]) -> None:
        circles = {one.id: one.name for one in self.circles()}
        able = {person.id: (person, commenter) for person, commenter in self.trainers()}
        for circle, trainer in wanted.items():
            if circle not in circles or (trainer and trainer not in able):
                raise NotSharedOut(
                    "Un cercle ou une personne de l’équipe a changé entre-temps\u00a0: la répartition est gardée telle quelle, "
                    "relisez-la, puis recommencez."
                )
            if trainer and not able[trainer][1].may_take(circle):
                raise NotSharedOut(
                    f"{able[trainer][0].told} a d’autres cercles en charge, et ne lit pas «\u00a0{circles[circle]}\u00a0»\u00a0: la "
                    "répartition est gardée telle quelle, choisissez quelqu’un d’autre, ou donnez-lui d’abord ce cercle en charge."
                )

    def _check_known(self, wanted: Mapping[str, str], known: Mapping[str, str]) -> None:
        held, names = self.by_circle(), {one.id: one.told for one, _ in self.trainers()}
        told = [
            f"«\u00a0{one.name}\u00a0» est lu par {names.get(held.get(one.id, ''), 'personne encore')}"
            for one in self.circles()
            if one.id in wanted and held.get(one.id, "") not in {known.get(one.id, ""), wanted[one.id]}
        ]
        if told:
            more = len(told) - _MOST_NAMED
            others = [f"et {more} {'autres cercles ont' if more > 1 else 'autre cercle a'} changé"] if more > 0 else []
            raise NotSharedOut(
                f"La répartition a changé entre-temps ({', '.join([*told[:_MOST_NAMED], *others])})\u00a0: elle est gardée "
                "telle quelle, relisez vos choix, puis gardez-les de nouveau."
            )


def read_trainers(connection: Connection) -> list[tuple[Person, Commenter]]:
    """Return those who may comment, by name."""
    found, stand = [one for one in read_people(connection) if one.role is Role.TRAINER], standings(connection)
    return [
        (one, Commenter(one.id, stand[one.id].trains)) for one in sorted(found, key=lambda one: (name_key(one), one.id))
    ]


def read_commenters(connection: Connection) -> dict[str, str]:
    """Return the trainer of each circle that has one, circles that ended and trainers who left aside."""
    stand = standings(connection)
    there = {one.id for one in current_groups(connection) if one.kind is GroupKind.CIRCLE}
    rows = connection.execute(select(circle_commenter.c.circle, circle_commenter.c.trainer))
    return {
        row.circle: row.trainer
        for row in rows
        if row.circle in there
        and row.trainer in stand
        and stand[row.trainer].present
        and stand[row.trainer].role is Role.TRAINER
        and Commenter(row.trainer, stand[row.trainer].trains).may_take(row.circle)
    }
