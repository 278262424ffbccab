"""A journal whose files are deleted or moved while it is open: what was said to be saved is found again."""

import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from parcours_u.store.backup.journal import restore_journal, save_journal
from parcours_u.store.database import Database
from parcours_u.store.errors import StoreError
from parcours_u.store.sql_journal import SqlJournal

NAME = "carnet.sqlite3"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "carnet"
    found.mkdir(mode=0o700)
    return found


def opened(folder: Path) -> tuple[Database, SqlJournal]:
    database = Database(folder / NAME)
    return database, SqlJournal(database, "solo")


def texts(file: Path) -> set[str]:
    with closing(sqlite3.connect(file)) as connection:
        return {text for (text,) in connection.execute("SELECT json_extract(body, '$.text') FROM revision")}


def left_by_a_power_cut(folder: Path, elsewhere: Path) -> Path:
    for name in (NAME, f"{NAME}-wal"):
        shutil.copy(folder / name, elsewhere)
    return elsewhere / NAME


def test_a_deleted_journal_is_put_back_with_every_word(folder: Path) -> None:
    database, journal = opened(folder)
    journal.save("question", {"text": "avant"}, 0)
    (folder / NAME).unlink()
    journal.save("question", {"text": "ensuite"}, 1)
    database.close()
    assert texts(folder / NAME) == {"avant", "ensuite"}
    assert (folder / NAME).stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in folder.iterdir()) == [".verrou", NAME]


def test_a_journal_deleted_with_its_log_is_put_back_too(folder: Path) -> None:
    database, journal = opened(folder)
    journal.save("question", {"text": "avant"}, 0)
    for path in folder.glob(f"{NAME}*"):
        path.unlink()
    journal.save("question", {"text": "ensuite"}, 1)
    database.close()
    assert texts(folder / NAME) == {"avant", "ensuite"}


def test_a_journal_deleted_after_the_last_word_is_put_back_at_the_end(folder: Path) -> None:
    database, journal = opened(folder)
    journal.save("question", {"text": "le dernier mot"}, 0)
    (folder / NAME).unlink()
    database.close()
    assert texts(folder / NAME) == {"le dernier mot"}


def test_a_log_that_was_deleted_is_folded_in_before_a_word_is_said_to_be_saved(folder: Path, tmp_path: Path) -> None:
    database, journal = opened(folder)
    journal.save("question", {"text": "avant"}, 0)
    (folder / f"{NAME}-wal").unlink()
    journal.save("question", {"text": "ensuite"}, 1)
    assert texts(left_by_a_power_cut(folder, tmp_path)) == {"avant", "ensuite"}
    journal.save("question", {"text": "encore"}, 2)
    database.close()
    assert texts(folder / NAME) == {"avant", "ensuite", "encore"}


def test_a_log_deleted_while_a_word_is_written_is_folded_in_before_it_is_said_to_be_saved(
    folder: Path, tmp_path: Path
) -> None:
    database, journal = opened(folder)
    journal.save("question", {"text": "avant"}, 0)
    with database.writing():
        journal.save("question", {"text": "pendant"}, 1)
        (folder / f"{NAME}-wal").unlink()
    assert texts(left_by_a_power_cut(folder, tmp_path)) == {"avant", "pendant"}
    database.close()


def test_a_deleted_log_is_missed_even_where_another_program_left_an_empty_one_in_its_place(
    folder: Path, tmp_path: Path
) -> None:
    database, journal = opened(folder)
    journal.save("question", {"text": "avant"}, 0)
    (folder / f"{NAME}-wal").unlink()
    look = [sys.executable, "-c", "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('SELECT * FROM revision')"]
    subprocess.run([*look, folder / NAME], stderr=subprocess.DEVNULL, check=False)  # it can't read
    assert (folder / f"{NAME}-wal").stat().st_size == 0
    journal.save("question", {"text": "ensuite"}, 1)
    assert texts(left_by_a_power_cut(folder, tmp_path)) == {"avant", "ensuite"}
    database.close()


