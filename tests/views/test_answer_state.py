"""An answer's state, with no widget and no browser."""

from typing import Any

import pytest
from memory_journal import MemoryJournal
from samples import BODIES, PROMPTS

from parcours_u.domain.audience import Reader
from parcours_u.domain.course import Kind
from parcours_u.domain.journal import Deposit, Entry
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


def test_an_answer_that_nobody_began_is_new_and_empty(journal: MemoryJournal) -> None:
    state = AnswerState(TEXT, None, journal)
    assert (state.status.state, state.body, state.revision) == ("new", {"text": ""}, 0)


def test_an_answer_written_before_is_saved_at_its_time(journal: MemoryJournal) -> None:
    journal.write(TEXT.id, {"text": "hier"}, at="2026-03-02T08:00:00Z")
    state = opened(journal)
    assert (state.status.state, state.status.at, state.body) == ("saved", "2026-03-02T08:00:00Z", {"text": "hier"})


@pytest.mark.parametrize("kind", list(Kind))
def test_a_draft_of_every_kind_is_saved_exactly(journal: MemoryJournal, kind: Kind) -> None:
    prompt = PROMPTS[kind]
    state = AnswerState(prompt, None, journal)
    state.receive(Draft("tab", 1, 0, BODIES[kind]))
    assert state.status.state == "saved"
    assert journal.bodies(prompt.id) == [BODIES[kind]]


@pytest.mark.parametrize(
    "text",
    ["", "x" * 200_000, "👩🏽‍🚒 é\u0301", "שלום עולם", "<script>alert(1)</script>", "{{ x }} $\\frac{1}{2}$ ```"],
    ids=["empty", "long", "emoji", "rtl", "script", "markup"],
)
def test_any_text_is_saved_as_it_was_typed(journal: MemoryJournal, text: str) -> None:
    state = opened(journal)
    state.receive(draft(text))
    assert state.status.state == "saved"
    assert journal.bodies(TEXT.id) == [{"text": text}]


def test_a_saved_draft_is_acknowledged_to_the_view_that_wrote_it(journal: MemoryJournal) -> None:
    state = opened(journal)
    state.receive(draft("un", seq=7, view="left"))
    assert (state.status.view, state.status.seq, state.status.revision) == ("left", 7, 1)


def test_a_draft_sent_twice_is_acknowledged_twice_and_saved_once(journal: MemoryJournal) -> None:
    state = opened(journal)
    state.receive(draft("un"))
    first = state.status
    state.receive(draft("un"))
    assert state.status.serial == first.serial + 1
    assert (state.status.state, state.status.revision, state.status.at) == ("saved", first.revision, first.at)
    assert journal.calls.count("save") == 1


def test_a_journal_that_does_not_answer_leaves_the_text_unsaved_and_on_the_page(journal: MemoryJournal) -> None:
    state = opened(journal)
    journal.failure = "Le disque est plein\u00a0: libérez de la place."
    state.receive(draft("à garder"))
    assert state.status.state == "unsaved"
    assert state.status.message == "Pas encore enregistré. Le disque est plein\u00a0: libérez de la place."
    assert state.body == {"text": "à garder"}


def test_the_same_draft_is_saved_once_the_journal_answers_again(journal: MemoryJournal) -> None:
    state = opened(journal)
    journal.failure = "Rien ne répond."
    state.receive(draft("à garder"))
    journal.failure = ""
    state.receive(draft("à garder"))
    assert state.status.state == "saved"
    assert journal.bodies(TEXT.id) == [{"text": "à garder"}]


def test_a_second_page_is_told_and_both_versions_are_kept(journal: MemoryJournal) -> None:
    journal.write(TEXT.id, {"text": "départ"})
    here, elsewhere = opened(journal), opened(journal)
    elsewhere.receive(draft("ailleurs", base=1, view="elsewhere"))
    here.receive(draft("ici", base=1))
    assert here.status.state == "conflict"
    assert here.status.other == {"revision": 2, "at": journal.now}
    assert journal.bodies(TEXT.id) == [{"text": "départ"}, {"text": "ailleurs"}, {"text": "ici"}]
    assert journal.entry(TEXT.id).body == {"text": "ailleurs"}


