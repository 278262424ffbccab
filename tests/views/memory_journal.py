"""A journal kept in memory, with the store's rules: what the widgets speak to in these tests."""

from collections.abc import Sequence
from typing import Any

from parcours_u.client import Unavailable
from parcours_u.domain.audience import NOBODY, SOLO_AUDIENCES, Audience, includes_trainer
from parcours_u.domain.course import Course
from parcours_u.domain.journal import Comment, Conflict, Deposit, Entry, ReadersChanged, Revision, Saved


class MemoryJournal:
    """One person's journal. ``failure`` makes every call fail; ``lost`` makes the next save write but not answer."""

    base_url = "/"

    def __init__(
        self, course: Course, *, read_only: bool = False, audiences: tuple[Audience, ...] = SOLO_AUDIENCES
    ) -> None:
        self.course = course
        self.read_only = read_only
        self.audiences = audiences
        self.together = False
        self.animates = False
        self.part: dict[str, Any] = {}
        self.returns = 0
        self.failure = ""
        self.lost = False
        self.now = "2026-03-03T13:03:00Z"
        self.revisions: dict[str, list[Revision]] = {}
        self.chosen: dict[str, Audience] = {}
        self.comments: dict[str, tuple[Comment, ...]] = {}
        self.made: list[Deposit] = []
        self.calls: list[str] = []
        self.erased = 0

    def write(self, prompt: str, *bodies: dict[str, Any], at: str = "") -> Entry:
        """Save versions as another page would; return the entry."""
        for body in bodies:
            number = self.erased + len(self.revisions.get(prompt, [])) + 1
            self.revisions.setdefault(prompt, []).append(Revision(number, at or self.now, body))
        return self.entry(prompt)

    def entry(self, prompt: str) -> Entry:
        """Return one entry, empty when nothing was written."""
        current = self.current(prompt)
        return Entry(
            prompt,
            current.number if current else 0,
            current.saved_at if current else "",
            current.body if current else None,
            self.chosen.get(prompt, NOBODY),
            self.comments.get(prompt, ()),
        )

    def current(self, prompt: str) -> Revision | None:
        """Return the current version."""
        return next((item for item in reversed(self.revisions.get(prompt, [])) if not item.aside), None)

    def bodies(self, prompt: str) -> list[dict[str, Any]]:
        """Return every version's body, oldest first."""
        return [item.body for item in self.revisions.get(prompt, [])]

    def page_url(self, page: str) -> str:
        """Return the address of a page."""
        return f"/{page}"

    def entries(self, prompts: Sequence[str] | None = None) -> dict[str, Entry]:
        """Return the current answers."""
        self._called("entries")
        written = self.revisions.keys() | self.chosen.keys()
        return {prompt: self.entry(prompt) for prompt in written if prompts is None or prompt in prompts}

    def save(self, prompt: str, body: dict[str, Any], base: int) -> Saved | Conflict:
        """Write a version, aside when another one is current, and not at all when there is none any more."""
        self._called("save")
        current = self.current(prompt)
        number = self.erased + len(self.revisions.get(prompt, [])) + 1
        if 0 < base < self.erased or (current is None and base not in (0, self.erased)):
            there = current or Revision(self.erased, "", {})
            return Conflict(base, "", there, self.chosen.get(prompt, NOBODY), erased=True)
        if current is not None and base != current.number:
            self.revisions[prompt].append(Revision(number, self.now, body, aside=True))
            return Conflict(number, self.now, current, self.chosen.get(prompt, NOBODY))
        if current is None or current.body != body:
            self.revisions.setdefault(prompt, []).append(Revision(number, self.now, body))
        else:
            number = current.number
        if self.lost:
            self.lost = False
            raise Unavailable("La réponse s’est perdue\u00a0: réessayez.")
        return Saved(number, self.now, self.chosen.get(prompt, NOBODY))

    def erase(self) -> None:
        """Erase everything; no number comes back."""
        self.erased += 1000
        for kept in (self.revisions, self.chosen, self.comments, self.made):
            kept.clear()

    def history(self, prompt: str) -> list[Revision]:
        """Return every version, newest first."""
        self._called("history")
        return list(reversed(self.revisions.get(prompt, [])))

    def set_audience(self, prompt: str, audience: Audience, known: Audience | None = None) -> list[Deposit]:
        """Choose who an answer is for."""
        self._called("set_audience")
        if known is not None and (holding := self.chosen.get(prompt, NOBODY)) not in (known, audience):
            raise ReadersChanged(holding)
        self.chosen[prompt] = audience
        return [] if includes_trainer(audience) else [item for item in self.made if prompt in item.prompts]

    def deposits(self, module: str) -> list[Deposit]:
        """Return the deposits of a module."""
        self._called("deposits")
        return [item for item in self.made if item.module == module]

    def _called(self, name: str) -> None:
        self.calls.append(name)
        if self.failure:
            raise Unavailable(self.failure)
