"""Opening the SQLite file: settings, migrations, and a refusal to touch what is not ours."""

import os
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from parcours_u.store.at_its_place import misplaced
from parcours_u.store.backup.replacing import LOG_ENDS, enter
from parcours_u.store.durable import confirm
from parcours_u.store.engine import PATIENCE_MS, open_engine
from parcours_u.store.errors import StoreError, busy, emptied, explain, gone, read_only
from parcours_u.store.in_use import FolderLock
from parcours_u.store.migrating import migrate
from parcours_u.store.putting_back import fold, inode, put_back

__all__ = ["NEWS", "Database"]

NEWS = "parcours_u_news"
"""Where a transaction notes, in its connection's ``info``, the rooms that it brings news to."""

_PRIVATE = 0o600


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
    unfolded : bool
        Whether what was taken back, erased or corrected may still be in the write-ahead log: :meth:`fold` is to be called.

    Raises
    ------
    StoreError
        When the file is not a database of ours, comes from a newer version, or cannot be opened. It is left as it is.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._turn = threading.Lock()  # the threads of one process take turns; SQLite's own wait is a draw, with losers
        self.on_news: Callable[[frozenset[str]], None] = _nobody_listens
        self.unfolded = self._pressing = False
        self._held = _enter(path.parent)
        self._under_way = threading.local()
        self._engine = open_engine(path)
        self._inode = self._log_inode = 0
        try:
            if trouble := misplaced(path):
                raise trouble
            migrate(self._engine, path.name)
            if stat.S_IMODE(path.stat().st_mode) != _PRIVATE:
                path.chmod(_PRIVATE)
            self._inode = path.stat().st_ino
            self._log_inode = inode(self._log)
        except DBAPIError as error:
            self.close()
            raise explain(error) from error
        except OSError as error:
            self.close()
            raise read_only() from error
        except StoreError:
            self.close()
            raise

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
        Inside another ``writing`` of this thread it is a part of that one: committed with it, undone with it.

        Raises
        ------
        StoreError
            When the disk refuses, the folder was made read-only, or the file is no longer there.
        """
        outer: Connection | None = getattr(self._under_way, "connection", None)
        if outer is not None:
            with _explained():
                yield outer
            return
        check: Callable[[Connection], None] | None = getattr(self._under_way, "check", None)
        with self._turn:
            self._keep_in_place()
            with _explained(), self._engine.connect() as connection:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                self._under_way.connection = connection
                rooms: set[str] = set()
                connection.info[NEWS] = rooms
                try:
                    self._check_place()  # again, now that nobody else can be putting the file back
                    if check is not None:
                        check(connection)
                    yield connection
                except BaseException:
                    connection.rollback()
                    raise
                finally:
                    self._under_way.connection = None
                connection.commit()
                self._keep_written(connection)
            if self._pressing:
                self._fold()
        if rooms:
            self.on_news(frozenset(rooms))

    @contextmanager
    def checked(self, check: Callable[[Connection], None]) -> Iterator[None]:
        """Begin each transaction that this thread writes meanwhile by a check, which raises where nothing must be written."""
        self._under_way.check = check
        try:
            yield
        finally:
            self._under_way.check = None

    def compact(self) -> bool:
        """Rewrite the file without the space of what was deleted, and empty the write-ahead log; return whether it could be rewritten.

        That takes room, and what was deleted is overwritten already: a disk that refuses undoes nothing of what was committed.
        """
        done = False
        with suppress(StoreError), _explained(), self._engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM")
            done = True
        self.fold()
        return done

    def fold(self, *, pressing: bool = True) -> None:
        """Empty the write-ahead log into the file: what a transaction overwrote is then nowhere on the disk.

        Where somebody still reads the log, or the disk refuses, nobody is told that what was committed is not done:
        ``unfolded`` says so, and it is tried again when the database is closed, and, ``pressing``, after whatever is written next.
        """
        self.unfolded, self._pressing = True, self._pressing or pressing
        if getattr(self._under_way, "connection", None) is None:  # else once the transaction under way is committed
            with self._turn:
                self._fold()

    def fold_later(self) -> None:
        """Leave it to whoever looks at ``unfolded`` from time to time: what is written at each key would empty the log as often."""
        self.unfolded = True

    def _fold(self) -> None:
        with (
            suppress(StoreError),
            _explained(),
            self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection,
        ):
            connection.exec_driver_sql("PRAGMA busy_timeout=0")
            try:
                fold(connection)
                self.unfolded = self._pressing = False
            finally:
                connection.exec_driver_sql(f"PRAGMA busy_timeout={PATIENCE_MS}")

    def files(self) -> list[Path]:
        """Return the files on disk that may hold journal text: the database, its log and its index."""
        candidates = (
            self.path,
            *(self.path.with_name(self.path.name + end) for end in LOG_ENDS),
        )
        return [path for path in candidates if path.exists()]

    def close(self) -> None:
        """Close every connection; the last one folds the log into the file. Then anybody may replace it."""
        try:
            if self._inode:
                with suppress(StoreError):  # said when somebody wrote; all that can be done was
                    self._keep_in_place()
            if self.unfolded:
                with suppress(StoreError), _explained(), self._engine.connect() as connection:
                    fold(connection)  # a command ends here, beside a server that reads for moments
        finally:
            self._engine.dispose()
            self._held.release()

    def _keep_in_place(self) -> None:
        """Put the file or its log back when it was deleted or moved: SQLite still has all of it open, and nobody else has.

        What was said to be saved must be found again. Who wants to erase a journal asks the course to.
        """
        if not self.path.exists() and self.path.parent.is_dir():
            with _explained(), self._engine.connect() as connection:
                self._put_back(connection)
        elif inode(self.path) == self._inode and inode(self._log) != self._log_inode:
            with _explained(), self._engine.connect() as connection:
                self._keep_log(connection)

    def _keep_written(self, connection: Connection) -> None:
        """Have on the disk what was just written, when somebody deleted the file or its log meanwhile."""
        if not self.path.exists() and self.path.parent.is_dir():
            self._put_back(connection)
        elif inode(self._log) != self._log_inode:
            self._keep_log(connection)
        self._check_disk()

    @property
    def _log(self) -> Path:
        return self.path.with_name(f"{self.path.name}-wal")

    def _keep_log(self, connection: Connection) -> None:
        """Fold in a log that was deleted, even where whoever merely looked at the file left an empty one in its place.

        One that holds something is of another course, which folded the deleted one first: what is there is gone on with.
        """
        if not (self._log.exists() and self._log.stat().st_size):
            fold(connection)
        self._reopen(connection)

    def _put_back(self, connection: Connection) -> None:
        try:
            put_back(connection, self.path)
            self._inode = self.path.stat().st_ino
        except OSError as error:
            raise gone() from error
        self._reopen(connection)

    def _reopen(self, connection: Connection) -> None:
        """Let go of what was deleted, and hold at once what is there now: what nobody holds can't be put back."""
        connection.detach()
        connection.close()
        self._engine.dispose()
        with self._engine.connect() as fresh:
            fresh.exec_driver_sql("SELECT count(*) FROM sqlite_master")
            self._log_inode = inode(self._log)

    def _check_place(self) -> None:
        """Refuse to write where words would be lost or are not wanted.

        SQLite keeps the file open: it would go on writing, without an error, into a file that was deleted or moved, and
        in a folder that has been closed to writing since.
        """
        try:
            found = self.path.stat()
            if found.st_ino != self._inode:
                raise gone()
            if not found.st_size:
                raise emptied()  # by somebody else: SQLite would still find in its log what was written last
            if inode(self._log) not in {0, self._log_inode}:
                raise busy()  # another course went on in a log of its own: the next try does too
            self._check_writable()
        except FileNotFoundError:
            raise gone() from None

    def _check_writable(self) -> None:
        if not self.path.parent.stat().st_mode & stat.S_IWUSR or not os.access(self.path, os.W_OK):
            raise read_only()
        self._check_disk()

    def _check_disk(self) -> None:
        try:
            confirm(self._log)
        except OSError as error:
            raise read_only() from error


def _nobody_listens(_rooms: frozenset[str]) -> None:
    """Hear of news where nobody is there to be told."""


def _enter(folder: Path) -> FolderLock:
    try:
        return enter(folder)
    except OSError as error:  # the end of a restoration that was cut short, on a disk that refuses it
        raise read_only() from error


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        # `from None`: SQLAlchemy's own message quotes the statement's parameters, which are what the person wrote
        raise explain(error) from None
