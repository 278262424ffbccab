"""What the answers of one page know of each other, with no browser."""

import json
from typing import Any

import pytest
from memory_journal import MemoryJournal
from recording_comm import RecordingComm, connected
from situated import COURSE, LABELS, LIST, PLACE, SITUATION, TEXT, page_of, situated

from parcours_u.domain.audience import Reader
from parcours_u.domain.journal import Comment, Deposit
from parcours_u.domain.situation import PLACES, STARTING_POINT
from parcours_u.views.kinds import answer_for
from parcours_u.views.page_answers import PageAnswers
from parcours_u.views.situation import situation_html

TRAINER = frozenset({Reader.TRAINER})


@pytest.fixture
def journal() -> MemoryJournal:
    return MemoryJournal(COURSE)


def opened(comm: RecordingComm) -> dict[str, Any]:
    (message,) = comm.ask(type="open", id="1")
    return dict(message["content"])


def chosen(comm: RecordingComm, place: str, seq: int = 1, base: int = 0) -> None:
    comm.ask(type="draft", view="tab", seq=seq, base=base, value={"choice": place, "note": ""})


def news(comm: RecordingComm, kind: str) -> list[dict[str, Any]]:
    return [sent["content"] for sent in comm.sent if sent["method"] == "custom" and sent["content"]["type"] == kind]


def synced(widget: Any) -> dict[str, Any]:
    """Return what Jupyter may save of a widget, but for the ids that it draws for each."""
    state = json.loads(json.dumps(widget.get_state(), default=str))
    return {name: value for name, value in state.items() if name != "layout"}


def test_without_a_place_no_example_is_given(journal: MemoryJournal) -> None:
    _, _, text, _ = page_of(journal)
    assert opened(connected(text))["example"] == ""


@pytest.mark.parametrize("place", PLACES)
def test_a_question_gives_the_example_of_the_place_chosen_before(journal: MemoryJournal, place: str) -> None:
    journal.write(STARTING_POINT, {"choice": place, "note": "hier"})
    _, _, text, several = page_of(journal)
    assert opened(connected(text))["example"] == SITUATION.views[place].examples[TEXT.id]
    assert opened(connected(several))["example"] == ""


def test_choosing_a_place_saves_an_ordinary_answer_and_changes_the_examples(journal: MemoryJournal) -> None:
    _, place, text, _ = page_of(journal)
    of_place, of_text = connected(place), connected(text)
    chosen(of_place, "agent")
    assert journal.bodies(STARTING_POINT) == [{"choice": "agent", "note": ""}]
    assert journal.entry(STARTING_POINT).audience == frozenset()
    assert news(of_text, "example")[-1]["text"] == "Phrase de agent."
    chosen(of_place, "", seq=2, base=1)
    assert news(of_text, "example")[-1]["text"] == ""
    assert journal.bodies(TEXT.id) == []


def test_a_place_that_was_not_saved_changes_nothing_elsewhere(journal: MemoryJournal) -> None:
    journal.write(STARTING_POINT, {"choice": "mandat", "note": ""})
    _, place, text, _ = page_of(journal)
    of_place, of_text = connected(place), connected(text)
    journal.write(STARTING_POINT, {"choice": "direction", "note": "depuis un autre onglet"})
    chosen(of_place, "agent", base=1)
    assert place.state.status.state == "conflict"
    journal.failure = "Rien ne répond."
    chosen(of_place, "habitant", seq=2, base=1)
    assert place.state.status.state == "unsaved"
    assert news(of_text, "example") == []


def test_a_page_s_answers_are_read_once_and_again_after_a_save(journal: MemoryJournal) -> None:
    answers, place, _, _ = page_of(journal)
    assert journal.calls.count("entries") == 2  # the choice is another module's
    chosen(connected(place), "agent")
    before = journal.calls.count("entries")
    answers.draw(journal, TEXT.id, answer_for)
    assert journal.calls.count("entries") == before + 1


