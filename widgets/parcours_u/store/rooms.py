"""Rooms as those who are in them see them: their name, who is there, how many changes they have seen."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, exists, select

from parcours_u.domain.access import InvitationState
from parcours_u.domain.people import Role
from parcours_u.domain.people_list import plain
from parcours_u.domain.policy import may_join
from parcours_u.domain.rooms import Room
from parcours_u.domain.sharing import RoomShown
from parcours_u.domain.standing import Standing
from parcours_u.store import schema, shared_schema

__all__ = ["names_of", "rooms_shown"]

_RENEWED_DAYS = 30
"""How long those who share with somebody are told that their access was made anew."""


def rooms_shown(
    connection: Connection, rooms: Iterable[Room], everybody: Mapping[str, Standing], names: Mapping[str, str]
) -> Iterable[RoomShown]:
    """Return rooms with who is in them now."""
    group, counted = schema.group.c, shared_schema.room.c
    titles = {row.id: row.name for row in connection.execute(select(group.id, group.name))}
    numbers = {row.name: row.number for row in connection.execute(select(counted.name, counted.number))}
    renewed = _renewed(connection)
    for room in rooms:
        people = sorted(
            ((names[one], one) for one, standing in everybody.items() if may_join(standing, room)),
            key=lambda one: (plain(one[0]), one),
        )
        yield RoomShown(
            room=room,
            name=titles.get(room.group, ""),
            people=tuple((one, name) for name, one in people),
            number=numbers.get(str(room), 0),
            renewed=tuple((one, renewed[one]) for _, one in people if one in renewed),
            beside=frozenset(one for _, one in people if everybody[one].role is not Role.PARTICIPANT),
        )


def _renewed(connection: Connection) -> dict[str, str]:
    """Return when the access of people was made anew lately, by id."""
    key, invitation = schema.person_key.c, schema.invitation.c
    accepted = exists().where(
        invitation.person == key.person, invitation.renews, invitation.state == InvitationState.USED.value
    )
    first = (datetime.now(UTC) - timedelta(days=_RENEWED_DAYS)).strftime("%Y-%m-%d")
    query = select(key.person, key.made_at).where(accepted, key.made_at >= first)
    return {row.person: row.made_at for row in connection.execute(query)}


def names_of(connection: Connection, only: Iterable[str] | None = None) -> dict[str, str]:
    """Return the names of people, those who left included, by id."""
    person = schema.person.c
    query = select(person.id, person.first_name, person.last_name)
    if only is not None:
        query = query.where(person.id.in_(list(only)))
    return {row.id: f"{row.first_name} {row.last_name}".strip() for row in connection.execute(query)}
