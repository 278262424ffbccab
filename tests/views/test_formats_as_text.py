"""A format as a page's text: its hours, what each slot asks, its stages; nothing that a title could inject."""

import re
from itertools import pairwise

import pytest
from formats_samples import COURSE, DAYS, STAGES, ServedClient

from parcours_u.domain.days import Late, When
from parcours_u.views.formats import format_html, format_of, giving_way, version_of


def read(html: str) -> str:
    """Return what is read of some HTML, without its style sheet."""
    return re.sub(r"<[^>]+>", " ", html.partition("</style>")[2]).replace("\n", " ")


@pytest.fixture(scope="module")
def days():
    return format_html(ServedClient(), DAYS)


@pytest.fixture(scope="module")
def stages():
    return format_html(ServedClient(), STAGES)


def test_each_slot_has_its_hours_worked_out_from_the_day_s_start(days):
    assert re.findall(r'<time datetime="([0-9:]+)">', days) == [
        *("09:00", "10:00", "10:00", "10:15", "10:15", "10:45", "10:45", "11:15")
    ]
    assert '<time datetime="10:15">10\u00a0h\u00a015</time>' in days


def test_a_slot_leads_to_its_module_and_its_exercise(days):
    assert 'module <a href="/voila/render/course/source/depart/depart.ipynb">Départ</a>' in days.replace(
        "Module", "module"
    )
    assert '<a href="/voila/render/exercises/duo.ipynb">Le duo</a> (45\u00a0min)' in days


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
    assert "Un jour &lt;ensemble&gt;" in days
    assert "<ensemble>" not in days


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


def test_what_the_course_has_not_is_not_found():
    with pytest.raises(KeyError):
        format_of(COURSE, "ailleurs")
    with pytest.raises(KeyError):
        version_of(COURSE, "trio")
