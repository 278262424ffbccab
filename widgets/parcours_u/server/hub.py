"""Who listens to which room, and what is sent to whom: the part of the push channel that knows nothing of sockets.

A *kind of room* says what its rooms are. The hub knows four things of it: who may join, what is new since a number, what
operations it takes, and (by :meth:`Hub.stir`) that something changed. What is shared in a cohort is one kind
(:mod:`.sharing`); a timer that a circle follows together, a round of turns, a canvas drawn by many are others, each a class with
the same two methods, registered by name.

News are *numbered by the kind*, in each room. A listener holds the number of the last news that it was sent; when a room
stirs, the hub asks the kind what each listener lacks, and sends that in one message. So nothing is ever queued: while a slow
listener is being written to, its room may stir a hundred times, and it then gets what it lacks as things are by then, or, when
that is too much, is told to read all again. What is sent is never in memory more than once a listener.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

__all__ = ["BEAT_SECONDS", "Hub", "Lacking", "Listener", "RoomKind", "Told"]

BEAT_SECONDS = 20.0
"""How often a listener hears that the line is open, and who may still listen is looked at again."""

_MOST_NEWS = 200
_STUCK_SECONDS = 30.0


@dataclass(frozen=True, repr=False)
class Told:
    """One piece of news, as JSON-ready data. One that several listeners get is one object, written as JSON once."""

    number: int
    content: dict[str, Any]


@dataclass(frozen=True, repr=False)
class Lacking:
    """What a listener lacks: it then knows its room as it is at ``number``.

    ``news`` is None where there are too many; ``about`` stands for what, once it is another, makes all to be read again (who is
    in the room, say): the page that joins compares it with that of what it read.
    """

    number: int
    news: tuple[Told, ...] | None
    about: int | None = None


class RoomKind(Protocol):
    """One kind of room. Its methods run in the store's one thread: what happens in a room happens in some order."""

    def lacking(self, room: str, since: Mapping[str, int], most: int) -> Mapping[str, Lacking]:
        """Return what each person lacks, by the number of the last news they had; those who may not be there are left out."""

    def operate(self, person: str, room: str, operation: Mapping[str, Any]) -> dict[str, Any]:
        """Do what somebody asks in a room, and return what to answer.

        Raises
        ------
        Refusal
            When it is not done; the sentence is for the person.
        """


@dataclass(eq=False)
class Listener:
    """A page that listens, by whatever line: ``send`` returns once the text has left, and raises when it cannot."""

    person: str
    send: Callable[[str], Awaitable[None]]
    close: Callable[[], None]
    rooms: dict[str, int] = field(default_factory=dict)
    about: dict[str, int | None] = field(default_factory=dict)
    writing: bool = False
    behind: set[str] = field(default_factory=set)


