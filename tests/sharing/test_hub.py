"""The hub by itself: slow listeners hold nobody back and hold nothing in memory; beats; who listens to what."""

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from parcours_u.server import hub as hub_module
from parcours_u.server.hub import Hub, Lacking, Listener, Told


class Counter:
    """Rooms whose only news is how far they have counted."""

    def __init__(self) -> None:
        self.number = 0
        self.kept = 10**6
        self.outside: set[str] = set()
        self.asked = 0

    def lacking(self, room: str, since: Mapping[str, int], most: int) -> Mapping[str, Lacking]:
        """Tell the latest number to whoever does not know it."""
        self.asked += 1
        news = (Told(self.number, {"value": self.number}),) if self.number else ()
        return {
            person: Lacking(self.number, news if self.number - number <= self.kept else None)
            for person, number in since.items()
            if person not in self.outside
        }

    def operate(self, person: str, room: str, operation: Mapping[str, Any]) -> dict[str, Any]:
        """Do nothing."""
        return {}


class Ear:
    """A page's end, which takes what it is sent only while it is open."""

    def __init__(self, hub: Hub, person: str = "ada") -> None:
        self.open = asyncio.Event()
        self.open.set()
        self.texts: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.closed = asyncio.Event()
        self.listener = Listener(person, self._take, self.closed.set)
        hub.arrive(self.listener)

    async def _take(self, text: str) -> None:
        await self.open.wait()
        self.texts.put_nowait(json.loads(text))


async def at_once(action: Callable[[], Any]) -> Any:
    return action()


@pytest.fixture
def counter() -> Counter:
    return Counter()


@pytest.fixture
def hub(counter: Counter) -> Hub:
    found = Hub({"room": counter}, at_once)
    found.gather_seconds = found.apart_seconds = 0.0
    return found


def test_a_slow_page_holds_nobody_back_and_then_gets_what_it_lacks_as_things_are(hub: Hub, counter: Counter) -> None:
    async def scene() -> None:
        slow, quick = Ear(hub), Ear(hub, "bo")
        for ear in (slow, quick):
            await hub.join(ear.listener, "room:1", 0)
            await ear.texts.get()
        slow.open.clear()
        for number in range(1, 51):
            counter.number = number
            hub.stir(["room:1"])
            assert (await quick.texts.get())["number"] == number
        slow.open.set()
        heard = [await slow.texts.get()]
        while heard[-1]["number"] < 50:
            heard.append(await slow.texts.get())
        assert len(heard) == 2  # what was on its way when it slowed down, then how things are
        assert slow.texts.empty()

    asyncio.run(scene())


def test_of_two_pages_of_one_person_each_gets_what_it_lacks_and_nothing_twice(hub: Hub, counter: Counter) -> None:
    def everything(room: str, since: Mapping[str, int], most: int) -> Mapping[str, Lacking]:
        news = tuple(Told(number, {}) for number in range(1, counter.number + 1))
        return {
            person: Lacking(counter.number, tuple(one for one in news if one.number > number))
            for person, number in since.items()
        }

    counter.lacking = everything  # type: ignore[method-assign]

    async def scene() -> None:
        slow, quick = Ear(hub), Ear(hub)
        for ear in (slow, quick):
            await hub.join(ear.listener, "room:1", 0)
            await ear.texts.get()
        slow.open.clear()
        heard: dict[Ear, list[int]] = {slow: [], quick: []}
        for number in range(1, 6):
            counter.number = number
            hub.stir(["room:1"])
            heard[quick] += [one["number"] for one in (await quick.texts.get())["news"]]
        slow.open.set()
        while len(heard[slow]) < 5:
            heard[slow] += [one["number"] for one in (await slow.texts.get())["news"]]
        counter.number = 6
        hub.stir(["room:1"])
        for ear in (slow, quick):
            heard[ear] += [one["number"] for one in (await ear.texts.get())["news"]]
            assert heard[ear] == [1, 2, 3, 4, 5, 6]

    asyncio.run(scene())


def test_a_page_that_lacks_too_much_is_told_to_read_all_again(hub: Hub, counter: Counter) -> None:
    async def scene() -> None:
        ear = Ear(hub)
        counter.number, counter.kept = 500, 100
        await hub.join(ear.listener, "room:1", 3)
        assert [(await ear.texts.get())["type"] for _ in range(2)] == ["joined", "reread"]
        assert ear.listener.rooms == {"room:1": 500}

    asyncio.run(scene())


def test_a_page_that_knows_more_than_there_is_reads_all_again(hub: Hub, counter: Counter) -> None:
    async def scene() -> None:
        ear = Ear(hub)
        counter.number = 3
        await hub.join(ear.listener, "room:1", 50)
        assert [(await ear.texts.get())["type"] for _ in range(2)] == ["joined", "reread"]
        counter.number = 4
        hub.stir(["room:1"])
        assert (await ear.texts.get())["news"] == [{"number": 4, "value": 4}]

    asyncio.run(scene())


def test_a_page_that_takes_nothing_any_more_is_let_go(
    hub: Hub, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "_STUCK_SECONDS", 0.01)

    async def scene() -> None:
        ear = Ear(hub)
        await hub.join(ear.listener, "room:1", 0)
        ear.open.clear()
        counter.number = 1
        hub.stir(["room:1"])
        await ear.closed.wait()

    asyncio.run(scene())


def test_a_beat_is_heard_and_looks_again_at_who_may_be_there(
    hub: Hub, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "BEAT_SECONDS", 0.01)

    async def scene() -> None:
        ear = Ear(hub)
        await hub.join(ear.listener, "room:1", 0)
        counter.outside.add("ada")
        heard = {(await ear.texts.get())["type"] for _ in range(4)}
        while "closed" not in heard:
            heard.add((await ear.texts.get())["type"])
        assert heard >= {"joined", "beat", "closed"}
        assert ear.listener.rooms == {}

    asyncio.run(scene())


def test_nobody_asks_the_store_anything_while_nobody_listens_or_nothing_happens(hub: Hub, counter: Counter) -> None:
    async def scene() -> None:
        ear = Ear(hub)
        hub.stir(["room:1", "room:2"])
        await hub.join(ear.listener, "room:1", 0)
        await ear.texts.get()
        hub.leave(ear.listener, "room:1")
        asked = counter.asked
        hub.stir(["room:1"])
        await hub.join(ear.listener, "room:2", 0)
        assert counter.asked == asked + 1
        hub.go(ear.listener)
        assert (hub.listeners, hub.count("ada")) == (set(), 0)

    asyncio.run(scene())


def test_a_room_that_everybody_writes_in_is_told_of_now_and_then_not_at_each_word(hub: Hub, counter: Counter) -> None:
    hub.gather_seconds = 0.05

    async def scene() -> None:
        ear = Ear(hub)
        await hub.join(ear.listener, "room:1", 0)
        await ear.texts.get()
        for number in range(1, 1001):
            counter.number = number
            hub.stir(["room:1"])
        assert (await ear.texts.get())["number"] == 1000

    asyncio.run(scene())
