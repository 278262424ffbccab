"""Comments that come back while pages are open: told to whom they came, from this process or another, and to nobody else."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from together import QUESTION, Together, together

from parcours_u.domain.journal import Deposit
from parcours_u.grading.exchange import ExchangeSettings
from parcours_u.server import hub as hub_module
from parcours_u.server.refusal import Refusal
from parcours_u.server.returns import RETURNS, ReturnsRoom

MODULE = "co-initier"


class Exchange:
    """An exchange where a trainer releases comments: what the desk would fetch from it."""

    def __init__(self, place: Together, folder: Path) -> None:
        self.server = place.server
        self.settings = ExchangeSettings(folder / "echange", "parcours-u")
        self.settings.feedback.mkdir(parents=True)
        self.released: dict[str, str] = {}
        self.out_of_reach = False
        self.server.exchange = self.settings
        self.server.fetch_feedback = self._fetch  # type: ignore[method-assign]
        assert self.server.sharing is not None
        self.hub = self.server.sharing.hub
        self.hub.kinds[RETURNS] = ReturnsRoom(self.server, self.hub)
        for person in ("ada", "bo"):
            made = Deposit(f"d-{person}", MODULE, "2026-03-03T09:00:00Z", "exchange", f"code-{person}", (QUESTION,))
            place.server.journal(person).add_deposit(made)

    def releases(self, person: str, text: str) -> None:
        """Release a comment, as « retours » does from whatever process."""
        self.released[f"d-{person}"] = text
        (self.settings.feedback / f"{person}-{text}.html").write_text("retour", encoding="utf-8")

    async def _fetch(self, request: dict[str, Any]) -> dict[str, Any]:
        if self.out_of_reach:
            raise Refusal("Réessayez.")
        found = []
        for deposit in request["deposits"]:
            if deposit["id"] in self.released:
                at, text = deposit["deposited_at"], self.released[deposit["id"]]
                comments = [{"prompt": QUESTION, "text": text, "about": ""}]
                found.append({"deposit": deposit["id"], "module": MODULE, "deposited_at": at, "comments": comments})
        return {"ok": True, "returns": found}


@asynccontextmanager
async def exchanging(folder: Path) -> AsyncIterator[tuple[Together, Exchange]]:
    async with asyncio.timeout(60), together(folder / "groupe") as place:
        yield place, Exchange(place, folder)


def test_whoever_has_a_page_open_is_told_of_their_module_without_a_word_and_reads_it_in_their_journal(
    tmp_path: Path,
) -> None:
    async def scene() -> None:
        async with exchanging(tmp_path) as (place, exchange):
            ada, bo = await place.listen("ada"), await place.listen("bo")
            for page in (ada, bo):
                assert await page.join(RETURNS) == {"type": "joined", "room": RETURNS, "number": 0}
            exchange.releases("ada", "mot-temoin")
            exchange.hub.stir([RETURNS])
            [heard] = await ada.news()
            assert heard == {
                "number": 1,
                "kind": "returned",
                "module": MODULE,
                "title": "Co-initier",
                "path": f"course/source/{MODULE}/{MODULE}.ipynb",
            }
            status, told = await place.ask("ada", "GET", "entries")
            assert (status, told["returns"]) == (200, 1)
            assert [one["text"] for entry in told["entries"] for one in entry["comments"]] == ["mot-temoin"]
            exchange.releases("bo", "à Bo")
            exchange.hub.stir([RETURNS])
            [of_bo] = await bo.news()
            assert of_bo["number"] == 2  # and nothing of Ada's came before

    asyncio.run(scene())


def test_what_a_command_returned_is_found_at_the_next_beat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_module, "BEAT_SECONDS", 0.02)

    async def scene() -> None:
        async with exchanging(tmp_path) as (place, exchange):
            ada = await place.listen("ada")
            await ada.join(RETURNS)
            exchange.releases("ada", "d’une autre fenêtre")
            heard: dict[str, Any] = {}
            while heard.get("type") != "news":
                heard = await ada.hear()
            assert heard["news"][0]["module"] == MODULE

    asyncio.run(scene())


def test_a_page_drawn_before_they_came_is_told_when_it_joins_and_one_drawn_after_is_not(tmp_path: Path) -> None:
    async def scene() -> None:
        async with exchanging(tmp_path) as (place, exchange):
            _, drawn_before = await place.ask("ada", "GET", "entries")
            exchange.releases("ada", "Merci")
            _, drawn_after = await place.ask("ada", "GET", "progress")
            assert (drawn_before["returns"], drawn_after["returns"]) == (0, 1)
            early, late = await place.listen("ada"), await place.listen("ada")
            await early.join(RETURNS, drawn_before["returns"])
            assert [one["number"] for one in await early.news()] == [1]
            await late.join(RETURNS, drawn_after["returns"])
            exchange.releases("ada", "Merci encore")
            exchange.hub.stir([RETURNS])
            assert [one["number"] for one in await late.news()] == [2]

    asyncio.run(scene())


def test_an_exchange_out_of_reach_is_tried_again_and_nobody_is_told_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "BEAT_SECONDS", 0.02)

    async def scene() -> None:
        async with exchanging(tmp_path) as (place, exchange):
            ada = await place.listen("ada")
            await ada.join(RETURNS)
            exchange.out_of_reach = True
            exchange.releases("ada", "Merci")
            assert {(await ada.hear())["type"] for _ in range(5)} <= {"joined", "beat"}
            exchange.out_of_reach = False
            heard: dict[str, Any] = {}
            while heard.get("type") != "news":
                heard = await ada.hear()
            assert heard["news"][0]["module"] == MODULE

    asyncio.run(scene())


def test_there_is_nothing_to_do_there_and_no_other_room_of_that_name(tmp_path: Path) -> None:
    async def scene() -> None:
        async with exchanging(tmp_path) as (place, _):
            ada = await place.listen("ada")
            assert await ada.join(f"{RETURNS}:bo") == {"type": "closed", "room": f"{RETURNS}:bo"}
            await ada.join(RETURNS)
            await ada.say(type="do", room=RETURNS, id="1", operation={"kind": "reply"})
            assert (await ada.hear())["type"] == "refused"

    asyncio.run(scene())
