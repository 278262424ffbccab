"""Whoever writes while the course is hurt sends drafts as the page does, and notes what they are told, no more."""

import asyncio
import random
from collections.abc import Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import typist
from learner import Learner
from ledger import Ledger
from sides import PageFailed
from writers import SheetTypist

PROMPT = "co-initier-invitation"
CHANCE = random.Random(1)  # noqa: S311 - fingers, not secrets


class Kernel(Learner):
    """A page whose kernel answers each draft with the next of some states; then it is silent."""

    def __init__(self, states: Iterable[str]) -> None:
        self.drafts: list[dict[str, Any]] = []
        self._states = iter(states)
        self._news: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def tell(self, content: dict[str, Any]) -> None:
        """Take a draft."""
        self.drafts.append(content)
        if state := next(self._states, ""):
            status = {"view": "bench", "seq": content["seq"], "state": state, "revision": len(self.drafts)}
            await self._news.put({"type": "status", "status": status})

    async def heard(self) -> dict[str, Any]:
        """Say what became of it."""
        return await self._news.get()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    delays = {"PACE": 0.01, "LONGEST_PACE": 0.02, "SILENCE": 60, "RETRY": 0.1}
    monkeypatch.setattr(typist, "_delay", delays.__getitem__)
    monkeypatch.setattr(typist, "keys", lambda _chance, _seconds: [(0, "a"), (0.03, "b"), (0, "c")])


def run(action: Coroutine[Any, Any, None]) -> None:
    # In a thread of its own: the browser of other tests may have left an event loop in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, action).result()


def test_a_typist_types_time_after_time_and_notes_every_draft_that_is_saved() -> None:
    kernel, sheet = Kernel(["saved"] * 9), Ledger().open(PROMPT)

    async def type_twice() -> None:
        one = SheetTypist(kernel, sheet, 0)
        await one.type(CHANCE, 1)
        await one.type(CHANCE, 1)

    run(type_twice())
    assert sheet.acknowledged == [draft["value"]["text"] for draft in kernel.drafts]
    assert sheet.acknowledged[-1] == f"{sheet.start}abcabc"


def test_a_draft_that_could_not_be_saved_leaves_again_and_is_no_promise_until_it_is() -> None:
    kernel, sheet = Kernel(["saved", "unsaved", "saved"]), Ledger().open(PROMPT)
    run(SheetTypist(kernel, sheet, 0).type(CHANCE, 1))
    assert kernel.drafts[1] == kernel.drafts[2]
    assert sheet.acknowledged == [f"{sheet.start}a", f"{sheet.start}abc"]


def test_a_typist_leaves_a_kernel_that_fell_silent_with_nothing_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typist, "_delay", lambda _name: 0.0)
    kernel, sheet = Kernel([]), Ledger().open(PROMPT)
    with pytest.raises(PageFailed, match="silent"):
        run(SheetTypist(kernel, sheet, 0).type(CHANCE, 1))
    assert len(kernel.drafts) == 1
    assert sheet.acknowledged == []
