"""What is new in a room, for each of those who are in it. Every change passes through the policy on its way out."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from parcours_u.domain.policy import may_agree, may_join, was_there
from parcours_u.domain.rooms import Room
from parcours_u.domain.sharing import Caught, News, NewsKind, SharedEntry
from parcours_u.domain.standing import Standing
from parcours_u.store import shared_schema
from parcours_u.store.agreements import agreements_in
from parcours_u.store.database import Database
from parcours_u.store.rooms import names_of
from parcours_u.store.shared_words import entry_of, reads, reply_of, with_newcomers
from parcours_u.store.standings import standings

__all__ = ["news_since"]

_AGREED = frozenset({NewsKind.AGREEMENT, NewsKind.UNAGREED})


def news_since(database: Database, room: Room, readers: Mapping[str, int], most: int) -> dict[str, Caught]:
    """Return a room's news for several readers, each from the number that they had; those not in the room are left out.

    Parameters
    ----------
    database : Database
        Where it is kept.
    room : Room
        Which room.
    readers : mapping
        The number of the last news that each had, by person.
    most : int
        Beyond so many, a reader is to read all again.
    """
    news, counted = shared_schema.room_news.c, shared_schema.room.c
    with database.reading() as connection:
        everybody = standings(connection)
        people = frozenset(one for one, standing in everybody.items() if may_join(standing, room))
        present = [one for one in readers if one in people]
        if not present:
            return {}
        first = min(readers[one] for one in present)
        query = select(shared_schema.room_news).where(news.room == str(room), news.number > first)
        rows = connection.execute(query.order_by(news.number)).all()
        told = _things(connection, room, rows, people, everybody) if rows else []
        last = connection.execute(select(counted.number).where(counted.name == str(room))).scalar() or 0
    found = {}
    for one in present:
        mine = [about for about in told if about[0].number > readers[one]]
        heard = (change for change, entry in mine if _tellable(change, entry, everybody[one], everybody))
        found[one] = Caught(last, None if len(mine) > most else tuple(heard), people)
    return found


def _tellable(one: News, entry: SharedEntry | None, me: Standing, everybody: Mapping[str, Standing]) -> bool:
    """Tell whether a reader is told of a change: of what they read, and that what they may have read is gone."""
    if one.kind is NewsKind.GONE:
        return was_there(me, one.room, one.number)
    if one.kind in _AGREED:
        return may_agree(me, one.room)
    if entry is None or not reads(me, entry, entry.owner, everybody):
        return False
    return one.reply is None or reads(me, one.reply, one.reply.author, everybody)


def _things(
    connection: Connection,
    room: Room,
    rows: Sequence[Row[Any]],
    people: Iterable[str],
    everybody: Mapping[str, Standing],
) -> list[tuple[News, SharedEntry | None]]:
    """Return each change with what it is about as it is now, and the entry that it belongs to."""
    shared, reply, names = shared_schema.shared.c, shared_schema.reply.c, names_of(connection)
    first = rows[0].number
    entries = {
        (row.owner, row.prompt): with_newcomers(entry_of(row, names), people, everybody)
        for row in connection.execute(
            select(shared_schema.shared).where(shared.room == str(room), shared.owner.in_({row.owner for row in rows}))
        )
    }
    replies = {
        row.id: reply_of(row, names)
        for row in connection.execute(select(shared_schema.reply).where(reply.room == str(room), reply.number >= first))
    }
    agreed = {one.id: one for one in agreements_in(connection, [room])} if _AGREED & {row.kind for row in rows} else {}
    found = []
    for row in rows:
        entry = entries.get((row.owner, row.prompt))
        news = News(
            room=room,
            number=row.number,
            kind=NewsKind(row.kind),
            owner=row.owner,
            prompt=row.prompt,
            reply_id=row.reply,
            entry=entry if row.kind == NewsKind.ENTRY else None,
            reply=replies.get(row.reply),
            agreement=agreed.get(row.reply),
        )
        found.append((news, entry))
    return found
