"""Modules expected of a cohort or of a part of it: who sees which date."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaving import leave
from parcours_u.domain.assigning import Assignment, due_dates, expecting
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
def test_a_date_is_for_everybody_or_for_a_profile_or_a_circle_and_the_latest_holds(
    assignments: list[Assignment], profile: Profile, own: tuple[str, ...]
) -> None:
    person = Person("id", "Durand", "Ève", profile=profile)
    found = due_dates(assignments, person, own)
    for module in ("a", "b"):
        dates = [
            one.due
            for one in assignments
            if one.module == module
            and ((not one.circles and not one.profiles) or profile in one.profiles or set(own) & set(one.circles))
        ]
        assert found.get(module, "") == max(dates, default="")


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


@pytest.mark.parametrize(
    ("assigned", "groups"),
    [
        ([], None),
        ([Assignment("presencing", MARCH, ("c1",))], None),
        ([Assignment("co-creer", MARCH, ("c1", "c2")), Assignment("co-creer", APRIL, ("c3",))], {"c1", "c2", "c3"}),
        ([Assignment("co-creer", MARCH, ("c1",)), Assignment("co-creer", APRIL)], None),
        ([Assignment("co-creer", MARCH, ("c1",), (Profile.ELECTED,))], None),  # who is awaited would tell a profile
        ([Assignment("co-creer", MARCH, ("c1",)), Assignment("co-creer", APRIL, (), (Profile.ELECTED,))], None),
    ],
)
def test_a_module_is_awaited_of_the_groups_that_have_it_unless_that_would_tell_a_profile(
    assigned: list[Assignment], groups: set[str] | None
) -> None:
    assert expecting(assigned, "co-creer") == groups
