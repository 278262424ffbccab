"""The widgets' kernel side, with no browser: what they send, what they answer, what they never trust."""

import json
from typing import Any

import pytest
from memory_journal import MemoryJournal
from recording_comm import RecordingComm, connected
from samples import BODIES, COURSE, EXERCISE_PROMPT, PRACTICE, PROMPTS

from parcours_u.client import Unavailable
from parcours_u.domain.answers import as_text
from parcours_u.domain.audience import Reader
from parcours_u.domain.course import Kind
from parcours_u.domain.journal import Comment, Deposit
from parcours_u.offline_client import OfflineClient
from parcours_u.views import kinds
from parcours_u.views.answer import Answer
from parcours_u.views.kinds import answer_for
from parcours_u.views.practice import PracticeTimer
from parcours_u.views.versions import version_text

TEXT = PROMPTS[Kind.FREE_TEXT]


def opened(journal: MemoryJournal, kind: Kind = Kind.FREE_TEXT) -> tuple[Answer, RecordingComm]:
    widget = answer_for(PROMPTS[kind], journal.entry(PROMPTS[kind].id), journal)
    return widget, connected(widget)


def draft(text: str, seq: int = 1, base: int = 0) -> dict[str, Any]:
    return {"type": "draft", "view": "tab", "seq": seq, "base": base, "value": {"text": text}}


def custom(messages: list[dict[str, Any]]) -> dict[str, Any]:
    (found,) = [message["content"] for message in messages if message["method"] == "custom"]
    return dict(found)