def test_no_word_is_said_to_be_saved_while_a_reader_keeps_it_in_a_log_that_was_deleted(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parcours_u.store.engine.PATIENCE_MS", 20)
    database, journal = opened(folder)
    journal.save("question", {"text": "avant"}, 0)
    with database.reading() as connection:
        connection.exec_driver_sql("SELECT * FROM revision")
        journal.save("question", {"text": "pendant"}, 1)
        (folder / f"{NAME}-wal").unlink()
        with pytest.raises(StoreError, match="occupé"):
            journal.save("question", {"text": "refusé"}, 2)
    journal.save("question", {"text": "ensuite"}, 2)
    database.close()
    assert texts(folder / NAME) == {"avant", "pendant", "ensuite"}


def test_a_long_reader_of_a_deleted_log_holds_back_no_save_for_long(folder: Path) -> None:
    database, journal = opened(folder)
    journal.save("question", {"text": "avant"}, 0)
    with database.reading() as connection:
        connection.exec_driver_sql("SELECT * FROM revision")
        journal.save("question", {"text": "pendant"}, 1)
        (folder / f"{NAME}-wal").unlink()
        begun = time.monotonic()
        for _ in range(3):
            with pytest.raises(StoreError, match="occupé"):
                journal.save("question", {"text": "refusé"}, 2)
        assert time.monotonic() - begun < 10  # what one of them would wait for a lock
    with database.writing() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one() == 10_000
    journal.save("question", {"text": "ensuite"}, 2)
    database.close()
    assert texts(folder / NAME) == {"avant", "pendant", "ensuite"}


def test_two_courses_whose_log_was_deleted_go_on_in_the_same_one(folder: Path) -> None:
    (first, one), (second, other) = opened(folder), opened(folder)
    one.save("question", {"text": "par le premier"}, 0)
    other.save("autre", {"text": "par le second"}, 0)
    (folder / f"{NAME}-wal").unlink()
    one.save("question", {"text": "toujours lui"}, 1)
    other.save("autre", {"text": "lui aussi"}, 1)
    one.save("question", {"text": "encore lui"}, 2)
    first.close()
    second.close()
    assert texts(folder / NAME) == {"par le premier", "toujours lui", "encore lui", "par le second", "lui aussi"}


def test_a_course_writes_no_word_into_a_log_that_another_one_let_go_of_just_before(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first, one), (second, other) = opened(folder), opened(folder)
    one.save("question", {"text": "par le premier"}, 0)
    look = second._keep_in_place

    def overtaken() -> None:
        look()
        (folder / f"{NAME}-wal").unlink()
        one.save("question", {"text": "toujours lui"}, 1)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(second, "_keep_in_place", overtaken)
        with pytest.raises(StoreError, match="occupé"):
            other.save("autre", {"text": "refusé"}, 0)
    other.save("autre", {"text": "par le second"}, 0)
    first.close()
    second.close()
    assert texts(folder / NAME) == {"par le premier", "toujours lui", "par le second"}


def test_a_log_whose_journal_was_moved_away_is_kept_and_the_journal_put_back_is_whole(
    folder: Path, tmp_path: Path
) -> None:
    database, journal = opened(folder)
    journal.save("question", {"text": "dans le journal d’écriture"}, 0)
    killed = tmp_path / "coupure"
    shutil.copytree(folder, killed)
    database.close()
    (killed / NAME).rename(tmp_path / "ailleurs")
    log = (killed / f"{NAME}-wal").read_bytes()
    with pytest.raises(StoreError, match="remettez-y carnet"):
        Database(killed / NAME)
    assert (killed / f"{NAME}-wal").read_bytes() == log
    assert not (killed / NAME).exists()
    (tmp_path / "ailleurs").rename(killed / NAME)
    again, journal = opened(killed)
    assert [version.body["text"] for version in journal.history("question")] == ["dans le journal d’écriture"]
    again.close()


def test_a_backup_takes_the_place_of_a_log_alone_which_is_kept_aside(folder: Path, tmp_path: Path) -> None:
    database, journal = opened(folder)
    journal.save("question", {"text": "sauvegardé"}, 0)
    save_journal(folder, tmp_path / "s.zip", "0")
    killed = tmp_path / "coupure"
    shutil.copytree(folder, killed)
    database.close()
    (killed / NAME).unlink()
    aside = restore_journal(tmp_path / "s.zip", killed, "0").aside
    assert aside is not None
    assert (aside / f"{NAME}-wal").stat().st_size > 0
    assert texts(killed / NAME) == {"sauvegardé"}


def test_a_journal_deleted_with_its_log_while_a_word_is_written_is_put_back_before_it_is_said_to_be_saved(
    folder: Path, tmp_path: Path
) -> None:
    database, journal = opened(folder)
    journal.save("question", {"text": "avant"}, 0)
    with database.writing() as connection:
        connection.exec_driver_sql('UPDATE revision SET body = \'{"text": "pendant"}\'')
        for path in folder.glob(f"{NAME}*"):
            path.unlink()
    shutil.copy(folder / NAME, tmp_path / "copie")  # what a power cut would leave
    assert texts(tmp_path / "copie") == {"pendant"}
    for path in folder.glob(f"{NAME}*"):
        path.unlink()
    journal.save("question", {"text": "ensuite"}, 1)
    database.close()
    assert texts(folder / NAME) == {"pendant", "ensuite"}


def test_another_file_in_the_journal_s_place_is_left_as_it_is(folder: Path) -> None:
    database, journal = opened(folder)
    journal.save("question", {"text": "avant"}, 0)
    (folder / NAME).unlink()
    (folder / NAME).write_bytes(b"autre chose")
    with pytest.raises(StoreError, match="déplacé ou supprimé"):
        journal.save("question", {"text": "ensuite"}, 1)
    database.close()
    assert (folder / NAME).read_bytes() == b"autre chose"


def test_a_second_course_on_a_journal_that_the_first_put_back_writes_no_word_into_the_void(folder: Path) -> None:
    (first, one), (second, other) = opened(folder), opened(folder)
    one.save("question", {"text": "par le premier"}, 0)
    other.save("autre", {"text": "par le second"}, 0)
    (folder / NAME).unlink()
    one.save("question", {"text": "toujours lui"}, 1)
    with pytest.raises(StoreError, match="déplacé ou supprimé"):
        other.save("autre", {"text": "perdu sans cela"}, 1)
    first.close()
    second.close()
    assert texts(folder / NAME) == {"par le premier", "toujours lui", "par le second"}


def test_a_disk_that_became_read_only_is_said_when_the_journal_is_opened(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(folder)[0].close()
    (folder / NAME).chmod(0o644)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "chmod", refuse)
    with pytest.raises(StoreError, match="lecture seule"):
        Database(folder / NAME)
