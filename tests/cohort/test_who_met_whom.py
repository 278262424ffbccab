"""Who has been with whom: a square for each encounter, between names or numbers that are the table's."""

from xml.etree import ElementTree as ET

import pytest
from cohorts import circle, person, seen

from parcours_u.cohort.overview.circles import meetings_view
from parcours_u.cohort.overview.view import View

SVG = "{http://www.w3.org/2000/svg}"
TEN = [person(number) for number in range(10)]


def texts(view: View) -> list[str]:
    """Return the words of a drawing."""
    return [text.text or "" for text in ET.fromstring(view.drawing).iter(f"{SVG}text")]  # noqa: S314 - our own


def squares(view: View) -> dict[str, tuple[str, str]]:
    """Return the width and height of each encounter that is drawn, by what is told of it."""
    drawn = ET.fromstring(view.drawing)  # noqa: S314 - our own
    return {
        title.text or "": (rect.get("width", ""), rect.get("height", ""))
        for rect in drawn.iter(f"{SVG}rect")
        for title in rect.iter(f"{SVG}title")
    }


def test_who_met_whom_is_told_today_before_and_not_yet() -> None:
    view = meetings_view(seen(TEN[:4], circles=[circle("Tilleul", 0, 1)], before=[(0, 2)]))
    assert view.rows[0] == ("Prénom Nom00", "Prénom Nom01", "Prénom Nom02", "1")
    assert view.summary.startswith("2\u00a0rencontres sur 6\u00a0possibles")


def test_each_encounter_is_one_square_between_the_two_names_that_it_joins() -> None:
    view = meetings_view(seen(TEN[:4], circles=[circle("Tilleul", 0, 3)], before=[(1, 2)]))
    drawn = squares(view)
    assert set(drawn) == {"Prénom Nom03 et Prénom Nom00", "Prénom Nom02 et Prénom Nom01"}
    assert all(width == height for width, height in drawn.values())
    assert texts(view)[2:] == [row[0] for row in view.rows]


@pytest.mark.parametrize("size", [13, 32, 60])
def test_many_people_are_numbered_as_in_the_table_circle_by_circle(size: int) -> None:
    people = [person(number) for number in range(size)]
    view = meetings_view(seen(people, circles=[circle("Tilleul", 1, 3, 5, 7), circle("Érable", 0, 2, 4, 6)]))
    assert [row[0] for row in view.rows[:5]] == [
        f"{rank}. Prénom Nom0{at}" for rank, at in enumerate((1, 3, 5, 7, 0), 1)
    ]
    assert texts(view)[2:] == ["1\u20134 Tilleul", "5\u20138 Érable", f"9\u2013{size} sans cercle"]
    assert all(width == height for width, height in squares(view).values())


def test_without_circles_people_are_numbered_by_fives() -> None:
    view = meetings_view(seen([person(number) for number in range(13)]))
    assert texts(view)[2:] == ["1\u20135", "6\u201310", "11\u201313"]


def test_nobody_to_meet_yet_is_said_by_a_sentence_alone() -> None:
    view = meetings_view(seen(TEN[:1]))
    assert (view.rows, view.drawing) == ((), "")


@pytest.mark.parametrize("kind", ["pairs", "core_groups"])
def test_who_is_in_a_pair_or_a_core_group_of_today_is_together_today(kind: str) -> None:
    view = meetings_view(seen(TEN[:4], before=[(0, 1)], **{kind: (circle("Ensemble", 0, 1),)}))
    assert view.rows[0] == ("Prénom Nom00", "Prénom Nom01", "", "2")


def test_a_large_cohort_is_told_by_the_table_alone() -> None:
    view = meetings_view(seen([person(number) for number in range(70)]))
    assert (view.drawing, len(view.rows)) == ("", 70)
