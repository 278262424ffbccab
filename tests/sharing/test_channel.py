"""The push channel: who is let in, what a page hears, that it hears it once, and what becomes of those who ask too much."""

import asyncio
import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from together import QUESTION, Together, together
from tornado.httpclient import HTTPClientError

from parcours_u.domain.audience import Reader
from parcours_u.domain.people import GroupKind
from parcours_u.server.channel import LONGEST_MESSAGE
from parcours_u.server.hub import Lacking, Told
from parcours_u.server.refusal import Refusal


def share(place: Together, owner: str, text: str, *readers: Reader) -> None:
    """Write and share, as somebody's page does."""
    before = place.cohort.journal(owner).entries([QUESTION])
    base = before[QUESTION].revision if before else 0
    place.cohort.journal(owner).save(QUESTION, {"sentence": text}, base)
    place.cohort.journal(owner).set_audience(QUESTION, frozenset(readers))


def sentences(news: list[dict[str, Any]]) -> list[str]:
    return [one["entry"]["texts"][0][1] for one in news if one["kind"] == "entry"]


def test_what_is_shared_reaches_the_circle_s_pages_and_no_other(tmp_path: Path) -> None:
    async def scene() -> None:
        async with together(tmp_path) as place:
            bo, di = await place.listen("bo"), await place.listen("di")
            joined = await bo.join("circle:c1")
            assert joined == {"type": "joined", "room": "circle:c1", "number": 0, "about": joined["about"]}
            for room in ("circle:c1", "pair:p1", "circle:nulle-part", "salon:1", "", "trainer"):
                assert await di.join(room) == {"type": "closed", "room": room}
            assert (await di.join("cohort"))["type"] == "joined"
            share(place, "ada", "à mon cercle", Reader.CIRCLE)
            [heard] = await bo.news()
            assert (heard["owner"], heard["entry"]["name"], sentences([heard])) == ("ada", "Ada", ["à mon cercle"])
            share(place, "cy", "à tout le groupe", Reader.COHORT)
            assert sentences(await di.news()) == ["à tout le groupe"]  # and nothing came before

    asyncio.run(scene())


def test_replies_and_what_is_taken_back_are_heard_too(tmp_path: Path) -> None:
    async def scene() -> None:
        async with together(tmp_path) as place:
            share(place, "ada", "à mon cercle", Reader.CIRCLE)
            ada, cy = await place.listen("ada"), await place.listen("cy")
            await ada.join("circle:c1", None)
            await cy.join("circle:c1", None)
            reply = {"kind": "reply", "owner": "ada", "prompt": QUESTION, "text": "Merci Ada."}
            await cy.say(type="do", room="circle:c1", id="1", operation=reply)
            told: dict[str, Any] = {}
            while "done" not in told or "news" not in told:
                message = await cy.hear()
                told[message["type"]] = message
            given = told["done"]["answer"]
            assert (given["author"], given["text"]) == ("cy", "Merci Ada.")
            [heard] = await ada.news()
            assert (heard["kind"], heard["reply"]) == ("reply", given)
            await cy.say(type="do", room="circle:c1", id="2", operation={"kind": "take_back", "reply": given["id"]})
            [heard] = await ada.news()
            assert (heard["kind"], heard["reply_id"]) == ("unreply", given["id"])
            place.cohort.journal("ada").set_audience(QUESTION, frozenset())
            [heard] = await ada.news()
            assert (heard["kind"], "entry" in heard) == ("gone", False)

    asyncio.run(scene())


def test_a_page_that_lost_its_line_catches_up_exactly_once(tmp_path: Path) -> None:
    async def scene() -> None:
        async with together(tmp_path) as place:
            first = await place.listen("bo")
            await first.join("circle:c1")
            share(place, "ada", "une", Reader.CIRCLE)
            known = (await first.news())[-1]["number"]
            first.line.close()
            share(place, "cy", "deux", Reader.CIRCLE)
            share(place, "ada", "trois", Reader.CIRCLE)
            again = await place.listen("bo")
            await again.join("circle:c1", known)
            heard = await again.news(2)
            assert sentences(heard) == ["deux", "trois"]
            share(place, "cy", "quatre", Reader.CIRCLE)
            heard += await again.news()
            numbers = [one["number"] for one in heard]
            assert sentences(heard)[2:] == ["quatre"]
            assert numbers == sorted(set(numbers))
            assert numbers[0] > known

    asyncio.run(scene())