def test_two_views_on_one_kernel_are_told_about_each_other(journal: MemoryJournal) -> None:
    state = opened(journal)
    state.receive(draft("gauche", view="left"))
    state.receive(draft("droite", view="right"))
    assert state.status.state == "conflict"
    assert {body["text"] for body in journal.bodies(TEXT.id)} == {"gauche", "droite"}


def test_drafts_that_leave_before_the_answer_to_the_one_before_are_no_conflict(journal: MemoryJournal) -> None:
    state = opened(journal)
    for seq, text in enumerate(("u", "un", "un,", "un, d"), start=1):
        state.receive(draft(text, seq=seq, base=0))
    assert state.status.state == "saved"
    assert journal.entry(TEXT.id).body == {"text": "un, d"}
    state.receive(draft("un, deux", seq=5, base=state.status.revision))
    assert state.status.state == "saved"


def test_a_draft_that_undoes_the_one_before_is_no_conflict_either(journal: MemoryJournal) -> None:
    journal.write(TEXT.id, {"text": "départ"})
    state = opened(journal)
    for seq, text in enumerate(("départ!", "départ", "départ?"), start=1):
        state.receive(draft(text, seq=seq, base=1))
    assert (state.status.state, journal.entry(TEXT.id).body) == ("saved", {"text": "départ?"})


@pytest.mark.parametrize("bases", [(0, 1, 2), (0, 0, 0)], ids=["heard", "not heard yet"])
def test_a_journal_erased_from_elsewhere_begins_again_only_when_the_text_is_kept(
    journal: MemoryJournal, bases: tuple[int, int, int]
) -> None:
    state = opened(journal)
    state.receive(draft("un", seq=1, base=bases[0]))
    state.receive(draft("un deux", seq=2, base=bases[1]))
    journal.erase()
    for _ in range(2):
        state.receive(draft("un deux trois", seq=3, base=bases[2]))
        assert (state.status.state, journal.revisions) == ("erased", {})
    assert state.status.other is not None
    state.receive(draft("un deux trois quatre", seq=4, base=state.status.other["revision"]))
    assert (state.status.state, journal.entry(TEXT.id).body) == ("saved", {"text": "un deux trois quatre"})


def test_typing_on_after_a_conflict_stays_aside(journal: MemoryJournal) -> None:
    journal.write(TEXT.id, {"text": "ailleurs"})
    state = opened(journal)
    state.receive(draft("ici", base=0))
    state.receive(draft("ici encore", seq=2, base=state.status.revision))
    assert state.status.state == "conflict"
    assert journal.entry(TEXT.id).body == {"text": "ailleurs"}


def test_keeping_my_text_is_a_draft_made_from_the_other_version(journal: MemoryJournal) -> None:
    journal.write(TEXT.id, {"text": "ailleurs"})
    state = opened(journal)
    state.receive(draft("ici", base=0))
    assert state.status.other is not None
    state.receive(draft("ici", seq=2, base=state.status.other["revision"]))
    assert state.status.state == "saved"
    assert journal.entry(TEXT.id).body == {"text": "ici"}
    assert {"text": "ailleurs"} in journal.bodies(TEXT.id)


def test_taking_the_other_version_shows_the_current_one_and_loses_nothing(journal: MemoryJournal) -> None:
    journal.write(TEXT.id, {"text": "ailleurs"})
    state = opened(journal)
    state.receive(draft("ici", base=0))
    state.take_current(Draft("tab", 1, 2))
    assert (state.body, state.revision, state.status.state) == ({"text": "ailleurs"}, 1, "saved")
    assert {"text": "ici"} in journal.bodies(TEXT.id)