def words_in(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_a_widget_of_its_own_with_its_front_end(journal: MemoryJournal, kind: Kind) -> None:
    widget, _ = opened(journal, kind)
    assert isinstance(widget, Answer)
    assert "mountAnswer" in widget._esm
    assert widget._esm.count("export default") == 1
    assert "--pu-paper" in widget._css


def test_the_classes_of_the_kinds_are_all_different(journal: MemoryJournal) -> None:
    assert len({type(opened(journal, kind)[0]) for kind in Kind}) == len(Kind)


def test_a_page_gets_the_question_with_all_it_takes_to_draw_it(journal: MemoryJournal) -> None:
    widget, _ = opened(journal, Kind.STAKEHOLDER_MAP)
    assert widget.prompt["scale_label"] == "La société"
    assert widget.prompt["choices"]["distance"] == ["proche", "à portée", "loin"]
    iceberg, _ = opened(journal, Kind.ICEBERG)
    assert [part["id"] for part in iceberg.prompt["fields"]] == ["events", "structures", "mental_models", "sources"]


def test_a_draft_is_acknowledged_by_the_status(journal: MemoryJournal) -> None:
    _, comm = opened(journal)
    status = custom(comm.ask(**draft("bonjour", seq=3)))["status"]
    assert (status["state"], status["view"], status["seq"]) == ("saved", "tab", 3)
    assert journal.entry(TEXT.id).body == {"text": "bonjour"}


def test_a_draft_is_not_sent_back_to_the_page(journal: MemoryJournal) -> None:
    _, comm = opened(journal)
    assert "bonjour" not in words_in(comm.ask(**draft("bonjour")))


def test_a_page_reloaded_on_the_same_kernel_gets_what_was_typed_last(journal: MemoryJournal) -> None:
    _, comm = opened(journal)
    comm.ask(**draft("bonjour"))
    answer = custom(comm.ask(type="open", id="q1"))
    assert (answer["revision"], answer["body"], answer["status"]["state"]) == (1, {"text": "bonjour"}, "saved")


def test_it_gets_unsaved_words_too(journal: MemoryJournal) -> None:
    _, comm = opened(journal)
    journal.failure = "Rien ne répond."
    comm.ask(**draft("pas encore"))
    answer = custom(comm.ask(type="open", id="q1"))
    assert (answer["body"], answer["status"]["state"]) == ({"text": "pas encore"}, "unsaved")


@pytest.mark.parametrize("kind", list(Kind))
def test_a_widget_s_synced_state_holds_nothing_of_its_learner(journal: MemoryJournal, kind: Kind) -> None:
    prompt = PROMPTS[kind]
    journal.write(prompt.id, BODIES[kind])
    journal.chosen[prompt.id] = frozenset({Reader.TRAINER})
    journal.comments[prompt.id] = (Comment(prompt.id, "Bravo", "2026-03-04T08:00:00Z", "un"),)
    journal.made = [Deposit("d", "essai", "2026-03-03T12:00:00Z", "zip", "ABC", (prompt.id,))]
    blank = MemoryJournal(COURSE)
    volatile = {"layout", "_esm", "_css"}
    states = [
        {name: value for name, value in widget.get_state().items() if name not in volatile}
        for widget, _ in (opened(journal, kind), opened(blank, kind))
    ]
    assert states[0] == states[1]


def test_history_is_answered_under_the_question_s_id(journal: MemoryJournal) -> None:
    journal.write(TEXT.id, {"text": "un"}, {"text": "deux"})
    _, comm = opened(journal)
    answer = custom(comm.ask(type="history", id="q1"))
    assert (answer["type"], answer["id"]) == ("history", "q1")
    assert [line["excerpt"] for line in answer["versions"]] == ["deux", "un"]


def test_an_earlier_version_can_be_read_again(journal: MemoryJournal) -> None:
    journal.write(TEXT.id, {"text": "un"}, {"text": "deux"})
    _, comm = opened(journal)
    assert custom(comm.ask(type="reread", id="q1", revision=1))["text"] == "un"


@pytest.mark.parametrize("kind", list(Kind))
def test_words_that_a_browser_kept_are_told_as_a_version_is_whatever_their_kind(
    journal: MemoryJournal, kind: Kind
) -> None:
    _, comm = opened(journal, kind)
    told = custom(comm.ask(type="reread", id="q1", value=BODIES[kind]))["text"]
    assert told == as_text(PROMPTS[kind], BODIES[kind])
    assert told


def test_a_level_alone_is_told_by_its_words(journal: MemoryJournal) -> None:
    scale = PROMPTS[Kind.SCALE]
    _, comm = opened(journal, Kind.SCALE)
    told = custom(comm.ask(type="reread", id="q1", value={"level": 2, "note": ""}))["text"]
    assert told == f"Niveau\u00a0: 2 – {scale.levels[1].label}"


@pytest.mark.parametrize("value", [[], "mots", 3, {"autre": ["mots"]}, {"level": {}}])
def test_what_no_browser_kept_is_told_without_a_failure_of_the_kernel(journal: MemoryJournal, value: object) -> None:
    _, comm = opened(journal, Kind.SCALE)
    assert custom(comm.ask(type="reread", id="q1", value=value))["id"] == "q1"


def test_restoring_sends_the_text_its_version_and_its_status(journal: MemoryJournal) -> None:
    journal.write(TEXT.id, {"text": "un"}, {"text": "deux"})
    _, comm = opened(journal)
    answer = custom(comm.ask(type="restore", id="q1", view="tab", seq=1, base=2, revision=1))
    assert (answer["body"], answer["revision"], answer["status"]["revision"]) == ({"text": "un"}, 3, 3)


def test_taking_the_other_version_sends_the_current_one(journal: MemoryJournal) -> None:
    _, comm = opened(journal)
    journal.write(TEXT.id, {"text": "ailleurs"})
    assert custom(comm.ask(**draft("ici")))["status"]["state"] == "conflict"
    answer = custom(comm.ask(type="take_other", id="q1", view="tab", seq=1, base=2))
    assert (answer["body"], answer["revision"]) == ({"text": "ailleurs"}, 1)


@pytest.mark.parametrize("asked", ["history", "reread", "restore", "take_other", "audience"])
def test_a_journal_that_does_not_answer_is_told_in_its_own_words(journal: MemoryJournal, asked: str) -> None:
    _, comm = opened(journal)
    journal.failure = "Rien ne répond."
    answer = custom(comm.ask(type=asked, id="q1", view="t", seq=1, base=0, revision=1, value=["trainer"]))
    assert answer == {"type": "failure", "message": "Rien ne répond.", "unanswered": False, "id": "q1"}


def test_an_unknown_request_is_answered_by_nothing(journal: MemoryJournal) -> None:
    _, comm = opened(journal)
    assert comm.ask(type="erase", id="q1") == []


def test_solo_offers_nobody_or_the_trainer(journal: MemoryJournal) -> None:
    widget, _ = opened(journal)
    assert [(choice["value"], choice["label"]) for choice in widget.opened()["audiences"]] == [
        ([], "Moi seulement"),
        (["trainer"], "Moi et mon formateur ou ma formatrice"),
    ]


def test_an_exercise_is_never_deposited_and_offers_no_trainer(journal: MemoryJournal) -> None:
    widget = answer_for(EXERCISE_PROMPT, None, journal)
    assert [choice["value"] for choice in widget.opened()["audiences"]] == [[]]
    answer = custom(connected(widget).ask(type="audience", id="q1", value=["trainer"]))
    assert answer["type"] == "failure"
    assert journal.chosen == {}


def test_a_choice_made_where_more_was_offered_is_still_shown(journal: MemoryJournal) -> None:
    journal.chosen[TEXT.id] = frozenset({Reader.PAIR})
    widget, _ = opened(journal)
    assert widget.opened()["audience"] == ["pair"]
    assert ["pair"] in [choice["value"] for choice in widget.opened()["audiences"]]


def test_several_readers_are_chosen_one_by_one_and_told_what_each_choice_means() -> None:
    pair, circle, cohort = (frozenset({reader}) for reader in (Reader.PAIR, Reader.CIRCLE, Reader.COHORT))
    offered = (frozenset(), pair, circle, pair | circle, pair | {Reader.TRAINER}, cohort)
    widget, _ = opened(MemoryJournal(COURSE, audiences=offered))
    shown = widget.opened()
    assert [(one["id"], one["label"], one["alone"]) for one in shown["readers"]] == [
        ("pair", "mon binôme", False),
        ("circle", "mon cercle", False),
        ("trainer", "mon formateur ou ma formatrice", False),
        ("cohort", "tout le groupe", True),
    ]
    hints = {tuple(choice["value"]): choice["hint"] for choice in shown["audiences"]}
    assert hints[()] == "Personne d’autre que vous ne lit cette réponse."
    assert hints["circle", "pair"].startswith("Votre binôme et votre cercle lisent cette réponse dès maintenant")
    assert "n’est pas chiffrée" in hints["cohort",]
    assert "quand vous déposerez ce module" in hints["pair", "trainer"]


def test_narrowing_after_a_deposit_says_when_it_had_left(journal: MemoryJournal) -> None:
    journal.write(TEXT.id, {"text": "un"})
    journal.chosen[TEXT.id] = frozenset({Reader.TRAINER})
    journal.made = [Deposit("d", "essai", "2026-03-03T12:00:00Z", "zip", "ABC", (TEXT.id,))]
    widget, comm = opened(journal)
    assert widget.opened()["deposited"]["at"] == "2026-03-03T12:00:00Z"
    answer = custom(comm.ask(type="audience", id="q1", value=[]))
    assert answer["left"] == ["2026-03-03T12:00:00Z"]
    assert answer["deposited"]["withdrawn"] is True


def test_comments_and_deposits_that_come_later_are_sent(journal: MemoryJournal) -> None:
    widget, comm = opened(journal)
    widget.show_comments([Comment(TEXT.id, "Bravo", "2026-03-04T08:00:00Z", "un")])
    widget.show_deposits([Deposit("d", "essai", "2026-03-03T12:00:00Z", "exchange", "", (TEXT.id,))])
    comments, status = (message["content"] for message in comm.sent)
    assert comments == {
        "type": "comments",
        "comments": [{"text": "Bravo", "received_at": "2026-03-04T08:00:00Z", "about": "un"}],
    }
    assert (status["type"], status["deposited"]["way"]) == ("status", "exchange")


def test_what_a_browser_writes_into_a_trait_changes_no_right(journal: MemoryJournal) -> None:
    journal.read_only = True
    _, comm = opened(journal)
    forged = {"read_only": False, "prompt": {"id": "another", "kind": "free_text"}}
    comm.receive({"method": "update", "state": forged, "buffer_paths": []})
    comm.ask(**draft("forcé"))
    assert custom(comm.ask(type="audience", id="q1", value=["trainer"]))["type"] == "failure"
    assert (journal.revisions, journal.chosen) == ({}, {})


def test_without_a_server_every_kind_draws_itself_read_only() -> None:
    client = OfflineClient(COURSE)
    for prompt in PROMPTS.values():
        widget = answer_for(prompt, None, client)
        shown = widget.opened()
        assert (widget.read_only, shown["status"]["state"], shown["audiences"]) == (True, "read_only", [])


def test_a_server_that_stops_answering_while_a_page_opens_is_said(journal: MemoryJournal) -> None:
    entry = journal.write(TEXT.id, {"text": "un"})
    journal.failure = "Rien ne répond."
    with pytest.raises(Unavailable):
        answer_for(TEXT, entry, journal)


@pytest.mark.parametrize("kind", list(Kind))
def test_no_representation_of_a_widget_shows_what_was_written(journal: MemoryJournal, kind: Kind) -> None:
    journal.write(PROMPTS[kind].id, BODIES[kind])
    widget, _ = opened(journal, kind)
    bundle = widget._repr_mimebundle_()
    shown = repr(widget) + str(widget) + str(bundle) + repr(widget.state)
    written = version_text(PROMPTS[kind], BODIES[kind]).splitlines()
    assert not [line for line in written if line and line in shown]


def test_no_file_is_watched_by_a_learner_s_kernel() -> None:
    classes = [getattr(kinds, name) for name in kinds.__all__ if name != "answer_for"]
    assert len(classes) == len(Kind)
    assert all(type(cls._esm) is str and type(cls._css) is str for cls in [*classes, PracticeTimer])


def test_a_practice_carries_its_steps_and_nothing_of_the_learner() -> None:
    widget = PracticeTimer(PRACTICE)
    assert [step["minutes"] for step in widget.practice["steps"]] == [3, 5, 0.5]
    assert "mountPractice" in widget._esm
