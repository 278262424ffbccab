"""What a trainer is told of a cohort's server: whether it answers, whether its port is free, whether its dates can be."""

import json
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from parcours_u.diagnosis import server as server_check
from parcours_u.diagnosis.finding import Finding, State
from parcours_u.diagnosis.group import check_trainer_folder
from parcours_u.domain.people import Person
from parcours_u.grading.cohort import cohort_database
from parcours_u.grading.folder import TrainerFolder, open_folder
from parcours_u.server.cohort.reach import Reach
from parcours_u.store.people import People
from people_here import running_cohort


@pytest.fixture
def group(tmp_path: Path) -> TrainerFolder:
    folder = open_folder(tmp_path / "mon-groupe")
    with cohort_database(folder) as database:
        People(database).add(Person("", "Durand", "Ève"))
    return folder


def about(part: str, folder: TrainerFolder) -> Finding:
    """Return the one finding about a part."""
    (found,) = [one for one in check_trainer_folder(folder.path) if one.part == part]
    return found


@contextmanager
def listening() -> Iterator[int]:
    """Have another program listen on a port."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_server_that_answers_is_told_with_the_address_that_people_have(tmp_path: Path) -> None:
    with running_cohort(tmp_path / "groupe") as cohort:
        found = about("serveur", cohort.folder)
        assert found.state is State.FINE
        assert f"adresse {cohort.base}/" in found.what
    assert "n’est pas ouvert" in about("serveur", cohort.folder).what


def test_a_server_that_hangs_prevents_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_check, "_PATIENCE_SECONDS", 0.2)
    with running_cohort(tmp_path / "groupe") as cohort:
        cohort.process.send_signal(signal.SIGSTOP)
        try:
            found = about("serveur", cohort.folder)
        finally:
            cohort.process.send_signal(signal.SIGCONT)
    assert found.state is State.BLOCKING
    assert "ne répond pas" in found.what


def test_pages_that_wait_for_a_place_are_told(tmp_path: Path) -> None:
    with running_cohort(tmp_path / "groupe", "--pages-vivantes", "1") as cohort:
        cohort.newcomer("Ada").kernel()
        cohort.newcomer("Luc").get("voila/render/course/source/co-initier/co-initier.ipynb")
        found = about("serveur", cohort.folder)
    assert found.state is State.WATCH
    assert "pages qui attendent, 1" in found.what


def test_the_port_of_a_cohort_taken_by_another_program_prevents_use(group: TrainerFolder) -> None:
    with listening() as port:
        Reach(f"http://127.0.0.1:{port}/", port).write(group.cohort)
        assert about("port", group).state is State.BLOCKING
    assert about("port", group).state is State.FINE


def test_a_cohort_never_served_is_told_of_the_usual_port_only(
    group: TrainerFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    with listening() as port:
        monkeypatch.setattr("parcours_u.diagnosis.group.USUAL_PORT", port)
        assert about("port", group).state is State.WATCH


def test_a_cohort_dated_in_the_future_is_told(group: TrainerFolder) -> None:
    assert about("horloge", group).state is State.FINE
    with cohort_database(group) as database, database.writing() as connection:
        connection.exec_driver_sql("UPDATE person SET added_at = '2999-01-01T00:00:00Z'")
    assert about("horloge", group).state is State.WATCH


def test_where_a_cohort_was_listened_on_is_remembered_and_was_not_by_former_versions(tmp_path: Path) -> None:
    Reach("http://parcours.local/", 80, address="0.0.0.0").write(tmp_path)  # noqa: S104 - not bound
    assert Reach.read(tmp_path) == Reach("http://parcours.local/", 80, "", "0.0.0.0")  # noqa: S104 - not bound
    (tmp_path / "adresse.json").write_text(json.dumps({"public": "http://parcours.local/", "port": 80}))
    assert Reach.read(tmp_path) == Reach("http://parcours.local/", 80)
