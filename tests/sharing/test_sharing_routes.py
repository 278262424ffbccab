"""The JSON routes of what is shared: each gives whoever asks what is theirs to read, and nothing of anybody else's."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from together import OTHER_QUESTION, QUESTION, Together, together

from parcours_u.domain.audience import Reader

SECRET = "un mot pour le cercle seulement"


async def share(place: Together, owner: str, text: str, *readers: str, prompt: str = QUESTION) -> None:
    """Write, then choose the readers, by the routes that pages use."""
    saved = await place.ask(owner, "PUT", f"entries/{prompt}", {"body": {"sentence": text}, "base": 0})
    assert saved[0] == 200
    assert (await place.ask(owner, "PATCH", f"entries/{prompt}", {"audience": [*readers]}))[0] == 200


def entries(answer: Any) -> list[tuple[str, str, str]]:
    return [(one["room"], one["name"], one["texts"][0][1]) for one in answer["entries"]]


def test_whoever_asks_gets_their_rooms_and_what_is_shared_there_grouped_as_in_the_course(tmp_path: Path) -> None:
    async def scene() -> None:
        async with together(tmp_path) as place:
            await share(place, "ada", SECRET, "circle")
            await share(place, "bo", "à tout le groupe", "cohort", prompt=OTHER_QUESTION)
            status, seen = await place.ask("cy", "GET", "shared")
            assert (status, seen["me"]) == (200, "cy")
            assert [one["room"] for one in seen["rooms"]] == ["circle:c1", "cohort"]
            assert [one["name"] for one in seen["rooms"][0]["people"]] == ["Ada", "Bo", "Cy"]
            assert entries(seen) == [("circle:c1", "Ada", SECRET), ("cohort", "Bo", "à tout le groupe")]
            assert [one["id"] for one in seen["prompts"]] == [OTHER_QUESTION, QUESTION]
            assert seen["prompts"][1]["href"] == (
                f"/voila/render/course/source/co-initier/co-initier.ipynb#invite-{QUESTION}"
            )
            _, narrow = await place.ask("cy", "GET", f"shared?prompt={QUESTION}")
            assert entries(narrow) == [("circle:c1", "Ada", SECRET)]

    asyncio.run(scene())


@pytest.mark.parametrize("who", ["di", "trainer", "host", "visitor", "nobody"])
def test_nobody_outside_gets_a_word_of_it_by_any_route(tmp_path: Path, who: str) -> None:
    async def scene() -> None:
        async with together(tmp_path) as place:
            await share(place, "ada", SECRET, "circle")
            _, seen = await place.ask("bo", "POST", "shared/replies", reply("Merci."))
            found = [
                await place.ask(who, "GET", "shared"),
                await place.ask(who, "GET", f"shared?prompt={QUESTION}"),
                await place.ask(who, "GET", f"entries?prompt={QUESTION}"),
                await place.ask(who, "POST", "shared/replies", reply("Bonjour.")),
                await place.ask(who, "DELETE", f"shared/replies/{seen['reply']['id']}"),
                await place.ask(who, "DELETE", f"shared/entries/{QUESTION}?room=circle:c1"),
            ]
            assert SECRET not in str(found)
            assert "Merci." not in str(found)
            assert [status for status, _ in found[3:5]] == [409, 409]
            _, still = await place.ask("cy", "GET", "shared")
            assert [one["text"] for one in still["entries"][0]["replies"]] == ["Merci."]

    asyncio.run(scene())


def reply(text: object, **changed: Any) -> dict[str, Any]:
    return {"room": "circle:c1", "owner": "ada", "prompt": QUESTION, "text": text} | changed


def test_an_author_takes_an_answer_back_from_their_circle_and_their_pair_still_reads_it(tmp_path: Path) -> None:
    async def scene() -> None:
        async with together(tmp_path) as place:
            await share(place, "ada", SECRET, "pair", "circle")
            status, done = await place.ask("ada", "DELETE", f"shared/entries/{QUESTION}?room=circle:c1")
            assert (status, done["audience"]) == (200, ["pair"])
            assert entries((await place.ask("cy", "GET", "shared"))[1]) == []
            assert entries((await place.ask("bo", "GET", "shared"))[1]) == [("pair:p1", "Ada", SECRET)]

    asyncio.run(scene())


def test_to_take_back_twice_is_not_to_share_again_with_those_who_came_since(tmp_path: Path) -> None:
    async def scene() -> None:
        async with together(tmp_path) as place:
            await share(place, "ada", SECRET, "pair", "circle")
            place.cohort.joins("di", "c1")
            for _ in range(2):
                status, done = await place.ask("ada", "DELETE", f"shared/entries/{QUESTION}?room=pair:p1")
                assert (status, done["audience"]) == (200, ["circle"])
            assert entries((await place.ask("di", "GET", "shared"))[1]) == []
            _, own = await place.ask("ada", "GET", "shared")
            assert own["entries"][0]["newcomers"] == ["di"]
            await place.ask("ada", "PATCH", f"entries/{QUESTION}", {"audience": ["circle"]})
            assert entries((await place.ask("di", "GET", "shared"))[1]) == [("circle:c1", "Ada", SECRET)]

    asyncio.run(scene())


def test_an_author_is_told_that_their_circle_is_no_longer_the_one_they_had_chosen(tmp_path: Path) -> None:
    async def scene() -> None:
        async with together(tmp_path) as place:
            await share(place, "ada", SECRET, "circle")
            place.cohort.ends("c1")
            _, seen = await place.ask("ada", "GET", f"shared?prompt={QUESTION}")
            assert (seen["audiences"], seen["own"]) == ({QUESTION: ["circle"]}, {QUESTION: ["circle:c1"]})
            assert [one["room"] for one in seen["rooms"]] == ["pair:p1", "cohort"]

    asyncio.run(scene())


def test_a_reply_is_given_and_taken_back(tmp_path: Path) -> None:
    async def scene() -> None:
        async with together(tmp_path) as place:
            await share(place, "ada", SECRET, "circle")
            status, given = await place.ask("cy", "POST", "shared/replies", reply(" Merci Ada. "))
            assert (status, given["reply"]["name"], given["reply"]["text"]) == (200, "Cy", "Merci Ada.")
            assert (await place.ask("bo", "DELETE", f"shared/replies/{given['reply']['id']}"))[0] == 409
            assert (await place.ask("cy", "DELETE", f"shared/replies/{given['reply']['id']}"))[0] == 200

    asyncio.run(scene())


@pytest.mark.parametrize(
    "asked",
    [
        reply(""),
        reply("x" * 601),
        reply(None),
        reply("bonjour", room="circle:c2"),
        reply("bonjour", room="trainer"),
        reply("bonjour", room=3),
        reply("bonjour", owner=None),
        reply("bonjour", owner="cy"),
        reply("bonjour", prompt=["x"]),
        {},
    ],
)
def test_what_is_no_reply_is_refused_in_one_sentence(tmp_path: Path, asked: dict[str, Any]) -> None:
    async def scene() -> None:
        async with together(tmp_path) as place:
            await share(place, "ada", SECRET, "circle")
            status, answer = await place.ask("bo", "POST", "shared/replies", asked)
            assert status == 409
            assert answer["message"].endswith(".")

    asyncio.run(scene())


def test_only_the_readers_that_one_has_may_be_chosen(tmp_path: Path) -> None:
    async def scene() -> None:
        async with together(tmp_path) as place:
            for who, audience, status in (
                ("di", ["pair"], 400),
                ("di", ["circle"], 200),
                ("visitor", ["cohort"], 400),
                ("visitor", [], 200),
                ("host", ["cohort"], 400),
                ("ada", ["pair", "cohort"], 400),
                ("ada", ["commons"], 400),
            ):
                asked = {"audience": audience}
                assert (await place.ask(who, "PATCH", f"entries/{QUESTION}", asked))[0] == status, (who, audience)

    asyncio.run(scene())


def test_what_changes_something_carries_the_anti_forgery_token(tmp_path: Path) -> None:
    async def scene() -> None:
        async with together(tmp_path) as place:
            await share(place, "ada", SECRET, "circle")
            bare = {"X-XSRFToken": "", "Cookie": ""}
            for method, path in (
                ("POST", "shared/replies"),
                ("DELETE", f"shared/entries/{QUESTION}?room=circle:c1"),
                ("DELETE", "shared/replies/0123456789abcdef"),
            ):
                status, _ = await place.ask("ada", method, path, reply("non") if method == "POST" else None, bare)
                assert status == 403
            assert (await place.ask("", "GET", "shared"))[0] == 403

    asyncio.run(scene())


def test_alone_nothing_is_shared_and_each_route_says_so_kindly(tmp_path: Path) -> None:
    async def scene() -> None:
        async with together(tmp_path, alone=True) as place:
            for method, path in (
                ("GET", "shared"),
                ("POST", "shared/replies"),
                ("DELETE", f"shared/entries/{QUESTION}"),
            ):
                status, answer = await place.ask("solo", method, path, {} if method == "POST" else None)
                assert status == 409
                assert "une seule personne" in answer["message"]

    asyncio.run(scene())


def test_whoever_replies_too_fast_is_asked_to_wait(tmp_path: Path) -> None:
    async def scene() -> None:
        async with together(tmp_path) as place:
            await share(place, "ada", SECRET, "circle")
            pace = place.server.sharing.pace("bo")
            pace.per_second = 0.0
            while pace.allows():
                pass
            status, answer = await place.ask("bo", "POST", "shared/replies", reply("Merci."))
            assert status == 429
            assert "attendez" in answer["message"]

    asyncio.run(scene())


def test_an_answer_made_empty_shows_no_part(tmp_path: Path) -> None:
    async def scene() -> None:
        async with together(tmp_path) as place:
            await share(place, "ada", SECRET, Reader.CIRCLE)
            _, before = await place.ask("ada", "GET", f"entries?prompt={QUESTION}")
            asked = {"body": {"sentence": ""}, "base": before["entries"][0]["revision"]}
            await place.ask("ada", "PUT", f"entries/{QUESTION}", asked)
            assert [one["texts"] for one in (await place.ask("bo", "GET", "shared"))[1]["entries"]] == [[]]

    asyncio.run(scene())


def test_who_joins_finds_out_whether_others_are_there_since_they_read(tmp_path: Path) -> None:
    async def scene() -> None:
        async with together(tmp_path) as place:
            for path, room in (("shared", "circle:c1"), ("agreements", "pair:p1")):
                _, found = await place.ask("ada", "GET", path)
                [read] = [one for one in found["rooms"] if one["room"] == room]
                page = await place.listen("ada")
                assert (await page.join(room))["about"] == read["about"]
                place.cohort.joins("di", room.partition(":")[2])
                again = await place.listen("ada")
                assert (await again.join(room))["about"] != read["about"]

    asyncio.run(scene())
