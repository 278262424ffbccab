"""What is better lived after another module says so, from the learner's own progress, and never blocks."""

import pytest
from memory_journal import MemoryJournal
from situated import COURSE, LIST, TEXT

from parcours_u import notebook
from parcours_u.client import Unavailable, current_client
from parcours_u.domain.progress import progress
from parcours_u.views.better_after import show_better_after


class Journal(MemoryJournal):
    """A journal that knows how far its learner is, as the server's does."""

    def progress(self):
        """Return the state of each module."""
        return progress(self.course, self.entries(), ())


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what is displayed, as HTML."""
    found: list[str] = []
    monkeypatch.setattr("parcours_u.views.better_after.display", lambda one: found.append(one.data))
    return found


def test_who_has_written_nothing_there_is_told_kindly_with_the_way_to_it(shown: list[str]) -> None:
    show_better_after(Journal(COURSE), "suite")
    (words,) = shown
    assert '<a href="/suite">«\u00a0La suite\u00a0»</a>' in words
    assert "rien ne vous empêche" in words


@pytest.mark.parametrize(("prompt", "body"), [(TEXT.id, {"text": "un mot"}), (LIST.id, {"items": ["une idée"]})])
def test_one_answer_there_is_enough_for_nothing_to_be_said(shown: list[str], prompt: str, body: dict) -> None:
    journal = Journal(COURSE)
    journal.write(prompt, body)
    show_better_after(journal, "suite")
    assert shown == []


def test_where_nobody_can_write_nothing_is_said_of_their_progress(shown: list[str]) -> None:
    show_better_after(Journal(COURSE, read_only=True), "suite")
    assert shown == []


def test_a_server_that_does_not_answer_is_said_in_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PARCOURS_U_SERVER", raising=False)
    current_client.cache_clear()

    def fail() -> None:
        raise Unavailable("Rien ne répond.")

    monkeypatch.setattr(current_client(), "read_only", False)
    monkeypatch.setattr(current_client(), "progress", fail)
    assert "Rien ne répond." in notebook.better_after("co-percevoir").value
