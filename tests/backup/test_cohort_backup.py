"""A cohort in a trainer's folder is in its backup, whole, while people write in it."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from kept import VERSION

from parcours_u.domain.people import Person, Profile
from parcours_u.grading import keeping
from parcours_u.grading.cohort import cohort_database, existing_cohort
from parcours_u.grading.folder import TrainerFolder, open_folder
from parcours_u.grading.keeping import restore_group, save_group
from parcours_u.server.cohort.reach import Reach
from parcours_u.store import visitors
from parcours_u.store.backup.errors import BackupError
from parcours_u.store.people import People
from parcours_u.store.visitors import Visitors
from people_here import running_cohort

EVE = Person("", "Durand", "Ève", profile=Profile.ELECTED)
LUC = Person("", "Petit", "Luc")


@pytest.fixture
def group(tmp_path: Path) -> TrainerFolder:
    folder = open_folder(tmp_path / "mon-groupe")
    with cohort_database(folder) as database:
        People(database).add(EVE)
    return folder


def names(folder: Path) -> list[str]:
    with existing_cohort(folder) as database:
        return [one.name for one in People(database).present()]


def test_the_cohort_comes_back_with_its_last_words_still_in_the_log(group, tmp_path):
    with cohort_database(group) as database:
        People(database).add(LUC)
        assert (group.cohort / "carnet.sqlite3-wal").stat().st_size > 0
        save_group(group.path, tmp_path / "g.zip", VERSION)
    restore_group(tmp_path / "g.zip", tmp_path / "retour")
    assert names(tmp_path / "retour") == ["Ève Durand", "Luc Petit"]
    assert {path.name for path in (tmp_path / "retour/cohorte").iterdir()} == {".verrou", "carnet.sqlite3"}


def test_a_cohort_is_served_from_a_backup_beside_the_one_that_still_runs(tmp_path):
    with running_cohort(tmp_path / "g") as first:
        save_group(first.folder.path, tmp_path / "g.zip", VERSION)
        restore_group(tmp_path / "g.zip", tmp_path / "retour")
        assert not list((tmp_path / "retour/cohorte").glob("serveur*"))
        assert Reach.read(tmp_path / "retour/cohorte") == Reach.read(first.folder.cohort)
        with running_cohort(tmp_path / "retour") as second:
            assert second.browser().get("connexion").status == first.browser().get("connexion").status == 200


def test_the_announcement_of_a_server_in_an_older_backup_is_not_put_back(group, tmp_path, monkeypatch):
    (group.cohort / "serveur.json").write_text('{"address": "http://127.0.0.1:1/", "pid": 1, "started": 1}')
    with monkeypatch.context() as former:
        former.setattr(keeping, "_OF_A_SERVER", "cohorte/none")
        saved = save_group(group.path, tmp_path / "g.zip", VERSION)
    done = restore_group(tmp_path / "g.zip", tmp_path / "retour")
    assert not (tmp_path / "retour/cohorte/serveur.json").exists()
    assert done.files == saved.files - 1


def test_what_is_being_written_is_in_or_out_and_nobody_waits(group, tmp_path):
    with cohort_database(group) as database:
        with database.writing() as connection:
            connection.exec_driver_sql("UPDATE person SET last_name = 'à moitié'")
            save_group(group.path, tmp_path / "g.zip", VERSION)
        restore_group(tmp_path / "g.zip", tmp_path / "retour")
    assert names(tmp_path / "retour") == ["Ève Durand"]


def test_people_who_write_all_along_do_not_keep_a_backup_from_being_made(group, tmp_path, monkeypatch):
    with cohort_database(group) as database:
        real = keeping.write_archive
        monkeypatch.setattr(keeping, "write_archive", lambda *words: (People(database).add(LUC), real(*words))[1])
        save_group(group.path, tmp_path / "g.zip", VERSION)
        assert len(People(database).present()) == 2
    restore_group(tmp_path / "g.zip", tmp_path / "retour")
    assert names(tmp_path / "retour") == ["Ève Durand"]


def test_a_cohort_with_a_program_in_it_is_not_restored(group, tmp_path):
    with closing(sqlite3.connect(group.cohort / "carnet.sqlite3")) as database:
        database.execute("CREATE TRIGGER un AFTER INSERT ON person BEGIN DELETE FROM person; END")
    with pytest.raises(BackupError, match="tronquée ou abîmée"):
        save_group(group.path, tmp_path / "g.zip", VERSION)
    assert not (tmp_path / "g.zip").exists()


def test_a_visit_whose_days_are_over_is_erased_by_whatever_opens_the_cohort_and_is_in_no_backup(
    group, tmp_path, monkeypatch
):
    def arrived() -> None:
        monkeypatch.undo()
        with cohort_database(group) as database:
            visits = Visitors(database)
            visits.arrive(visits.open_link("exercises/ecoute.ipynb").token, "Hirondelle", "Téléphone")
        later = datetime.now(UTC) + timedelta(days=8)
        monkeypatch.setattr(visitors, "_now", lambda: later)

    def left() -> bool:
        return any(b"Hirondelle" in path.read_bytes() for path in group.cohort.iterdir())

    arrived()
    assert left()
    names(group.path)
    assert not left()
    arrived()
    save_group(group.path, tmp_path / "g.zip", VERSION)
    assert b"Hirondelle" not in (tmp_path / "g.zip").read_bytes()
    assert not left()
