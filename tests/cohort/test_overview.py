"""What a trainer sees of the cohort: the same thing drawn and told, and nothing of a few people by profile."""

import re
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from cohorts import FIRST_DAY, circle, cohorts, deposit, person, seen
from hypothesis import given, settings
from playwright.sync_api import BrowserContext

from axe import in_light_and_dark
from parcours_u.cohort.overview.circles import meetings_view, variety_view
from parcours_u.cohort.overview.days import days_view
from parcours_u.cohort.overview.discretion import LEAST
from parcours_u.cohort.overview.modules import assigned_view, circles_view, modules_view, profiles_view
from parcours_u.cohort.overview.overview import overview
from parcours_u.cohort.overview.people import people_view
from parcours_u.cohort.overview.seen import Seen
from parcours_u.cohort.overview.view import View, page
from parcours_u.domain.assigning import Assignment
from parcours_u.domain.people import Profile

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script>\"'&"
TEN = [person(number, Profile.ELECTED if number % 2 else Profile.AGENT) for number in range(10)]


def texts(view: View) -> list[str]:
    return [text.text or "" for text in ET.fromstring(view.drawing).iter(f"{SVG}text")]  # noqa: S314 - our own


@settings(max_examples=40)
@given(cohorts())
def test_every_drawing_is_an_image_with_a_name_a_description_and_a_table_beside_it(cohort: Seen) -> None:
    for view in overview(cohort):
        assert all(len(row) == len(view.columns) for row in view.rows)
        if not view.drawing:
            continue
        drawing = ET.fromstring(view.drawing)  # noqa: S314 - our own
        named = {part.get("id"): part.text for part in drawing if part.tag in {f"{SVG}title", f"{SVG}desc"}}
        assert drawing.get("role") == "img"
        assert named[drawing.get("aria-labelledby")] == view.title
        assert named[drawing.get("aria-describedby")] == view.summary
        assert view.rows


@settings(max_examples=60)
@given(cohorts())
def test_no_number_under_five_is_anywhere_in_what_is_told_by_profile(cohort: Seen) -> None:
    view = profiles_view(cohort)
    told = [cell for row in view.rows for cell in row[2:]]
    drawn = texts(view) if view.drawing else []
    assert [cell for cell in (*told, *drawn) if re.fullmatch(r"\d+", cell) and int(cell) < LEAST] == []


@settings(max_examples=60)
@given(cohorts())
def test_one_hidden_count_can_not_be_taken_from_the_total(cohort: Seen) -> None:
    totals = {row[0]: row[2:4] for row in modules_view(cohort).rows}
    for module, both in totals.items():
        rows = [row for row in profiles_view(cohort).rows if row[0] == module]
        for at, total in enumerate(both, start=2):
            shown = [int(row[at]) for row in rows if row[at].isdigit()]
            assert len(rows) - len(shown) != 1 or len(rows) == 1
            assert not shown or int(total) - sum(shown) not in range(1, LEAST)


def test_modules_tell_who_began_deposited_and_was_answered_and_when() -> None:
    cohort = seen(
        TEN,
        [deposit(0, comments=1), deposit(1, day=2, comments=1), deposit(99)],
        under_way={"co-initier": 6, "presencing": 2},
        returned={("C1", "co-initier"): "2027-03-04T09:00:00Z"},
    )
    first, second = modules_view(cohort).rows
    assert first[:5] == ("Co-initier", "au moins 5", "2", "1", "0")
    assert first[5:] == ("1er\u00a0mars 2027 à 9\u00a0h\u00a000", "3\u00a0mars 2027 à 9\u00a0h\u00a000")
    assert second[:3] == ("Presencing", "non montré", "0")


