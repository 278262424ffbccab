"""Journals to back up, and the commands that do it, run as a person runs them."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from parcours_u.domain.journal import Comment, Deposit
from parcours_u.store.database import Database
from parcours_u.store.erasure import erase_journal
from parcours_u.store.folder import private_folder
from parcours_u.store.sql_journal import SqlJournal

__all__ = ["VERSION", "command", "erased", "rows", "texts", "write"]

VERSION = "0.1.0"
_TABLES = ("revision", "entry", "deposit", "comment", "setting")


def write(folder: Path, *texts: str) -> Path:
    """Make a journal that holds these versions of one answer, a deposit with its zip, a comment and a setting."""
    database = Database(private_folder(folder) / "carnet.sqlite3")
    journal, base = SqlJournal(database, "solo"), 0
    for text in texts:
        base = SqlJournal(database, "solo", page=str(base)).save("question", {"text": text}, base).revision
    journal.add_deposit(
        Deposit("depot-1", "co-initier", "2026-11-02T09:00:00Z", "zip", "ABC-DEF-GHJ", ("question",), ()), b"PK\x00zip"
    )
    journal.add_comments("depot-1", [Comment("question", "merci", "2026-11-03T09:00:00Z", "")])
    journal.set_setting("place", ["co-initier", "question"])
    database.close()
    return folder


def erased(folder: Path) -> Path:
    """Erase a journal, as its author does."""
    database = Database(folder / "carnet.sqlite3")
    assert erase_journal(SqlJournal(database, "solo"), folder)[1]
    database.close()
    return folder


def rows(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table of a journal."""
    with closing(sqlite3.connect(folder / "carnet.sqlite3")) as connection:
        return {table: sorted(connection.execute(f"SELECT * FROM {table}"), key=repr) for table in _TABLES}  # noqa: S608


def texts(folder: Path) -> set[str]:
    """Return every version of the answer that :func:`write` made."""
    database = Database(folder / "carnet.sqlite3")
    try:
        return {str(version.body["text"]) for version in SqlJournal(database, "solo").history("question")}
    finally:
        database.close()


def command(*words: object, **options: object) -> "subprocess.CompletedProcess[str]":
    """Run ``parcours-u`` with these words."""
    return subprocess.run(
        [sys.executable, "-m", "parcours_u.cli", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        **options,  # type: ignore[call-overload]
    )
