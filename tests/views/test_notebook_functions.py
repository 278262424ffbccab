"""The functions that a notebook calls, where there is no server: everything is drawn read-only, or says what is wrong."""

from inspect import signature

import pytest

from parcours_u import notebook
from parcours_u.client import Unavailable, current_client
from parcours_u.content.body import PAGE_FUNCTIONS
from parcours_u.content.placement import DRAWN
from parcours_u.domain.course import Kind
from parcours_u.offline_client import OfflineClient
from parcours_u.views.page_answers import PageAnswers
from parcours_u.views.situation import SituatedChoice


@pytest.fixture(autouse=True)
def _without_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PARCOURS_U_SERVER", raising=False)
    current_client.cache_clear()
    monkeypatch.setattr(notebook, "_answers", PageAnswers())
    assert isinstance(current_client(), OfflineClient)


@pytest.mark.parametrize("kind", list(Kind))
def test_there_is_a_function_for_each_kind_named_after_it(kind: Kind) -> None:
    prompt = next(prompt for prompt in current_client().course.prompts() if prompt.kind is kind)
    widget = getattr(notebook, kind.value)(prompt.id)
    assert (widget.prompt["id"], widget.read_only, widget.origin) == (prompt.id, True, {})
    assert kind.value in notebook.__all__


def test_what_a_source_may_call_is_what_there_is() -> None:
    alone = {name for name in notebook.__all__ if not signature(getattr(notebook, name)).parameters}
    assert alone == PAGE_FUNCTIONS
    assert set(notebook.__all__) >= DRAWN


def test_an_earlier_answer_says_where_it_was_begun() -> None:
    widget = notebook.revisit("co-initier-intention")
    assert widget.origin["title"] == "Co-initier"
    assert widget.origin["href"].endswith("/course/source/co-initier/co-initier.ipynb#invite-co-initier-intention")


def test_a_situation_is_told_plainly_and_one_that_does_not_exist_is_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert notebook.situation("co-initier") is None
    assert "HTML object" in capsys.readouterr().out
    with pytest.raises(ValueError, match="no situation"):
        notebook.situation("clinique-de-cas")


def test_a_server_that_does_not_answer_is_said_in_place_of_the_situation(monkeypatch: pytest.MonkeyPatch) -> None:
    client = current_client()
    monkeypatch.setattr(client, "read_only", False)

    def fail(*_: object) -> None:
        raise Unavailable("Rien ne répond.")

    monkeypatch.setattr(client, "entries", fail)
    assert "Rien ne répond." in notebook.situation("co-initier").value
    assert "Rien ne répond." in notebook.revisit("co-initier-intention").value


def test_a_situation_is_the_answer_to_the_starting_point_kept_in_its_own_module(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(current_client(), "read_only", False)
    widget = notebook.situation("co-initier")
    assert isinstance(widget, SituatedChoice)
    assert widget.prompt["id"] == "question-de-depart-place"
    assert widget.origin["title"] == "Question de départ"
    assert widget.situation["title"] == "Le guichet du mercredi"


def test_a_place_that_can_t_be_remembered_keeps_nobody_from_their_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise Unavailable("Le disque est plein.")

    monkeypatch.setattr(current_client(), "read_only", False)
    monkeypatch.setattr(current_client(), "visit", fail)
    notebook._visit.cache_clear()
    assert notebook.free_text("co-initier-invitation").prompt["id"] == "co-initier-invitation"