@pytest.mark.parametrize("people", [1, 4, 7, 11])
def test_nothing_that_is_told_says_of_anybody_who_did_not_deposit_whether_they_began(people: int) -> None:
    everybody = [person(number, Profile.ELECTED if number % 2 else Profile.AGENT) for number in range(people)]
    circles = [circle("un", *range(people // 2)), circle("deux", *range(people // 2, people))]
    for deposited in range(people):  # who did is told by name
        others = people - deposited
        possible = defaultdict(set)
        for began in range(others + 1):
            cohort = seen(
                everybody, [deposit(one) for one in range(deposited)], circles, under_way={"co-initier": began}
            )
            possible[tuple((view.rows, view.drawing) for view in overview(cohort))].add(began)
        assert all(min(counts) < others and max(counts) > 0 for counts in possible.values())


def test_profiles_with_enough_people_are_counted() -> None:
    people = [person(number, Profile.ELECTED if number < 8 else Profile.AGENT) for number in range(20)]
    made = [deposit(number, comments=1) for number in (*range(6), *range(10, 19))]
    returned = {(one.person, one.module): "2027-03-04T09:00:00Z" for one in made}
    rows = profiles_view(seen(people, made, returned=returned)).rows
    assert rows[:2] == (
        ("Co-initier", "mandat électif", "6", "6"),
        ("Co-initier", "personnel territorial", "9", "9"),
    )


def test_the_count_of_deposits_is_not_read_as_the_count_of_those_who_deposited() -> None:
    cohort = seen(TEN, [deposit(0), deposit(0, "presencing"), deposit(1)])
    assert people_view(cohort).summary.startswith("3\u00a0dépôts reçus, sur 10\u00a0personnes\u00a0: quand")


def test_circles_tell_how_many_of_their_members_deposited() -> None:
    view = circles_view(
        seen(TEN, [deposit(0), deposit(6)], [circle("Tilleul", *range(4)), circle("Érable", *range(4, 9))])
    )
    assert view.columns[2:] == ("tous les modules", "Co-initier", "Presencing")
    assert view.rows == (
        ("Tilleul", "4", "1 sur 8", "1 sur 4", "0 sur 4"),
        ("Érable", "5", "1 sur 10", "1 sur 5", "0 sur 5"),
        ("sans cercle", "1", "0 sur 2", "0 sur 1", "0 sur 1"),
    )


def test_circles_before_any_module_is_open_are_no_table_of_nothing() -> None:
    view = circles_view(seen(TEN, circles=[circle("Tilleul", 0, 1)], released=()))
    assert (view.rows, view.drawing, view.summary) == ((), "", "Aucun module n’est encore ouvert aux dépôts.")


def test_what_the_drawing_of_circles_says_the_table_says_with_the_same_words() -> None:
    view = circles_view(seen(TEN, [deposit(0), deposit(6)], [circle("Tilleul", *range(4))]))
    assert texts(view)[1:] == [word for row in view.rows for word in (row[0], row[2])]


def test_a_module_expected_of_a_core_group_is_counted_out_of_its_people_and_of_who_deposited_all_the_same() -> None:
    garden = circle("Le potager", 0, 1, 2, 4, 5)
    cohort = seen(
        TEN,
        [deposit(0), deposit(9)],
        [circle("Tilleul", *range(4)), circle("Érable", *range(4, 8)), circle("Frêne", 8)],
        core_groups=(garden,),
        assigned=(Assignment("co-initier", "2027-03-15T12:00:00Z", circles=(garden.id,)),),
    )
    assert "2 sur 6" in texts(modules_view(cohort))
    assert modules_view(cohort).rows[0][:3] == ("Co-initier", "non montré", "2")
    assert [row[3:] for row in circles_view(cohort).rows] == [
        ("1 sur 3", "0 sur 4"),
        ("0 sur 2", "0 sur 4"),
        ("pas attendu", "0 sur 1"),
        ("1 sur 1", "0 sur 1"),
    ]


SPRING = "2027-03-15T12:00:00Z"


def counted(*assigned: Assignment, elected: int = 5) -> tuple[str, list[str], str]:
    """Return what is told of a cohort of ten, of a circle where two are elected, and of its modules together."""
    people = [person(number, Profile.ELECTED if number < elected else Profile.AGENT) for number in range(10)]
    tree = circle("Tilleul", 0, 1, 8, 9)
    cohort = seen(people, [deposit(0), deposit(8)], [tree], assigned=assigned)
    view = circles_view(cohort)
    _, _, together, first, _ = view.rows[0]
    return texts(modules_view(cohort))[-3], [first, together], view.summary


def test_a_module_expected_of_a_profile_is_counted_out_of_its_people_and_of_who_deposited_all_the_same() -> None:
    whole, circles, summary = counted(Assignment("co-initier", SPRING, profiles=(Profile.ELECTED,)))
    assert whole == "2 sur 6"
    assert circles == ["2", "0 sur 4"]  # « 2 sur 3 » would tell of two people of a profile
    assert "dirait combien ont ce profil" in summary


@pytest.mark.parametrize(
    ("elected", "one"),
    [
        (4, Assignment("co-initier", SPRING, profiles=(Profile.ELECTED,))),
        (5, Assignment("co-initier", SPRING, ("cercle-Tilleul",), (Profile.ELECTED,))),
    ],
    ids=["a few people", "with a circle"],
)
def test_how_many_of_a_profile_are_expected_is_not_told_where_they_are_few(elected: int, one: Assignment) -> None:
    whole, circles, _ = counted(one, elected=elected)
    assert (whole, circles[0]) == ("2", "2")


def test_a_profile_with_a_date_of_its_own_does_not_hide_that_everybody_is_expected() -> None:
    whole, circles, summary = counted(
        Assignment("co-initier", SPRING), Assignment("co-initier", SPRING, profiles=(Profile.ELECTED,))
    )
    assert (whole, circles) == ("2 sur 10", ["2 sur 4", "2 sur 8"])
    assert "profil" not in summary


def test_a_circle_of_today_is_named_to_who_looks_at_others_only() -> None:
    mine, other = circle("Tilleul", *range(4)), circle("Érable", *range(4, 9))
    assigned = (Assignment("co-initier", "2027-03-15T12:00:00Z", circles=(mine.id, other.id, "d’avant")),)
    names = {one.id: one.name for one in (mine, other)}
    (row,) = assigned_view(seen(TEN[:4], circles=[mine], assigned=assigned, group_names=names)).rows
    assert row[1] == "Tilleul, Érable, un groupe d’avant"


def test_a_module_of_which_nothing_may_be_told_by_profile_takes_one_line() -> None:
    people = [person(number, Profile.ELECTED if number < 8 else Profile.AGENT) for number in range(20)]
    view = profiles_view(seen(people, [deposit(number) for number in (*range(6), *range(10, 19))]))
    assert [row for row in view.rows if row[0] == "Presencing"] == [
        ("Presencing", "tous les profils", "non montré", "non montré")
    ]
    assert texts(view)[-2:] == ["Presencing", "rien n’est montré par profil"]


def test_with_nothing_to_tell_by_profile_a_sentence_says_so_and_no_table_does() -> None:
    view = profiles_view(seen(TEN, [deposit(0)]))
    assert (view.rows, view.drawing) == ((), "")
    assert view.summary.startswith("Rien n’est montré par profil pour l’instant")


def test_variety_counts_profiles_places_and_new_encounters() -> None:
    people = [
        person(0, Profile.ELECTED, organisation="Ville"),
        person(1, organisation="Agglo"),
        person(2, organisation="agglo "),
    ]
    (row,) = variety_view(seen(people, circles=[circle("Tilleul", 0, 1, 2)], before=[(1, 2)])).rows
    assert row == ("Tilleul", "3", "2", "2", "1", "2 sur 3", "56")


def test_over_two_months_the_highest_day_still_has_its_count() -> None:
    view = days_view(seen(TEN, [deposit(0), deposit(1, day=30), deposit(2, day=30)], today=date(2027, 4, 10)))
    assert "2" in texts(view)
    assert "1" not in texts(view)


def test_days_without_a_deposit_are_there_too() -> None:
    view = days_view(seen(TEN, [deposit(0), deposit(1), deposit(1, "presencing"), deposit(2, day=2)]))
    assert view.rows == (
        ("1er\u00a0mars 2027", "3", "2"),
        ("2\u00a0mars 2027", "0", "0"),
        ("3\u00a0mars 2027", "1", "1"),
    )


def test_months_are_told_by_weeks() -> None:
    view = days_view(seen(TEN, [deposit(0), deposit(1, day=100)], today=date(2027, 7, 1)))
    assert view.columns[0] == "semaine du"
    assert sum(int(row[1]) for row in view.rows) == 2
    assert len(view.rows) == 18


def test_a_cohort_with_nothing_yet_says_so() -> None:
    assert [view.drawing for view in overview(seen([], released=()))] == [""] * 8
    assert all(view.summary.endswith(".") for view in overview(seen([], released=())))


def test_names_are_text_whatever_they_hold() -> None:
    people = [person(number, first_name=HOSTILE) for number in range(4)]
    cohort = seen(people, [deposit(0)], [circle(HOSTILE, *range(4))], titles={"co-initier": HOSTILE})
    shown = page(HOSTILE, FIRST_DAY, overview(cohort))
    assert "<script" not in shown
    assert HOSTILE in texts(circles_view(cohort))


@pytest.mark.browser
def test_no_long_name_and_no_word_is_cut_at_the_edge_of_a_drawing(new_context: Callable[..., BrowserContext]) -> None:
    names = (("Clémentine", "Vandenbroucke"), ("Emmanuelle", "Montgomery-Wambrechies"), ("Gwendoline", "Wambrechies"))
    people = [person(number, first_name=first, last_name=last) for number, (first, last) in enumerate(names)]
    cohort = seen(people, [deposit(0)], [circle("Tilleul", 0, 1, 2)])
    opened = new_context().new_page()
    opened.set_content(page("La cohorte", FIRST_DAY, [people_view(cohort), meetings_view(cohort)]))
    for drawing in opened.locator("svg.pu-view-drawing").all():
        look = (
            "svg => [...svg.querySelectorAll('text')].map((one) => one.getBBox()).map(({ x, width }) => [x, x + width])"
        )
        edges = drawing.evaluate(look)
        assert len(edges) > len(people)
        assert min(left for left, _ in edges) >= 0
        assert max(right for _, right in edges) <= drawing.evaluate("svg => svg.viewBox.baseVal.width")


@pytest.mark.browser
def test_the_page_of_views_is_accessible_and_fits_a_phone(new_context: Callable[..., BrowserContext]) -> None:
    people = [person(number, list(Profile)[number % 3]) for number in range(24)]
    circles = [circle(f"Cercle {at}", *range(at, at + 4)) for at in range(0, 24, 4)]
    cohort = seen(people, [deposit(number, day=number % 3) for number in range(20)], circles)
    shown = new_context(viewport={"width": 320, "height": 600}).new_page()
    shown.set_content(page("La cohorte", FIRST_DAY, overview(cohort)))
    assert shown.get_by_role("img").count() == 7
    assert shown.evaluate("document.documentElement.scrollWidth") <= 320
    for answer in in_light_and_dark(shown):
        assert [(found["id"], found["nodes"][0]["html"]) for found in answer["violations"]] == []
