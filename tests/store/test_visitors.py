"""A visitor opens one exercise without an account, and is gone after some days."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cohort_samples import cohort_database
from sqlalchemy import select

from parcours_u.domain.people import Role
from parcours_u.store import schema, visitors
from parcours_u.store.database import Database
from parcours_u.store.erasure import traces_in
from parcours_u.store.errors import AccessRefused
from parcours_u.store.sealed_journal import SealedJournal
from parcours_u.store.visitors import Visitors

PAGE = "exercises/marche-d-empathie.ipynb"


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Give how many days have passed, for a test to set."""
    passed = [0.0]
    start = datetime(2026, 3, 2, 12, tzinfo=UTC)
    monkeypatch.setattr(visitors, "_now", lambda: start + timedelta(days=passed[0]))
    return passed


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = cohort_database(tmp_path)
    yield found
    found.close()


@pytest.fixture
def visits(database: Database, days: list[float]) -> Visitors:
    return Visitors(database)


def people(database: Database) -> set[str]:
    with database.reading() as connection:
        return set(connection.execute(select(schema.person.c.first_name)).scalars())


def test_one_link_lets_several_visitors_in_each_with_a_journal_of_their_own(
    visits: Visitors, database: Database
) -> None:
    token = visits.open_link(PAGE).token
    found = visits.look_in(token)
    assert found is not None
    assert (found.page, found.days, found.token) == (PAGE, 7, "")
    first, second = visits.arrive(token, " Hirondelle ", "Téléphone"), visits.arrive(token, "Martinet", "Téléphone")
    assert first.key != second.key
    assert visits.page_of(first.person_id) == PAGE
    assert visits.page_of("ada") is None
    with database.reading() as connection:
        row = connection.execute(select(schema.person).where(schema.person.c.id == first.person_id)).one()
    assert (row.first_name, row.last_name, row.role, row.email) == ("Hirondelle", "", Role.VISITOR, "")
    back = visits.open_device(first.device_id, first.device_secret)
    assert back is not None
    assert back.key == first.key


def test_after_their_days_nothing_of_visitors_is_left_on_disk_and_nobody_else_loses_a_word(
    visits: Visitors, database: Database, days: list[float], tmp_path: Path
) -> None:
    gone = visits.arrive(visits.open_link(PAGE, days=7).token, "Hirondelle", "Téléphone")
    SealedJournal(database, gone.person_id, "", gone.key).save("q", {"text": "en visite"}, 0)
    SealedJournal(database, "ada", "", bytes(32)).save("q", {"text": "à demeure"}, 0)
    days[0] = 3
    stays = visits.arrive(visits.open_link(PAGE, days=7).token, "Martinet", "Téléphone")
    days[0] = 6.9
    assert visits.purge() == []
    days[0] = 7
    assert visits.purge() == [gone.person_id]
    assert visits.open_device(gone.device_id, gone.device_secret) is None
    assert traces_in(tmp_path, {gone.person_id.encode(), b"Hirondelle"}) == []
    assert people(database) == {"ada", "bea", "cleo", "Martinet"}
    assert visits.page_of(stays.person_id) == PAGE
    assert SealedJournal(database, "ada", "", bytes(32)).entries()["q"].body == {"text": "à demeure"}


def test_a_visitor_may_leave_at_once_and_nobody_else_is_erased_that_way(visits: Visitors, database: Database) -> None:
    here = visits.arrive(visits.open_link(PAGE).token, "Hirondelle", "Téléphone")
    assert not visits.leave("ada")
    assert visits.leave(here.person_id)
    assert not visits.leave(here.person_id)
    assert people(database) == {"ada", "bea", "cleo"}


@pytest.mark.parametrize("change", ["closed", "too late", "another token"])
def test_a_link_that_opens_nothing_is_refused(visits: Visitors, days: list[float], change: str) -> None:
    token = visits.open_link(PAGE, hours=24).token
    if change == "closed":
        visits.close_link(PAGE)
    elif change == "too late":
        days[0] = 1
    else:
        token = token[::-1]
    assert visits.look_in(token) is None
    with pytest.raises(AccessRefused, match="terminée"):
        visits.arrive(token, "Hirondelle", "Téléphone")


def test_a_visit_that_is_full_lets_nobody_else_in(visits: Visitors) -> None:
    token = visits.open_link(PAGE, most=1).token
    visits.arrive(token, "Hirondelle", "Téléphone")
    with pytest.raises(AccessRefused, match="places"):
        visits.arrive(token, "Martinet", "Téléphone")


@pytest.mark.parametrize("name", ["", "   ", "x" * 41, "\u200b", "\u200d\u202e", "a\x00b", "a\ud800b"])
def test_a_pseudonym_is_short_and_seen(visits: Visitors, name: str) -> None:
    with pytest.raises(AccessRefused, match="1 à 40 signes"):
        visits.arrive(visits.open_link(PAGE).token, name, "Téléphone")


@pytest.mark.parametrize("name", ["HIRONDELLE", " hirondelle ", "Hiron\u200bdelle", "\u202eHirondelle"])
def test_nobody_takes_the_pseudonym_of_another_visitor(visits: Visitors, name: str) -> None:
    token = visits.open_link(PAGE).token
    visits.arrive(token, "Hirondelle", "Téléphone")
    with pytest.raises(AccessRefused, match="déjà porté"):
        visits.arrive(token, name, "Téléphone")


@pytest.mark.parametrize("name", ["Ada Ada", "ada ADA", "Personne d’ici"])
def test_whoever_holds_a_link_does_not_learn_who_is_in_the_cohort(visits: Visitors, name: str) -> None:
    visits.arrive(visits.open_link(PAGE).token, name, "Téléphone")


def test_a_visit_of_no_time_is_no_visit(visits: Visitors) -> None:
    with pytest.raises(ValueError, match="lasts some time"):
        visits.open_link(PAGE, days=0)
