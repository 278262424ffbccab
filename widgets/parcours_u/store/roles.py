"""Giving roles: who trains, hosts or accompanies, and what they are in charge of; written whole or not at all."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, exists, insert, select, update

from parcours_u.domain.people import Group, GroupKind, Person, Role
from parcours_u.domain.people_list import name_order
from parcours_u.domain.storable import storable
from parcours_u.domain.visible import one_line
from parcours_u.store import schema, shared_schema
from parcours_u.store.database import NEWS, Database
from parcours_u.store.ending import check_agreed
from parcours_u.store.errors import StoreError
from parcours_u.store.naming import group_named
from parcours_u.store.pairs import current_groups, enter
from parcours_u.store.people import check_newcomer, check_somebody_trains, leave_groups, new_id, read_people, row_of
from parcours_u.store.sql_journal import now
from parcours_u.store.standings import standings

__all__ = ["Charge", "Given", "Roles"]

_KIND_OF = {Role.TRAINER: GroupKind.CIRCLE, Role.ACCOMPANIST: GroupKind.CORE_GROUP}
_LONGEST = 200


@dataclass(frozen=True)
class Charge:
    """What somebody is asked to be.

    Attributes
    ----------
    role : Role
    territory : str
        The one that a host hosts; empty to keep theirs.
    groups : tuple of str
        Names: a trainer's circles, none for the whole cohort; the core groups that somebody accompanies.
    """

    role: Role
    territory: str = ""
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, repr=False)
class Given:
    """A role that was given: to whom, what they are now in charge of, the groups that they left, those that ended for it."""

    person: Person
    groups: tuple[Group, ...]
    left: tuple[Group, ...] = ()
    ended: tuple[Group, ...] = ()


class Roles:
    """The roles of a cohort's people."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __repr__(self) -> str:
        return "Roles()"

    def charges(self) -> dict[str, tuple[Group, ...]]:
        """Return what trainers and accompanists are in charge of, by id; a trainer without any has the whole cohort.

        A circle that has ended is there with nobody in it: whoever had it is in charge of nobody, until they are given others.
        """
        with self._database.reading() as connection:
            return _charges(connection)

    def idle(self) -> list[str]:
        """Return the ids of trainers who were in charge of circles, all of which have ended: they see nobody any more."""
        with self._database.reading() as connection:
            there = {one.id for one in current_groups(connection)}
            return [
                one.person
                for one in standings(connection).values()
                if one.present and one.trains and one.trains.isdisjoint(there)
            ]

    def add(self, newcomer: Person, charge: Charge) -> Given:
        """Add somebody who is on no list, with a role.

        Raises
        ------
        StoreError
            When the role makes no sense, or they are there already; nobody was added.
        """
        if charge.role is Role.PARTICIPANT:
            raise StoreError(
                "Une personne qui participe vient avec un code de dépôt\u00a0: personne n’a été ajouté, "
                "mettez-la sur votre liste et relancez «\u00a0parcours-u cohorte creer\u00a0»."
            )
        first, last = one_line(newcomer.first_name), one_line(newcomer.last_name)
        added = replace(newcomer, id=new_id(), role=charge.role, first_name=first, last_name=last)
        if not (added.name and storable(added.name)) or max(len(first), len(last)) > _LONGEST:
            raise StoreError(f"Un nom compte de 1 à {_LONGEST}\u00a0signes lisibles\u00a0: personne n’a été ajouté.")
        with self._database.writing() as connection:
            check_newcomer(connection, added)
            groups = _checked(connection, added, charge)
            added = replace(added, territory=charge.territory or added.territory)
            connection.execute(insert(schema.person).values(**row_of(added), added_at=now(), left_at=None))
            _put_in_charge(connection, added.id, groups, now())
        return Given(added, groups)

    def give(self, person_id: str, charge: Charge, agreed: str = "") -> Given:
        """Give somebody of the cohort a role, in place of the one that they had, with what they are in charge of.

        Parameters
        ----------
        agreed : str
            The yes to the end of the groups that end for it; see :func:`.check_agreed`.

        Raises
        ------
        StoreError
            When it makes no sense, or nobody said yes to the end of a group; nothing is changed.
        """
        with self._database.writing() as connection:
            people = read_people(connection)
            found = next((one for one in people if one.id == person_id), None)
            if found is None:
                raise StoreError("Cette personne n’est pas, ou plus, dans la cohorte\u00a0: rien n’a été changé.")
            groups = _checked(connection, found, charge)
            if found.role is charge.role is Role.PARTICIPANT:
                return Given(found, ())
            if found.role is Role.PARTICIPANT:
                _check_nothing_opened(connection, found)
            if found.role is Role.TRAINER and (charge.role is not Role.TRAINER or groups):
                check_somebody_trains(connection, found)
            if charge.role is Role.PARTICIPANT and not found.code:
                raise StoreError(
                    f"{found.told} n’a pas de code de dépôt\u00a0: rien n’a été changé, mettez cette personne sur votre liste, "
                    "relancez «\u00a0parcours-u cohorte creer\u00a0», puis réessayez."
                )
            at = now()
            left, ended = leave_groups(connection, found, at)
            check_agreed(ended, agreed, people)
            given = replace(found, role=charge.role, territory=charge.territory or found.territory)
            connection.execute(update(schema.person).where(schema.person.c.id == person_id).values(**row_of(given)))
            _put_in_charge(connection, person_id, groups, at)
            connection.info[NEWS].add("cohort")
        self._database.fold()  # a pair may have ended, with what was shared in it
        return Given(given, groups, left, ended) if found.role is Role.PARTICIPANT else Given(given, groups)


