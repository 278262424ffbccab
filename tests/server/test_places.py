"""Places: first come, first served, never one too many, and passed over only by who no longer asks."""

import asyncio

import pytest
from line_of_pages import Clock, places, refused

from parcours_u.server.memory import PAGE_BYTES, RESERVE_BYTES
from parcours_u.server.places import Full, Place, Places


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_pages_that_ask_together_never_take_the_same_place(clock: Clock) -> None:
    async def asked() -> list[Place | BaseException]:
        found = places(3, clock)
        return await asyncio.gather(*(found.take() for _ in range(20)), return_exceptions=True)

    answers = asyncio.run(asked())
    assert [type(answer) for answer in answers] == [Place] * 3 + [Full] * 17
    assert [answer.ahead for answer in answers[3:] if isinstance(answer, Full)] == list(range(17))


def test_a_place_given_back_is_for_who_has_waited_longest_and_not_for_a_newcomer(clock: Clock) -> None:
    async def scene() -> None:
        found = places(1, clock)
        place = await found.take()
        first, second = await refused(found), await refused(found)
        found.give_back(place)
        assert (await refused(found)).ahead == 2
        assert (await refused(found, second.number)).ahead == 1
        assert await found.take(first.number)

    asyncio.run(scene())


def test_who_leaves_a_page_for_the_next_one_keeps_their_place_before_those_who_wait(clock: Clock) -> None:
    async def scene() -> None:
        found = places(1, clock)
        page = await found.take(browser="le sien")
        page.kernel = "noyau"
        waiting = await refused(found)
        following = asyncio.ensure_future(found.take(patience=5.0, browser="le sien"))
        await asyncio.sleep(0)
        found.left("noyau")
        assert (await refused(found, waiting.number)).ahead == 0
        assert (await following).browser == "le sien"
        assert found.taken == 1

    asyncio.run(scene())


def test_a_place_left_by_another_browser_is_for_those_who_wait(clock: Clock) -> None:
    async def scene() -> None:
        found = places(1, clock)
        page = await found.take(browser="un autre")
        page.kernel = "noyau"
        waiting = await refused(found)
        newcomer = asyncio.ensure_future(found.take(patience=0.05, browser="le sien"))
        await asyncio.sleep(0)
        found.left("noyau")
        assert await found.take(waiting.number)
        with pytest.raises(Full):
            await newcomer

    asyncio.run(scene())


def test_who_falls_silent_is_passed_over_and_has_their_turn_on_coming_back(clock: Clock) -> None:
    async def scene() -> None:
        found = places(1, clock)
        place = await found.take()
        sleeper, awake = await refused(found), await refused(found)
        clock.now += 60
        assert (await refused(found, awake.number)).ahead == 0
        assert (await refused(found, sleeper.number)).ahead == 0
        found.give_back(place)
        assert (await refused(found, awake.number)).ahead == 1
        assert await found.take(sleeper.number)

    asyncio.run(scene())


def test_a_page_that_follows_another_waits_the_moment_that_it_takes_to_be_left(clock: Clock) -> None:
    async def scene() -> None:
        found = places(1, clock)
        former = await found.take()
        former.kernel = "noyau"
        following = asyncio.ensure_future(found.take(patience=30))
        await asyncio.sleep(0)
        found.left("noyau")
        assert await following is not former
        assert found.taken == 1

    asyncio.run(scene())


def test_a_place_given_back_twice_is_one_place(clock: Clock) -> None:
    async def scene() -> None:
        found = places(1, clock)
        place = await found.take()
        found.give_back(place)
        found.give_back(place)
        found.left("inconnu")
        await found.take()
        assert (found.taken, found.free) == (1, 0)

    asyncio.run(scene())


def test_a_kernel_that_is_replaced_keeps_its_place_for_the_next_once(clock: Clock) -> None:
    async def scene() -> None:
        found = places(1, clock)
        place = await found.take()
        place.kernel = "ancien"
        assert found.hand_on("ancien") is place
        assert found.hand_on("ancien") is None
        assert found.taken == 1

    asyncio.run(scene())


def test_short_of_memory_no_further_page_starts_but_the_first_always_does(clock: Clock) -> None:
    async def scene() -> None:
        found = places(50, clock, available=RESERVE_BYTES)
        await found.take()
        await refused(found)
        assert found.free == 0

    asyncio.run(scene())


def test_kernels_that_start_have_their_memory_kept_for_them(clock: Clock) -> None:
    async def scene() -> None:
        found = places(50, clock, available=RESERVE_BYTES + 3 * PAGE_BYTES)
        taken = [await found.take() for _ in range(3)]
        await refused(found)
        for rank, place in enumerate(taken):
            place.kernel = f"noyau-{rank}"
        assert found.free == 3

    asyncio.run(scene())


