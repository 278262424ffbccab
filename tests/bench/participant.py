"""Somebody of a cohort, as a protocol client: comes in by an invitation, opens a page, shares, hears what others share."""

import asyncio
import json
from collections.abc import Iterable, Sequence
from time import perf_counter
from typing import Any
from urllib.parse import urlencode, urlsplit

from learner import Learner
from sides import PageFailed, Side
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

__all__ = ["Participant"]

_FORM = "application/x-www-form-urlencoded"
_EVERYBODY = "cohort"


class Participant(Learner):
    """One person, and their one page.

    Parameters
    ----------
    side : Side
        The cohort's server; its first page is opened.
    files : sequence of str
        The paths that the page asks for besides, in order.
    prompt : str
        The answer to write in, and to share.
    token : str
        Their invitation's.
    """

    def __init__(self, side: Side, files: Sequence[str], prompt: str, token: str) -> None:
        super().__init__(side, side.pages[0], files, prompt)
        self._token = token
        self._address = urlsplit(side.pages[0]).netloc
        self._channel: WebSocketClientConnection | None = None
        self._hearing: asyncio.Task[None] | None = None
        self.id = ""
        """Who they are, as the server says once they listen."""
        self.seen: dict[str, float] = {}
        """By who shared: when it was seen here."""

    async def join(self) -> float:
        """Press the invitation's button, note the phrase, open the page; return the seconds until its answer takes words.

        Raises
        ------
        PageFailed
            When the server does not give what that needs.
        """
        door = f"/rejoindre/{self._token}"
        await self._fetch(door)  # it is on the phone's screen already
        begun = perf_counter()
        await self._submit(door)
        await self._fetch("/phrase")
        await self._submit("/phrase", noted="1")
        await self.arrive()
        return perf_counter() - begun

    async def listen(self) -> None:
        """Open the line on which what others share with the cohort comes.

        Raises
        ------
        PageFailed
            When there is no cohort to listen to.
        """
        found = await self._look()
        rooms = {room["room"]: room["number"] for room in found["rooms"]}
        if _EVERYBODY not in rooms:
            raise PageFailed(f"{self.side.name}: nothing is shared with somebody who has just come in")
        self.id = found["me"]
        headers = {"Cookie": self._cookie(), "Origin": f"http://{self._address}"}
        self._channel = await websocket_connect(
            HTTPRequest(f"ws://{self._address}/parcours-u/channel", headers=headers)
        )
        joining = {"type": "join", "room": _EVERYBODY, "since": rooms[_EVERYBODY]}
        await self._channel.write_message(json.dumps(joining))
        self._hearing = asyncio.create_task(self._hear())

    async def share(self) -> float:
        """Open one's answer to the cohort; return when that was asked."""
        moment = perf_counter()
        asked = json.dumps({"audience": [_EVERYBODY]}).encode()
        await self._fetch(f"/parcours-u/entries/{self.prompt}", "PATCH", asked, "application/json")
        return moment

    async def leave(self) -> None:
        """Close the page and its lines."""
        if self._hearing is not None:
            self._hearing.cancel()
        if self._channel is not None:
            self._channel.close()
        await super().leave()

    async def _hear(self) -> None:
        assert self._channel is not None
        while (text := await self._channel.read_message()) is not None:
            told = json.loads(text)
            if told["type"] == "reread":
                self._note_seen(entry["owner"] for entry in (await self._look())["entries"])
            elif told["type"] == "news":
                self._note_seen(one["owner"] for one in told["news"] if one["kind"] == "entry")

    def _note_seen(self, owners: Iterable[str]) -> None:
        for owner in owners:
            self.seen.setdefault(owner, perf_counter())

    async def _look(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(await self._fetch("/parcours-u/shared"))
        return found

    async def _submit(self, path: str, **fields: str) -> None:
        """Send a form of a page that was opened."""
        content = urlencode({"_xsrf": self._cookies["_xsrf"], **fields}).encode()
        await self._fetch(path, "POST", content, _FORM)
