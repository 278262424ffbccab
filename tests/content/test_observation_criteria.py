"""``course/criteres.yaml``: what the guide tells and what the sheet of paper asks are the same words."""

import pytest

from parcours_u.content.build import derive
from parcours_u.content.criteria import CRITERIA, observation_sheet, read_criteria
from parcours_u.content.errors import ContentError
from parcours_u.paths import OBSERVATION_SHEET, PAPER, content_root

GROUPS = "groups:\n  - {title: Le cadre, criteria: [On a dit l’heure., On a pu passer.]}\n"
STOP = "stop: [On a crié.]\n"


@pytest.fixture
def criteria(course_root):
    def write(text=GROUPS + STOP):
        (course_root / CRITERIA).write_text(text, encoding="utf-8")
        return read_criteria(course_root)

    return write


def test_a_course_may_have_no_criteria_and_then_has_no_grid(course_root):
    assert read_criteria(course_root) is None
    assert PAPER / f"{OBSERVATION_SHEET}.html" not in derive(course_root)


def test_the_page_tells_each_criterion_under_its_group(course_root, criteria, change):
    criteria()
    change("course/texte/donnees.md", "À vous.", "{{ critères }}")
    (page,) = [content.decode() for path, content in derive(course_root).items() if path.name == "donnees.ipynb"]
    words = ("### Le cadre", "On a dit l’heure.", "On a pu passer.", "### Ce qui arrête la séance", "On a crié.")
    places = [page.index(one) for one in words]
    assert places == sorted(places)


def test_a_page_that_tells_criteria_that_are_not_kept_is_refused(change, refusal):
    change("course/texte/donnees.md", "À vous.", "{{ critères }}")
    assert CRITERIA in refusal().message


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GROUPS, "cette clé manque"),
        (GROUPS + GROUPS.removeprefix("groups:\n") + STOP, "Le cadre"),
        (GROUPS.replace("criteria: [On a dit l’heure., On a pu passer.]", "criteria: []") + STOP, "il faut de 1"),
        ("groups: []\n" + STOP, "il faut de 1"),
    ],
    ids=["no-stop", "same-title-twice", "empty-group", "no-group"],
)
def test_a_mistake_is_told_with_its_file(criteria, text, told):
    with pytest.raises(ContentError, match=told) as caught:
        criteria(text)
    assert caught.value.file == CRITERIA


def test_the_grid_asks_each_criterion_of_this_course_once():
    found = read_criteria(content_root())
    assert found is not None
    sheet = observation_sheet(found).decode()
    asked = [one for group in found.groups for one in group.criteria]
    assert len(asked) == 16
    assert [sheet.count(f"<legend>{one}</legend>") for one in asked] == [1] * len(asked)
    assert sheet.count("<fieldset") == len(asked)
    assert all(f">{one}</label>" in sheet for one in found.stop)


def test_the_grid_keeps_and_sends_nothing():
    found = read_criteria(content_root())
    assert found is not None
    sheet = observation_sheet(found).decode()
    assert "<form" not in sheet
    assert "<script" not in sheet
    assert "<button" not in sheet
    assert sheet.count("<input") + sheet.count("<textarea") == sheet.count('autocomplete="off"')
