"""Reading a journal's database from end to end, to know that it is whole. Nothing is written, migrated or repaired."""

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from parcours_u.domain.agreements import check_due, check_text
from parcours_u.domain.audience import parse_audience
from parcours_u.store.backup.errors import copy_refused
from parcours_u.store.durable import writable
from parcours_u.store.errors import damaged
from parcours_u.store.shared_schema import metadata
from parcours_u.store.version_numbers import NUMBERS_BEFORE

__all__ = ["Contents", "check_database", "has_tables", "reading_file"]

_BUSY_SECONDS = 10.0
_INDEX_BYTES = 64 * 1024
_DAMAGED = {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_SCHEMA}


@dataclass(frozen=True)
class Contents:
    """How much a journal holds.

    Attributes
    ----------
    answers, revisions, deposits, comments : int
        Rows of each sort.
    settings : int
        What the journal remembers besides: the page one was on, one's code; not what an erasure leaves behind.
    latest : str
        When the most recent revision was written, ISO 8601, UTC; empty when there is none.
    """

    answers: int = 0
    revisions: int = 0
    deposits: int = 0
    comments: int = 0
    settings: int = 0
    latest: str = ""

    @property
    def empty(self) -> bool:
        """Tell whether nothing at all would be lost with it."""
        return not (self.answers or self.revisions or self.deposits or self.comments or self.settings)


@contextmanager
def reading_file(path: Path) -> Iterator[sqlite3.Connection]:
    """Give a connection that can only read, on one consistent view, while others write.

    SQLite makes a log and its index beside a file that has none: not where nobody can write, or nothing more goes in, and where
    nobody writes meanwhile either.

    Raises
    ------
    StoreError
        When the file can't be read. What it holds is never quoted.
    """
    try:
        log = path.with_name(f"{path.name}-wal")
        alone = not (log.exists() and log.stat().st_size) and not _takes_an_index(path.parent)
        address = f"{path.resolve().as_uri()}?mode=ro{'&immutable=1' if alone else ''}"
        with closing(sqlite3.connect(address, uri=True, timeout=_BUSY_SECONDS)) as found:
            found.execute("PRAGMA trusted_schema = OFF")
            found.execute("PRAGMA query_only = ON")
            found.execute("BEGIN")
            yield found
    except sqlite3.Error as error:
        # without a code: bytes that are no text, a table that is not there
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        raise (damaged() if code in _DAMAGED else copy_refused(error)) from None


def _takes_an_index(folder: Path) -> bool:
    """Tell whether the index of a log (32 kB at first) may be made in a folder."""
    try:
        with tempfile.TemporaryFile(dir=folder) as tried:
            tried.write(bytes(_INDEX_BYTES))
    except OSError:
        return False
    return writable(folder)


def has_tables(path: Path) -> bool:
    """Tell whether anything was ever made in a database: SQLite takes an empty file for one.

    Raises
    ------
    StoreError
        When it can't be read.
    """
    with reading_file(path) as connection:
        return bool(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])


def check_database(path: Path) -> Contents:
    """Read everything that a journal's database holds, and return how much that is.

    SQLite checks its own pages; then every row is read as the course would read it.

    Parameters
    ----------
    path : pathlib.Path
        The database; a server may have it open.

    Raises
    ------
    StoreError
        When it is damaged, or holds anything that no journal of ours does.
    """
    with reading_file(path) as connection:
        if [row[0] for row in connection.execute("PRAGMA integrity_check")] != ["ok"]:
            raise damaged()
        _check_shape(connection)
        try:
            return _read_all(connection)
        except (TypeError, ValueError):  # what JSON and audiences raise; their messages quote the text
            raise damaged() from None


def _check_shape(connection: sqlite3.Connection) -> None:
    """Refuse a database with tables, views or triggers of its own: a trigger is a program."""
    known = {*metadata.tables, "alembic_version"}
    shape = connection.execute("SELECT type, tbl_name FROM sqlite_master").fetchall()
    if {table for kind, table in shape if kind == "table"} != known or any(
        kind not in {"table", "index"} for kind, _ in shape
    ):
        raise damaged()


def _read_all(connection: sqlite3.Connection) -> Contents:
    written = {}
    for person, prompt, number, saved_at, body in connection.execute(
        "SELECT person, prompt, number, saved_at, body FROM revision"
    ):
        if not isinstance(json.loads(body), dict):
            raise damaged()
        written[person, prompt, number] = saved_at
    for (body,) in connection.execute("SELECT body FROM shared"):
        if not isinstance(json.loads(body), dict):
            raise damaged()
    for text, due in connection.execute("SELECT text, due FROM agreement"):
        check_due(due)
        check_text(text)
    answers = 0
    for person, prompt, head, audience in connection.execute("SELECT person, prompt, head, audience FROM entry"):
        parse_audience(json.loads(audience))
        if head and (person, prompt, head) not in written:
            raise damaged()
        answers += 1
    deposits = 0
    for prompts, withdrawn in connection.execute("SELECT prompts, withdrawn FROM deposit"):
        if not all(isinstance(json.loads(found), list) for found in (prompts, withdrawn)):
            raise damaged()
        deposits += 1
    settings = 0
    for name, value in connection.execute("SELECT name, CAST(value AS TEXT) FROM setting"):
        json.loads(value)  # SQLite makes a number of a text that is one, in a column of this type
        settings += name != NUMBERS_BEFORE
    comments = connection.execute("SELECT text, about FROM comment").fetchall()
    return Contents(answers, len(written), deposits, len(comments), settings, max(written.values(), default=""))
