"""The journal's files on disk: private, refused when not ours, whole after any failure."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from parcours_u.store.database import Database
from parcours_u.store.errors import StoreError
from parcours_u.store.folder import journal_folder, private_folder, secret_file
from parcours_u.store.migrating import _MIGRATIONS as MIGRATIONS
from parcours_u.store.migrating import _head
from parcours_u.store.sql_journal import SqlJournal


def test_the_folder_is_closed_to_other_accounts(tmp_path: Path) -> None:
    folder = tmp_path / "carnet"
    folder.mkdir(mode=0o755)
    assert stat.S_IMODE(private_folder(folder).stat().st_mode) == 0o700


@pytest.mark.parametrize("left", [(), (".verrou",), ("carnet.sqlite3", "a.odt"), ("carnet.sqlite3-wal", "a.odt")])
def test_a_folder_that_is_empty_or_has_held_a_journal_becomes_one_s(tmp_path: Path, left: tuple[str, ...]) -> None:
    folder = tmp_path / "carnet"
    folder.mkdir(mode=0o755)
    for name in left:
        (folder / name).touch()
    assert stat.S_IMODE(journal_folder(folder).stat().st_mode) == 0o700


@pytest.mark.parametrize("name", ["document-de-tous.odt", "secret"])
def test_a_folder_that_serves_for_something_else_is_refused_and_left_as_it_is(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "partagé"
    folder.mkdir()
    (folder / name).write_text("à tout le monde")
    folder.chmod(0o775)
    with pytest.raises(StoreError, match="rien n’y a été changé"):
        journal_folder(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o775
    assert [path.name for path in folder.iterdir()] == [name]


def test_the_account_s_own_folder_and_the_whole_disk_are_refused(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    tmp_path.chmod(0o755)
    monkeypatch.setattr(Path, "chmod", lambda *_: pytest.fail("a folder was closed"))
    for folder in (tmp_path, Path(tmp_path.anchor)):
        with pytest.raises(StoreError, match="sert à autre chose"):
            journal_folder(folder)


def test_a_folder_that_is_closed_already_is_taken_with_what_it_holds(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    (tmp_path / "mes-notes.txt").touch()
    assert journal_folder(tmp_path) == tmp_path.resolve()


def test_a_folder_whose_journal_was_lost_still_is_its_folder(tmp_path: Path) -> None:
    secret_file(tmp_path / "secret")
    tmp_path.chmod(0o755)
    (tmp_path / "mes-notes.txt").touch()
    assert journal_folder(tmp_path) == tmp_path.resolve()


def test_a_file_in_the_place_of_the_folder_is_refused_in_french(tmp_path: Path) -> None:
    (tmp_path / "carnet").write_text("autre chose")
    with pytest.raises(StoreError, match="rien n’a été créé"):
        private_folder(tmp_path / "carnet")
    assert (tmp_path / "carnet").read_text() == "autre chose"


def test_a_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first = secret_file(tmp_path / "secret")
    assert secret_file(tmp_path / "secret") == first
    assert len(first) == 64
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


@pytest.mark.parametrize("left", ["", "ab12", "pas un secret", "é"])
def test_a_secret_that_a_failing_disk_cut_is_replaced_rather_than_guessed(tmp_path: Path, left: str) -> None:
    (tmp_path / "secret").write_text(left)
    made = secret_file(tmp_path / "secret")
    assert len(bytes.fromhex(made)) == 32
    assert secret_file(tmp_path / "secret") == made


def test_a_database_that_is_not_ours_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "carnet.sqlite3"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE recettes (nom)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="n’est pas un carnet de ce parcours"):
        Database(path)
    assert sqlite3.connect(path).execute("SELECT name FROM sqlite_master").fetchall() == [("recettes",)]
    assert len(path.read_bytes()) == len(before)


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "carnet.sqlite3"
    path.write_bytes(b"ceci n'est pas une base de donnees " * 100)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="illisible ou abîmé"):
        Database(path)
    assert path.read_bytes() == before


def test_a_database_of_today_opens_without_what_migrates_it(tmp_path: Path) -> None:
    Database(tmp_path / "carnet.sqlite3").close()
    code = (
        "import sys, pathlib; from parcours_u.store.database import Database\n"
        "Database(pathlib.Path(sys.argv[1])).close()\n"
        "sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code, tmp_path / "carnet.sqlite3"], check=False).returncode == 0


def test_a_new_database_is_brought_to_the_last_migration_that_alembic_knows(tmp_path: Path) -> None:
    Database(tmp_path / "carnet.sqlite3").close()
    with sqlite3.connect(tmp_path / "carnet.sqlite3") as connection:
        found = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    assert found == [(head,) for head in ScriptDirectory(str(MIGRATIONS)).get_heads()]
    assert found == [(_head(),)]


def test_a_database_of_a_later_version_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "carnet.sqlite3"
    Database(path).close()
    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    with pytest.raises(StoreError, match="version plus récente"):
        Database(path)
    assert sqlite3.connect(path).execute("SELECT version_num FROM alembic_version").fetchone() == ("9999",)


_WRITER = """
import sys
from pathlib import Path
from parcours_u.store.database import Database
from parcours_u.store.sql_journal import SqlJournal
journal = SqlJournal(Database(Path(sys.argv[1])), "solo")
base = 0
for rank in range(100000):
    base = journal.save("question", {"text": f"version {rank} " + "mot " * 2000}, base).revision
    print(base, flush=True)
