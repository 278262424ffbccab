"""Erasing a journal: no word of it is left on the disk, and what the disk refuses is said as it is."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from parcours_u.store.database import Database
from parcours_u.store.erasure import erase_journal, traces_in
from parcours_u.store.errors import StoreError
from parcours_u.store.folder import private_folder
from parcours_u.store.sql_journal import SqlJournal


def test_erasing_leaves_no_trace_on_disk(tmp_path: Path) -> None:
    folder = private_folder(tmp_path / "carnet")
    database = Database(folder / "carnet.sqlite3")
    journal = SqlJournal(database, "solo")
    base = 0
    for rank in range(30):
        text = f"phrase très intime numéro {rank} que personne d’autre ne lira " * 20
        base = journal.save("question", {"text": text}, base).revision
    (folder / "echange").mkdir()
    (folder / "echange" / "copie.ipynb").write_text("phrase très intime numéro 3 que personne")
    assert erase_journal(journal, folder) == (1, True)
    assert traces_in(folder, {"phrase très intime".encode()}) == []
    assert journal.entries() == {}
    database.close()
    assert traces_in(folder, {"phrase très intime".encode()}) == []


def test_a_disk_that_refuses_leaves_the_journal_and_its_copies_whole_and_says_so(tmp_path: Path) -> None:
    folder = private_folder(tmp_path / "carnet")
    database = Database(folder / "carnet.sqlite3")
    journal = SqlJournal(database, "solo")
    journal.save("question", {"text": "une phrase très intime"}, 0)
    (folder / "echange").mkdir()
    (folder / "avant-restauration-2026-03-02.zip").write_bytes(b"PK")
    told = "n’a pas été effacé, ce qu’il contient est gardé tel quel, libérez de la place"
    with _no_room_to(database, "DELETE"), pytest.raises(StoreError, match=told):
        erase_journal(journal, folder)
    assert journal.entries()["question"].body == {"text": "une phrase très intime"}
    assert {"echange", "avant-restauration-2026-03-02.zip"} <= {path.name for path in folder.iterdir()}
    assert erase_journal(journal, folder) == (1, True)
    assert not {"echange", "avant-restauration-2026-03-02.zip"} & {path.name for path in folder.iterdir()}
    database.close()


def test_without_the_room_to_rewrite_the_file_all_is_erased_and_more_room_makes_it_sure(tmp_path: Path) -> None:
    folder = private_folder(tmp_path / "carnet")
    database = Database(folder / "carnet.sqlite3")
    journal = SqlJournal(database, "solo")
    journal.save("question", {"text": "une phrase très intime " * 5_000}, 0)
    with _no_room_to(database, "VACUUM"):
        assert erase_journal(journal, folder) == (1, False)
    assert journal.entries() == {}
    assert traces_in(folder, {"phrase très intime".encode()}) == []
    assert erase_journal(journal, folder) == (0, True)
    database.close()


def test_a_copy_that_could_not_be_removed_is_no_sure_erasure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = private_folder(tmp_path / "carnet")
    database = Database(folder / "carnet.sqlite3")
    journal = SqlJournal(database, "solo")
    journal.save("question", {"text": "une phrase très intime"}, 0)
    (folder / "avant-restauration-2026-03-02.zip").write_bytes(b"PK")
    with monkeypatch.context() as refused:
        refused.setattr(Path, "unlink", _refuses)
        assert erase_journal(journal, folder) == (1, False)
    assert journal.entries() == {}
    assert erase_journal(journal, folder) == (0, True)
    database.close()


@contextmanager
def _no_room_to(database: Database, verb: str) -> Iterator[None]:
    """Have the disk full for one kind of statement."""

    def refuse(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith(verb):
            full = sqlite3.OperationalError("database or disk is full")
            full.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise OperationalError(statement, None, full)

    event.listen(database._engine, "before_cursor_execute", refuse)
    yield
    event.remove(database._engine, "before_cursor_execute", refuse)


def _refuses(*_arguments: object, **_options: object) -> None:
    raise PermissionError


def test_traces_are_seen_where_there_are_some(tmp_path: Path) -> None:
    (tmp_path / "oubli.txt").write_text("une phrase très intime restée là")
    assert [path.name for path in traces_in(tmp_path, {"phrase très intime".encode()})] == ["oubli.txt"]
