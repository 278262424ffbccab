"""The programme that a cohort lives: who reads it, and how its pages hear that it changed."""

import asyncio
from datetime import date
from pathlib import Path

import pytest
from together import Together, together

from parcours_u.domain.programme import PROGRAMME_ROOM
from parcours_u.store.programmes import Programmes

FORMAT = "voyage-trois-jours"


def programmes(place: Together) -> Programmes:
    return Programmes(place.cohort.database)


async def number(place: Together, person: str = "ada") -> int:
    status, found = await place.ask(person, "GET", "programme")
    assert status == 200
    (room,) = found["rooms"]
    return int(room["number"])


@pytest.mark.parametrize(("person", "follows"), [("ada", True), ("trainer", True), ("host", True), ("visitor", False)])
def test_who_is_of_the_cohort_reads_and_hears_it(tmp_path: Path, person: str, follows: bool) -> None:
    async def scene() -> None:
        async with together(tmp_path) as place:
            programmes(place).choose(FORMAT, date.today().isoformat())
            _, found = await place.ask(person, "GET", "programme")
            assert (found["programme"] is not None) is follows
            line = await place.listen(person)
            assert [one["room"] for one in found["rooms"]] == ([PROGRAMME_ROOM] if follows else [])
            joined = await line.join(PROGRAMME_ROOM)
            assert joined["type"] == ("joined" if follows else "closed")

    asyncio.run(scene())


def test_every_change_is_heard_at_once(tmp_path: Path) -> None:
    async def scene() -> None:
        async with together(tmp_path) as place:
            line = await place.listen("ada")
            assert await place.ask("ada", "GET", "programme") == (
                200,
                {"rooms": [{"room": PROGRAMME_ROOM, "number": await number(place)}], "programme": None},
            )
            await line.join(PROGRAMME_ROOM, await number(place))
            for change in (lambda: programmes(place).choose(FORMAT, "2027-03-15"), programmes(place).forget):
                change()
                heard = await line.hear()
                assert (heard["type"], heard["number"]) == ("reread", await number(place))

    asyncio.run(scene())


def test_a_page_that_was_away_meanwhile_reads_it_again_and_another_one_does_not(tmp_path: Path) -> None:
    async def scene() -> None:
        async with together(tmp_path) as place:
            before = await number(place)
            programmes(place).choose(FORMAT, "2027-03-15")
            away, here = await place.listen("ada"), await place.listen("bo")
            assert (await away.join(PROGRAMME_ROOM, before))["type"] == "joined"
            assert (await away.hear())["type"] == "reread"
            await here.join(PROGRAMME_ROOM, await number(place))
            programmes(place).forget()  # what is heard next is this change, and nothing before
            assert (await here.hear())["number"] == await number(place) == before

    asyncio.run(scene())


def test_who_leaves_the_cohort_hears_it_no_more(tmp_path: Path) -> None:
    async def scene() -> None:
        async with together(tmp_path) as place:
            line = await place.listen("ada")
            await line.join(PROGRAMME_ROOM, await number(place))
            place.cohort.departs("ada")
            programmes(place).choose(FORMAT, "2027-03-15")
            assert (await line.hear())["type"] == "closed"

    asyncio.run(scene())


def test_nothing_is_asked_of_it_through_the_channel(tmp_path: Path) -> None:
    async def scene() -> None:
        async with together(tmp_path) as place:
            line = await place.listen("trainer")
            await line.join(PROGRAMME_ROOM, await number(place))
            await line.say(type="do", room=PROGRAMME_ROOM, id="1", operation={"kind": "forget"})
            assert (await line.hear())["type"] == "refused"

    asyncio.run(scene())


def test_a_course_for_one_person_has_no_programme(tmp_path: Path) -> None:
    async def scene() -> None:
        async with together(tmp_path, alone=True) as place:
            assert (await place.ask("ada", "GET", "programme"))[0] == 409

    asyncio.run(scene())
