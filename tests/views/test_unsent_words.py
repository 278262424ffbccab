"""Words on a line that breaks, to kernels that end: whatever happens, they are saved in order and once, in no conflict.

The page's queue runs in a real browser; the kernel's side and the journal are the real ones. What is between them is the test's:
messages arrive, are lost on the way or come back, kernels end with what they knew.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import BrowserContext, Page
from samples import COURSE, PROMPTS

from parcours_u.client import Unavailable
from parcours_u.domain.course import Kind
from parcours_u.domain.journal import Conflict, Saved
from parcours_u.store.database import Database
from parcours_u.store.sql_journal import SqlJournal
from parcours_u.views.answer_state import AnswerState
from parcours_u.views.drafts import Draft
from parcours_u.views.front_end import script

PROMPT = PROMPTS[Kind.FREE_TEXT]
STEPS = ("type", "send", "arrive", "arrive", "hear", "cut", "fresh", "lose_answer", "again")
QUEUE = """
window.start = (base) => {
  const memory = newMemory();
  window.memory = memory;
  window.text = "";
  window.wire = [];
  window.queue = createUnsent(memory, base, () => ({ text: window.text }));
};
window.hand = (open) => (draft) => {
  if (!open) throw new Error("cut");
  window.wire.push(structuredClone(draft));
};
window.put = (open) => {
  const before = window.wire.length;
  try { window.queue.send(window.hand(open)); } catch {}
  return window.wire.slice(before);
};
"""


class Journal(SqlJournal):
    """The journal, whose next answer may be lost after it wrote."""

    course = COURSE
    read_only = False
    lost = False

    def save(self, prompt: str, body: dict[str, Any], base: int) -> Saved | Conflict:
        """Save, then fail when the answer is to be lost."""
        done = super().save(prompt, body, base)
        if self.lost:
            self.lost = False
            raise Unavailable("La réponse s’est perdue\u00a0: réessayez.")
        return done


class Line:
    """A page's queue, a kernel, and what is on its way between them."""

    def __init__(self, page: Page, journal: Callable[[], Journal]) -> None:
        self.page = page
        self.new_journal = journal
        self.open = True
        self.out: list[dict[str, Any]] = []
        self.back: list[dict[str, Any]] = []
        self.words = 0
        self._start()
        page.evaluate("start(0)")

    def _start(self) -> None:
        self.journal = self.new_journal()
        entry = self.journal.entries([PROMPT.id]).get(PROMPT.id)
        self.kernel = AnswerState(PROMPT, entry, self.journal)  # type: ignore[arg-type]

    def type(self) -> None:
        """Type one more word."""
        self.words += 1
        self.page.evaluate("(word) => { text += word; queue.touched(); }", f"{self.words} ")

    def send(self) -> None:
        """Send what is unsent, as its timers or the end of a cut would."""
        if self.page.evaluate("queue.isPending()"):
            self.out += self.page.evaluate("(open) => put(open)", self.open)

    def arrive(self) -> None:
        """Let the next message reach the kernel, which answers."""
        if self.out:
            self.kernel.receive(Draft.from_message(self.out.pop(0)))
            self.back.append(self.kernel.told())

    def hear(self) -> None:
        """Let the next answer reach the page."""
        if self.back:
            self.page.evaluate("(status) => queue.heard(status)", self.back.pop(0))

    def cut(self) -> None:
        """Cut the line: what was on its way to the kernel is lost."""
        self.open = False
        self.out.clear()
        self.page.evaluate("queue.cut()")

    def fresh(self) -> None:
        """Put another kernel in the place of this one, which takes with it what it knew and what it said."""
        self.open = True
        self.out.clear()
        self.back.clear()
        self._start()
        self.page.evaluate("queue.fresh()")
        self.send()

    def lose_answer(self) -> None:
        """Let the journal write once without saying so."""
        self.journal.lost = True

    def again(self) -> None:
        """The same line opens again: the server kept what the kernel said meanwhile."""
        if not self.open:
            self.open = True
            self.send()

    def settle(self) -> None:
        """Let everything through; a failed save is tried again, as the page does."""
        self.again()
        for _ in range(50):
            self.send()
            while self.out:
                self.arrive()
            while self.back:
                self.hear()
            if not self.page.evaluate("queue.isPending()") and self.kernel.status.state == "saved":
                return
        raise AssertionError("the words never left")


@pytest.fixture
def queue_page(new_context: Callable[..., BrowserContext]) -> Page:
    page: Page = new_context().new_page()
    page.add_script_tag(content=script("dom", "unsent") + QUEUE)
    return page


@settings(max_examples=100, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(STEPS), max_size=25))
def test_whatever_breaks_words_are_saved_in_order_and_once(
    queue_page: Page, tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    folder: Path = tmp_path_factory.mktemp("line")
    database = Database(folder / "carnet.sqlite3")
    try:
        pages = iter(range(1000))
        line = Line(queue_page, lambda: Journal(database, "solo", f"page {next(pages)}"))
        for step in ["type", *steps]:
            getattr(line, step)()
        line.settle()
        journal = SqlJournal(database, "solo")
        text = "".join(f"{rank} " for rank in range(1, line.words + 1))
        body = journal.entries()[PROMPT.id].body
        assert body == {"text": text}
        versions = [revision.body["text"] for revision in reversed(journal.history(PROMPT.id))]
        assert versions == sorted(set(versions), key=len)
        assert not any(revision.aside for revision in journal.history(PROMPT.id))
    finally:
        database.close()
