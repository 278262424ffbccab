"""Somebody who types at a human pace, as a protocol client: drafts leave as the page's own front end sends them."""

import asyncio
import json
import random
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from time import perf_counter
from typing import Any

from learner import Learner
from sides import PageFailed
from tornado.websocket import WebSocketClosedError

import parcours_u

__all__ = ["Typist", "keys"]

_AUTOSAVE = Path(parcours_u.__file__).parent / "views" / "static" / "autosave.js"
_TEXT = (
    "Ce que j’ai entendu cette semaine à l’accueil de la mairie, et ce que j’en garde pour la suite de notre projet. "
)
_AWAY = 60


def _number(name: str) -> int:
    """Return one of the figures of the front end's automatic saving, as its source says."""
    found = re.search(rf"^const {name} = (\d+);", _AUTOSAVE.read_text(encoding="utf-8"), re.MULTILINE)
    if found is None:
        raise RuntimeError(f"autosave.js says no {name}: the typists no longer send drafts as it does")
    return int(found[1])


def _delay(name: str) -> float:
    """Return one of its delays, in seconds."""
    return _number(name) / 1000


def keys(chance: random.Random, seconds: float) -> Iterator[tuple[float, str]]:
    """Yield keys for so many seconds, each with the pause before it: bursts of some words at 4 to 5 keys a second, and silences."""
    spent, place = 0.0, chance.randrange(len(_TEXT))
    while True:
        silence = chance.uniform(1, 3)
        for number in range(chance.randrange(8, 40)):
            pause = silence if number == 0 else max(0.06, chance.gauss(0.22, 0.08))
            spent += pause
            if spent > seconds:
                return
            place += 1
            yield pause, _TEXT[place % len(_TEXT)]


class Typist:
    """A learner who types in one answer.

    Parameters
    ----------
    learner : Learner
        The open page.
    body : callable
        Returns the answer that holds a text.
    text : str
        What is in the field before the first key, and leaves with it.
    base : int
        The version that the page was opened on.
    """

    def __init__(self, learner: Learner, body: Callable[[str], dict[str, Any]], text: str = "", base: int = 0) -> None:
        self._learner = learner
        self._body = body
        self._pace, self._longest_pace = map(_delay, ("PACE", "LONGEST_PACE"))
        self._silence, self._retry = map(_delay, ("SILENCE", "RETRY"))
        self._rate = 1000 * _number("RATE")
        self._text, self._seq, self._base = text, 0, base
        self._draft: dict[str, Any] = {}
        self._typed: list[float] = []  # when each key was typed that has not left
        self._left: dict[
            int, tuple[float, list[float]]
        ] = {}  # by rank: when a draft left, and the keys that it carries
        self._on_its_way: float | None = None  # since when a draft is, that nothing was heard of
        self._timers: dict[str, asyncio.TimerHandle] = {}  # named as the page's own
        self._sending: set[asyncio.Task[None]] = set()
        self.again = 0
        """How many times a draft could not be saved at once, and left again later."""
        self.from_key: list[float] = []
        """For each key saved: seconds from it being typed to the page being told that it is saved."""
        self.from_draft: list[float] = []
        """For each draft saved: seconds from its leaving."""

    async def type(self, chance: random.Random, seconds: float) -> None:
        """Type, then wait until every word is saved.

        Raises
        ------
        PageFailed
            When a word is not saved a minute after the last key.
        """
        self.from_key, self.from_draft = [], []
        listening = asyncio.create_task(self._listen())
        try:
            for pause, key in keys(chance, seconds):
                await asyncio.sleep(pause)
                if listening.done():
                    listening.result()
                self._key(key)
            async with asyncio.timeout(_AWAY):
                while self._typed or self._left:
                    if listening.done():
                        listening.result()
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise PageFailed("a word was not saved a minute after the last key") from None
        finally:
            listening.cancel()
            self._stop(*self._timers)

    @property
    def silent(self) -> bool:
        """Whether the kernel has not answered for so long that the page would look for another one."""
        return self._on_its_way is not None and perf_counter() - self._on_its_way > self._silence

    def _key(self, key: str) -> None:
        self._text += key
        self._typed.append(perf_counter())
        if "pace" not in self._timers:
            self._start("pace", 0, self._go_on)

    def _start(self, name: str, seconds: float, then: Callable[[], None]) -> None:
        def ring() -> None:
            del self._timers[name]
            then()

        self._stop(name)
        self._timers[name] = asyncio.get_running_loop().call_later(seconds, ring)

    def _stop(self, *names: str) -> None:
        for name in names:
            if timer := self._timers.pop(name, None):
                timer.cancel()

    def _go_on(self) -> None:
        """Send what is typed, unless it is too soon, or what left before is not answered yet."""
        if self._typed and "pace" not in self._timers and self._on_its_way is None:
            self._send()

    def _send(self) -> None:
        self._seq += 1
        self._left[self._seq] = (perf_counter(), self._typed)
        self._typed = []
        self._draft = {"type": "draft", "view": "bench", "seq": self._seq, "base": self._base}
        self._draft["value"] = self._body(self._text)
        journey = len(json.dumps(self._draft, ensure_ascii=False, separators=(",", ":"))) / self._rate
        self._start("pace", min(max(self._pace, journey), self._longest_pace), self._go_on)
        self._tell()

    def _tell(self) -> None:
        async def leave(draft: dict[str, Any]) -> None:
            with suppress(WebSocketClosedError):  # whoever listens is told
                await self._learner.tell(draft)

        self._stop("retry")
        self._on_its_way = perf_counter()
        task = asyncio.create_task(leave(self._draft))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def _listen(self) -> None:
        while True:
            news = await self._learner.heard()
            if news["type"] != "status" or news["status"]["view"] != "bench":
                continue
            self.told(news["status"])

    def told(self, status: dict[str, Any]) -> None:
        """Take what became of a draft.

        Raises
        ------
        PageFailed
            When it was neither saved nor to be sent again.
        """
        now = perf_counter()
        if last := status["seq"] == self._seq:
            self._on_its_way = None
        if status["state"] == "unsaved":  # the server did not answer the kernel in time
            if last:
                self.again += 1
                self._start("retry", self._retry, self._tell)
            self._go_on()
            return
        if status["state"] != "saved":
            raise PageFailed(f"a draft was not saved: {status['state']}")
        self._base = status["revision"]
        for seq in [seq for seq in self._left if seq <= status["seq"]]:
            left, typed = self._left.pop(seq)
            self.from_draft.append(now - left)
            self.from_key += [now - moment for moment in typed]
        self._go_on()