def test_thousands_of_messages_arrive_each_once_and_in_order(tmp_path: Path) -> None:
    async def scene() -> None:
        async with together(tmp_path) as place:
            share(place, "ada", "à tout le groupe", Reader.COHORT)
            pages = [await place.listen(name) for name in ("ada", "bo", "cy", "di", "trainer")]
            for page in pages:
                await page.join("cohort", None)
            names = ("bo", "cy", "di", "ada")
            heard = (
                await asyncio.gather(*(everything(page) for page in pages), *(answer(place, one) for one in names))
            )[:5]
            for one in heard:
                assert one == heard[0]
                for name in names:
                    assert [text for text in one if text.startswith(name)] == [f"{name} {rank}" for rank in range(200)]

    async def answer(place: Together, name: str) -> None:
        asked = {"room": "cohort", "owner": "ada", "prompt": QUESTION}
        for rank in range(200):
            text = f"{name} {rank}"
            await place.server.in_store(partial(place.server.sharing.reply, name, {**asked, "text": text}))

    async def everything(page: Any) -> list[str]:
        """Listen as a page does, which reads all again when it is told to."""
        texts: list[str] = []
        while len(texts) < 800:
            message = await page.hear()
            if message["type"] == "reread":
                await page.join("cohort", 1)
                texts = []
            texts += [one["reply"]["text"] for one in message.get("news", ())]
        return texts

    asyncio.run(scene())


def test_whoever_is_moved_hears_no_more_and_the_others_are_told_to_read_again(tmp_path: Path) -> None:
    async def scene() -> None:
        async with together(tmp_path) as place:
            bo, cy = await place.listen("bo"), await place.listen("cy")
            await bo.join("circle:c1")
            await cy.join("circle:c1")
            place.cohort.leaves("cy", "c1")
            share(place, "ada", "sans Cy", Reader.CIRCLE)
            assert await cy.hear() == {"type": "closed", "room": "circle:c1"}
            assert (await bo.hear())["type"] == "reread"
            place.cohort.group("c3", GroupKind.CIRCLE, "cy")
            assert (await cy.join("circle:c3"))["type"] == "joined"

    asyncio.run(scene())


@pytest.mark.parametrize("headers", [{"X-Person": ""}, {"Origin": "http://ailleurs.example"}])
def test_a_stranger_and_another_site_s_page_are_not_let_in(tmp_path: Path, headers: Mapping[str, str]) -> None:
    async def scene() -> None:
        async with together(tmp_path) as place:
            with pytest.raises(HTTPClientError) as refused:
                await place.listen("ada", headers)
            assert refused.value.code == 403

    asyncio.run(scene())


def test_whoever_signed_out_is_not_let_in_and_an_open_line_of_theirs_says_nothing_more(tmp_path: Path) -> None:
    async def scene() -> None:
        async with together(tmp_path) as place:
            page = await place.listen("ada")
            place.server.signed_out.add("ada")
            assert await page.join("cohort") == {}
            with pytest.raises(HTTPClientError):
                await place.listen("ada")

    asyncio.run(scene())


def test_alone_there_is_nothing_to_hear_and_the_line_says_so_before_it_closes(tmp_path: Path) -> None:
    async def scene() -> None:
        async with together(tmp_path, alone=True) as place:
            page = await place.listen("solo")
            assert await page.hear() == {"type": "alone"}
            assert await page.hear() == {}
            assert page.line.close_code == 1000

    asyncio.run(scene())


