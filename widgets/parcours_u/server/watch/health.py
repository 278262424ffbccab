"""Is the course well? Looked at once in a few seconds however often it is asked, and never by more than one at a time."""

import asyncio
import shutil
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parcours_u.store.database import Database
from parcours_u.store.errors import StoreError

__all__ = ["Health", "Look", "State"]

_FRESH_SECONDS = 2.0
_PATIENCE_SECONDS = 5.0
_LOW_BYTES = 500 * 1024 * 1024
_EMPTY_BYTES = 20 * 1024 * 1024
_PROBE = b"\0" * 4096


class State:
    """The three answers of a health check, with the words that monitors expect."""

    PASS = "pass"  # noqa: S105 - a word, no secret
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Look:
    """What was seen of the store and its disk.

    Attributes
    ----------
    readable, writable : bool
        Whether the journal can be read, and written to the disk.
    free_bytes, total_bytes : int
        Of the disk that holds it.
    """

    readable: bool
    writable: bool
    free_bytes: int
    total_bytes: int

    @property
    def state(self) -> str:
        """Return :attr:`State.FAIL` when words could not be kept, :attr:`State.WARN` when that may come."""
        if not (self.readable and self.writable) or self.free_bytes < _EMPTY_BYTES:
            return State.FAIL
        return State.WARN if self.free_bytes < _LOW_BYTES else State.PASS

    def to_dict(self) -> dict[str, Any]:
        """Return what a monitor may read: no path, nothing of anybody."""
        return {
            "store": {"readable": self.readable, "writable": self.writable},
            "disk": {"free_bytes": self.free_bytes, "total_bytes": self.total_bytes},
        }


class Health:
    """Looks at a store.

    Parameters
    ----------
    folder : pathlib.Path
        The journal's folder.
    database : Database
        The open journal.
    in_store : callable
        Runs an action in the store's own thread; a store that no longer answers is itself an answer.
    """

    def __init__(
        self, folder: Path, database: Database, in_store: Callable[[Callable[[], Look]], Awaitable[Look]]
    ) -> None:
        self._folder = folder
        self._database = database
        self._in_store = in_store
        self._begun = time.monotonic()
        self._seen: Look | None = None
        self._seen_at = 0.0
        self._looking: asyncio.Task[Look] | None = None

    @property
    def uptime_seconds(self) -> float:
        """For how long the course has run."""
        return time.monotonic() - self._begun

    async def look(self) -> Look:
        """Return what is seen now, or was two seconds ago at most."""
        if self._seen is not None and time.monotonic() - self._seen_at < _FRESH_SECONDS:
            return self._seen
        if self._looking is None or self._looking.done():
            self._looking = asyncio.ensure_future(self._look())
        try:
            self._seen = await asyncio.wait_for(asyncio.shield(self._looking), _PATIENCE_SECONDS)
        except TimeoutError:
            self._seen = Look(False, False, 0, 0)
        self._seen_at = time.monotonic()
        return self._seen

    async def _look(self) -> Look:
        return await self._in_store(self._probe)

    def _probe(self) -> Look:
        try:
            disk = shutil.disk_usage(self._folder)
            free, total = disk.free, disk.total
        except OSError:
            free = total = 0
        return Look(self._reads(), self._writes(), free, total)

    def _reads(self) -> bool:
        try:
            with self._database.reading() as connection:
                connection.exec_driver_sql("SELECT count(*) FROM entry").scalar()
        except StoreError:
            return False
        return True

    def _writes(self) -> bool:
        """Take the write lock, and have the disk take a few bytes: a full disk or a spent quota shows only then."""
        try:
            with self._database.writing(), tempfile.TemporaryFile(dir=self._folder) as file:
                file.write(_PROBE)
                file.flush()
        except (StoreError, OSError):
            return False
        return True
