"""People and programs who write while the course is hurt: they never give up, and note what they were told is saved."""

import asyncio
import json
import random
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing, suppress
from typing import Any

from learner import Learner
from ledger import Ledger, Sheet
from sides import PageFailed, Side
from tornado.httpclient import AsyncHTTPClient, HTTPClientError
from tornado.iostream import StreamClosedError
from tornado.websocket import WebSocketClosedError
from typist import Typist

from running import Running

__all__ = ["AWAY", "DirectWriter", "Load", "PageWriter"]

AWAY = (
    OSError,
    EOFError,
    PageFailed,
    TimeoutError,
    HTTPClientError,
    StreamClosedError,
    WebSocketClosedError,
)
"""What whoever asks meets while the course is hurt."""

_AGAIN = 0.2
_STOPPED = 507


class SheetTypist(Typist):
    """A typist on a sheet, who notes what is said to be saved, and does not wait on a kernel that fell silent."""

    def __init__(self, learner: Learner, sheet: Sheet, base: int) -> None:
        super().__init__(learner, lambda text: {"text": text}, sheet.start, base)
        self._sheet = sheet
        self._sent: dict[int, str] = {}

    def told(self, status: dict[str, Any]) -> None:
        """Note what became of a draft."""
        # In a conflict the text is kept beside the other's: that is a promise too.
        if status["state"] in {"saved", "conflict"} and (text := self._sent.get(status["seq"])):
            self._sheet.keep(text)
        super().told(status)

    def _send(self) -> None:
        super()._send()
        self._sent[self._seq] = self._text

    async def _listen(self) -> None:
        hearing = asyncio.ensure_future(super()._listen())
        try:
            while not hearing.done():
                await asyncio.wait({hearing}, timeout=_AGAIN)
                if self.silent:
                    raise PageFailed("the kernel fell silent")
            hearing.result()
        finally:
            hearing.cancel()


class PageWriter:
    """Somebody who opens a page, types in one answer, and opens it again whenever it no longer works.

    Parameters
    ----------
    side : callable
        Returns the course as it is now.
    address : str
        The page's path in the course.
    prompt : str
        The answer.
    """

    def __init__(
        self, side: Callable[[], Side], address: str, prompt: str, ledger: Ledger, chance: random.Random
    ) -> None:
        self._side, self._address, self._prompt = side, address, prompt
        self._ledger, self._chance = ledger, chance
        self.failures = 0

    async def write(self, until: asyncio.Event) -> None:
        """Write, page after page, until told to stop."""
        while not until.is_set():
            side = self._side()
            address = next(page for page in side.pages if page.endswith(self._address))
            learner = Learner(side, address, [], self._prompt)
            try:
                async with asyncio.timeout(30):
                    await learner.arrive()
                    opened = await learner.ask({"type": "open"})
                typist = SheetTypist(learner, self._ledger.open(self._prompt), opened["revision"])
                await _until(until, typist.type(self._chance, self._chance.uniform(2, 8)))
            except AWAY:
                self.failures += 1
                await asyncio.sleep(_AGAIN)
            finally:
                with suppress(*AWAY):
                    async with asyncio.timeout(10):
                        await learner.leave()


class DirectWriter:
    """A program that saves one text after the other by the JSON route, as fast as told."""

    def __init__(
        self, course: Callable[[], Running], prompt: str, ledger: Ledger, chance: random.Random, pause: float = 0.03
    ) -> None:
        self._course, self._prompt, self._ledger, self._chance, self._pause = course, prompt, ledger, chance, pause
        self._base = 0
        self.failures = 0

    async def write(self, until: asyncio.Event) -> None:
        """Write until told to stop."""
        async with aclosing(self._written()) as written:
            async for _ in written:
                if until.is_set():
                    return

    async def write_once(self) -> None:
        """Write until one text is said to be saved."""
        async with aclosing(self._written()) as written:
            async for kept in written:
                if kept:
                    return

    async def _written(self) -> AsyncGenerator[bool, None]:
        """Write text after text; yield whether each was said to be saved."""
        sheet, rank = self._ledger.open(self._prompt, alone=False), 0
        client = AsyncHTTPClient(force_instance=True)
        try:
            while True:
                rank += 1
                # Never the one before it with something added: each has its own place in the history.
                text = f"{sheet.start}phrase {rank:06} {'mot ' * self._chance.randrange(40)}"
                kept = False
                with suppress(*AWAY):
                    if kept := await self._save(client, text):
                        sheet.keep(text)
                yield kept
                await asyncio.sleep(self._chance.uniform(0, 2 * self._pause))
        finally:
            client.close()

    async def _save(self, client: AsyncHTTPClient, text: str) -> bool:
        course = self._course()
        try:
            answer = await client.fetch(
                f"{course.base}/parcours-u/entries/{self._prompt}",
                method="PUT",
                headers={"Authorization": f"token {course.token}"},
                body=json.dumps({"body": {"text": text}, "base": self._base}),
                request_timeout=30,
                raise_error=False,
            )
        except BaseException:
            self.failures += 1
            raise
        if answer.code == 200:
            told = json.loads(answer.body)
            self._base = told["saved"]["revision"] if "saved" in told else told["conflict"]["current"]["number"]
            return True
        self.failures += 1
        # 403: a link of before the course was started again, whose secret may have been replaced.
        if answer.code not in {_STOPPED, 403, 503, 599}:
            raise AssertionError(f"a save was answered with {answer.code}")
        await asyncio.sleep(_AGAIN)
        return False


class Load:
    """Everybody who writes, for the length of a block."""

    def __init__(self, writers: Sequence[PageWriter | DirectWriter]) -> None:
        self._writers = writers
        self._until = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def failures(self) -> int:
        """How many times somebody had to try again."""
        return sum(writer.failures for writer in self._writers)

    async def __aenter__(self) -> "Load":
        self._tasks = [asyncio.create_task(writer.write(self._until)) for writer in self._writers]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._until.set()
        await asyncio.gather(*self._tasks)


async def _until(event: asyncio.Event, doing: Awaitable[None]) -> None:
    """Do something, and leave it there when the event comes first."""
    task, stop = asyncio.ensure_future(doing), asyncio.ensure_future(event.wait())
    try:
        await asyncio.wait({task, stop}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            task.result()
    finally:
        for one in (task, stop):
            one.cancel()
        await asyncio.gather(task, stop, return_exceptions=True)
