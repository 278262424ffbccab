"""Who an answer is for, and what is said of what already left; no widget and no browser."""

from typing import Any

import pytest
from memory_journal import MemoryJournal
from samples import PROMPTS

from parcours_u.client import Unavailable
from parcours_u.domain.audience import NOBODY, SOLO_AUDIENCES, Reader
from parcours_u.domain.course import Kind
from parcours_u.domain.journal import Deposit, ReadersChanged
from parcours_u.views.answer_state import AnswerState
from parcours_u.views.drafts import Draft, NotDone

TEXT = PROMPTS[Kind.FREE_TEXT]
TRAINER = frozenset({Reader.TRAINER})


def opened(journal: MemoryJournal, deposits: tuple[Deposit, ...] = ()) -> AnswerState:
    return AnswerState(TEXT, journal.entry(TEXT.id), journal, deposits)


def draft(text: str, seq: int = 1, base: int = 0, view: str = "tab") -> Draft:
    return Draft(view, seq, base, {"text": text})


def deposit(at: str = "2026-03-03T12:00:00Z", withdrawn: tuple[str, ...] = ()) -> Deposit:
    return Deposit("d1", "essai", at, "zip", "ABC", (TEXT.id,), withdrawn)


def test_opening_an_answer_to_the_trainer_is_recorded(journal: MemoryJournal) -> None:
    state = opened(journal)
    assert state.choose_audience(["trainer"], SOLO_AUDIENCES) == []
    assert journal.chosen[TEXT.id] == state.audience == TRAINER


def test_closing_an_answer_after_a_deposit_says_when_it_had_left(journal: MemoryJournal) -> None:
    journal.chosen[TEXT.id] = TRAINER
    journal.made = [deposit()]
    state = opened(journal, (deposit(),))
    assert state.choose_audience([], SOLO_AUDIENCES) == ["2026-03-03T12:00:00Z"]
    assert state.audience == NOBODY
    assert state.deposited()["withdrawn"] is True


def test_opening_it_again_takes_the_removal_request_back(journal: MemoryJournal) -> None:
    state = opened(journal, (deposit(withdrawn=(TEXT.id,)),))
    state.choose_audience(["trainer"], SOLO_AUDIENCES)
    assert state.deposited()["withdrawn"] is False


@pytest.mark.parametrize("values", [["cohort"], ["nobody"], ["trainer", "cohort"], "trainer", None, [1]])
def test_an_audience_that_is_not_offered_changes_nothing(journal: MemoryJournal, values: Any) -> None:
    state = opened(journal)
    with pytest.raises(NotDone, match="votre choix précédent est gardé"):
        state.choose_audience(values, SOLO_AUDIENCES)
    assert (state.audience, journal.calls) == (NOBODY, [])


def test_an_audience_that_could_not_be_recorded_stays_as_it_was(journal: MemoryJournal) -> None:
    state = opened(journal)
    journal.failure = "Rien ne répond."
    with pytest.raises(Unavailable):
        state.choose_audience(["trainer"], SOLO_AUDIENCES)
    assert state.audience == NOBODY


def test_readers_chosen_elsewhere_stand_and_are_known_from_then_on(journal: MemoryJournal) -> None:
    circle = frozenset({Reader.CIRCLE})
    state = opened(journal)
    journal.chosen[TEXT.id] = TRAINER
    with pytest.raises(ReadersChanged):
        state.choose_audience(["circle"], (NOBODY, TRAINER, circle), [])
    assert journal.chosen[TEXT.id] == state.audience == TRAINER
    state.choose_audience(["circle"], (NOBODY, TRAINER, circle), ["trainer"])
    assert journal.chosen[TEXT.id] == state.audience == circle


@pytest.mark.parametrize("base", [1, 0], ids=["saved", "in conflict"])
def test_a_save_tells_of_the_readers_chosen_elsewhere_and_of_what_had_left(journal: MemoryJournal, base: int) -> None:
    journal.write(TEXT.id, {"text": "un"}, at="2026-03-03T11:00:00Z")
    journal.chosen[TEXT.id] = TRAINER
    state = opened(journal, (deposit(),))
    journal.chosen[TEXT.id] = NOBODY
    state.receive(draft("deux", base=base))
    assert state.audience == NOBODY
    assert state.deposited()["withdrawn"] is True


def test_a_deposited_answer_changed_since_is_told_as_stale(journal: MemoryJournal) -> None:
    journal.write(TEXT.id, {"text": "un"}, at="2026-03-03T11:00:00Z")
    state = opened(journal, (deposit(),))
    assert state.deposited() == {"at": "2026-03-03T12:00:00Z", "way": "zip", "stale": False, "withdrawn": False}
    state.receive(draft("deux", base=1))
    assert state.deposited()["stale"] is True


def test_an_answer_that_never_left_has_no_deposit(journal: MemoryJournal) -> None:
    other = Deposit("d1", "essai", "2026-03-03T12:00:00Z", "zip", "ABC", ("essai-liste",))
    assert opened(journal, (other,)).deposited() == {}