def test_the_further_from_its_turn_the_less_often_a_page_asks(clock: Clock) -> None:
    async def scene() -> None:
        found = places(1, clock)
        await found.take()
        paces = [(await refused(found)).seconds for _ in range(60)]
        assert paces == sorted(paces)
        assert (paces[0], paces[-1]) == (2, 10)

    asyncio.run(scene())


def test_a_line_of_pages_that_never_come_back_does_not_grow_for_ever(clock: Clock) -> None:
    async def scene() -> None:
        found = places(1, clock)
        await found.take()
        for _ in range(3000):
            await refused(found)
        assert found.waiting <= 1001
        clock.now += 3600
        assert (await refused(found)).ahead == 0

    asyncio.run(scene())


@pytest.mark.parametrize(("said", "most"), [("7", 7), ("1", 1)])
def test_the_environment_says_how_many(said: str, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARCOURS_U_PAGES_VIVANTES", said)
    assert Places.usual().most == most


@pytest.mark.parametrize("said", ["", "0", "-3", "beaucoup"])
def test_what_is_no_number_leaves_it_to_the_machine(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARCOURS_U_PAGES_VIVANTES", said)
    assert 4 <= Places.usual().most <= 250


def shared(most: int, clock: Clock, share: int) -> tuple[Places, list[str]]:
    """Return places of which a person has a share, and where what was let go of theirs is told: their oldest kernel first."""
    found, gone = places(most, clock), []
    found.share = share

    def make_room_of(browser: str) -> bool:
        own = sorted(kernel for kernel, place in found.held.items() if place.browser == browser)
        if own:
            gone.append(own[0])
            found.left(own[0])
        return bool(own)

    found.make_room_of = make_room_of
    return found, gone


async def living(found: Places, *kernels: str, browser: str) -> None:
    for kernel in kernels:
        (await found.take(browser=browser)).kernel = kernel


def test_past_their_share_a_page_takes_the_place_of_another_of_the_same_person_s(clock: Clock) -> None:
    async def scene() -> None:
        found, gone = shared(10, clock, share=3)
        await living(found, "b1", browser="bo")
        await living(found, "a1", "a2", "a3", "a4", "a5", browser="ada")
        assert gone == ["a1", "a2"]
        assert sorted(found.held) == ["a3", "a4", "a5", "b1"]

    asyncio.run(scene())


def test_the_share_counts_the_pages_that_start_too(clock: Clock) -> None:
    async def scene() -> None:
        found, gone = shared(10, clock, share=3)
        asked = [found.take(browser="ada") for _ in range(20)]
        answers = await asyncio.gather(*asked, return_exceptions=True)
        assert [type(answer) for answer in answers] == [Place] * 3 + [Full] * 17
        assert gone == []
        assert await found.take(browser="bo")  # those that wait for a share of their own are before nobody else

    asyncio.run(scene())


def test_somebody_who_asks_for_many_pages_is_before_the_others_for_their_share_only(clock: Clock) -> None:
    async def scene() -> None:
        found, _ = shared(1, clock, share=3)
        place = await found.take(browser="bo")
        for _ in range(20):
            with pytest.raises(Full):
                await found.take(browser="ada")
        with pytest.raises(Full) as refusal:
            await found.take(browser="cyr")
        assert refusal.value.ahead == 3
        found.give_back(place)

    asyncio.run(scene())


def test_who_has_their_share_and_goes_to_the_next_page_loses_no_other(clock: Clock) -> None:
    async def scene() -> None:
        found, gone = shared(10, clock, share=3)
        await living(found, "a1", "a2", "a3", browser="ada")
        following = asyncio.ensure_future(found.take(patience=5.0, browser="ada"))
        await asyncio.sleep(0)
        found.left("a2")
        (await following).kernel = "a4"
        assert gone == []
        assert sorted(found.held) == ["a1", "a3", "a4"]

    asyncio.run(scene())


def test_a_page_more_that_follows_none_waits_a_moment_and_then_takes_its_own_oldest_one_s_place(clock: Clock) -> None:
    async def scene() -> None:
        found, gone = shared(10, clock, share=3)
        await living(found, "a1", "a2", "a3", browser="ada")
        more = await asyncio.gather(*(found.take(patience=0.05, browser="ada") for _ in range(2)))
        assert (len(more), gone, found.taken) == (2, ["a1", "a2"], 3)

    asyncio.run(scene())