@pytest.mark.parametrize(
    "message",
    [
        "",
        "non",
        "[]",
        "[" * 20_000,
        '{"type": "join"}',
        '{"type": "join", "room": 3}',
        '{"type": "join", "room": "cohort", "since": -1}',
        '{"type": "join", "room": "cohort", "since": true}',
        '{"type": "join", "room": "cohort", "since": "0"}',
        '{"type": "do", "room": "cohort", "id": "1", "operation": {}}',
        '{"type": "do", "room": "circle:c2", "id": "1", "operation": {"kind": "reply"}}',
        '{"type": "detruire"}',
    ],
)
def test_what_is_not_understood_is_refused_in_one_sentence_and_the_line_stays(tmp_path: Path, message: str) -> None:
    async def scene() -> None:
        async with together(tmp_path) as place:
            page = await place.listen("ada")
            await page.line.write_message(message)
            answer = await page.hear()
            assert answer["type"] == "refused"
            assert answer["message"].endswith(".")
            assert (await page.join("cohort"))["type"] == "joined"

    asyncio.run(scene())


def test_a_message_that_is_too_long_closes_the_line_and_no_other(tmp_path: Path) -> None:
    async def scene() -> None:
        async with together(tmp_path) as place:
            page, other = await place.listen("ada"), await place.listen("ada")
            await page.line.write_message(json.dumps({"type": "join", "room": "x" * LONGEST_MESSAGE}))
            assert await page.hear() == {}
            assert (await other.join("cohort"))["type"] == "joined"

    asyncio.run(scene())


def test_whoever_asks_too_fast_is_told_so_and_whoever_goes_on_is_put_out(tmp_path: Path) -> None:
    async def scene() -> None:
        async with together(tmp_path) as place:
            page, other = await place.listen("ada"), await place.listen("bo")
            for _ in range(2000):
                if page.line.protocol is None or page.line.protocol.client_terminated:
                    break
                await page.say(type="leave", room="cohort")
            heard = [message async for message in until_closed(page)]
            assert {message["type"] for message in heard} == {"refused"}
            assert "attendez quelques secondes" in heard[0]["message"]
            assert page.line.close_code == 1008
            assert (await other.join("cohort"))["type"] == "joined"

    async def until_closed(page: Any) -> Any:
        while message := await page.hear():
            yield message

    asyncio.run(scene())


class Turns:
    """A kind of room that the course does not have yet: who speaks, said by whoever is there."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def lacking(self, room: str, since: Mapping[str, int], most: int) -> Mapping[str, Lacking]:
        """Return the turns taken since; visitors are not there."""
        told = [Told(rank, {"speaker": name}) for rank, name in enumerate(self.said, start=1)]
        return {
            person: Lacking(len(told), tuple(one for one in told if one.number > number))
            for person, number in since.items()
            if person != "visitor"
        }

    def operate(self, person: str, room: str, operation: Mapping[str, Any]) -> dict[str, Any]:
        """Take a turn."""
        if operation.get("take") is not True:
            raise Refusal("Ce n’est pas un tour de parole\u00a0: rien n’a changé.")
        self.said.append(person)
        return {"rank": len(self.said)}


def test_another_kind_of_room_is_a_class_with_two_methods(tmp_path: Path) -> None:
    async def scene() -> None:
        async with together(tmp_path) as place:
            hub = place.server.sharing.hub
            hub.kinds["turns"] = Turns()
            ada, bo, visitor = [await place.listen(name) for name in ("ada", "bo", "visitor")]
            assert (await visitor.join("turns:1"))["type"] == "closed"
            await ada.join("turns:1")
            await bo.join("turns:1")
            await bo.say(type="do", room="turns:1", id="a", operation={"take": True})
            assert await bo.hear() == {"type": "done", "id": "a", "answer": {"rank": 1}}
            hub.stir(["turns:1"])
            assert await ada.news() == [{"number": 1, "speaker": "bo"}]
            await ada.say(type="do", room="turns:1", id="b", operation={})
            refused = await ada.hear()
            assert (refused["type"], refused["id"]) == ("refused", "b")

    asyncio.run(scene())
