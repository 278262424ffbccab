"""Circles, pairs and core groups kept: formed, changed and ended whole or not at all; and who has met whom."""

import secrets
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from sqlalchemy import Connection, insert, select, update

from parcours_u.domain.circles import met_pair
from parcours_u.domain.people import Group, GroupKind, Role
from parcours_u.store.database import Database
from parcours_u.store.ending import check_agreed
from parcours_u.store.errors import StoreError
from parcours_u.store.naming import group_named
from parcours_u.store.pairs import current_groups, end_groups, enter, form_pairs, stir
from parcours_u.store.people import read_people
from parcours_u.store.schema import group, membership, person
from parcours_u.store.sql_journal import now

__all__ = ["Groups"]

_ALWAYS = "9999"  # after every date


@dataclass(frozen=True)
class _Stay:
    """Somebody's stay in a group; ``of_today`` in a circle that they are in now."""

    person: str
    since: str
    until: str
    of_today: bool

    def overlaps(self, other: "_Stay") -> bool:
        """Tell whether two stays overlap; those with the same two dates do, even within one second."""
        same = (self.since, self.until) == (other.since, other.until)
        return same or max(self.since, other.since) < min(self.until, other.until)


class Groups:
    """The groups of a cohort's participants. A trainer who is in charge of a circle is not one of its members here."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __repr__(self) -> str:
        return "Groups()"

    def current(self, kind: GroupKind) -> list[Group]:
        """Return the groups of a kind as they are today, by name."""
        with self._database.reading() as connection:
            return _current(connection, kind)

    def expecting(self) -> list[Group]:
        """Return the groups of today that a module may be expected of: core groups, then circles."""
        return [one for kind in (GroupKind.CORE_GROUP, GroupKind.CIRCLE) for one in self.current(kind)]

    def names(self, kind: GroupKind) -> set[str]:
        """Return every name that a group of this kind has had."""
        with self._database.reading() as connection:
            return set(connection.execute(select(group.c.name).where(group.c.kind == kind.value)).scalars())

    def met(self, *, today: bool = True) -> set[tuple[str, str]]:
        """Return the participants who have been in the same group at the same time, ended groups included.

        Parameters
        ----------
        today : bool
            Whether being together in a circle of today is to have met.
        """
        inside = membership.c
        query = (
            select(inside.group, inside.person, inside.since, inside.until, group.c.kind, group.c.ended_at)
            .join(person, person.c.id == inside.person)
            .join(group, group.c.id == inside.group)
            .where(person.c.role == Role.PARTICIPANT.value)
            .order_by(inside.group, inside.person)
        )
        stays: dict[str, list[_Stay]] = defaultdict(list)
        with self._database.reading() as connection:
            for row in connection.execute(query):
                of_today = row.kind == GroupKind.CIRCLE.value and row.ended_at is None and row.until is None
                stays[row.group].append(_Stay(row.person, row.since, row.until or _ALWAYS, of_today))
        return {
            met_pair(one.person, other.person)
            for together in stays.values()
            for one, other in combinations(together, 2)
            if one.person != other.person and one.overlaps(other) and (today or not (one.of_today and other.of_today))
        }

    def replace(
        self, kind: GroupKind, expected: Sequence[Group], wanted: Sequence[Group], agreed: str = ""
    ) -> list[Group]:
        """Put groups in the place of those of a kind, in one transaction; return them as they now are.

        Parameters
        ----------
        expected : sequence of Group
            The groups that the change was made from.
        wanted : sequence of Group
            Those that are to be: one with the id of a group of today goes on, with other members or not; one without an id is formed;
            a group of today that is not here ends.
        agreed : str
            The yes to the end of those that end; see :func:`.check_agreed`.

        Raises
        ------
        StoreError
            When the groups are no longer those expected, somebody left meanwhile, or nobody said yes to the end of one. Nothing is
            changed.
        """
        at = now()
        with self._database.writing() as connection:
            today = _current(connection, kind)
            if _as_sets(today) != _as_sets(expected):
                raise StoreError(
                    "Les groupes ont changé entre-temps, depuis une autre commande ou une autre page\u00a0: "
                    "ils sont gardés tels quels, relancez la commande pour partir de là."
                )
            everybody = [member for one in wanted for member in one.members]
            _check_present(connection, everybody)
            _check_participants(connection, everybody)
            going_on = {one.id for one in wanted}
            ended = [one for one in today if one.id not in going_on]
            check_agreed(ended, agreed, read_people(connection))
            end_groups(connection, [one.id for one in ended], at)
            former = {one.id: set(one.members) for one in today}
            for one in wanted:
                _write(connection, kind, one, former.get(one.id), at)
            now_there = _current(connection, kind)
        self._database.fold()
        return now_there

    def form_pair(self, one: str, other: str, name: str, agreed: str = "") -> tuple[list[Group], list[Group]]:
        """Form a pair of two people, ending the former ones of both; return those formed, none where they are one already, and those ended.

        Parameters
        ----------
        agreed : str
            The yes to the end of the former ones; see :func:`.check_agreed`.

        Raises
        ------
        StoreError
            When somebody can be in no pair, or nobody said yes to the end of those that would. Nothing is changed.
        """
        with self._database.writing() as connection:
            _check_present(connection, [one, other])
            _check_participants(connection, [one, other])
            formed, ended = form_pairs(connection, [(name, frozenset({one, other}))], now())
            check_agreed(ended, agreed, read_people(connection))
        self._database.fold()
        return formed, ended

    def end(self, kind: GroupKind, name: str) -> Group:
        """End a group, by its name or its id.

        Raises
        ------
        StoreError
            When it means no group of this kind, or several. Nothing is changed.
        """
        with self._database.writing() as connection:
            names = {one.id: one.told for one in read_people(connection)}
            found = group_named(_current(connection, kind), kind, name, people=names)
            end_groups(connection, [found.id], now())
        self._database.fold()
        return found


def _current(connection: Connection, kind: GroupKind) -> list[Group]:
    participants = set(connection.execute(select(person.c.id).where(person.c.role == Role.PARTICIPANT.value)).scalars())
    return [
        Group(one.id, one.kind, one.name, tuple(member for member in one.members if member in participants))
        for one in current_groups(connection)
        if one.kind is kind
    ]


def _write(connection: Connection, kind: GroupKind, one: Group, former: Collection[str] | None, at: str) -> None:
    there = replace(one, id=one.id or secrets.token_hex(8), kind=kind)
    if former is None:
        connection.execute(
            insert(group).values(id=there.id, kind=kind.value, name=one.name, formed_at=at, ended_at=None)
        )
    elif gone := set(former) - set(one.members):
        connection.execute(
            update(membership)
            .where(membership.c.group == there.id, membership.c.person.in_(gone), membership.c.until.is_(None))
            .values(until=at)
        )
        stir(connection, [there.id])
    if new := set(one.members) - set(former or ()):
        enter(connection, there, new, at)


def _check_present(connection: Connection, ids: Sequence[str]) -> None:
    present = set(connection.execute(select(person.c.id).where(person.c.left_at.is_(None))).scalars())
    if not present.issuperset(ids):
        raise StoreError(
            "Quelqu’un a quitté la cohorte entre-temps\u00a0: les groupes sont gardés tels quels, relancez la commande."
        )


def _check_participants(connection: Connection, ids: Sequence[str]) -> None:
    others = [one for one in read_people(connection) if one.id in ids and one.role is not Role.PARTICIPANT]
    if others:
        raise StoreError(
            f"{others[0].told} est dans la cohorte à un autre titre que la participation\u00a0: "
            "les groupes sont gardés tels quels, «\u00a0parcours-u cohorte role\u00a0» change ce titre ou donne une charge."
        )


def _as_sets(groups: Sequence[Group]) -> set[tuple[str, frozenset[str]]]:
    return {(one.id, frozenset(one.members)) for one in groups}
