"""« Recueillir », from the trainers' page: step by step, so that the desk answers others in between, and its progress is told.

Sixty deposits take a while on a small machine. They are asked of the desk a few at a time: a comment that is written meanwhile waits
for one step, not for all of them. A module is being collected once, whoever asks, and to its end, whoever leaves: another
trainer, or the same one on another page, follows what is under way.
"""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from parcours_u.server.grading_line import GradingLine
from parcours_u.server.reading_desk import ReadingDesk

__all__ = ["Collecting"]

_AT_ONCE = 3
_TAKEN = frozenset({"new", "updated"})


@dataclass
class _Round:
    """One collecting of a module: whose deposits are to be taken, how far it is, what became of each."""

    codes: list[str] = field(default_factory=list)
    done: int = 0
    collected: list[dict[str, Any]] = field(default_factory=list)
    moved: asyncio.Event = field(default_factory=asyncio.Event)

    def move(self) -> None:
        """Wake those who follow; they wait for the next move on another event."""
        self.moved.set()
        self.moved = asyncio.Event()


class Collecting:
    """The collecting of deposits, for the trainers of one cohort.

    Parameters
    ----------
    desk : ReadingDesk
        Says what each trainer may see of it.
    line : GradingLine
        Asks the trainer's desk.
    """

    def __init__(self, desk: ReadingDesk, line: GradingLine) -> None:
        self._desk, self._line = desk, line
        self._under_way: dict[str, tuple[_Round, asyncio.Task[None]]] = {}

    async def collect(self, person: str, module: str) -> AsyncGenerator[dict[str, Any], None]:
        """Collect a module, or follow who does: give ``step``, how many deposits are taken of how many, then what came of it.

        A trainer is told of the people that they accompany, and of nobody else.

        Raises
        ------
        Refusal
            When it can't be done now; what was taken stays taken.
        """
        sight = await self._desk.sight(person, module)
        under_way, task = self._under_way.get(module) or self._begin(module)

        def seen(code: str) -> bool:
            return sight.sees(sight.author(code))

        while not task.done():
            moved = asyncio.ensure_future(under_way.moved.wait())
            if total := sum(map(seen, under_way.codes)):
                yield {"step": {"done": sum(map(seen, under_way.codes[: under_way.done])), "total": total}}
            await asyncio.wait({task, moved}, return_when=asyncio.FIRST_COMPLETED)
            moved.cancel()
        task.result()
        told = [one for one in under_way.collected if seen(one["person"])]
        yield {
            "taken": sum(one["taken"] in _TAKEN for one in told),
            "messages": [one["message"] for one in told if one["message"]],
            **await self._desk.deposits(person, module),
        }

    def _begin(self, module: str) -> tuple[_Round, asyncio.Task[None]]:
        under_way = _Round()
        task = asyncio.ensure_future(self._run(module, under_way))
        task.add_done_callback(partial(self._ended, module, under_way))
        self._under_way[module] = under_way, task
        return under_way, task

    def _ended(self, module: str, under_way: _Round, task: asyncio.Task[None]) -> None:
        self._under_way.pop(module, None)
        under_way.move()
        if not task.cancelled():
            task.exception()  # told to those who follow; asyncio complains of one that nobody heard

    async def _run(self, module: str, under_way: _Round) -> None:
        found = await self._line.ask("to_collect", module=module)
        under_way.codes, under_way.collected = found["codes"], found["refused"]
        while some := under_way.codes[under_way.done : under_way.done + _AT_ONCE]:
            under_way.move()
            answer = await self._line.ask("collect", module=module, only=some)
            under_way.collected += answer["collected"]
            under_way.done += len(some)
