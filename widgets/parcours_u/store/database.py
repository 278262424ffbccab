"""Opening the SQLite file: settings, migrations, and a refusal to touch what is not ours."""

import os
import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError

from parcours_u.store.backup.replacing import enter
from parcours_u.store.errors import LaterVersion, StoreError, explain, gone, read_only
from parcours_u.store.in_use import FolderLock

__all__ = ["NEWS", "Database"]

NEWS = "parcours_u_news"
"""Where a transaction notes, in its connection's ``info``, the rooms that it brings news to."""

_MIGRATIONS = Path(__file__).parent / "migrations"
_PATIENCE_MS = 10_000


class Database:
    """A journal's database file, opened, checked and brought to the current schema.

    Parameters
    ----------
    path : pathlib.Path
        The file; created when missing, in a folder that exists.

    Attributes
    ----------
    on_news : callable
        Told, once a transaction is committed and in the thread that wrote it, of the rooms that it changed.

    Raises
    ------
    StoreError
        When the file is not a database of ours, comes from a newer version, or cannot be opened. It is left as it is.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._turn = threading.Lock()  # the threads of one process take turns; SQLite's own wait is a draw, with losers
        self.on_news: Callable[[frozenset[str]], None] = _nobody_listens
        self._held = _enter(path.parent)
        self._engine = _engine(path)
        try:
            self._migrate()
        except DBAPIError as error:
            self.close()
            raise explain(error) from error
        except StoreError:
            self.close()
            raise
        path.chmod(0o600)
        self._inode = path.stat().st_ino

    def __repr__(self) -> str:
        return "Database()"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection on a consistent view of the database."""
        with _explained(), self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            try:
                yield connection
            finally:
                connection.rollback()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection that holds the write lock from its first statement; commit at the end, or undo all.

        A deferred transaction that writes later can fail half-way when somebody else wrote first: hence BEGIN IMMEDIATE.

        Raises
        ------
        StoreError
            When the disk refuses, the folder was made read-only, or the file is no longer there.
        """
        self._check_place()
        with self._turn, _explained(), self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            rooms: set[str] = set()
            connection.info[NEWS] = rooms
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            connection.commit()
        if rooms:
            self.on_news(frozenset(rooms))

    def compact(self) -> None:
        """Rewrite the file without the space of what was deleted, and empty the write-ahead log."""
        with (
            _explained(),
            self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection,
        ):
            connection.exec_driver_sql("VACUUM")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def fold(self) -> None:
        """Empty the write-ahead log into the file: what a transaction overwrote is then nowhere on the disk.

        Where somebody still reads the log, it is emptied as far as they went, and wholly by the next one.
        """
        with (
            _explained(),
            self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection,
        ):
            connection.exec_driver_sql("PRAGMA busy_timeout=0")
            try:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                connection.exec_driver_sql(f"PRAGMA busy_timeout={_PATIENCE_MS}")

    def files(self) -> list[Path]:
        """Return the files on disk that may hold journal text: the database, its log and its index."""
        candidates = (
            self.path,
            *(self.path.with_name(self.path.name + end) for end in ("-wal", "-shm", "-journal")),
        )
        return [path for path in candidates if path.exists()]

    def close(self) -> None:
        """Close every connection; the last one folds the log into the file. Then anybody may replace it."""
        self._engine.dispose()
        self._held.release()

    def _check_place(self) -> None:
        """Refuse to write where words would be lost or are not wanted.

        SQLite keeps the file open: it would go on writing, without an error, into a file that was deleted or moved, and
        in a folder that has been closed to writing since.
        """
        try:
            if self.path.stat().st_ino != self._inode:
                raise gone()
            folder = self.path.parent
            if not folder.stat().st_mode & stat.S_IWUSR or not os.access(self.path, os.W_OK):
                raise read_only()
        except FileNotFoundError:
            raise gone() from None

    def _migrate(self) -> None:
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        head = ScriptDirectory.from_config(config).get_current_head()
        with self._engine.connect() as connection:
            tables = set(inspect(connection).get_table_names())
            if tables and "alembic_version" not in tables:
                raise StoreError(
                    f"Le fichier «\u00a0{self.path.name}\u00a0» n’est pas un carnet de ce parcours\u00a0: "
                    "il a été laissé tel quel, choisissez un autre dossier avec --dossier."
                )
            if tables and connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == head:
                return
        try:
            with self._engine.connect() as connection:
                config.attributes["connection"] = connection
                connection.exec_driver_sql("BEGIN IMMEDIATE")  # two servers starting at once: one migrates, one waits
                command.upgrade(config, "head")
                connection.commit()
        except CommandError as error:
            raise LaterVersion(
                "Ce carnet vient d’une version plus récente du parcours\u00a0: "
                "il a été laissé tel quel, mettez le parcours à jour pour l’ouvrir."
            ) from error


def _nobody_listens(_rooms: frozenset[str]) -> None:
    """Hear of news where nobody is there to be told."""


def _enter(folder: Path) -> FolderLock:
    try:
        return enter(folder)
    except OSError as error:  # the end of a restoration that was cut short, on a disk that refuses it
        raise read_only() from error


def _engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 10, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _settings(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun by reading() and writing(), not by the driver
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", f"busy_timeout={_PATIENCE_MS}"):
            connection.execute(f"PRAGMA {pragma}").close()

    return engine


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        # `from None`: SQLAlchemy's own message quotes the statement's parameters, which are what the person wrote
        raise explain(error) from None
