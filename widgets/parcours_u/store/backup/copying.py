"""Copying a database as it is at one moment, whoever writes in it meanwhile, even from a disk that takes nothing more."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from parcours_u.store.backup.errors import copy_refused
from parcours_u.store.backup.replacing import LOG_ENDS
from parcours_u.store.durable import writable
from parcours_u.store.wholeness import reading_file

__all__ = ["copy_database"]


def copy_database(source: Path, target: Path) -> None:
    """Copy a database into one file, its log folded in.

    In a folder that nobody can write (a disk that the system made read-only because it fails), SQLite can't open the log: the
    very files are copied first, beside the target.

    Parameters
    ----------
    source : pathlib.Path
    target : pathlib.Path
        In a private folder; it must not exist.

    Raises
    ------
    StoreError
        When the source can't be read, or the copy written.
    OSError
        When a disk refuses.
    """
    if not writable(source.parent):
        raw = target.parent / "lecture"
        raw.mkdir(mode=0o700, exist_ok=True)
        for end in ("", *LOG_ENDS):
            if (found := source.with_name(f"{source.name}{end}")).exists():
                shutil.copyfile(found, raw / found.name)
        source = raw / source.name
    with reading_file(source) as connection:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        try:
            with closing(sqlite3.connect(target)) as copy:
                connection.backup(copy)  # all the pages in one step: one moment of the database
                copy.execute("PRAGMA journal_mode = DELETE").close()
        except sqlite3.Error as error:
            raise copy_refused(error) from None
    target.chmod(0o600)
