"""The programme of a cohort, kept; and an assignment that nobody undoes unseen."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from parcours_u.domain.assigning import Assignment
from parcours_u.domain.programme import Lateness, Programme
from parcours_u.store.assignments import Assignments, ChangedMeanwhile
from parcours_u.store.database import Database
from parcours_u.store.programmes import Programmes

LATE = Lateness("2027-03-15", 20, "duo", 600, 40)
MARCH, APRIL = "2027-03-15T12:00:00Z", "2027-04-15T12:00:00Z"


@pytest.fixture
def database(tmp_path: Path):
    found = Database(tmp_path / "carnet.sqlite3")
    yield found
    found.close()


def test_one_programme_takes_the_place_of_the_other_with_its_lateness(database: Database) -> None:
    programmes = Programmes(database)
    assert programmes.get() is None
    first = programmes.choose("jour", "2027-03-15")
    assert programmes.set_late(first, LATE)
    assert programmes.get() == Programme("jour", "2027-03-15", LATE)
    programmes.choose("chemin", "2027-04-01")
    assert programmes.get() == Programme("chemin", "2027-04-01")
    assert not programmes.set_late(first, LATE)  # said of another programme
    assert programmes.get() == Programme("chemin", "2027-04-01")
    assert programmes.forget()
    assert not programmes.forget()


def test_a_day_is_late_no_more(database: Database) -> None:
    programmes = Programmes(database)
    programmes.set_late(programmes.choose("jour", "2027-03-15"), LATE)
    chosen = programmes.get()
    assert chosen is not None
    assert programmes.set_late(chosen, None)
    assert programmes.get() == Programme("jour", "2027-03-15")


def test_two_who_assign_the_same_at_once_do_not_undo_each_other_unseen(database: Database) -> None:
    assignments = Assignments(database)

    def assign(due: str) -> bool:
        try:
            assignments.expect(Assignment("co-creer", due), known="")
        except ChangedMeanwhile:
            return False
        return True

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(assign, [MARCH, APRIL])) == [False, True]
    (kept,) = assignments.all()
    with pytest.raises(ChangedMeanwhile, match="gardée telle quelle"):
        assignments.expect(Assignment("co-creer", MARCH), known="2020-01-01T00:00:00Z")
    assert assignments.all() == [kept]
    assert assignments.expect(Assignment("co-creer", APRIL), known=kept.due)
