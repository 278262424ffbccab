"""Putting a restored database in the place of another: the old one or the new one, wherever a power cut falls.

The new database is made ready in a folder of its own. Giving that folder the name :data:`READY` is the one moment that
counts: before it nothing has changed, after it whoever opens the journal first ends the work. The old log goes before
the new database comes, because SQLite would replay it into it.
"""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from parcours_u.store.backup.place import clear
from parcours_u.store.durable import sync
from parcours_u.store.in_use import FolderLock

__all__ = ["DATABASE", "LOGS", "LOG_ENDS", "READY", "enter", "finish"]

DATABASE = "carnet.sqlite3"
"""The journal's database, in its folder."""

LOG_ENDS = ("-wal", "-shm", "-journal")
LOGS = tuple(f"{DATABASE}{end}" for end in LOG_ENDS)
"""What SQLite keeps beside it; the words written last may be there only."""

READY = ".restauration-prete"


def enter(folder: Path) -> FolderLock:
    """Hold a journal's folder together with others, once a restoration that was cut short is ended.

    Raises
    ------
    StoreError
        When a restoration is going on.
    """
    lock = FolderLock(folder)
    try:
        if (folder / READY).exists() and lock.take(DATABASE):
            finish(folder)
        lock.share()
        while (folder / READY).exists():  # it was held by another that saw the same: one of the two ends it
            lock.release()
            if lock.take(DATABASE):
                finish(folder)
            lock.share()
    except BaseException:
        lock.release()
        raise
    return lock


def finish(folder: Path) -> None:
    """End a restoration that was made ready; nothing happens when there is none. The lock must be held alone.

    Raises
    ------
    OSError
        When the disk refuses; what was made ready stays so, and the next one to come ends it.
    """
    ready = folder / READY
    if (ready / DATABASE).is_file():
        for name in LOGS:
            (folder / name).unlink(missing_ok=True)
        sync(folder)
        os.replace(ready / DATABASE, folder / DATABASE)
        sync(folder)
    with suppress(FileNotFoundError):
        shutil.rmtree(ready)
    clear(folder)
