"""A cohort's people: who they are, and what becomes of their groups when one of them leaves."""

import secrets
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from parcours_u.domain.ending import ended_without
from parcours_u.domain.namesakes import set_apart
from parcours_u.domain.people import Group, Person, Profile, Role
from parcours_u.domain.people_list import name_key
from parcours_u.domain.policy import may_manage
from parcours_u.store.database import NEWS, Database
from parcours_u.store.ending import check_agreed
from parcours_u.store.errors import StoreError
from parcours_u.store.naming import person_named
from parcours_u.store.pairs import current_groups, end_groups, stir
from parcours_u.store.schema import membership, person, person_key
from parcours_u.store.sql_journal import now
from parcours_u.store.standings import standings

__all__ = [
    "Departure",
    "People",
    "check_newcomer",
    "check_somebody_trains",
    "leave_groups",
    "new_id",
    "read_people",
    "row_of",
]


@dataclass(frozen=True, repr=False)
class Departure:
    """Somebody who left, the groups that they are no longer in, and those of them that ended."""

    person: Person
    left: tuple[Group, ...]
    ended: tuple[Group, ...]


class People:
    """The people of a cohort's database. Who has left is kept, for what they wrote and whom they met, and never shown."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __repr__(self) -> str:
        return "People()"

    def present(self) -> list[Person]:
        """Return everybody who is in the cohort, whatever their role, by name."""
        with self._database.reading() as connection:
            return sorted(read_people(connection), key=lambda one: (name_key(one), one.id))

    def get(self, person_id: str) -> Person | None:
        """Return somebody of the cohort, None for who is unknown or has left. Read alone: no namesake is known of."""
        query = select(person).where(person.c.id == person_id, person.c.left_at.is_(None))
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        return None if row is None else _person(row)

    def find(self, text: str) -> Person:
        """Return who is meant by a code, an address, a name, alone or as it is told among others, or an id.

        Raises
        ------
        StoreError
            When it is nobody of the cohort, or several people.
        """
        return person_named(self.present(), text)

    def groups(self) -> list[Group]:
        """Return the circles, pairs and core groups of today, with the participants who are in them."""
        with self._database.reading() as connection:
            inside = {one.id for one in read_people(connection) if one.role is Role.PARTICIPANT}
            groups = current_groups(connection)
        return [replace(one, members=tuple(member for member in one.members if member in inside)) for one in groups]

    def managers(self) -> list[Person]:
        """Return the trainers who have the whole cohort in charge, by name."""
        with self._database.reading() as connection:
            able = {key for key, one in standings(connection).items() if may_manage(one)}
        return [one for one in self.present() if one.id in able]

    def check_newcomer(self, newcomer: Person) -> None:
        """Check that somebody is not in the cohort yet; see :func:`check_newcomer`."""
        with self._database.reading() as connection:
            check_newcomer(connection, newcomer)

    def add(self, newcomer: Person) -> Person:
        """Add somebody who is on no list (a trainer, a host, a visitor), under a new id; return them with it."""
        added = replace(newcomer, id=new_id())
        with self._database.writing() as connection:
            connection.execute(insert(person).values(**row_of(added), added_at=now(), left_at=None))
        return added

    def leave(self, person_id: str, agreed: str = "") -> Departure:
        """Record a departure: the person is in no group any more, and a pair does not go on with one.

        A trainer keeps what they are in charge of, for the day they come back; gone, they read nothing.

        Parameters
        ----------
        agreed : str
            The yes to the end of the groups that end for it; see :func:`.check_agreed`.

        Raises
        ------
        StoreError
            When nobody in the cohort has this id, nobody else has the whole cohort in charge, or nobody said yes to the end of a group.
            Nothing is changed.
        """
        at = now()
        with self._database.writing() as connection:
            people = read_people(connection)
            found = [one for one in people if one.id == person_id]
            if not found:
                raise StoreError("Cette personne n’est plus dans la cohorte\u00a0: rien n’a été changé.")
            left: tuple[Group, ...] = ()
            ended: tuple[Group, ...] = ()
            if found[0].role is Role.TRAINER:
                check_somebody_trains(connection, found[0])
            else:
                left, ended = leave_groups(connection, found[0], at)
            check_agreed(ended, agreed, people)
            connection.execute(update(person).where(person.c.id == person_id).values(left_at=at))
            connection.info[NEWS].add("cohort")
        self._database.fold()
        return Departure(found[0], left, ended)


def leave_groups(connection: Connection, one: Person, at: str) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
    """Take somebody out of every group; return those left, and those of them that ended for it."""
    participants = {other.id for other in read_people(connection) if other.role is Role.PARTICIPANT}
    left = tuple(group for group in current_groups(connection) if one.id in group.members)
    inside = [replace(group, members=tuple(participants.intersection(group.members))) for group in left]
    ending = {group.id for group in ended_without(one.id, inside)}
    connection.execute(
        update(membership).where(membership.c.person == one.id, membership.c.until.is_(None)).values(until=at)
    )
    stir(connection, [group.id for group in left])
    ended = tuple(group for group in left if group.id in ending)
    end_groups(connection, [group.id for group in ended], at)
    return left, ended


def check_newcomer(connection: Connection, newcomer: Person) -> None:
    """Check that nobody of the cohort has the name or the address of somebody who is to be added: they would be there twice.

    Raises
    ------
    StoreError
        When somebody has. A visitor chose a pseudonym, which may be anybody's name.
    """
    email = newcomer.email.casefold()
    for one in read_people(connection):
        if one.role is not Role.VISITOR and (
            name_key(one) == name_key(newcomer) or (email and one.email.casefold() == email)
        ):
            raise StoreError(
                "Une personne de ce nom, ou de cette adresse, est déjà dans la cohorte\u00a0: personne n’a été ajouté, "
                "«\u00a0parcours-u cohorte role\u00a0» sans --ajouter change son rôle, un prénom plus complet en fait deux personnes."
            )


def check_somebody_trains(connection: Connection, gone: Person) -> None:
    """Check that a trainer who goes, or is no longer one, leaves somebody who has the whole cohort in charge, and can come in.

    Whoever never came in manages nothing yet: their invitation may be lost, or out of date.

    Raises
    ------
    StoreError
        When they were the last one.
    """
    managers = {one.person for one in standings(connection).values() if may_manage(one)}
    came_in = managers & set(connection.scalars(select(person_key.c.person)))
    if gone.id in managers and came_in == {gone.id} != managers:
        raise StoreError(
            f"{gone.told} est la seule personne en charge de toute la cohorte à être déjà entrée\u00a0: rien n’a été changé, "
            "faites d’abord entrer quelqu’un d’autre qui a cette charge, par son invitation."
        )
    if managers == {gone.id}:
        raise StoreError(
            f"{gone.told} est la dernière personne à avoir toute la cohorte en charge\u00a0: rien n’a été changé, "
            "donnez d’abord cette charge à quelqu’un d’autre, avec «\u00a0parcours-u cohorte role\u00a0»."
        )


def read_people(connection: Connection, *, gone: bool = False) -> list[Person]:
    """Return the people of a cohort, or those who have left it, each with what tells them from the others."""
    left = person.c.left_at.is_not(None) if gone else person.c.left_at.is_(None)
    return set_apart(_person(row) for row in connection.execute(select(person).where(left)))


def new_id() -> str:
    """Return an id that says nothing of anybody."""
    return secrets.token_hex(8)


def row_of(one: Person) -> dict[str, Any]:
    """Return somebody as the table holds them, without the dates."""
    return {
        "id": one.id,
        "last_name": one.last_name,
        "first_name": one.first_name,
        "role": one.role.value,
        "profile": one.profile.value,
        "organisation": one.organisation,
        "territory": one.territory,
        "email": one.email,
        "code": one.code,
        "superior": one.superior,
    }


def _person(row: Row[Any]) -> Person:
    return Person(
        id=row.id,
        last_name=row.last_name,
        first_name=row.first_name,
        role=Role(row.role),
        profile=Profile(row.profile),
        organisation=row.organisation,
        territory=row.territory,
        email=row.email,
        code=row.code,
        superior=row.superior,
    )
