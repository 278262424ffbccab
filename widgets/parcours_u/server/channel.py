r"""The push channel: one WebSocket a page, ``parcours-u/channel``, between the browser and the server, with no kernel in between.

It is let in as every other route is: by the signed cookie of whoever is there, from a page of this very origin. It carries JSON
texts both ways, each an object with a ``type``. A room's name is its kind, then, where there are several, a colon and an id:
``circle:3f…``, ``pair:0a…``, ``core_group:77…``, ``cohort``, ``programme``; ``returns`` is one for everybody, where each hears
of the comments that came back to them. What a page may say:

=========  ====================================  ===========================================================================
``join``   ``room``, ``since`` (a number, or     hear a room; with ``since``, all that it lacks after that number comes first
           none: only what comes from now on)
``leave``  ``room``                              hear it no more
``do``     ``room``, ``id``, ``operation``       ask something of the room; what may be asked is the room's kind's affair
=========  ====================================  ===========================================================================

What it hears:

===========  ==========================  ==============================================================================
``joined``   ``room``, ``number``,       the room is heard from that number on; where ``about`` is not that of what the page
             ``about`` or nothing        has read, others are there by now: it reads it again
``news``     ``room``, ``number``,       what happened, oldest first, each with its own ``number``; the page then knows the
             ``news``                    room as it is at ``number``
``reread``   ``room``, ``number``        too much happened, or others are in the room: read it again by the JSON routes
``closed``   ``room``                    the room is not, or no longer, for whoever asks
``done``     ``id``, ``answer``          what was asked is done
``refused``  ``message``, ``id``         it was not: one French sentence, for the person
``beat``                                 the line is open; it comes every :data:`.hub.BEAT_SECONDS`
``alone``                                this course is for one person: there is nothing to hear, and the line closes
===========  ==========================  ==============================================================================

A page that lost its line joins again with the last ``number`` that it knows of each room, and gets what it lacks exactly once: a
page that meets a number which it already has drops it. News say how things are, not what was done to them, so that to hear of
the last change of a thing is to know it. What the numbers count, and what an operation is, belongs to the room's kind
(:class:`.hub.RoomKind`); a new kind of room is a class with two methods, given to :class:`.hub.Hub` by name.

What a JSON route answers of rooms names them (``rooms``), each with the ``number`` that the answer tells of, read at one moment with
the rest: a page lays over it what it heard since (``views/static/followed_rooms.js``).

Nobody may send without measure: messages have a longest size, each person a number of them a second, of lines, and of rooms.
"""

import json
from collections.abc import Awaitable
from typing import Any

from jupyter_server.auth.decorator import ws_authenticated
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.base.websocket import WebSocketMixin
from tornado.web import HTTPError
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from parcours_u.server.course_server import CourseServer
from parcours_u.server.hub import Hub, Listener
from parcours_u.server.made_for import check_made_for
from parcours_u.server.refusal import Refusal
from parcours_u.server.watch.log import SafeErrors
from parcours_u.store.errors import StoreError

__all__ = ["LONGEST_MESSAGE", "Channel"]

LONGEST_MESSAGE = 64 * 1024
"""Most bytes in one message from a page; beyond, tornado closes the line."""

_MOST_LINES = 16
_MOST_ROOMS = 64
_PATIENCE = 100  # so many messages refused for their pace, and the line closes
_DONE, _TOO_MUCH, _LATER, _SIGNED_OUT = 1000, 1008, 1013, 4403

_TOO_FAST = "Trop de demandes à la suite\u00a0: rien n’est perdu, attendez quelques secondes puis réessayez."
_NOT_UNDERSTOOD = "La demande est incomplète\u00a0: rien n’a été changé, rechargez la page."
_NOT_THERE = "Cet espace n’est pas, ou plus, ouvert pour vous\u00a0: rien n’a été changé, rechargez la page."


