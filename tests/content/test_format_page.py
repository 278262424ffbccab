"""A format's page: its hours, what each slot asks, its stages; nothing that a title could inject."""

import re
from html import unescape
from itertools import pairwise

import pytest

from formats_samples import COURSE, DAYS, STAGES
from parcours_u.content.format_page import format_list, format_page, giving_way
from parcours_u.content.pages import Prose
from parcours_u.domain.days import Late, When


def plan(one) -> str:
    """Return the last cell of a format's page: its plan, in HTML."""
    last = format_page(COURSE, one).cells[-1]
    assert isinstance(last, Prose)
    return last.text


def read(html: str) -> str:
    """Return what is read of some HTML."""
    return unescape(re.sub(r"<[^>]+>", " ", html)).replace("\n", " ")


@pytest.fixture(scope="module")
def days():
    return plan(DAYS)


@pytest.fixture(scope="module")
def stages():
    return plan(STAGES)


def test_a_plan_is_one_block_of_html_whatever_markdown_makes_of_blank_lines(days, stages):
    for html in (days, stages):
        assert html.startswith("<div")
        assert "" not in html.split("\n")


def test_each_slot_has_its_hours_worked_out_from_the_day_s_start(days):
    assert re.findall(r'<time datetime="([0-9:]+)">', days) == [
        *("09:00", "10:00", "10:00", "10:15", "10:15", "10:45", "10:45", "11:15")
    ]
    assert '<time datetime="10:15">10\u00a0h\u00a015</time>' in days


def test_a_slot_leads_to_its_module_and_its_exercise(days):
    assert 'Module <a href="../source/depart/depart.ipynb">Départ</a>\u202f; ' in days
    assert 'exercice <a href="../../exercises/duo.ipynb">Le duo</a> (45\u00a0min).' in days


def test_a_slot_says_who_leads_where_with_what_and_what_if(days):
    text = re.sub(r"\s+", " ", read(days))
    for passage in (
        "Qui mène Animation et récolte",
        "Qui fait quoi Chacun son tour.",
        "Où Grande salle",
        "Matériel Chaises",
        "Plan B Dehors.",
        "Si l’on est en retard Peut se réduire à 20 min, avec la version « Par écrit ». Ce que l’on perd : l’écoute d’une",
        "Ce temps garde toujours sa durée.",
        "Qui tient quoi Animation.",
        "Des chaises.",
        "À quoi veiller Le silence est facultatif.",
    ):
        assert passage in text


def test_titles_are_text_and_never_markup(days):
    assert "Se parler &lt;fort&gt;" in days
    assert "<fort>" not in days


def test_headings_go_down_one_level_at_a_time(days):
    levels = [int(level) for level in re.findall(r"<h([1-6])", days)]
    assert levels[0] == 2
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_stages_are_counted_in_the_format_s_unit(stages):
    text = read(stages)
    for span in (
        "Semaine\u00a01",
        "Semaines\u00a02 et\u00a03",
        "Semaines\u00a04 à\u00a06",
        "6\u00a0semaines",
        "une personne",
    ):
        assert span in text
    assert "(inspiration)" in text


def test_a_stage_tells_its_exercises_and_its_meeting(stages):
    text = re.sub(r"\s+", " ", read(stages))
    assert "version « Par écrit » (20 min)" in text
    assert "Rendez-vous : Entre pairs (1 h 15). On se voit." in text


@pytest.mark.parametrize(
    ("late", "words"),
    [
        (Late(), "À garder en entier."),
        (
            Late(When.SHRINK, 75, lost="Un tour."),
            "Peut se réduire à 1\u00a0h\u00a015. Ce que l’on perd\u00a0: un tour.",
        ),
        (Late(When.DROP, lost="Tout."), "Peut se supprimer. Ce que l’on perd\u00a0: tout."),
        (
            Late(When.DROP, 20, lost="Tout.", lost_shortened="Peu."),
            "Peut se réduire à 20\u00a0min. Ce que l’on perd alors\u00a0: peu. "
            "Peut aussi se supprimer. Ce que l’on perd\u00a0: tout.",
        ),
    ],
)
def test_how_a_slot_gives_way_is_said_in_a_sentence(late, words):
    assert giving_way(COURSE, late) == words


def test_a_format_in_days_can_run_late_and_one_in_stages_cannot():
    assert [call.source for call in format_page(COURSE, DAYS).calls()] == ['late_day("jour")']
    assert list(format_page(COURSE, STAGES).calls()) == []


def test_the_list_leads_to_each_format():
    told = format_list(COURSE.formats)
    for line in (
        "### [Un jour ensemble](formats/jour.ipynb)",
        "4 à 12\u00a0personnes, un jour.",
        "Une personne, 6\u00a0semaines.",
    ):
        assert line in told


def test_what_the_course_has_not_is_not_found():
    with pytest.raises(KeyError):
        COURSE.format("ailleurs")
    with pytest.raises(KeyError):
        COURSE.version("trio")


def test_every_kind_of_page_has_its_place():
    assert [COURSE.page_path(one) for one in ("depart", "duo", "jour", "accueil")] == [
        "course/source/depart/depart.ipynb",
        "exercises/duo.ipynb",
        "course/formats/jour.ipynb",
        "course/accueil.ipynb",
    ]
