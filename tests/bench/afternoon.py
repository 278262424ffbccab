"""One cohort, from everybody coming in to everybody sharing, on a server of its own; and what it took."""

import asyncio
import random
from collections.abc import Awaitable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import psutil
from participant import Participant
from playwright.sync_api import BrowserContext
from sides import OURS, PageFailed, Side
from tornado.httpclient import HTTPClientError
from tornado.websocket import WebSocketClosedError
from typist import Typist

from people_here import FREE_TEXT, MODULE, Browser, Cohort, running_cohort

__all__ = ["Afternoon", "CohortSide", "cohort_side", "live"]

T = TypeVar("T")

_PATIENCE = 180
_FAILURES = (
    OSError,
    PageFailed,
    TimeoutError,
    asyncio.IncompleteReadError,
    HTTPClientError,
    WebSocketClosedError,
    KeyError,
)
_SAID_ON_STARTING = 4  # sentences; whatever else the server says is a failure


@dataclass(frozen=True)
class CohortSide(Side):
    """A cohort's server, and somebody who came in before everybody: the trainer, who looks at the page first."""

    visitor: Browser | None = None

    def enter(self, context: BrowserContext) -> None:
        """Let a browser context in, as that first person."""
        assert self.visitor is not None
        self.visitor.come_in(context)


@dataclass
class Afternoon:
    """What one took: seconds, megabytes, and what went wrong."""

    joins: list[float] = field(default_factory=list)
    """From the invitation's button to the page taking words, one a person."""
    keys: list[float] = field(default_factory=list)
    """From a key to its page being told that it is saved."""
    walls: list[float] = field(default_factory=list)
    """From somebody sharing with the cohort to it being on another's line, one for each of the others."""
    memory: list[float] = field(default_factory=list)
    """A participant's part of what all the server's processes hold; one figure."""
    server_memory: list[float] = field(default_factory=list)
    """The same, of the server's own process."""
    failures: list[str] = field(default_factory=list)

    async def tried(self, doing: Awaitable[T]) -> T | None:
        """Wait for something that may fail; note it when it does."""
        try:
            async with asyncio.timeout(_PATIENCE):
                return await doing
        except _FAILURES as error:
            self.failures.append(f"{type(error).__name__} {error}")
            return None


@contextmanager
def cohort_side(folder: Path, *options: str) -> Iterator[tuple[CohortSide, Cohort, list[str]]]:
    """Serve a cohort for the length of a block, its page already opened and left by the trainer.

    Yields its side, the cohort, and a list that holds, once the block has ended, what the server said that it should not.
    """
    said: list[str] = []
    with running_cohort(folder / "groupe", *options) as cohort:
        visitor = cohort.browser()
        visitor.join(cohort.link.rsplit("/", 1)[1])

        def entries() -> Any:
            return visitor.get("parcours-u/entries").json["entries"]

        process = psutil.Process(cohort.process.pid)
        side = CohortSide(OURS, [f"{cohort.base}/{MODULE}"], process, entries=entries, visitor=visitor)
        others = side.processes()  # the nursery, which stays
        kernel = visitor.kernel()
        visitor.ask("POST", f"voila/api/shutdown/{kernel}")
        side.wait_for_end_of(side.processes() - others - _stays(side))
        yield side, cohort, said
    said += [
        line for line in cohort.said.splitlines()[_SAID_ON_STARTING:] if not line.startswith("Le parcours est arr")
    ]


async def live(
    side: CohortSide, tokens: Sequence[str], files: Sequence[str], arrival: float, seconds: float, chance: random.Random
) -> Afternoon:
    """Have people come in, type all at once, then share, each at a moment of their own; all leave at the end.

    Parameters
    ----------
    tokens : sequence of str
        The invitations, one a person.
    files : sequence of str
        What the page asks for besides.
    arrival, seconds : float
        Within how long all come in; how long they type, and within how long each shares once.
    """
    took = Afternoon()
    people = [Participant(side, files, FREE_TEXT, token) for token in tokens]
    before = _held(side.process)

    async def come(one: Participant, moment: float) -> float | None:
        await asyncio.sleep(moment)
        return await took.tried(one.join())

    joined = await asyncio.gather(*(come(one, chance.uniform(0, arrival)) for one in people))
    took.joins = [found for found in joined if found is not None]
    here = [one for one, found in zip(people, joined, strict=True) if found is not None]
    await asyncio.gather(*(took.tried(one.listen()) for one in here))
    if here:
        after = _held(side.process)
        took.memory, took.server_memory = (
            [(late - early) / len(here)] for early, late in zip(before, after, strict=True)
        )
    await _type(took, here, seconds, chance)
    await _share(took, [one for one in here if one.id], seconds, chance)
    await asyncio.gather(*(took.tried(one.leave()) for one in people))
    return took


async def _type(took: Afternoon, here: Sequence[Participant], seconds: float, chance: random.Random) -> None:
    typists = [Typist(one, lambda text: {"text": text}) for one in here]
    hands = [random.Random(chance.random()) for _ in typists]  # noqa: S311 - fingers, not secrets
    await asyncio.gather(*(took.tried(one.type(hand, seconds)) for one, hand in zip(typists, hands, strict=True)))
    took.keys = [key for one in typists for key in one.from_key]


async def _share(took: Afternoon, here: Sequence[Participant], seconds: float, chance: random.Random) -> None:
    async def share(one: Participant, moment: float) -> float | None:
        await asyncio.sleep(moment)
        return await took.tried(one.share())

    moments = await asyncio.gather(*(share(one, chance.uniform(0, seconds)) for one in here))
    shared = {one.id: moment for one, moment in zip(here, moments, strict=True) if moment is not None}
    await took.tried(_all_seen(here, shared))
    for one in here:
        took.walls += [
            one.seen[owner] - moment for owner, moment in shared.items() if owner in one.seen and owner != one.id
        ]


async def _all_seen(here: Sequence[Participant], shared: dict[str, float]) -> None:
    async with asyncio.timeout(60):
        while sum(len(shared.keys() - one.seen.keys() - {one.id}) for one in here):
            await asyncio.sleep(0.02)


def _held(process: psutil.Process) -> tuple[float, float]:
    """Return the megabytes that a server and all that it started hold, and those of its own process."""
    own = _megabytes(process)
    return own + sum(map(_megabytes, process.children(recursive=True))), own


def _megabytes(process: psutil.Process) -> float:
    found = process.memory_full_info()
    return float(getattr(found, "pss", found.uss)) / 1e6


def _stays(side: Side) -> set[psutil.Process]:
    """Return what the server itself started and keeps: what kernels are forked from."""
    return {one for one in side.processes() if one.ppid() == side.process.pid}