class Channel(SafeErrors, WebSocketMixin, WebSocketHandler, JupyterHandler):
    """One page's line; see the module's docstring for what is said on it."""

    auth_resource = "parcours-u"
    listener: Listener | None = None
    _too_fast = 0

    @property
    def server(self) -> CourseServer:
        """The course server of this application."""
        server: CourseServer = self.settings["parcours_u"]
        return server

    @property
    def device(self) -> str:
        """The device that the page is on, where people have several."""
        return getattr(self.current_user, "device", "")

    @property
    def hub(self) -> Hub | None:
        """Those who listen; None in a course for one person."""
        return self.server.sharing.hub if self.server.sharing is not None else None

    @property
    def max_message_size(self) -> int:
        """Take short messages only."""
        return LONGEST_MESSAGE

    def set_default_headers(self) -> None:
        """Set none of those that pages have."""

    def get_compression_options(self) -> dict[str, Any]:
        """Compress: what is said is text, often over a phone's line."""
        return {}

    @ws_authenticated
    async def get(self, *arguments: Any, **options: Any) -> None:
        """Open the line.

        Raises
        ------
        tornado.web.HTTPError
            403 for whoever is not let in; 503 when the course is ending: the page tries again.
        """
        opens = self.server.opens(self.server.person(self.current_user), self.device)
        if not (opens and self.server.hears(self.current_user)):
            raise HTTPError(403)
        check_made_for(self, self.server)
        if self.server.ending:
            raise HTTPError(503)
        await super().get(*arguments, **options)

    async def open(self, *arguments: Any, **options: Any) -> None:
        """Count the page among those that listen, unless there is nothing to hear."""
        super().open(*arguments, **options)
        self.server.lines.add(self)
        hub, person = self.hub, self.server.person(self.current_user)
        if not self.server.opens(person, self.device):  # ended while the line opened, by who did not see it yet
            self.close(_SIGNED_OUT)
        elif hub is None:
            await self.write_message(json.dumps({"type": "alone"}))
            self.close(_DONE, "alone")
        elif hub.count(person) >= _MOST_LINES:
            self.close(_LATER, "too many pages")
        else:
            self.listener = Listener(person, self._send, self.close)
            hub.arrive(self.listener)

    def on_close(self) -> None:
        """Forget the page."""
        self.server.lines.discard(self)
        if self.listener is not None and self.hub is not None:
            self.hub.go(self.listener)
        super().on_close()

    async def on_message(self, message: str | bytes) -> None:
        """Do what the page says; the next message waits until this one is answered."""
        sharing, listener = self.server.sharing, self.listener
        if listener is None or sharing is None:
            return
        if not self.server.opens(listener.person, self.device):
            self.close(_TOO_MUCH, "signed out")
            return
        if not sharing.pace(listener.person).allows():
            self._too_fast += 1
            if self._too_fast > _PATIENCE:
                self.close(_TOO_MUCH, "too fast")
            else:
                await self._refuse(_TOO_FAST, _read(message))
            return
        said = _read(message)
        try:
            await self._heed(sharing.hub, listener, said)
        except (Refusal, StoreError) as error:
            await self._refuse(str(error), said)
        except WebSocketClosedError:
            pass  # the page has left meanwhile

    async def _heed(self, hub: Hub, listener: Listener, said: dict[str, Any]) -> None:
        match said:
            case {"type": "join", "room": str(room), **rest} if _is_number(rest.get("since")):
                if room in listener.rooms:
                    hub.leave(listener, room)
                if len(listener.rooms) >= _MOST_ROOMS:
                    raise Refusal(_NOT_UNDERSTOOD)
                await hub.join(listener, room, rest.get("since"))
            case {"type": "leave", "room": str(room)}:
                hub.leave(listener, room)
            case {"type": "do", "room": str(room), "id": str(asked), "operation": dict(operation)}:
                kind = hub.kind(room)
                if kind is None or room not in listener.rooms:
                    raise Refusal(_NOT_THERE)
                operated = self.server.asked_from(
                    listener.person, self.device, lambda: kind.operate(listener.person, room, operation)
                )
                answer = await self.server.in_store(operated)
                await self._send(json.dumps({"type": "done", "id": asked, "answer": answer}, ensure_ascii=False))
            case _:
                raise Refusal(_NOT_UNDERSTOOD)

    async def _refuse(self, sentence: str, said: dict[str, Any]) -> None:
        known = {"id": said["id"]} if isinstance(said.get("id"), str) else {}
        await self._send(json.dumps({"type": "refused", "message": sentence, **known}, ensure_ascii=False))

    async def _send(self, text: str) -> None:
        sending: Awaitable[None] = self.write_message(text)
        await sending


def _read(message: str | bytes) -> dict[str, Any]:
    """Return what a page says, nothing where it is not understood: half of a sign could be neither looked for nor answered."""
    try:
        found = json.loads(message)
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        found = None
    return found if isinstance(found, dict) else {}


def _is_number(value: object) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53)
