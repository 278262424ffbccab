"""What is shared in a cohort, as pages get it: read by the JSON routes, pushed by the channel, decided by the policy below both."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from zlib import crc32

from parcours_u.domain.agreements import Agreement, reminder
from parcours_u.domain.answers import as_parts, is_empty
from parcours_u.domain.audience import Reader
from parcours_u.domain.course import Course, Module
from parcours_u.domain.french_dates import day_there, french_date
from parcours_u.domain.programme import PROGRAMME_ROOM
from parcours_u.domain.rooms import Room
from parcours_u.domain.sharing import Look, News, NotAllowed, Reply, ReplyError, RoomShown, SharedEntry
from parcours_u.domain.storable import storable
from parcours_u.server.hub import Hub, Lacking, RoomKind, Told
from parcours_u.server.pace import Pace
from parcours_u.server.programme_room import ProgrammeRoom
from parcours_u.server.refusal import Refusal
from parcours_u.store.cohort_zone import CohortZone
from parcours_u.store.database import Database
from parcours_u.store.room_news import news_since
from parcours_u.store.shared_space import SqlSharedSpace

__all__ = ["ROOM_KINDS", "SharedRooms", "Sharing", "told_reply", "told_room"]

ROOM_KINDS = (Reader.PAIR, Reader.CIRCLE, Reader.CORE_GROUP, Reader.COHORT)

_GONE = "Ceci n’est pas, ou plus, partagé avec vous\u00a0: rien n’a été changé, rechargez la page."


class Sharing:
    """The shared space of one cohort, and those who listen to it. All but ``hub`` runs in the store's thread.

    Parameters
    ----------
    database : Database
        Where it is kept; its news are pushed from now on, whoever in this process writes.
    course : Course
        Tells what was asked, and in which order.
    in_store : callable
        Runs a function in the store's thread.
    """

    def __init__(
        self, database: Database, course: Course, in_store: Callable[[Callable[[], Any]], Awaitable[Any]]
    ) -> None:
        self._database = database
        self._course = course
        self.paces: dict[str, Pace] = {}  # by person
        self.rooms = SharedRooms(self, database)
        kinds: dict[str, RoomKind] = dict.fromkeys(map(str, ROOM_KINDS), self.rooms)
        kinds[PROGRAMME_ROOM] = ProgrammeRoom(database)
        self.hub = Hub(kinds, in_store)
        database.on_news = self.hub.stir

    def pace(self, person: str) -> Pace:
        """Return how fast somebody may ask, by whatever way."""
        return self.paces.setdefault(person, Pace())

    def look(self, person: str, prompts: Sequence[str] | None, page_url: Callable[[str], str]) -> dict[str, Any]:
        """Return what somebody sees, for some prompts or for all."""
        seen, zone = SqlSharedSpace(self._database, person).look(prompts), CohortZone(self._database).get()

        return {
            "me": person,
            "rooms": [
                {
                    **told_room(one),
                    "people": [{"id": id_, "name": name, "beside": id_ in one.beside} for id_, name in one.people],
                    "renewed": [
                        {"id": id_, "day": french_date(day_there(at, zone))} for id_, at in one.renewed if id_ != person
                    ],
                }
                for one in seen.rooms
            ],
            "entries": [self.told_entry(entry) for entry in seen.entries],
            "own": {prompt: [str(room) for room in rooms] for prompt, rooms in seen.own.items()},
            "audiences": {prompt: sorted(audience) for prompt, audience in seen.audiences.items()},
            "prompts": self._prompts(seen, page_url),
        }

    def reply(self, person: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Answer an entry.

        Raises
        ------
        Refusal
            When it is no reply, or the entry is not theirs to read.
        """
        room, owner, prompt = _room(asked.get("room")), asked.get("owner"), asked.get("prompt")
        if not (isinstance(owner, str) and isinstance(prompt, str) and storable(owner + prompt)):
            raise Refusal(_GONE)
        try:
            return told_reply(SqlSharedSpace(self._database, person).reply(room, owner, prompt, asked.get("text", "")))
        except ReplyError as error:
            raise Refusal(str(error)) from None
        except NotAllowed:
            raise Refusal(_GONE) from None

    def take_back_reply(self, person: str, reply: object) -> dict[str, Any]:
        """Take a reply back.

        Raises
        ------
        Refusal
            When it is not theirs, or is no more.
        """
        try:
            SqlSharedSpace(self._database, person).take_back_reply(str(reply))
        except NotAllowed:
            raise Refusal(_GONE) from None
        return {}

    def told_entry(self, entry: SharedEntry) -> dict[str, Any]:
        """Return an entry as pages get it: in parts to read, none while it is empty."""
        return {
            "room": str(entry.room),
            "owner": entry.owner,
            "name": entry.name,
            "prompt": entry.prompt,
            "texts": self._texts(entry),
            "revision": entry.revision,
            "saved_at": entry.saved_at,
            "since": entry.since,
            "newcomers": list(entry.newcomers),
            "replies": [told_reply(reply) for reply in entry.replies],
        }

    def told_agreement(self, agreement: Agreement) -> dict[str, Any]:
        """Return an agreement as pages get it, with its day in words and whether it is to be remembered today, where the cohort is."""
        today = datetime.now(CohortZone(self._database).get()).date()
        day = french_date(agreement.due).removesuffix(f" {today.year}") if agreement.due else ""
        return {**asdict(agreement), "room": str(agreement.room), "day": day, "reminder": reminder(agreement, today)}

    def _texts(self, entry: SharedEntry) -> list[list[str]]:
        try:
            if is_empty(entry.body):
                return []
            return [list(part) for part in as_parts(self._course.prompt(entry.prompt), entry.body)]
        except (KeyError, TypeError, ValueError, AttributeError, IndexError):  # written for another form of the course
            return []

    def _prompts(self, seen: Look, page_url: Callable[[str], str]) -> list[dict[str, str]]:
        """Return the questions that were answered, in the order of the course."""
        answered = {entry.prompt for entry in seen.entries}
        return [
            {
                "id": prompt.id,
                "question": prompt.question,
                "part": part.title if isinstance(part, Module) else f"{part.title} (exercice)",
                "href": f"{page_url(self._course.page_path(part.id))}#invite-{prompt.id}",
            }
            for part in self._course.parts()
            for prompt in part.prompts
            if prompt.id in answered
        ]


