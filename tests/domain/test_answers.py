"""Answers of every kind: checked on the way in, told exactly on the way out."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours_u.domain.answers import MAX_BYTES, AnswerError, as_parts, as_text, check_body, empty_body, is_empty
from parcours_u.domain.course import Field, Kind, Level, Option, Prompt, Question, Scale


def prompt(kind: Kind, **parts: Any) -> Prompt:
    return Prompt("p", kind, Scale.SELF, "Question", **parts)


PROMPTS = {
    Kind.SCALE: prompt(Kind.SCALE, levels=(Level("loin"), Level("près"), Level("au cœur"))),
    Kind.CHOICE: prompt(Kind.CHOICE, options=(Option("ici", "D’ici"), Option("la", "De là", "Plus loin."))),
    Kind.GUIDED_JOURNAL: prompt(
        Kind.GUIDED_JOURNAL, questions=(Question("a", "Défis", "Quoi ?"), Question("b", "Aide", "Qui ?"))
    ),
} | {kind: prompt(kind) for kind in Kind if kind not in {Kind.SCALE, Kind.CHOICE, Kind.GUIDED_JOURNAL}}

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def bodies(kind: Kind) -> st.SearchStrategy[dict[str, Any]]:
    """Any answer of a kind."""
    date = st.dates().map(lambda day: day.isoformat()) | st.just("")
    person = st.fixed_dictionaries(
        {"who": TEXT, "relation": TEXT, "influence": st.integers(1, 3), "distance": st.integers(1, 3)}
    )
    shapes: dict[Kind, dict[str, st.SearchStrategy[Any]]] = {
        Kind.FREE_TEXT: {"text": TEXT},
        Kind.SHORT_LIST: {"items": st.lists(TEXT, max_size=5)},
        Kind.SCALE: {"level": st.none() | st.integers(1, 3), "note": TEXT},
        Kind.CHOICE: {"choice": st.sampled_from(["", "ici", "la"]), "note": TEXT},
        Kind.ICEBERG: dict.fromkeys(("events", "structures", "mental_models", "sources"), TEXT),
        Kind.STAKEHOLDER_MAP: {"people": st.lists(person, max_size=4)},
        Kind.INTENTION: {"sentence": TEXT},
        Kind.PROTOTYPE_CARD: {"hypothesis": TEXT, "smallest_test": TEXT, "by_when": date, "witnesses": TEXT},
        Kind.COMMITMENT: {"what": TEXT, "by": date, "witness": TEXT},
        Kind.GUIDED_JOURNAL: {
            "answers": st.dictionaries(st.sampled_from("ab"), TEXT),
            "skipped": st.lists(st.sampled_from("ab"), unique=True),
        },
    }
    return st.fixed_dictionaries(shapes[kind])


ANY = st.sampled_from(list(Kind)).flatmap(lambda kind: st.tuples(st.just(PROMPTS[kind]), bodies(kind)))


@given(ANY)
def test_every_answer_of_its_kind_is_accepted_and_told(case: tuple[Prompt, dict[str, Any]]) -> None:
    asked, body = case
    assert check_body(asked, body) == body
    text = as_text(asked, body)
    assert all(part in text for _, part in as_parts(asked, body))


@given(ANY, st.data())
def test_an_answer_missing_or_adding_a_part_is_refused(
    case: tuple[Prompt, dict[str, Any]], data: st.DataObject
) -> None:
    asked, body = case
    name = data.draw(st.sampled_from(sorted(body)))
    for wrong in ({key: value for key, value in body.items() if key != name}, {**body, "autre": 1}):
        with pytest.raises(AnswerError):
            check_body(asked, wrong)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=10,
)


@given(st.sampled_from(list(Kind)), st.data())
def test_anything_else_is_refused_and_never_crashes(kind: Kind, data: st.DataObject) -> None:
    asked = PROMPTS[kind]
    shaped = st.fixed_dictionaries(dict.fromkeys(empty_body(asked), JSON))
    body = data.draw(JSON | shaped)
    try:
        accepted = check_body(asked, body)
    except AnswerError:
        return
    json.dumps(accepted, ensure_ascii=False).encode()
    as_text(asked, accepted)


@pytest.mark.parametrize("kind", list(Kind))
def test_an_answer_that_nobody_began_is_empty(kind: Kind) -> None:
    asked = PROMPTS[kind]
    assert is_empty(check_body(asked, empty_body(asked)))
    assert as_text(asked, empty_body(asked)) == ""


def test_a_level_chosen_without_a_word_is_an_answer() -> None:
    assert not is_empty({"level": 1, "note": ""})


def test_a_choice_made_without_a_word_is_an_answer_told_by_what_was_read() -> None:
    body = {"choice": "la", "note": ""}
    assert not is_empty(body)
    assert as_text(PROMPTS[Kind.CHOICE], body) == "Choix\u00a0: De là"


@pytest.mark.parametrize("choice", ["ailleurs", "De là", None, 1, ["la"], "LA"])
def test_a_choice_that_was_not_offered_is_refused(choice: object) -> None:
    with pytest.raises(AnswerError, match="options"):
        check_body(PROMPTS[Kind.CHOICE], {"choice": choice, "note": ""})


def test_a_person_without_a_name_is_not_an_answer_yet() -> None:
    assert is_empty({"people": [{"who": " ", "relation": "", "influence": 2, "distance": 2}]})


def test_a_skipped_question_is_not_an_answer() -> None:
    assert is_empty({"answers": {}, "skipped": ["a"]})


def test_too_long_an_answer_is_refused() -> None:
    with pytest.raises(AnswerError, match="too long"):
        check_body(PROMPTS[Kind.FREE_TEXT], {"text": "x" * MAX_BYTES})


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(AnswerError):
        check_body(PROMPTS[Kind.FREE_TEXT], {"text": "\ud800"})


def test_a_prompts_own_fields_replace_the_kinds() -> None:
    asked = prompt(Kind.ICEBERG, fields=(Field("seen", "Vu"), Field("unseen", "Caché")))
    assert list(as_parts(asked, {"seen": "a", "unseen": "b"})) == [("Vu", "a"), ("Caché", "b")]


def test_a_date_is_told_in_french() -> None:
    told = as_text(PROMPTS[Kind.COMMITMENT], {"what": "Appeler", "by": "2027-03-01", "witness": ""})
    assert "1er\u00a0mars 2027" in told
