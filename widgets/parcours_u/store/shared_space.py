"""What one person sees of what is shared. Every row passes through :mod:`parcours_u.domain.policy` on its way out."""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, delete, insert, or_, select

from parcours_u.domain.audience import Audience, parse_audience
from parcours_u.domain.policy import Action, may_read_in, may_take_back_reply, rooms_of
from parcours_u.domain.rooms import Room
from parcours_u.domain.sharing import (
    Caught,
    Look,
    NewsKind,
    NotAllowed,
    Reply,
    check_reply,
)
from parcours_u.domain.standing import Standing
from parcours_u.store import schema, shared_schema
from parcours_u.store.database import Database
from parcours_u.store.room_news import news_since
from parcours_u.store.rooms import names_of, rooms_shown
from parcours_u.store.shared_rows import tell
from parcours_u.store.shared_words import entry_of, reads, reply_of, with_newcomers
from parcours_u.store.sql_journal import now
from parcours_u.store.standings import standing_of, standings

__all__ = ["SqlSharedSpace"]


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
            names = names_of(connection)
            seen = [one for one in (entry_of(row, names) for row in rows) if reads(me, one, one.owner, everybody)]
            replies = _replies(connection, {str(one.room) for one in seen}, names, me, everybody)
            shown = tuple(rooms_shown(connection, rooms, everybody, names))
            people = {one.room: [person for person, _ in one.people] for one in shown}
            own: dict[str, list[Room]] = defaultdict(list)
            for one in seen:
                if one.owner == self._person:
                    own[one.prompt].append(one.room)
            return Look(
                rooms=shown,
                entries=tuple(
                    replace(
                        with_newcomers(one, people[one.room], everybody),
                        replies=tuple(replies.get((one.room, one.owner, one.prompt), ())),
                    )
                    for one in seen
                    if one.room in people
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
        query = select(shared.number).where(shared.room == str(room), shared.owner == owner, shared.prompt == prompt)
        with self._database.writing() as connection:
            me, author = standing_of(connection, self._person), standing_of(connection, owner)
            opened = connection.execute(query).scalar()
            if opened is None or not may_read_in(room, me, author, opened, Action.REPLY):
                raise NotAllowed
            name = names_of(connection, [self._person]).get(self._person, "")
            reply_id = secrets.token_hex(8)
            number = tell(connection, str(room), NewsKind.REPLY, owner, prompt, reply_id)
            reply = Reply(reply_id, room, owner, prompt, self._person, name, told, now(), number)
            row = {column.name: getattr(reply, column.name) for column in shared_schema.reply.columns}
            connection.execute(insert(shared_schema.reply).values({**row, "room": str(room)}))
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


def _audiences(connection: Connection, person: str, prompts: Sequence[str] | None) -> dict[str, Audience]:
    entry = schema.entry.c
    query = select(entry.prompt, entry.audience).where(entry.person == person)
    if prompts is not None:
        query = query.where(entry.prompt.in_(prompts))
    return {row.prompt: parse_audience(row.audience) for row in connection.execute(query) if row.audience}


def _replies(
    connection: Connection,
    rooms: Iterable[str],
    names: Mapping[str, str],
    me: Standing,
    everybody: Mapping[str, Standing],
) -> dict[tuple[Room, str, str], list[Reply]]:
    """Return the replies that somebody reads in some rooms, by the entry that they answer, in order."""
    reply = shared_schema.reply.c
    found: dict[tuple[Room, str, str], list[Reply]] = defaultdict(list)
    query = select(shared_schema.reply).where(reply.room.in_(list(rooms))).order_by(reply.number)
    for one in (reply_of(row, names) for row in connection.execute(query)):
        if reads(me, one, one.author, everybody):
            found[one.room, one.owner, one.prompt].append(one)
    return found
