"""« Par cercle »: what is counted out of whom, where everybody's profile decides for some modules, and once for each module."""

from collections import Counter
from xml.etree import ElementTree as ET

import pytest
from cohorts import circle, deposit, person, seen

from parcours_u.cohort.overview.modules import circles_view
from parcours_u.cohort.overview.seen import Seen
from parcours_u.cohort.overview.view import View
from parcours_u.domain.assigning import Assignment
from parcours_u.domain.people import Profile

SPRING = "2027-03-15T12:00:00Z"
PEOPLE = [person(number, Profile.ELECTED if number % 2 else Profile.AGENT) for number in range(10)]
CIRCLES = [circle("Tilleul", *range(5)), circle("Érable", *range(5, 10))]


def legend(view: View) -> str:
    return next(ET.fromstring(view.drawing).iter("{http://www.w3.org/2000/svg}text")).text or ""  # noqa: S314 - our own


def by_profile(*modules: str) -> View:
    """Return the view of a cohort where these modules are expected of one profile."""
    assigned = tuple(Assignment(module, SPRING, profiles=(Profile.ELECTED,)) for module in modules)
    return circles_view(seen(PEOPLE, [deposit(0), deposit(0, "presencing")], CIRCLES, assigned=assigned))


def test_who_is_expected_is_looked_for_once_a_module_however_many_circles(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: Counter[str] = Counter()
    usual = Seen.expected

    def expected(self: Seen, module: str) -> set[str]:
        asked[module] += 1
        return usual(self, module)

    monkeypatch.setattr(Seen, "expected", expected)
    circles_view(seen(PEOPLE, [deposit(0)], CIRCLES))
    assert asked == {"co-initier": 1, "presencing": 1}
    once = seen(PEOPLE, [deposit(0)])
    assert once.own_deposits is once.own_deposits


def test_where_every_module_is_expected_by_profile_nothing_is_added_up_nor_drawn() -> None:
    view = by_profile("co-initier", "presencing")
    assert [row[2:] for row in view.rows] == [("", "1", "1"), ("", "0", "0")]
    assert view.drawing == ""


def test_where_some_modules_are_expected_by_profile_the_legend_says_that_they_are_left_out() -> None:
    view = by_profile("presencing")
    assert [row[2:] for row in view.rows] == [("1 sur 5", "1 sur 5", "1"), ("0 sur 5", "0 sur 5", "0")]
    assert legend(view) == "dépôts, hors des modules attendus d’un profil"
    assert legend(by_profile()) == "dépôts, tous modules ensemble"


def test_where_nobody_is_expected_anything_that_counts_nothing_is_drawn() -> None:
    elsewhere = tuple(Assignment(module, SPRING, ("un cercle d’avant",)) for module in ("co-initier", "presencing"))
    view = circles_view(seen(PEOPLE, [], CIRCLES, assigned=elsewhere))
    assert {row[2] for row in view.rows} == {"pas attendu"}
    assert view.drawing == ""