"""


@pytest.mark.parametrize("acknowledged", [1, 7, 40])
def test_a_writer_killed_in_mid_write_leaves_every_acknowledged_version(tmp_path: Path, acknowledged: int) -> None:
    path = tmp_path / "carnet.sqlite3"
    writer = subprocess.Popen([sys.executable, "-c", _WRITER, str(path)], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    last = [int(writer.stdout.readline()) for _ in range(acknowledged)][-1]
    os.kill(writer.pid, signal.SIGKILL)
    writer.wait()
    database = Database(path)
    with database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    journal = SqlJournal(database, "solo")
    assert journal.entries()["question"].revision >= last
    assert {version.number for version in journal.history("question")} >= set(range(1, last + 1))
    database.close()


def test_a_full_disk_refuses_the_write_and_keeps_what_was_there(tmp_path: Path) -> None:
    database = Database(tmp_path / "carnet.sqlite3")
    journal = SqlJournal(database, "solo")
    journal.save("question", {"text": "gardé"}, 0)
    with database._engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="Le disque est plein"):
        journal.save("question", {"text": "x" * 500_000}, 1)
    assert journal.entries()["question"].body == {"text": "gardé"}
    with database._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1073741823")
    journal.save("question", {"text": "x" * 500_000}, 1)
    assert len(journal.entries()["question"].body["text"]) == 500_000
    database.close()


def test_a_store_error_never_quotes_what_was_written(tmp_path: Path) -> None:
    database = Database(tmp_path / "carnet.sqlite3")
    with database._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
    with pytest.raises(StoreError) as caught:
        SqlJournal(database, "solo").save("question", {"text": "SECRET-" * 50_000}, 0)
    error: BaseException | None = caught.value
    assert "SECRET" not in repr(error)
    assert error.__suppress_context__
    database.close()


def test_a_folder_made_read_only_refuses_the_write(tmp_path: Path) -> None:
    folder = private_folder(tmp_path / "carnet")
    database = Database(folder / "carnet.sqlite3")
    journal = SqlJournal(database, "solo")
    journal.save("question", {"text": "gardé"}, 0)
    folder.chmod(0o500)
    with pytest.raises(StoreError, match="lecture seule"):
        journal.save("question", {"text": "pas gardé"}, 1)
    assert journal.entries()["question"].body == {"text": "gardé"}
    folder.chmod(0o700)
    journal.save("question", {"text": "gardé aussi"}, 1)
    assert journal.entries()["question"].body == {"text": "gardé aussi"}
    database.close()
