"""Modules expected of a cohort or of a part of it: who sees which date."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaving import leave
from parcours_u.domain.assigning import Assignment, Expectations, due_dates
from parcours_u.domain.people import Group, GroupKind, Person, Profile, Role
from parcours_u.store.assignments import Assignments
from parcours_u.store.database import Database
from parcours_u.store.groups import Groups
from parcours_u.store.people import People

MARCH, APRIL = "2027-03-15T22:59:59Z", "2027-04-15T21:59:59Z"
ELECTED, AGENT = Profile.ELECTED, Profile.AGENT
profiles = st.lists(st.sampled_from(Profile), max_size=2, unique=True).map(tuple)
circles = st.lists(st.sampled_from(["t", "e", "c"]), max_size=2, unique=True).map(tuple)
expected = st.builds(Assignment, st.sampled_from(["a", "b"]), st.sampled_from([MARCH, APRIL]), circles, profiles)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "carnet.sqlite3")
    yield opened
    opened.close()


@given(st.lists(expected, max_size=5), st.sampled_from(Profile), circles)
def test_the_date_of_a_part_of_the_cohort_counts_more_than_everybody_s_and_of_several_the_latest_holds(
    assignments: list[Assignment], profile: Profile, own: tuple[str, ...]
) -> None:
    person = Person("id", "Durand", "Ève", profile=profile)
    found = due_dates(assignments, person, own)
    for module in ("a", "b"):
        of = [one for one in assignments if one.module == module]
        chosen = [one.due for one in of if profile in one.profiles or set(own) & set(one.circles)]
        everybody = [one.due for one in of if not one.circles and not one.profiles]
        assert found.get(module, "") == max(chosen or everybody, default="")


def test_people_see_the_dates_of_their_circle_and_of_their_profile(database: Database) -> None:
    eve = People(database).add(Person("", "Durand", "Ève", profile=ELECTED))
    luc = People(database).add(Person("", "Petit", "Luc"))
    (tilleul,) = Groups(database).replace(GroupKind.CIRCLE, [], [Group("", GroupKind.CIRCLE, "Tilleul", (luc.id,))])
    assignments = Assignments(database)
    assignments.expect(Assignment("presencing", MARCH, circles=(tilleul.id,)))
    assignments.expect(Assignment("co-creer", APRIL, profiles=(ELECTED,)))
    assert assignments.due_dates(eve.id) == {"co-creer": APRIL}
    assert assignments.due_dates(luc.id) == {"presencing": MARCH}
    assignments.expect(Assignment("presencing", MARCH))
    for role in (Role.HOST, Role.TRAINER, Role.ACCOMPANIST):
        other = People(database).add(Person("", "Autre", str(role), role=role))
        assert assignments.due_dates(other.id) == {}
    leave(database, luc.id)
    assert assignments.due_dates(luc.id) == {}


def test_another_date_for_the_same_people_takes_the_place_of_the_first(database: Database) -> None:
    assignments = Assignments(database)
    assert not assignments.expect(Assignment("co-creer", MARCH, profiles=(ELECTED, AGENT)))
    assert assignments.expect(Assignment("co-creer", APRIL, profiles=(AGENT, ELECTED)))
    assert not assignments.expect(Assignment("co-creer", MARCH))
    assert [(one.due, one.profiles) for one in assignments.all()] == [(MARCH, ()), (APRIL, (AGENT, ELECTED))]
    assert assignments.withdraw(Assignment("co-creer", "", profiles=(ELECTED, AGENT)))
    assert not assignments.withdraw(Assignment("co-creer", "", profiles=(ELECTED, AGENT)))
    assert [one.due for one in assignments.all()] == [MARCH]


EVE, LUC, AWA = (
    Person(name, "Nom", name, profile=profile) for name, profile in (("eve", ELECTED), ("luc", AGENT), ("awa", AGENT))
)
OAK = Group("c1", GroupKind.CIRCLE, "Chêne", (LUC.id,))


@pytest.mark.parametrize(
    ("assigned", "awaited"),
    [
        ([], ["eve", "luc", "awa"]),  # opened without a date
        ([Assignment("presencing", MARCH, ("c1",))], ["eve", "luc", "awa"]),
        ([Assignment("co-creer", MARCH, ("c1", "c2"))], ["luc"]),
        ([Assignment("co-creer", MARCH, ("c1",)), Assignment("co-creer", APRIL)], ["eve", "luc", "awa"]),
        ([Assignment("co-creer", MARCH, ("c1",), (ELECTED,))], ["eve", "luc"]),
        ([Assignment("co-creer", MARCH, ("c2",))], []),  # a circle that is no more
    ],
)
def test_a_module_is_awaited_of_those_of_whom_it_is_expected(assigned: list[Assignment], awaited: list[str]) -> None:
    expectations = Expectations(assigned, [EVE, LUC, AWA], [OAK])
    assert [one.id for one in (EVE, LUC, AWA) if expectations.awaits(one.id, "co-creer")] == awaited


def test_who_has_a_date_of_their_own_is_not_awaited_by_everybody_s() -> None:
    assigned = [Assignment("co-creer", MARCH, ("c1",)), Assignment("co-creer", APRIL)]
    expectations = Expectations(assigned, [EVE, LUC], [OAK])
    by = {due: [one for one in ("eve", "luc") if expectations.awaits(one, "co-creer", due)] for due in (MARCH, APRIL)}
    assert by == {MARCH: ["luc"], APRIL: ["eve"]}
