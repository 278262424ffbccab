"""A disk with no room left: what is on it is saved to another, and read to its end, all the same."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from kept import VERSION, rows, write

from disks import fill_up
from parcours_u.diagnosis.finding import State
from parcours_u.diagnosis.journal import check_journal_folder
from parcours_u.domain.people import Person
from parcours_u.grading.cohort import cohort_database, existing_cohort
from parcours_u.grading.folder import open_folder
from parcours_u.grading.keeping import cohort_is_whole, restore_group, save_group
from parcours_u.store.backup.errors import BackupError
from parcours_u.store.backup.journal import check_journal, restore_journal, save_journal
from parcours_u.store.database import Database
from parcours_u.store.people import People


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """Give a disk of six megabytes."""
    place = tmp_path / "petit"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(place)]
    if os.name != "posix" or os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a disk of our own takes root on Linux")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


def test_a_journal_on_a_full_disk_is_saved_to_another(small: Path, tmp_path: Path) -> None:
    folder = write(small / "carnet", "un", "deux")
    fill_up(small / "lest")
    save_journal(folder, tmp_path / "s.zip", VERSION)
    restore_journal(tmp_path / "s.zip", tmp_path / "retour", VERSION)
    assert rows(tmp_path / "retour")["revision"]
    assert {path.name for path in tmp_path.iterdir()} == {"petit", "s.zip", "retour"}
    assert not list(folder.glob(".travail-*"))


def test_a_journal_that_a_course_has_open_on_a_full_disk_is_saved_too(small: Path, tmp_path: Path) -> None:
    folder = write(small / "carnet", "un", "deux")
    with closing(Database(folder / "carnet.sqlite3")):
        fill_up(small / "lest")
        saved = save_journal(folder, tmp_path / "s.zip", VERSION)
    assert saved.contents.revisions == 2


def test_what_no_disk_takes_leaves_nothing(small: Path) -> None:
    folder = write(small / "carnet", "un")
    (small / "sauvegardes").mkdir()
    fill_up(small / "lest")
    with pytest.raises(BackupError, match="La place manque"):
        save_journal(folder, small / "sauvegardes" / "s.zip", VERSION)
    assert not list((small / "sauvegardes").iterdir())
    assert not list(folder.glob(".travail-*"))


def test_a_journal_on_a_full_disk_is_read_to_its_end(small: Path) -> None:
    folder = write(small / "carnet", "un", "deux")
    fill_up(small / "lest")
    assert check_journal(folder).revisions == 2
    states = {one.part: one.state for one in check_journal_folder(folder)}
    assert (states["disque"], states["carnet"]) == (State.BLOCKING, State.FINE)


def test_a_cohort_on_a_full_disk_is_saved_to_another_and_is_not_called_damaged(small: Path, tmp_path: Path) -> None:
    group = open_folder(small / "groupe")
    with cohort_database(group) as database:
        People(database).add(Person("", "Durand", "Ève"))
    fill_up(small / "lest")
    assert cohort_is_whole(group.path)
    save_group(group.path, tmp_path / "g.zip", VERSION)
    restore_group(tmp_path / "g.zip", tmp_path / "retour")
    with existing_cohort(tmp_path / "retour") as database:
        assert [one.name for one in People(database).present()] == ["Ève Durand"]
