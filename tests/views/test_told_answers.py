"""Answers read away from their cell, kernel side: side by side, in the project's story, and gone on with elsewhere."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from memory_journal import MemoryJournal
from recording_comm import connected
from samples import BODIES, COURSE, PROMPTS

from parcours_u.domain.course import Course, Kind, Module
from parcours_u.offline_client import OfflineClient
from parcours_u.views.answer import Answer
from parcours_u.views.kinds import answer_for
from parcours_u.views.page_answers import PageAnswers
from parcours_u.views.page_widget import PageWidget
from parcours_u.views.told import ProjectReader, SideBySide, plain_side_by_side, project_page

TEXT, INTENTION, MAP = PROMPTS[Kind.FREE_TEXT], PROMPTS[Kind.INTENTION], PROMPTS[Kind.STAKEHOLDER_MAP]
PROJECT = replace(COURSE, project=(INTENTION.id, MAP.id))


@pytest.fixture
def journal() -> MemoryJournal:
    found = MemoryJournal(PROJECT)
    found.api_url = lambda path: f"/parcours-u/{path}"  # type: ignore[attr-defined]
    return found


def loaded(widget: PageWidget) -> dict[str, Any]:
    (message,) = connected(widget).ask(do="load", id="1")
    return dict(message["content"])


def test_two_answers_are_told_in_the_order_asked_and_a_missing_one_is_empty(journal: MemoryJournal) -> None:
    journal.write(MAP.id, BODIES[Kind.STAKEHOLDER_MAP])
    first, second = loaded(SideBySide(journal, INTENTION.id, MAP.id))["sides"]
    assert (first["question"], first["texts"], first["saved_at"]) == (INTENTION.question, [], "")
    assert first["href"] == f"/essai#invite-{INTENTION.id}"
    assert second["texts"][0] == ["Les familles du quartier", "usagers (influence faible, à portée)"]
    assert second["title"] == "Essai"


def test_an_answer_of_an_older_form_is_still_read(journal: MemoryJournal) -> None:
    journal.write(TEXT.id, {"words": "un mot d’avant"})
    first, _ = loaded(SideBySide(journal, TEXT.id, MAP.id))["sides"]
    assert first["texts"] == [["", "un mot d’avant"]]


def test_an_answer_changed_on_the_page_is_read_again_beside_the_other(journal: MemoryJournal) -> None:
    answers = PageAnswers()
    answer = answers.draw(journal, TEXT.id, answer_for)
    near, far = SideBySide(journal, TEXT.id, MAP.id), SideBySide(journal, INTENTION.id, MAP.id)
    comms = [connected(answers.read(reader)) for reader in (near, far)]
    connected(answer).ask(type="draft", view="tab", seq=1, base=0, value={"text": "neuf"})
    assert [[sent["content"] for sent in comm.sent] for comm in comms] == [[{"changed": True}], []]


def test_an_answer_that_is_let_go_is_read_again_beside_the_other(journal: MemoryJournal) -> None:
    journal.write(TEXT.id, {"text": "intime"})
    answers = PageAnswers()
    answer = connected(answers.draw(journal, TEXT.id, answer_for))
    comm = connected(answers.read(SideBySide(journal, TEXT.id, MAP.id)))
    journal.erase()
    answer.ask(type="take_other", id="1", view="tab", seq=1, base=1)
    assert [sent["content"] for sent in comm.sent] == [{"changed": True}]


def test_the_project_tells_every_question_with_what_it_said_before(journal: MemoryJournal) -> None:
    journal.write(INTENTION.id, {"sentence": "Accueillir."}, at="2026-03-01T08:00:00Z")
    journal.write(INTENTION.id, BODIES[Kind.INTENTION])
    view = loaded(ProjectReader(journal))
    intention, stakeholders = view["lines"]
    assert intention["texts"] == [["", BODIES[Kind.INTENTION]["sentence"]]]
    assert intention["before"] == [{"at": "2026-03-01T08:00:00Z", "text": "Accueillir."}]
    assert (stakeholders["texts"], stakeholders["before"]) == ([], [])
    assert [file["href"] for file in view["files"]] == ["/parcours-u/projet.docx", "/parcours-u/projet.html"]


@pytest.mark.parametrize("make", [ProjectReader, lambda client: SideBySide(client, INTENTION.id, MAP.id)])
def test_nothing_that_was_written_is_in_a_trait_and_a_silent_journal_says_so(journal: MemoryJournal, make: Any) -> None:
    journal.write(INTENTION.id, {"sentence": "un mot à moi"})
    widget = make(journal)
    assert "un mot à moi" not in str(widget.get_state()) + repr(widget)
    journal.failure = "Rien ne répond."
    assert loaded(widget)["failed"] == "Rien ne répond."


def test_without_a_server_both_say_how_to_find_the_words(capsys: pytest.CaptureFixture[str]) -> None:
    project_page(OfflineClient(PROJECT))
    plain_side_by_side()
    assert capsys.readouterr().out.count("HTML object") == 2


def test_an_earlier_answer_is_the_same_entry_wherever_it_is_gone_on_with(journal: MemoryJournal) -> None:
    course = Course("Deux", (COURSE.modules[0], Module("suite", "La suite", "Ensuite.")))
    shared = MemoryJournal(course)
    shared.write(INTENTION.id, {"sentence": "Accueillir."})
    draw: Any = partial(answer_for, elsewhere=True)
    revisited: Answer = PageAnswers().draw(shared, INTENTION.id, draw)
    connected(revisited).ask(type="draft", view="tab", seq=1, base=1, value={"sentence": "Accueillir mieux."})
    assert [body["sentence"] for body in shared.bodies(INTENTION.id)] == ["Accueillir.", "Accueillir mieux."]
    assert revisited.origin["title"] == "Essai"
