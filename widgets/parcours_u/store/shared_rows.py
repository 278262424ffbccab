"""Keeping what is shared in step with the journal, inside the very transaction that writes the journal.

What is shared is in clear, one row a room; a journal's own versions may be sealed. A row is deleted as soon as its author
narrows the audience, with the replies that it received in that room; when the room's group ends, its words are.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, delete, select, update

from parcours_u.domain.audience import Audience, Reader
from parcours_u.domain.people import Group
from parcours_u.domain.policy import rooms_for, rooms_of
from parcours_u.domain.rooms import Room
from parcours_u.domain.sharing import NewsKind
from parcours_u.store import shared_schema
from parcours_u.store.database import NEWS
from parcours_u.store.standings import standing_of
from parcours_u.store.upsert import upsert

__all__ = [
    "RETURNS",
    "Version",
    "close_all",
    "close_rooms",
    "follow",
    "holding",
    "last_number",
    "open_to",
    "shown_by",
    "tell",
]

RETURNS = "returns"
"""The room where each hears that comments came back to them: see store/returned.py."""

_NOTHING = "{}"


@dataclass(frozen=True, repr=False)
class Version:
    """The current version of an entry, in clear: its JSON, its number, and when it was saved."""

    body: str
    number: int
    saved_at: str


def open_to(
    connection: Connection,
    owner: str,
    prompt: str,
    audience: Audience,
    current: Version | None,
    at: str,
    *,
    again: bool = False,
) -> bool:
    """Open an entry to the rooms that an audience names now, and close it everywhere else.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        In the transaction that writes the journal.
    owner, prompt : str
        Whose entry, and to what.
    audience : Audience
        Who it is for.
    current : Version or None
        What is shown; None when nothing was written yet: it is then opened with the first version.
    at : str
        Now.
    again : bool
        Whether its author shares it again with the same readers: those who came since are then among them.

    Returns
    -------
    bool
        Whether it was closed somewhere: the log then still holds it, see :meth:`.Database.fold`.
    """
    wanted = [str(room) for room in rooms_for(standing_of(connection, owner), audience)]
    before = _rooms(connection, owner, prompt)
    closed = [room for room in before if room not in wanted]
    _close(connection, owner, prompt, closed)
    if current is not None:
        for room in wanted:
            if again or room not in before:
                _open(connection, room, owner, prompt, current, at)
    return bool(closed)


def follow(connection: Connection, owner: str, prompt: str, current: Version) -> bool:
    """Show a version that was just saved in the rooms that the entry is open to.

    A room that its author is no longer in gets no new words: the entry is closed there.

    Returns
    -------
    bool
        Whether it was open anywhere: the log then still holds the words before, see :meth:`.Database.fold_later`.
    """
    before = _rooms(connection, owner, prompt)
    if not before:
        return False
    own = {str(room) for room in rooms_of(standing_of(connection, owner))}
    _close(connection, owner, prompt, [room for room in before if room not in own])
    for room in before:
        if room in own:
            connection.execute(
                update(shared_schema.shared)
                .where(_entry(room, owner, prompt))
                .values(body=current.body, revision=current.number, saved_at=current.saved_at)
            )
            tell(connection, room, NewsKind.ENTRY, owner, prompt)
    return True


def close_all(connection: Connection, person: str) -> None:
    """Take back everything that somebody shared, every reply that they gave, every agreement whose words are theirs.

    What they were told of returns goes with it.
    """
    shared, reply = shared_schema.shared.c, shared_schema.reply.c
    entries = connection.execute(select(shared.room, shared.prompt).where(shared.owner == person)).all()
    for row in entries:
        _close(connection, person, row.prompt, [row.room])
    given = connection.execute(select(shared_schema.reply).where(reply.author == person)).all()
    connection.execute(delete(shared_schema.reply).where(reply.author == person))
    for row in given:
        tell(connection, row.room, NewsKind.UNREPLY, row.owner, row.prompt, row.id)
    agreed = shared_schema.agreement.c
    written = connection.execute(select(agreed.id, agreed.room).where(agreed.author == person)).all()
    connection.execute(delete(shared_schema.agreement).where(agreed.author == person))
    for row in written:
        tell(connection, row.room, NewsKind.UNAGREED, "", "", row.id)
    news = shared_schema.room_news.c
    connection.execute(delete(shared_schema.room_news).where(news.room == RETURNS, news.owner == person))


def close_rooms(connection: Connection, group: str) -> None:
    """Erase what was shared, replied and agreed on in a group that ends: it never comes back, nobody will read there again.

    Whoever shared it keeps their answer in their journal; that it was open there stays known, without a word of it, for them to
    be told that nobody reads it any more.
    """
    rooms = [str(Room(reader, group)) for reader in (Reader.PAIR, Reader.CIRCLE, Reader.CORE_GROUP)]
    shared, reply = shared_schema.shared, shared_schema.reply
    connection.execute(update(shared).where(shared.c.room.in_(rooms)).values(body=_NOTHING))
    connection.execute(delete(reply).where(reply.c.room.in_(rooms)))
    connection.execute(delete(shared_schema.agreement).where(shared_schema.agreement.c.room.in_(rooms)))


def holding(connection: Connection, groups: Iterable[Group]) -> list[Group]:
    """Return the groups where something is shared, replied or agreed on today: their end would erase it."""
    rooms = {f"{one.kind.value}:{one.id}": one for one in groups}
    found: set[str] = set()
    for table in (shared_schema.shared, shared_schema.reply, shared_schema.agreement):
        found.update(connection.scalars(select(table.c.room).where(table.c.room.in_(rooms))))
    return [one for room, one in rooms.items() if room in found]


def shown_by(connection: Connection, owner: str) -> dict[str, Version]:
    """Return what somebody shows in rooms, by prompt: the latest version, where a room that they left has kept an earlier one."""
    shared = shared_schema.shared.c
    query = select(shared_schema.shared).where(shared.owner == owner, shared.body != _NOTHING).order_by(shared.revision)
    return {row.prompt: Version(row.body, row.revision, row.saved_at) for row in connection.execute(query)}


def tell(connection: Connection, room: str, kind: NewsKind, owner: str, prompt: str, reply: str = "") -> int:
    """Give a change of a room its number, in place of the last change of the same thing, and return it."""
    count = upsert(shared_schema.room).values(name=room, number=1)
    count = count.on_conflict_do_update(index_elements=["name"], set_={"number": shared_schema.room.c.number + 1})
    number = int(connection.execute(count.returning(shared_schema.room.c.number)).scalar_one())
    row = {"room": room, "number": number, "kind": str(kind), "owner": owner, "prompt": prompt, "reply": reply}
    changed = upsert(shared_schema.room_news).values(row)
    connection.execute(
        changed.on_conflict_do_update(
            index_elements=["room", "owner", "prompt", "reply"], set_={"number": number, "kind": str(kind)}
        )
    )
    connection.info[NEWS].add(room)
    return number


def last_number(connection: Connection, room: str) -> int:
    """Return how many changes a room has seen."""
    counted = shared_schema.room.c
    return int(connection.execute(select(counted.number).where(counted.name == room)).scalar() or 0)


def _rooms(connection: Connection, owner: str, prompt: str) -> list[str]:
    shared = shared_schema.shared.c
    query = select(shared.room).where(shared.owner == owner, shared.prompt == prompt).order_by(shared.room)
    return list(connection.execute(query).scalars())


def _open(connection: Connection, room: str, owner: str, prompt: str, current: Version, at: str) -> None:
    shown = {"body": current.body, "revision": current.number, "saved_at": current.saved_at, "since": at}
    shown["number"] = tell(connection, room, NewsKind.ENTRY, owner, prompt)
    row = upsert(shared_schema.shared).values(room=room, owner=owner, prompt=prompt, **shown)
    connection.execute(row.on_conflict_do_update(index_elements=["room", "owner", "prompt"], set_=shown))


def _close(connection: Connection, owner: str, prompt: str, rooms: Iterable[str]) -> None:
    reply, news = shared_schema.reply.c, shared_schema.room_news.c
    for room in rooms:
        connection.execute(delete(shared_schema.shared).where(_entry(room, owner, prompt)))
        connection.execute(
            delete(shared_schema.reply).where(reply.room == room, reply.owner == owner, reply.prompt == prompt)
        )
        # The entry's own news tells that all of it is gone.
        connection.execute(
            delete(shared_schema.room_news).where(news.room == room, news.owner == owner, news.prompt == prompt)
        )
        tell(connection, room, NewsKind.GONE, owner, prompt)


def _entry(room: str, owner: str, prompt: str) -> ColumnElement[bool]:
    shared = shared_schema.shared.c
    return and_(shared.room == room, shared.owner == owner, shared.prompt == prompt)