class Hub:
    """The listeners of one server.

    Parameters
    ----------
    kinds : mapping
        The kinds of room by the first word of their rooms' names, before the colon.
    in_store : callable
        Runs a function in the store's thread.

    Attributes
    ----------
    gather_seconds, apart_seconds : float
        How long what is written together is waited for, to be told together; and how far apart a room where everybody types
        is told of it.
    """

    gather_seconds = 0.15
    apart_seconds = 1.0

    def __init__(self, kinds: Mapping[str, RoomKind], in_store: Callable[[Callable[[], Any]], Awaitable[Any]]) -> None:
        self.kinds = dict(kinds)
        self._in_store = in_store
        self._rooms: dict[str, set[Listener]] = defaultdict(set)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._stirred: set[str] = set()
        self._told_at: dict[str, float] = {}
        self._beating: asyncio.Task[None] | None = None
        self._sending: set[asyncio.Task[None]] = set()  # asyncio itself holds its tasks loosely
        self.listeners: set[Listener] = set()

    def kind(self, room: str) -> RoomKind | None:
        """Return the kind of a room by its name, None where there is no such kind."""
        return self.kinds.get(room.partition(":")[0])

    def arrive(self, listener: Listener) -> None:
        """Count a page among those that listen."""
        self._loop = asyncio.get_running_loop()
        self.listeners.add(listener)
        if self._beating is None:
            self._beating = asyncio.ensure_future(self._beat())

    def go(self, listener: Listener) -> None:
        """Forget a page."""
        self.listeners.discard(listener)
        for room in [*listener.rooms]:
            self.leave(listener, room)
        if not self.listeners and self._beating is not None:
            self._beating.cancel()
            self._beating = None

    def count(self, person: str) -> int:
        """Return how many pages of somebody's listen."""
        return sum(one.person == person for one in self.listeners)

    async def join(self, listener: Listener, room: str, since: int | None) -> None:
        """Let a page hear a room, beginning with what it lacks; with no number, only with what comes from now on."""
        found = await self._lacking(room, {listener.person: since if since is not None else 2**53})
        lack = found.get(listener.person)
        if lack is None or listener not in self.listeners:
            await listener.send(_message("closed", room))
            return
        if since is not None and since > lack.number:  # the room counts anew: a former copy of the store was put back
            since, lack = lack.number, Lacking(lack.number, None, lack.about)
        listener.writing = True  # until it has all of it, nothing else is told to it
        listener.rooms[room], listener.about[room] = lack.number if since is None else since, lack.about
        self._rooms[room].add(listener)
        try:
            known = {} if lack.about is None else {"about": lack.about}
            await listener.send(_message("joined", room, number=listener.rooms[room], **known))
            await self._send(listener, room, lack, {})
        finally:
            listener.writing = False
        self.stir([room, *listener.behind])  # what happened while this was sent

    def leave(self, listener: Listener, room: str) -> None:
        """Tell a page no more of a room."""
        listener.rooms.pop(room, None)
        listener.about.pop(room, None)
        self._rooms[room].discard(listener)
        if not self._rooms[room]:
            del self._rooms[room]
            self._told_at.pop(room, None)

    def stir(self, rooms: Iterable[str]) -> None:
        """Hear that something happened in some rooms, from any thread."""
        named = frozenset(rooms)
        self.soon(lambda: self._stir(named))

    def soon(self, action: Callable[[], None]) -> None:
        """Do something where the listeners are, from any thread; nothing as long as there was none."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(action)

    def _stir(self, rooms: frozenset[str]) -> None:
        for room in rooms & self._rooms.keys():
            self._stirred.add(room)
            if room not in self._tasks:
                self._tasks[room] = asyncio.ensure_future(self._tell(room))

    async def _tell(self, room: str) -> None:
        """Tell a room's listeners what they lack, as long as it stirs."""
        loop = asyncio.get_running_loop()
        try:
            while room in self._stirred and room in self._rooms:
                wait = self._told_at.get(room, 0.0) + self.apart_seconds - loop.time()
                await asyncio.sleep(max(self.gather_seconds, wait))
                self._stirred.discard(room)
                self._told_at[room] = loop.time()
                await self._tell_once(room)
        finally:
            del self._tasks[room]
            self._stirred.discard(room)

    async def _tell_once(self, room: str) -> None:
        here = [*self._rooms.get(room, ())]
        since: dict[str, int] = {}
        for one in here:
            since[one.person] = min(one.rooms[room], since.get(one.person, one.rooms[room]))
        if not since:
            return
        found = await self._lacking(room, since)
        written: dict[int, str] = {}
        for one in here:
            if one.writing:
                one.behind.add(room)
            if one.writing or room not in one.rooms:
                continue
            lack = found.get(one.person)
            if lack is None:
                self.leave(one, room)
                self._start(one, one.send(_message("closed", room)))
            elif lack.about != one.about[room]:
                self._start(one, self._send(one, room, Lacking(lack.number, None, lack.about), written))
            elif lack.number > one.rooms[room]:
                self._start(one, self._send(one, room, lack, written))

    async def _lacking(self, room: str, since: Mapping[str, int]) -> Mapping[str, Lacking]:
        kind = self.kind(room)
        if kind is None:
            return {}
        found: Mapping[str, Lacking] = await self._in_store(lambda: kind.lacking(room, since, _MOST_NEWS))
        return found

    async def _send(self, listener: Listener, room: str, lack: Lacking, written: dict[int, str]) -> None:
        known = listener.rooms[room]
        listener.rooms[room], listener.about[room] = max(known, lack.number), lack.about
        if lack.news is None:
            await listener.send(_message("reread", room, number=lack.number))
            return
        lines = []
        for told in lack.news:
            if told.number > known:
                if told.number not in written:
                    written[told.number] = json.dumps({"number": told.number, **told.content}, ensure_ascii=False)
                lines.append(written[told.number])
        if lines:
            head = _message("news", room, number=lack.number)[:-1]
            await listener.send(f'{head}, "news": [{", ".join(lines)}]}}')

    def _start(self, listener: Listener, sending: Awaitable[None]) -> None:
        """Send without making the others wait; a line that takes nothing for long is closed: its page will come back."""

        async def run() -> None:
            try:
                await asyncio.wait_for(sending, _STUCK_SECONDS)
            except Exception:  # whatever stopped it, this line is of no more use
                listener.close()
            finally:
                listener.writing = False
            behind, listener.behind = listener.behind, set()
            self.stir(behind)

        listener.writing = True
        self._sending.add(task := asyncio.ensure_future(run()))
        task.add_done_callback(self._sending.discard)

    async def _beat(self) -> None:
        """Say now and then that the line is open, and look again at who may listen: groups change, also from elsewhere."""
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            for one in [one for one in self.listeners if not one.writing]:
                self._start(one, one.send(_BEAT))
            self._stir(frozenset(self._rooms))


_BEAT = json.dumps({"type": "beat"})


def _message(type_: str, room: str, **details: Any) -> str:
    return json.dumps({"type": type_, "room": room, **details}, ensure_ascii=False)
