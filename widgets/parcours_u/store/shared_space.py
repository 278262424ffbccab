"""What one person sees of what is shared. Every row passes through :mod:`parcours_u.domain.policy` on its way out."""

import json
import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, or_, select

from parcours_u.domain.audience import Audience, parse_audience
from parcours_u.domain.policy import Action, may_agree, may_join, may_read_in, may_take_back_reply, rooms_of
from parcours_u.domain.rooms import Room
from parcours_u.domain.sharing import (
    Caught,
    Look,
    News,
    NewsKind,
    NotAllowed,
    Reply,
    SharedEntry,
    check_reply,
)
from parcours_u.domain.standing import Standing
from parcours_u.store import schema, shared_schema
from parcours_u.store.agreements import agreements_in
from parcours_u.store.database import Database
from parcours_u.store.rooms import names_of, rooms_shown
from parcours_u.store.shared_rows import tell
from parcours_u.store.sql_journal import now
from parcours_u.store.standings import standing_of, standings

__all__ = ["SqlSharedSpace", "news_since"]

_AGREED = frozenset({NewsKind.AGREEMENT, NewsKind.UNAGREED})


class SqlSharedSpace:
    """The shared space as one person sees it; see :class:`parcours_u.domain.sharing.SharedSpace` for the protocol.

    Parameters
    ----------
    database : Database
        Where it is kept.
    person : str
        Who looks; decided by the server, never by a page.
    """

    def __init__(self, database: Database, person: str) -> None:
        self._database = database
        self._person = person

    def __repr__(self) -> str:
        return "SqlSharedSpace()"

    def standing(self) -> Standing:
        """Return what the person is in the cohort today."""
        with self._database.reading() as connection:
            return standing_of(connection, self._person)

    def look(self, prompts: Sequence[str] | None = None) -> Look:
        """Return the rooms that the person is in and what is shared there, at one moment."""
        with self._database.reading() as connection:
            everybody = standings(connection)
            me = everybody.get(self._person, Standing(self._person))
            rooms = rooms_of(me)
            shared = shared_schema.shared.c
            query = select(shared_schema.shared).where(
                or_(shared.room.in_([str(room) for room in rooms]), shared.owner == self._person)
            )
            if prompts is not None:
                query = query.where(shared.prompt.in_(prompts))
            rows = connection.execute(query.order_by(shared.since, shared.owner, shared.prompt)).all()
            seen = [(Room.parse(row.room), row) for row in rows if _readable(row, me, everybody)]
            names = names_of(connection)
            replies = _replies(connection, {row.room for _, row in seen}, names)
            own: dict[str, list[Room]] = defaultdict(list)
            for room, row in seen:
                if row.owner == self._person:
                    own[row.prompt].append(room)
            return Look(
                rooms=tuple(rooms_shown(connection, rooms, everybody, names)),
                entries=tuple(
                    _entry(row, names, replies.get((row.room, row.owner, row.prompt), ()))
                    for room, row in seen
                    if room in rooms
                ),
                own={prompt: tuple(found) for prompt, found in own.items()},
                audiences=_audiences(connection, self._person, prompts),
            )

    def since(self, room: Room, number: int, most: int) -> Caught:
        """Return a room's news after a number, no more than ``most`` of them.

        Raises
        ------
        NotAllowed
            When the person is not in the room.
        """
        found = news_since(self._database, room, {self._person: number}, most)
        if self._person not in found:
            raise NotAllowed
        return found[self._person]

    def reply(self, room: Room, owner: str, prompt: str, text: str) -> Reply:
        """Answer an entry.

        Raises
        ------
        NotAllowed
            When the person cannot read it there.
        ReplyError
            When it is no reply.
        """
        told, shared = check_reply(text), shared_schema.shared.c
        query = select(shared.room).where(shared.room == str(room), shared.owner == owner, shared.prompt == prompt)
        with self._database.writing() as connection:
            me, author = standing_of(connection, self._person), standing_of(connection, owner)
            if connection.execute(query).first() is None or not may_read_in(room, me, author, Action.REPLY):
                raise NotAllowed
            name = names_of(connection, [self._person]).get(self._person, "")
            reply = Reply(secrets.token_hex(8), room, owner, prompt, self._person, name, told, now())
            connection.execute(
                insert(shared_schema.reply).values(
                    id=reply.id,
                    room=str(room),
                    owner=owner,
                    prompt=prompt,
                    author=reply.author,
                    text=told,
                    at=reply.at,
                    number=tell(connection, str(room), NewsKind.REPLY, owner, prompt, reply.id),
                )
            )
        return reply

    def take_back_reply(self, reply_id: str) -> None:
        """Take one's own reply back.

        Raises
        ------
        NotAllowed
            When there is none of that id, or it is somebody else's.
        """
        reply = shared_schema.reply.c
        with self._database.writing() as connection:
            row = connection.execute(select(shared_schema.reply).where(reply.id == reply_id)).first()
            if row is None or not may_take_back_reply(self._person, row.author):
                raise NotAllowed
            connection.execute(delete(shared_schema.reply).where(reply.id == reply_id))
            tell(connection, row.room, NewsKind.UNREPLY, row.owner, row.prompt, row.id)
        self._database.fold()


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
        things = _things(connection, room, rows) if rows else {}
        last = connection.execute(select(counted.number).where(counted.name == str(room))).scalar() or 0
    found = {}
    for one in present:
        mine = [row for row in rows if row.number > readers[one]]
        told = (things[row.number] for row in mine if _tellable(row, room, everybody[one], everybody))
        found[one] = Caught(last, None if len(mine) > most else tuple(told), people)
    return found