def test_the_choice_drawn_twice_on_a_page_follows_itself(journal: MemoryJournal) -> None:
    answers = PageAnswers()
    asked = answers.draw(journal, STARTING_POINT, answer_for)
    shown = answers.draw(journal, STARTING_POINT, situated)
    of_asked, of_shown = connected(asked), connected(shown)
    chosen(of_asked, "agent")
    assert len(news(of_shown, "moved")) == 1
    of_shown.ask(type="take_other", id="2", view="other", seq=0, base=0)
    assert shown.state.body["choice"] == "agent"
    assert news(of_asked, "moved") == []
    chosen(of_shown, "mandat", base=1)
    assert len(news(of_asked, "moved")) == 1
    assert shown.state.status.state == "saved"


def test_an_answer_that_is_let_go_goes_from_both_of_its_places(journal: MemoryJournal) -> None:
    journal.write(STARTING_POINT, {"choice": "agent", "note": "hier"})
    answers = PageAnswers()
    asked = answers.draw(journal, STARTING_POINT, answer_for)
    of_asked, of_shown = connected(asked), connected(answers.draw(journal, STARTING_POINT, situated))
    journal.erase()
    of_asked.ask(type="take_other", id="1", view="tab", seq=1, base=1)
    assert len(news(of_shown, "moved")) == 1


def test_an_answer_drawn_again_takes_the_place_of_the_one_before(journal: MemoryJournal) -> None:
    answers = PageAnswers()
    before, place, text = (
        answers.draw(journal, prompt, make)
        for prompt, make in ((TEXT.id, answer_for), (STARTING_POINT, situated), (TEXT.id, answer_for))
    )
    of_before, of_place, of_text = connected(before), connected(place), connected(text)
    chosen(of_place, "agent")
    assert len(news(of_text, "example")) == 1
    assert news(of_before, "example") == []


def test_no_synced_trait_tells_the_place(journal: MemoryJournal) -> None:
    journal.write(STARTING_POINT, {"choice": "habitant", "note": "un mot à moi"})
    with_place = [synced(widget) for widget in page_of(journal)[1:]]
    assert with_place == [synced(widget) for widget in page_of(MemoryJournal(COURSE))[1:]]


def test_an_answer_shown_elsewhere_says_where_it_was_begun_and_when_it_would_leave(journal: MemoryJournal) -> None:
    answers = PageAnswers()
    place = answers.draw(journal, STARTING_POINT, situated)
    assert place.origin == {
        "title": "Question de départ",
        "href": f"/question-de-depart#invite-{STARTING_POINT}",
    }
    hints = [choice["hint"] for choice in opened(connected(place))["audiences"]]
    assert "Elle partira quand vous déposerez «\u00a0Question de départ\u00a0», pas avant." in hints
    own = answers.draw(journal, TEXT.id, answer_for)
    assert own.origin == {}
    assert "Elle partira quand vous déposerez ce module, pas avant." in [
        choice["hint"] for choice in opened(connected(own))["audiences"]
    ]


def test_a_deposit_is_told_to_the_answers_of_its_module_only(journal: MemoryJournal) -> None:
    answers, place, text, _ = page_of(journal)
    journal.write(TEXT.id, {"text": "un"})
    journal.write(STARTING_POINT, {"choice": "agent", "note": ""})
    journal.comments[STARTING_POINT] = (Comment(STARTING_POINT, "Bravo.", "2026-03-02T08:00:00Z"),)
    journal.chosen[TEXT.id] = frozenset({Reader.TRAINER})
    journal.made = [Deposit("d", "suite", "2026-03-02T12:00:00Z", "zip", "ABC", (TEXT.id, STARTING_POINT))]
    of_place, of_text = connected(place), connected(text)
    answers.show_again(journal, "suite")
    assert news(of_text, "status")[0]["deposited"]["at"] == "2026-03-02T12:00:00Z"
    assert news(of_place, "status") == []
    assert news(of_place, "comments")[0]["comments"][0]["text"] == "Bravo."


