"""Forming pairs and ending groups, inside a transaction that somebody else holds."""

import secrets
from collections.abc import Collection, Iterable

from sqlalchemy import Connection, insert, or_, select, update

from parcours_u.domain.people import Group, GroupKind, Role
from parcours_u.domain.people_list import name_order
from parcours_u.store.database import NEWS
from parcours_u.store.schema import group, membership, person
from parcours_u.store.shared_rows import close_rooms, last_number

__all__ = ["current_groups", "end_groups", "enter", "form_pairs", "stir"]


def current_groups(connection: Connection) -> list[Group]:
    """Return the groups of today with who is in them, by kind and name: as a reader expects."""
    members: dict[str, list[str]] = {}
    inside = select(membership.c.group, membership.c.person).where(membership.c.until.is_(None))
    for group_id, person_id in connection.execute(inside.order_by(membership.c.since, membership.c.person)):
        members.setdefault(group_id, []).append(person_id)
    rows = sorted(
        connection.execute(select(group).where(group.c.ended_at.is_(None))),
        key=lambda one: (one.kind, name_order(one.name), one.id),
    )
    return [Group(row.id, GroupKind(row.kind), row.name, tuple(members.get(row.id, ()))) for row in rows]


def end_groups(connection: Connection, ids: Collection[str], at: str) -> None:
    """End groups, and with them the membership of those who are still in them; they are never deleted.

    What was shared and agreed on in them is: nobody can read it any more. See :meth:`.Database.fold` for what the log still holds.
    A trainer's charge goes on: it is of nobody once the circle has ended, see :mod:`.standings`.
    """
    trainers = select(person.c.id).where(person.c.role == Role.TRAINER.value)
    for group_id in ids:
        close_rooms(connection, group_id)
        connection.execute(update(group).where(group.c.id == group_id).values(ended_at=at))
        connection.execute(
            update(membership)
            .where(membership.c.group == group_id, membership.c.until.is_(None), membership.c.person.not_in(trainers))
            .values(until=at)
        )
    stir(connection, ids)


def enter(connection: Connection, one: Group, people: Iterable[str], at: str) -> None:
    """Have people come into a group that is there: what was shared in it before is not told to them.

    Somebody who leaves and comes back within a second never left.
    """
    inside = membership.c
    number = last_number(connection, f"{one.kind.value}:{one.id}")
    for person_id in sorted(people):
        left = (inside.group == one.id, inside.person == person_id, or_(inside.until == at, inside.since == at))
        if not connection.execute(update(membership).where(*left).values(until=None)).rowcount:
            row = {"group": one.id, "person": person_id, "since": at, "until": None, "number": number}
            connection.execute(insert(membership).values(row))
    stir(connection, [one.id])


def stir(connection: Connection, ids: Collection[str]) -> None:
    """Have those who listen to groups' rooms told, once this is committed, that who is in them is to be looked at again."""
    for row in connection.execute(select(group.c.kind, group.c.id).where(group.c.id.in_(list(ids)))):
        connection.info[NEWS].add(f"{row.kind}:{row.id}")


def form_pairs(
    connection: Connection, wanted: Iterable[tuple[str, frozenset[str]]], at: str
) -> tuple[list[Group], list[Group]]:
    """Form the pairs that are not there yet, each with its name; return those formed, and those that ended for it.

    Nobody is in two pairs: forming one ends the former ones of both.
    """
    there = [one for one in current_groups(connection) if one.kind is GroupKind.PAIR]
    formed, ended = [], []
    for name, two in wanted:
        if any(set(one.members) == two for one in there):
            continue
        former = [one for one in there if two.intersection(one.members)]
        there = [one for one in there if one not in former]
        ended += former
        end_groups(connection, [one.id for one in former], at)
        pair = Group(secrets.token_hex(8), GroupKind.PAIR, name, tuple(sorted(two)))
        connection.execute(
            insert(group).values(id=pair.id, kind=pair.kind.value, name=name, formed_at=at, ended_at=None)
        )
        enter(connection, pair, pair.members, at)
        formed.append(pair)
    return formed, ended
