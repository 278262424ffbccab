"""What people are in the cohort today, as :mod:`parcours_u.domain.policy` asks to know it.

A trainer's membership of a circle is a *charge*: it lasts until somebody changes it (:mod:`.roles`), also when the circle ends.
Whoever was in charge of some circles is then in charge of nobody, until they are given others; never of the whole cohort.
"""

from collections import defaultdict

from sqlalchemy import Connection, select

from parcours_u.domain.people import GroupKind, Role
from parcours_u.domain.standing import Standing
from parcours_u.store import schema

__all__ = ["standing_of", "standings"]


def standing_of(connection: Connection, person: str) -> Standing:
    """Return what one person is; of somebody unknown, only their id."""
    return _read(connection, person).get(person, Standing(person))


def standings(connection: Connection) -> dict[str, Standing]:
    """Return what everybody is, those who left included, by id."""
    return _read(connection)


def _read(connection: Connection, only: str | None = None) -> dict[str, Standing]:
    person, group, membership = schema.person.c, schema.group.c, schema.membership.c
    people = select(person.id, person.role, person.territory, person.left_at)
    places = (
        select(membership.person, membership.number, group.kind, group.id, group.ended_at)
        .join_from(schema.membership, schema.group, membership.group == group.id)
        .where(membership.until.is_(None))
    )
    if only is not None:
        people, places = people.where(person.id == only), places.where(membership.person == only)
    groups: dict[str, set[tuple[GroupKind, str]]] = defaultdict(set)
    charges: dict[str, set[str]] = defaultdict(set)
    came: dict[str, dict[str, int]] = defaultdict(dict)
    for place in connection.execute(places):
        if place.kind == GroupKind.CIRCLE:
            charges[place.person].add(place.id)
        if place.ended_at is None:
            groups[place.person].add((GroupKind(place.kind), place.id))
            came[place.person][place.id] = min(place.number, came[place.person].get(place.id, place.number))
    found = {}
    for row in connection.execute(people):
        role, present = Role(row.role), row.left_at is None
        if role is Role.TRAINER:  # not one of the circle: whoever is in charge of it, also once it has ended
            trains = frozenset(charges[row.id])
            found[row.id] = Standing(row.id, role, present, territory=row.territory, trains=trains)
        else:
            found[row.id] = Standing(row.id, role, present, frozenset(groups[row.id]), row.territory, came=came[row.id])
    return found
