"""The course that this repository holds: nothing drifted, no released id is lost, and its French is well set."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from parcours_u.content.build import CATALOGUE, derive, drift
from parcours_u.content.checks.passages import read_markdown
from parcours_u.content.checks.typography import check_typography
from parcours_u.content.pages import Prose
from parcours_u.content.reading import read_course
from parcours_u.domain.course import Kind, Scale

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def text():
    return read_course(ROOT)


def test_what_is_derived_is_what_its_sources_give():
    drifted = [path.relative_to(ROOT).as_posix() for path in drift(ROOT)]
    assert drifted == [], f"run « parcours-u construire », then commit: {', '.join(drifted)}"


def test_each_module_asks_five_to_eight_questions_and_has_two_timed_practices_or_more(text):
    for module in text.course.modules:
        assert 5 <= len(module.prompts) <= 8, module.id
        assert len(module.practices) >= 2, module.id


def test_the_questions_are_of_every_kind_and_on_the_three_scales(text):
    assert {prompt.scale for prompt in text.course.prompts()} == set(Scale)
    assert {prompt.kind for module in text.course.modules for prompt in module.prompts} == set(Kind)


def test_listening_is_looked_at_with_the_same_four_words_before_and_after(text):
    before, after = (text.course.prompt(one) for one in ("question-de-depart-ecoute", "recolte-ecoute"))
    assert (before.kind, before.scale, before.question) == (after.kind, after.scale, after.question)
    assert before.levels == after.levels == text.course.prompt("co-initier-ecoute").levels
    assert len(before.levels) == 4
    modules = text.course.modules
    assert before in modules[0].prompts
    assert after in modules[-1].prompts


def test_the_guided_journal_asks_the_same_seventeen_questions_in_its_module_and_in_its_exercise(text):
    alone, together = (
        [(one.theme, one.question, one.minutes, one.caution) for one in text.course.prompt(prompt).questions]
        for prompt in ("presencing-journal", "journal-guide-questions")
    )
    assert len(alone) == 17
    assert alone == together


def test_no_question_of_the_guided_journal_is_renamed(text):
    first_twelve = [
        "defis",
        "appuis",
        "en-germe",
        "energie",
        "frein",
        "decouverte",
        "regards",
        "hauteur",
        "trace",
        "conseil",
        "poser",
        "graines",
    ]
    asked = [one.id for one in text.course.prompt("presencing-journal").questions]
    assert [one for one in asked if one in first_twelve] == first_twelve


def test_the_guided_journal_comes_after_co_sensing_and_says_so_before_its_first_question(text):
    (page,) = [page for page in text.pages if page.id == "presencing"]
    calls = [(call.function, call.argument) for call in page.calls()]
    assert calls.index(("better_after", "co-percevoir")) + 1 == calls.index(("guided_journal", "presencing-journal"))


def test_the_case_clinic_lasts_as_it_says_for_a_group_a_pair_and_somebody_alone(text):
    clinic = text.course.part("clinique-de-cas")
    assert [(one.people.min, one.people.max, one.minutes) for one in clinic.formats] == [
        (4, 5, 70),
        (2, 2, 40),
        (1, 1, 40),
    ]
    assert [practice.minutes for practice in clinic.practices] == [70, 40, 40]


def test_somebody_alone_can_write_through_the_whole_case_clinic(text):
    clinic = text.course.part("clinique-de-cas")
    alone = clinic.formats[-1]
    placed = [prompt for phase in alone.phases for prompt in phase.prompts]
    assert placed == [prompt.id for prompt in clinic.prompts]
    assert 4 <= len(placed) <= 6
    assert len({prompt.kind for prompt in clinic.prompts}) >= 4


def test_every_exercise_credits_its_source_under_a_share_alike_licence(text):
    for exercise in text.course.exercises:
        assert exercise.licence == "CC BY-SA 4.0"
        assert "n’engage pas" in exercise.attribution
        assert exercise.source in exercise.attribution
        if exercise.attribution.startswith("Adapté de"):
            assert re.search(r"CC BY(-SA)? [34]\.0", exercise.attribution), exercise.id
        else:
            assert exercise.attribution.startswith(("D’après", "Conçu pour ce parcours")), exercise.id


def test_each_page_has_one_title_and_no_two_headings_alike(text):
    for page in text.pages:
        prose = "\n".join(cell.text for cell in page.cells if isinstance(cell, Prose))
        headings = re.findall(r"^(#+) +(.+)$", prose, flags=re.M)
        assert [marks for marks, _ in headings].count("#") == 1, page.file
        assert len({title for _, title in headings}) == len(headings), page.file


def test_what_is_built_is_set_as_print_sets_it(text):
    built = [
        passage
        for page in text.pages
        for cell in page.cells
        if isinstance(cell, Prose)
        for passage in read_markdown(cell.text, page.path.as_posix(), 1)
    ]
    assert len(built) > 1000
    catalogue = json.loads(derive(ROOT)[CATALOGUE])
    built += [passage for value in _strings(catalogue) for passage in read_markdown(value, str(CATALOGUE), 1)]
    assert [str(finding) for finding in check_typography(built)] == []


def _strings(data) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from _strings(value)


def test_the_course_is_never_named_after_the_theory(text):
    assert text.course.title == "Un parcours inspiré de la Théorie U"
    assert not any(page.title.startswith("Théorie U") for page in text.pages)
