"""Situations, choices, and what a module shows of earlier ones: read from the sources, and each thing that is refused."""

from pathlib import Path

import pytest

from parcours_u.content.build import derive
from parcours_u.content.errors import ContentError
from parcours_u.content.reading import read_course
from parcours_u.domain.course import Course, Kind, Option
from parcours_u.domain.situation import PLACES, View

DEPART, RETOUR = "course/texte/depart.md", "course/texte/retour.md"
MANIFEST, SITUATION = "course/parcours.yaml", "course/situations/retour.yaml"
START = "course/texte/question-de-depart.md"

STARTING = f"""\
---
title: Question de départ
summary: On se situe.
prompts:
  - id: question-de-depart-place
    kind: choice
    scale: self
    question: D’où ?
    options:
{"".join(f"      - {{id: {place}, label: {place.title()}, meaning: Ici.}}{chr(10)}" for place in PLACES)}---
# D’où

```python
choice("question-de-depart-place")
```
"""

VIEWS = "".join(
    f"""\
  {place}:
    text: |
      Vu par {place}.

      Encore.
    practice: Conseil à {place}.
    examples:
      retour-carte: Idée de {place}.
"""
    for place in PLACES
)


@pytest.fixture
def told(course_root: Path, change) -> Path:
    """Add a first module that asks for the place, and a situation to the last one."""
    (course_root / START).write_text(STARTING, encoding="utf-8")
    (course_root / SITUATION).parent.mkdir()
    (course_root / SITUATION).write_text(
        f"title: Le banc\nstory: |\n  Un banc a disparu.\n\n  On se parle debout.\nviews:\n{VIEWS}", encoding="utf-8"
    )
    change(MANIFEST, "[depart, retour]", "[question-de-depart, depart, retour]")
    change(RETOUR, "# Retour\n", '# Retour\n\n```python\nsituation("retour")\n```\n')
    return course_root


def test_a_choice_has_its_options_and_a_module_its_situation_from_five_places(told):
    course = read_course(told).course
    place = course.prompt("question-de-depart-place")
    assert place.kind is Kind.CHOICE
    assert place.options == tuple(Option(place, place.title(), "Ici.") for place in PLACES)
    situation = course.part("retour").situation
    assert (situation.title, situation.story) == ("Le banc", "Un banc a disparu.\n\nOn se parle debout.")
    assert list(situation.views) == list(PLACES)
    assert situation.views["agent"] == View(
        "Vu par agent.\n\nEncore.", "Conseil à agent.", {"retour-carte": "Idée de agent."}
    )
    assert course.part("depart").situation is None


def test_the_catalogue_carries_the_situations_and_the_project(told, change):
    change(MANIFEST, "title: Petit", "project: [depart-mots, retour-carte]\ntitle: Petit")
    course = read_course(told).course
    assert course.project == ("depart-mots", "retour-carte")
    assert Course.from_dict(course.to_dict()) == course


def cells(root: Path, module: str) -> str:
    (content,) = [text.decode() for path, text in derive(root).items() if path.name == f"{module}.ipynb"]
    return content