def test_a_save_whose_answer_was_lost_is_no_conflict_with_oneself(journal: MemoryJournal) -> None:
    state = opened(journal)
    journal.lost = True
    state.receive(draft("un"))
    assert state.status.state == "unsaved"
    state.receive(draft("un, deux", seq=2))
    assert state.status.state == "saved"
    assert journal.entry(TEXT.id).body == {"text": "un, deux"}


def test_an_answer_of_another_shape_is_refused_in_french_without_quoting_it(journal: MemoryJournal) -> None:
    state = opened(journal)
    state.receive(Draft("tab", 1, 0, {"text": 12, "secret": "à moi"}))
    assert state.status.state == "unsaved"
    assert "forme attendue" in state.status.message
    assert "à moi" not in state.status.message
    assert journal.calls == []


def test_a_text_beyond_what_can_be_stored_is_told_as_too_long(journal: MemoryJournal) -> None:
    state = opened(journal)
    state.receive(draft("é" * 2_100_000))
    assert "trop long" in state.status.message


def test_half_an_emoji_is_refused_rather_than_stored_wrong(journal: MemoryJournal) -> None:
    state = opened(journal)
    state.receive(draft("\ud83d"))
    assert (state.status.state, journal.calls) == ("unsaved", [])


def test_a_read_only_page_saves_nothing(journal: MemoryJournal) -> None:
    journal.read_only = True
    state = opened(journal)
    state.receive(draft("rien"))
    assert (state.status.state, journal.calls) == ("read_only", [])


def test_restoring_puts_an_earlier_version_back_and_keeps_the_present_one(journal: MemoryJournal) -> None:
    journal.write(TEXT.id, {"text": "avant"}, {"text": "après"})
    state = opened(journal)
    state.restore(Draft("tab", 3, 2), 1)
    assert (state.body, state.status.state, state.status.seq) == ({"text": "avant"}, "saved", 3)
    assert journal.bodies(TEXT.id) == [{"text": "avant"}, {"text": "après"}, {"text": "avant"}]


def test_a_version_that_is_not_there_is_not_restored(journal: MemoryJournal) -> None:
    journal.write(TEXT.id, {"text": "avant"})
    with pytest.raises(NotDone, match="n’est plus dans l’historique"):
        opened(journal).restore(Draft("tab", 1, 1), 9)


def test_a_version_of_another_shape_can_be_read_but_not_restored(journal: MemoryJournal) -> None:
    journal.write(TEXT.id, {"old": "d’une autre forme"}, {"text": "présent"})
    state = opened(journal)
    assert state.version(1) == "d’une autre forme"
    with pytest.raises(NotDone, match="autre forme"):
        state.restore(Draft("tab", 1, 2), 1)
    assert state.body == {"text": "présent"}


@pytest.mark.parametrize(
    "content",
    [{}, {"view": 1, "seq": 1, "base": 0}, {"view": "t", "seq": "1", "base": 0}, {"view": "t", "seq": 1, "base": -1},
     {"view": "t", "seq": True, "base": 0}],
)  # fmt: skip
def test_a_message_of_another_version_of_the_page_is_refused(content: dict[str, Any]) -> None:
    with pytest.raises(NotDone):
        Draft.from_message({**content, "value": {"text": "x"}})


def test_no_representation_shows_what_was_written(journal: MemoryJournal) -> None:
    journal.write(TEXT.id, {"text": "secret"})
    state = opened(journal)
    shown = [repr(item) for item in (state, state.status, draft("secret"), Entry(TEXT.id))]
    assert not [text for text in shown if "secret" in text]


def test_restoring_what_was_written_since_an_erasure_loses_no_word_that_is_only_on_the_page(
    journal: MemoryJournal,
) -> None:
    journal.write(TEXT.id, {"text": "intime"})
    state = opened(journal)
    journal.erase()
    journal.write(TEXT.id, {"text": "un"}, {"text": "deux"})
    first = journal.history(TEXT.id)[-1].number
    with pytest.raises(NotDone, match="effacé ailleurs"):
        state.restore(draft("", base=1), first)
    assert [body["text"] for body in journal.bodies(TEXT.id)] == ["un", "deux"]