def _tellable(row: Row[Any], room: Room, me: Standing, everybody: Mapping[str, Standing]) -> bool:
    """Tell whether a reader is told of a change: of what they read, and that what they may have read is gone."""
    if row.kind == NewsKind.GONE:
        return True
    if row.kind in _AGREED:
        return may_agree(me, room)
    return may_read_in(room, me, everybody.get(row.owner, Standing(row.owner)))


def _things(connection: Connection, room: Room, rows: Sequence[Row[Any]]) -> dict[int, News]:
    """Return each change with what it is about as it is now."""
    shared, reply, names = shared_schema.shared.c, shared_schema.reply.c, names_of(connection)
    first = rows[0].number
    entries = {
        (row.owner, row.prompt): _entry(row, names)
        for row in connection.execute(
            select(shared_schema.shared).where(
                shared.room == str(room), shared.owner.in_({row.owner for row in rows if row.kind == NewsKind.ENTRY})
            )
        )
    }
    replies = {
        row.id: _reply(row, names)
        for row in connection.execute(select(shared_schema.reply).where(reply.room == str(room), reply.number >= first))
    }
    agreed = {one.id: one for one in agreements_in(connection, [room])} if _AGREED & {row.kind for row in rows} else {}
    return {
        row.number: News(
            room=room,
            number=row.number,
            kind=NewsKind(row.kind),
            owner=row.owner,
            prompt=row.prompt,
            reply_id=row.reply,
            entry=entries.get((row.owner, row.prompt)) if row.kind == NewsKind.ENTRY else None,
            reply=replies.get(row.reply),
            agreement=agreed.get(row.reply),
        )
        for row in rows
    }


def _readable(row: Row[Any], me: Standing, everybody: Mapping[str, Standing]) -> bool:
    author = everybody.get(row.owner, Standing(row.owner))
    return may_read_in(Room.parse(row.room), me, author)


def _audiences(connection: Connection, person: str, prompts: Sequence[str] | None) -> dict[str, Audience]:
    entry = schema.entry.c
    query = select(entry.prompt, entry.audience).where(entry.person == person)
    if prompts is not None:
        query = query.where(entry.prompt.in_(prompts))
    return {row.prompt: parse_audience(row.audience) for row in connection.execute(query) if row.audience}


def _replies(
    connection: Connection, rooms: Iterable[str], names: Mapping[str, str]
) -> dict[tuple[str, str, str], list[Reply]]:
    reply = shared_schema.reply.c
    found: dict[tuple[str, str, str], list[Reply]] = defaultdict(list)
    for row in connection.execute(
        select(shared_schema.reply).where(reply.room.in_(list(rooms))).order_by(reply.number)
    ):
        found[row.room, row.owner, row.prompt].append(_reply(row, names))
    return found


def _entry(row: Row[Any], names: Mapping[str, str], replies: Sequence[Reply] = ()) -> SharedEntry:
    return SharedEntry(
        room=Room.parse(row.room),
        owner=row.owner,
        name=names.get(row.owner, ""),
        prompt=row.prompt,
        body=json.loads(row.body),
        revision=row.revision,
        saved_at=row.saved_at,
        since=row.since,
        replies=tuple(replies),
    )


def _reply(row: Row[Any], names: Mapping[str, str]) -> Reply:
    return Reply(
        id=row.id,
        room=Room.parse(row.room),
        owner=row.owner,
        prompt=row.prompt,
        author=row.author,
        name=names.get(row.author, ""),
        text=row.text,
        at=row.at,
    )
