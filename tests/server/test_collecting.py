"""Collecting from the trainers' page, with a desk that answers when the test wants it to."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from types import SimpleNamespace
from typing import Any

import pytest

from parcours_u.server.collecting import Collecting
from parcours_u.server.refusal import Refusal

CODES = [f"code-{rank}" for rank in range(7)]


class SlowDesk:
    """The trainer's desk: it answers one request each time that it is let."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.failing = ""
        self.turn = asyncio.Semaphore(0)

    async def ask(self, do: str, **details: Any) -> dict[str, Any]:
        """Answer as the desk does."""
        self.asked.append({"do": do, **details})
        await self.turn.acquire()
        if do == self.failing:
            raise Refusal("Le disque est plein.")
        if do == "to_collect":
            return {"codes": CODES, "refused": [{"person": "illisible", "taken": "refused", "message": "Illisible."}]}
        return {"collected": [{"person": code, "taken": "new", "message": ""} for code in details["only"]]}

    def lets(self, times: int) -> None:
        """Let it answer so many times."""
        for _ in range(times):
            self.turn.release()


class Trainers:
    """Awa sees everybody; Tom the first two, and no deposit that nobody can read."""

    async def sight(self, person: str, module: str) -> Any:
        """Return whom somebody sees."""
        seen = CODES[:2] if person == "Tom" else [*CODES, "illisible"]
        return SimpleNamespace(author=lambda code: code, sees=lambda code: code in seen)

    async def deposits(self, person: str, module: str) -> dict[str, Any]:
        """Return no deposit."""
        return {"deposits": [], "awaited": []}


@pytest.fixture
def play() -> Callable[[Callable[[Collecting, SlowDesk], Awaitable[None]]], None]:
    def run(scene: Callable[[Collecting, SlowDesk], Awaitable[None]]) -> None:
        async def played() -> None:
            desk = SlowDesk()
            async with asyncio.timeout(30):
                await scene(Collecting(Trainers(), desk), desk)  # type: ignore[arg-type]

        asyncio.run(played())

    return run


async def all_of(steps: AsyncIterator[dict[str, Any]]) -> list[Any]:
    return [one.get("step", one) async for one in steps]


def test_a_few_are_asked_for_at_a_time_and_each_step_is_told(play: Any) -> None:
    async def scene(collecting: Collecting, desk: SlowDesk) -> None:
        steps = collecting.collect("Awa", "co-initier")
        for done in (0, 3, 6):
            desk.lets(1)
            assert await anext(steps) == {"step": {"done": done, "total": 7}}
        desk.lets(1)
        (told,) = await all_of(steps)
        assert (told["taken"], told["messages"]) == (7, ["Illisible."])
        assert [one["only"] for one in desk.asked[1:]] == [CODES[:3], CODES[3:6], CODES[6:]]

    play(scene)


def test_who_asks_meanwhile_follows_what_is_under_way_and_hears_of_their_own_people_alone(play: Any) -> None:
    async def scene(collecting: Collecting, desk: SlowDesk) -> None:
        first = asyncio.ensure_future(all_of(collecting.collect("Awa", "co-initier")))
        desk.lets(2)
        while len(desk.asked) < 3:
            await asyncio.sleep(0)
        followed = collecting.collect("Tom", "co-initier")
        steps = [(await anext(followed))["step"]]
        desk.lets(2)
        *_, done = await first
        *more, own = await all_of(followed)
        assert (done["taken"], own["taken"], own["messages"]) == (7, 2, [])
        assert steps[0] == {"done": 2, "total": 2}
        assert {one["total"] for one in more} <= {2}
        assert [one["do"] for one in desk.asked] == ["to_collect", "collect", "collect", "collect"]

    play(scene)


def test_it_goes_on_to_its_end_when_whoever_asked_has_left(play: Any) -> None:
    async def scene(collecting: Collecting, desk: SlowDesk) -> None:
        steps = collecting.collect("Awa", "co-initier")
        desk.lets(1)
        assert (await anext(steps))["step"]["done"] == 0
        await steps.aclose()
        desk.lets(3)
        *_, done = await all_of(collecting.collect("Awa", "co-initier"))
        assert done["taken"] == 7
        assert [one["do"] for one in desk.asked].count("to_collect") == 1

    play(scene)


def test_what_fails_is_told_to_those_who_follow_and_the_next_one_begins_anew(play: Any) -> None:
    async def scene(collecting: Collecting, desk: SlowDesk) -> None:
        desk.failing = "collect"
        desk.lets(2)
        with pytest.raises(Refusal, match="disque"):
            await all_of(collecting.collect("Awa", "co-initier"))
        desk.failing = ""
        desk.lets(4)
        *_, done = await all_of(collecting.collect("Awa", "co-initier"))
        assert done["taken"] == 7

    play(scene)
