"""Putting back a database that was deleted or moved while it was open: SQLite, which has it open, still reads all of it."""

import os
from pathlib import Path

from sqlalchemy import Connection

from parcours_u.store.backup.place import workspace
from parcours_u.store.durable import settle, sync
from parcours_u.store.errors import busy

__all__ = ["fold", "inode", "put_back"]

_MOMENT_MS = 200


def put_back(connection: Connection, path: Path) -> None:
    """Write a whole copy of an open database where it was; never over another file.

    Whoever else has the old one open can't write in it meanwhile, and finds another file afterwards.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        On the database as it was opened, with nothing begun.
    path : pathlib.Path
        Where it was.

    Raises
    ------
    OSError
        When the disk refuses, or another file is there meanwhile.
    """
    source = connection.connection.driver_connection
    assert source is not None  # noqa: S101 - it is open
    with workspace(path.parent) as room:
        draft = room / path.name
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            with draft.open("xb") as whole:  # in a folder that is private
                whole.write(source.serialize())  # its log included; SQLite's own copying waits for this very lock
                settle(whole)
            draft.chmod(0o600)
            for end in ("-wal", "-shm"):  # the old one's, which would be taken for the new one's
                path.with_name(f"{path.name}{end}").unlink(missing_ok=True)
            try:
                os.link(draft, path)
            except FileExistsError:
                raise
            except OSError:  # a disk without hard links
                os.replace(draft, path)
            sync(path.parent)
        finally:
            connection.rollback()


def fold(connection: Connection) -> None:
    """Fold the log of an open database into its file, so that the file alone holds everything.

    It waits no longer than a moment: somebody who reads for long must not hold back all who save, one after the other, for as long
    as SQLite waits for a lock. They are told to try again.

    Raises
    ------
    StoreError
        When somebody who still reads the log keeps a part of it out of the file: who has it open must not let go of it.
    """
    patience = connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
    connection.exec_driver_sql(f"PRAGMA busy_timeout={min(patience, _MOMENT_MS)}")
    try:
        unfinished, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={patience}")
    if unfinished:
        raise busy()


def inode(path: Path) -> int:
    """Return what tells a file from another one of its name, 0 where there is none."""
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return 0