def _charges(connection: Connection) -> dict[str, tuple[Group, ...]]:
    person, group, membership = schema.person.c, schema.group.c, schema.membership.c
    query = (
        select(membership.person, person.role, group.id, group.kind, group.name, group.ended_at)
        .join_from(schema.membership, schema.group, membership.group == group.id)
        .join(schema.person, person.id == membership.person)
        .where(membership.until.is_(None), person.role.in_([role.value for role in _KIND_OF]))
    )
    inside: dict[str, tuple[str, ...]] = {one.id: one.members for one in current_groups(connection)}
    found: dict[str, list[Group]] = defaultdict(list)
    for row in sorted(
        connection.execute(query), key=lambda one: (one.ended_at is not None, name_order(one.name), one.id)
    ):
        if _KIND_OF[Role(row.role)] == row.kind:
            found[row.person].append(Group(row.id, GroupKind(row.kind), row.name, inside.get(row.id, ())))
    return {person_id: tuple(groups) for person_id, groups in found.items()}


def _checked(connection: Connection, one: Person, charge: Charge) -> tuple[Group, ...]:
    """Return the groups that a charge names; refuse what goes with another role, or is not there."""
    if Role.VISITOR in {one.role, charge.role}:
        raise StoreError(
            "Une visite n’est pas un rôle qui se donne\u00a0: rien n’a été changé, ajoutez plutôt la personne à la cohorte."
        )
    if charge.territory and charge.role is not Role.HOST:
        raise StoreError("Un territoire se donne avec le rôle d’hôte\u00a0: rien n’a été changé.")
    if len(charge.territory) > _LONGEST or not storable(charge.territory):
        raise StoreError(f"Un territoire compte {_LONGEST}\u00a0signes lisibles au plus\u00a0: rien n’a été changé.")
    if charge.role is Role.HOST and not (charge.territory or one.territory):
        raise StoreError("Quel territoire cette personne accueille-t-elle\u202f? Rien n’a été changé, dites-le.")
    kind = _KIND_OF.get(charge.role)
    if charge.groups and kind is None:
        raise StoreError(
            "Un cercle se confie avec le rôle de formation, un noyau avec celui d’accompagnement\u00a0: rien n’a été changé."
        )
    if kind is None:
        return ()
    named = [group_named(current_groups(connection), kind, name) for name in charge.groups]
    return tuple({group.id: group for group in named}.values())


def _check_nothing_opened(connection: Connection, one: Person) -> None:
    opened, deposit = shared_schema.shared, schema.deposit
    query = select(
        exists(select(opened.c.owner).where(opened.c.owner == one.id)),
        exists(select(deposit.c.person).where(deposit.c.person == one.id)),
    )
    if any(connection.execute(query).one()):
        raise StoreError(
            f"{one.told} a déjà partagé ou déposé des réponses, que plus personne ne lirait\u00a0: rien n’a été changé, "
            "ajoutez-lui plutôt un second accès sous un nom un peu différent, avec «\u00a0parcours-u cohorte role --ajouter\u00a0»."
        )


def _put_in_charge(connection: Connection, person_id: str, groups: Sequence[Group], at: str) -> None:
    for one in groups:
        enter(connection, one, [person_id], at)