def test_what_belongs_to_an_earlier_module_has_no_answer_cell_in_this_one(told, change):
    change(RETOUR, "# Retour\n", '# Retour\n\n```python\nrevisit("depart-mots")\n```\n')
    change(RETOUR, "# Retour\n", '# Retour\n\n```python\nside_by_side("retour-carnet", "depart-mots")\n```\n')
    notebook = cells(told, "retour")
    assert notebook.count('"grade_id"') == 2
    assert notebook.count('"grade_id": "retour-carnet"') == 1
    assert 'side_by_side(\\"retour-carnet\\", \\"depart-mots\\")' in notebook
    assert "guided_journal, prototype_card, revisit, side_by_side, situation" in notebook


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ('revisit("retour-carte")', "d’un module précédent"),
        ('revisit("personne")', "d’un module précédent"),
        ('revisit("depart-mots", "depart-ecoute")', "et lui seul"),
        ('side_by_side("depart-mots")', "deux identifiants"),
        ('side_by_side("depart-mots", "depart-mots")', "différents"),
        ('side_by_side("depart-mots", "duo-conte")', "de ce module ou d’un module précédent"),
        ('better_after("retour")', "d’un module précédent"),
        ('better_after("depart", "retour")', "et lui seul"),
        ('situation("depart")', 'écrivez situation("retour")'),
        ('situation("retour")', "déjà placée"),
        ('prototype_card("retour-carte", "depart-mots")', "qu’un identifiant"),
    ],
)
def test_a_call_that_would_draw_nothing_is_refused_where_it_is(told, change, refusal, call, words):
    change(
        RETOUR,
        '```python\nguided_journal("retour-carnet")',
        f'```python\n{call}\n```\n\n```python\nguided_journal("retour-carnet")',
    )
    error = refusal()
    assert (error.file, error.key) == (RETOUR, call)
    assert words in str(error)


def test_a_module_may_name_an_earlier_one_to_live_first(told, change):
    change(RETOUR, "# Retour\n", '# Retour\n\n```python\nbetter_after("depart")\n```\n')
    notebook = cells(told, "retour")
    assert 'better_after(\\"depart\\")' in notebook
    assert "import better_after, " in notebook


def test_a_situation_without_its_file_or_without_its_place_is_refused(told, change, refusal):
    change(DEPART, "# Départ\n", '# Départ\n\n```python\nsituation("depart")\n```\n')
    assert "course/situations/depart.yaml n’existe pas" in str(refusal())
    change(DEPART, '```python\nsituation("depart")\n```\n', "")
    change(RETOUR, '```python\nsituation("retour")\n```\n', "")
    assert 'il manque situation("retour")' in str(refusal())


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ("  agent:\n", "  agente:\n", "views.agente", "vouliez-vous dire"),
        ("    practice: Conseil à agent.\n", "", "views.agent.practice", "manque"),
        ("Un banc a disparu.", "Un **banc** a disparu.", "story", "retirez le signe «\u00a0**\u00a0»"),
        ("Un banc a disparu.", "- Un banc a disparu.", "story", "simples paragraphes"),
        (
            "      retour-carte: Idée de agent.",
            "      depart-mots: Idée.",
            "views.agent.examples.depart-mots",
            "connue",
        ),
    ],
)
def test_a_fault_in_a_situation_is_told_with_its_place(told, change, refusal, old, new, key, words):
    change(SITUATION, old, new)
    error = refusal()
    assert (error.file, error.key) == (SITUATION, key)
    assert words in str(error)


def test_a_situation_of_no_module_is_refused(told, refusal):
    (told / "course/situations/ailleurs.yaml").write_text("title: Ailleurs\n", encoding="utf-8")
    assert refusal().file == "course/situations/ailleurs.yaml"


def test_situations_demand_the_five_places_in_their_order(told, change, refusal):
    change(START, "{id: habitant, label: Habitant, meaning: Ici.}", "{id: voisin, label: Voisin}")
    error = refusal()
    assert error.file == MANIFEST
    assert ", ".join(PLACES) in str(error)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("kind: choice", "kind: free_text", "n’a pas cette clé"),
        ("{id: agent, label: Agent, meaning: Ici.}", "{id: mandat, label: Agent}", "deux fois"),
    ],
)
def test_options_are_those_of_a_choice_each_with_its_own_id(told, change, refusal, old, new, words):
    change(START, old, new)
    assert words in str(refusal())


def test_a_project_names_questions_of_the_course(told, change, refusal):
    change(MANIFEST, "title: Petit", "project: [depart-reve]\ntitle: Petit")
    error: ContentError = refusal()
    assert (error.file, error.key) == (MANIFEST, "project")
    assert "depart-reve" in str(error)
