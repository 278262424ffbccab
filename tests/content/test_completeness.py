"""Every module and exercise is whole, item by item: the table that ``completeness.py`` prints has no empty cell."""

from dataclasses import replace

import pytest
from completeness import ROOT, exercise_table, markdown, module_table, thread_table

from parcours_u.content.pages import Prose
from parcours_u.content.reading import read_course
from parcours_u.domain.situation import PLACES

TEXT = read_course(ROOT)
TABLES = {"modules": module_table(TEXT), "threads": thread_table(TEXT), "exercises": exercise_table(TEXT)}


@pytest.mark.parametrize(("table", "row"), [(table, row) for table, rows in TABLES.items() for row in rows], ids=str)
def test_no_cell_is_empty(table, row):
    assert [item for item, cell in TABLES[table][row].items() if not cell] == []


def test_seven_modules_and_nineteen_exercises_are_told():
    assert list(TABLES["modules"]) == [module.id for module in TEXT.course.modules]
    assert len(TABLES["modules"]) == 7
    assert len(TABLES["exercises"]) == 19


def test_each_module_s_situation_is_looked_at_from_the_five_places_with_an_example_for_each_question():
    for module in TEXT.course.modules:
        assert module.situation is not None, module.id
        assert tuple(module.situation.views) == PLACES
        by_prompt = {prompt: set() for view in module.situation.views.values() for prompt in view.examples}
        for view in module.situation.views.values():
            for prompt, example in view.examples.items():
                by_prompt[prompt].add(example)
        assert {prompt: len(examples) for prompt, examples in by_prompt.items()} == dict.fromkeys(by_prompt, 5)


def test_every_view_speaks_to_the_reader():
    for module in TEXT.course.modules:
        for view in module.situation.views.values():
            assert " vous " in f" {view.text} ".lower(), module.id
            assert not {"je", "j’ai", "mon", "ma", "mes"} & set(view.text.lower().split()), module.id


@pytest.fixture
def first_emptied():
    """Return the course, its first module without its situation, its questions and any prose."""
    module, *others = TEXT.course.modules
    course = replace(TEXT.course, modules=(replace(module, situation=None, prompts=(), practices=()), *others))
    page, *pages = TEXT.pages
    return replace(TEXT, course=course, pages=(replace(page, cells=(Prose("# Rien"),)), *pages))


def test_a_module_emptied_of_all_has_nothing_but_empty_cells(first_emptied):
    (first, *others) = module_table(first_emptied).values()
    assert set(first.values()) == {""}
    assert all(all(row.values()) for row in others)
    assert "| question-de-depart | **vide** |" in markdown(module_table(first_emptied))


def test_an_answer_that_no_later_module_takes_up_leaves_its_cell_empty():
    pages = tuple(
        replace(page, cells=tuple(cell for cell in page.cells if getattr(cell, "function", "") != "revisit"))
        for page in TEXT.pages
    )
    rows = thread_table(replace(TEXT, pages=pages))
    assert not any(rows["carte reprise"].values())
    assert rows["leviers"] == TABLES["threads"]["leviers"]
