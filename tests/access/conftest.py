"""A cohort that runs for the tests of one file; each test brings its own people.

Not for more than a file: which files one process of the tests has run before would then change what they find.
"""

from collections.abc import Iterator

import pytest

from parcours_u.domain.people import Group, GroupKind, Person, Profile, Role
from parcours_u.grading.cohort import cohort_database
from parcours_u.store.groups import Groups
from parcours_u.store.people import People
from people_here import Browser, Cohort, running_cohort

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cohort]:
    with running_cohort(tmp_path_factory.mktemp("animation") / "groupe") as found:
        yield found


@pytest.fixture(scope="module")
def ada(cohort: Cohort) -> Browser:
    """Somebody who is in, with a page open."""
    return cohort.newcomer("Ada", code="ADA-CODE")


@pytest.fixture(scope="module")
def bo(cohort: Cohort) -> Browser:
    """Somebody else who is in."""
    return cohort.newcomer("Bo", code="BO-CODE")


@pytest.fixture
def stranger(cohort: Cohort) -> Browser:
    return cohort.browser()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cohort]:
    """A cohort of its own, in two circles, one of which has a name that would be a program."""
    with running_cohort(tmp_path_factory.mktemp("journee") / "groupe") as cohort:
        with cohort_database(cohort.folder) as database:
            people = [
                People(database).add(
                    Person("", "du groupe", name, profile=profile, email=f"{name.lower()}@exemple.invalid")
                )
                for name, profile in zip(
                    ("Ana", "Bea", "Dan", "Gus"), [*[Profile.AGENT] * 3, Profile.ELECTED], strict=True
                )
            ]
            halves = {"Tilleul": people[:2], HOSTILE: people[2:]}
            wanted = [Group("", GroupKind.CIRCLE, name, tuple(one.id for one in half)) for name, half in halves.items()]
            Groups(database).replace(GroupKind.CIRCLE, [], wanted)
        yield cohort


@pytest.fixture(scope="module")
def trainer(place: Cohort) -> Browser:
    return place.newcomer("Awa", Role.TRAINER)