class SharedRooms:
    """The rooms where entries are shared, for the channel: a kind of room (see :mod:`.hub`)."""

    def __init__(self, sharing: Sharing, database: Database) -> None:
        self._sharing = sharing
        self._database = database

    def lacking(self, room: str, since: Mapping[str, int], most: int) -> Mapping[str, Lacking]:
        """Return what each person lacks."""
        try:
            caught = news_since(self._database, Room.parse(room), since, most)
        except ValueError:
            return {}
        told: dict[int, Told] = {}
        about = {people: _mark(people) for people in {found.people for found in caught.values()}}  # the same for each
        return {
            person: Lacking(
                found.number,
                None
                if found.news is None
                else tuple(told.setdefault(one.number, self._told(one)) for one in found.news),
                about[found.people],
            )
            for person, found in caught.items()
        }

    def operate(self, person: str, room: str, operation: Mapping[str, Any]) -> dict[str, Any]:
        """Answer an entry of the room, or take an answer back.

        Raises
        ------
        Refusal
            When it is not done.
        """
        match operation:
            case {"kind": "reply"}:
                return self._sharing.reply(person, {**operation, "room": room})
            case {"kind": "take_back", "reply": str(reply)}:
                return self._sharing.take_back_reply(person, reply)
        raise Refusal(_GONE)

    def _told(self, news: News) -> Told:
        content: dict[str, Any] = {"kind": str(news.kind), "owner": news.owner, "prompt": news.prompt}
        if news.entry is not None:
            content["entry"] = {**self._sharing.told_entry(news.entry)}
            del content["entry"]["replies"]  # news of their own
        if news.reply_id:
            content["reply_id"] = news.reply_id
        if news.reply is not None:
            content["reply"] = told_reply(news.reply)
        if news.agreement is not None:
            content["agreement"] = self._sharing.told_agreement(news.agreement)
        return Told(news.number, content)


def told_room(shown: RoomShown) -> dict[str, Any]:
    """Return what a page that is going to hear a room needs of it: ``about`` is another once others are in it."""
    return {
        "room": str(shown.room),
        "kind": str(shown.room.kind),
        "name": shown.name,
        "number": shown.number,
        "about": _mark(id_ for id_, _ in shown.people),
    }


def told_reply(reply: Reply) -> dict[str, Any]:
    """Return a reply as pages get it."""
    return {"id": reply.id, "author": reply.author, "name": reply.name, "text": reply.text, "at": reply.at}


def _mark(people: Iterable[str]) -> int:
    return crc32(" ".join(sorted(people)).encode())


def _room(name: object) -> Room:
    try:
        return Room.parse(name if isinstance(name, str) else "")
    except ValueError:
        raise Refusal(_GONE) from None