def test_comments_that_came_back_are_told_to_every_answer_and_the_new_ones_named_once(journal: MemoryJournal) -> None:
    answers = PageAnswers()
    for prompt, make in ((STARTING_POINT, answer_for), (STARTING_POINT, situated), (TEXT.id, answer_for)):
        answers.draw(journal, prompt, make)
    journal.write(STARTING_POINT, {"choice": "agent", "note": ""})
    journal.write(TEXT.id, {"text": "un"})
    journal.comments[STARTING_POINT] = (Comment(STARTING_POINT, "Bravo.", "2026-03-02T08:00:00Z"),)
    assert answers.show_again(journal, "suite") == [STARTING_POINT]
    assert answers.show_again(journal, "suite") == []
    journal.comments = {}
    assert answers.show_again(journal, "suite") == []


def test_who_reads_is_read_once_for_all_the_answers_that_ask_at_one_moment(journal: MemoryJournal) -> None:
    _, place, text, several = page_of(journal)
    comms = [connected(widget) for widget in (place, text, several)]
    journal.chosen[TEXT.id] = TRAINER
    before = journal.calls.count("entries")
    for comm in comms:
        comm.ask(type="readers", id="1", at=1234.5)
    assert journal.calls.count("entries") == before + 1
    assert news(comms[1], "readers")[0]["audience"] == ["trainer"]
    comms[0].ask(type="readers", id="2", at=None)
    comms[0].ask(type="readers", id="3", at=None)
    assert journal.calls.count("entries") == before + 3


def test_who_reads_is_asked_again_where_nothing_answered_the_first_time(journal: MemoryJournal) -> None:
    _, place, text, _ = page_of(journal)
    of_place, of_text = connected(place), connected(text)
    journal.chosen[TEXT.id] = TRAINER
    journal.failure = "Rien ne répond."
    of_place.ask(type="readers", id="1", at=1)
    journal.failure = ""
    (answer,) = of_text.ask(type="readers", id="1", at=1)[-1:]
    assert answer["content"]["audience"] == ["trainer"]


def test_readers_chosen_for_an_answer_drawn_twice_are_shown_by_both(journal: MemoryJournal) -> None:
    answers = PageAnswers()
    asked = answers.draw(journal, STARTING_POINT, answer_for)
    shown = answers.draw(journal, STARTING_POINT, situated)
    of_asked, of_shown = connected(asked), connected(shown)
    of_asked.ask(type="audience", id="1", value=["trainer"], known=[])
    assert news(of_shown, "readers")[0]["audience"] == ["trainer"]
    assert news(of_shown, "moved") == []


def test_answers_erased_elsewhere_are_no_longer_shown_as_they_were(journal: MemoryJournal) -> None:
    journal.write(TEXT.id, {"text": "un mot à effacer"})
    _, _, text, several = page_of(journal)
    of_text, of_several = connected(text), connected(several)
    of_several.ask(type="readers", id="1", at=1)
    assert news(of_text, "moved") == []
    journal.revisions.clear()
    of_several.ask(type="readers", id="2", at=2)
    assert len(news(of_text, "moved")) == 1
    assert news(of_several, "moved") == []


def test_a_deposit_s_news_tell_who_reads_each_answer(journal: MemoryJournal) -> None:
    answers, _, text, _ = page_of(journal)
    of_text = connected(text)
    journal.chosen[TEXT.id] = TRAINER
    answers.show_again(journal, "suite")
    assert news(of_text, "readers")[0]["audience"] == ["trainer"]


def test_read_only_the_five_views_are_plainly_listed_and_nothing_passes_as_html() -> None:
    html = situation_html(SITUATION, PLACE)
    assert html.index("Situation inventée") < html.index("Le banc") < html.index("&lt;b&gt;debout&lt;/b&gt;")
    assert html.count("<h4>") == len(PLACES)
    for label, place in zip(LABELS, PLACES, strict=True):
        assert f"<h4>{label}</h4>\n<p>Vu par {place}.</p>\n<p>Encore {place}.</p>" in html
        assert f"<p>Conseil à {place}.</p>" in html


def test_a_course_that_asks_no_starting_point_draws_its_answers(journal: MemoryJournal) -> None:
    course = type(COURSE)("Sans départ", (COURSE.modules[1],))
    widget = PageAnswers().draw(MemoryJournal(course), LIST.id, answer_for)
    assert opened(connected(widget))["example"] == ""
