"""Waiting pages that are loaded again, or left for one another: a turn goes on with the page that follows, and with no other."""

import asyncio

import pytest
from line_of_pages import Clock, places, refused

from parcours_u.server.places import Full, Places


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def full(clock: Clock) -> Places:
    """A single place, for the first who asks."""
    return places(1, clock)


async def loaded(found: Places, browser: str) -> "asyncio.Task[Full]":
    """Ask for a page, which waits a moment for the one that it follows to be left."""

    async def load() -> Full:
        with pytest.raises(Full) as refusal:
            await found.take(patience=0.05, browser=browser)
        return refusal.value

    task = asyncio.ensure_future(load())
    await asyncio.sleep(0)
    return task


async def reloaded(found: Places, number: str, browser: str) -> Full:
    """Load a waiting page again, as a browser does: it asks for the next one, then the former says that it leaves."""
    following = await loaded(found, browser)
    found.leave(number, browser)
    return await following


def test_a_waiting_page_that_is_loaded_again_and_again_keeps_its_turn_before_those_behind(full: Places) -> None:
    async def scene() -> None:
        place = await full.take()
        mine, other = await refused(full, browser="ada"), await refused(full, browser="bo")
        for _ in range(3):
            mine = await reloaded(full, mine.number, "ada")
            assert mine.ahead == 0
        assert (await refused(full, other.number, "bo")).ahead == 1
        assert full.waiting == 2
        full.give_back(place)
        assert await full.take(mine.number, browser="ada")

    asyncio.run(scene())


def test_nobody_gains_places_by_loading_their_page_again(full: Places) -> None:
    async def scene() -> None:
        await full.take()
        first, mine = await refused(full, browser="bo"), await refused(full, browser="ada")
        for _ in range(3):
            mine = await reloaded(full, mine.number, "ada")
        assert mine.ahead == 1
        assert (await refused(full, first.number, "bo")).ahead == 0

    asyncio.run(scene())


def test_a_place_that_is_freed_while_the_first_page_loads_again_is_theirs(full: Places) -> None:
    async def scene() -> None:
        place = await full.take()
        mine, other = await refused(full, browser="ada"), await refused(full, browser="bo")
        following = asyncio.ensure_future(full.take(patience=5.0, browser="ada"))
        await asyncio.sleep(0)
        full.give_back(place)
        assert (await refused(full, other.number, "bo")).ahead >= 1
        full.leave(mine.number, "ada")
        assert (await following).browser == "ada"

    asyncio.run(scene())


def test_waiting_pages_of_one_browser_that_load_again_together_have_a_turn_each(full: Places) -> None:
    async def scene() -> None:
        await full.take()
        mine = [await refused(full, browser="ada") for _ in range(3)]
        other = await refused(full, browser="bo")
        following = [await loaded(full, "ada") for _ in mine]
        for one in mine:
            full.leave(one.number, "ada")
        assert sorted(one.ahead for one in await asyncio.gather(*following)) == [0, 1, 2]
        assert (await refused(full, other.number, "bo")).ahead == 3

    asyncio.run(scene())


def test_a_page_that_waits_already_leaves_its_turn_to_the_one_that_loads_again(full: Places) -> None:
    async def scene() -> None:
        await full.take()
        mine, more = await refused(full, browser="ada"), await refused(full, browser="ada")
        following = await loaded(full, "ada")
        full.leave(mine.number, "ada")
        assert (await refused(full, more.number, "ada")).number == more.number
        assert (await following).number == mine.number

    asyncio.run(scene())


def test_a_page_goes_on_with_the_turn_of_the_one_it_followed_when_that_one_s_word_comes_late(
    full: Places, clock: Clock
) -> None:
    async def scene() -> None:
        await full.take()
        former, other = await refused(full, browser="ada"), await refused(full, browser="bo")
        clock.now += 1
        mine = await (await loaded(full, "ada"))
        assert mine.ahead == 2
        full.leave(former.number, "ada")
        assert (await refused(full, mine.number, "ada")).ahead == 0
        assert (await refused(full, other.number, "bo")).ahead == 1
        assert full.waiting == 2

    asyncio.run(scene())


@pytest.mark.parametrize(("browser", "left"), [("bo", "ada"), ("", ""), ("ada", "bo")])
def test_no_page_goes_on_with_the_turn_of_somebody_else(full: Places, browser: str, left: str) -> None:
    async def scene() -> None:
        await full.take()
        former = await refused(full, browser="ada" if left else "")
        following = await loaded(full, browser)
        full.leave(former.number, left)
        assert (await following).ahead == 1

    asyncio.run(scene())


def test_those_behind_a_waiting_page_that_is_closed_move_up_at_once(full: Places, clock: Clock) -> None:
    async def scene() -> None:
        await full.take()
        closed, other = await refused(full, browser="ada"), await refused(full, browser="bo")
        full.leave(closed.number, "ada")
        clock.now += 2
        assert (await refused(full, other.number, "bo")).ahead == 0

    asyncio.run(scene())


def test_the_turn_of_a_page_that_was_left_for_good_is_for_nobody(full: Places, clock: Clock) -> None:
    async def scene() -> None:
        await full.take()
        closed, other = await refused(full, browser="ada"), await refused(full, browser="bo")
        full.leave(closed.number, "ada")
        clock.now += 60
        await refused(full, other.number, "bo")
        assert (await (await loaded(full, "ada"))).ahead == 1

    asyncio.run(scene())
