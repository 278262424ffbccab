"""Words that are said to be kept are on the disk: written down, and the disk asked again whether it has failed meanwhile."""

import errno
import os
from pathlib import Path
from typing import IO, Any

__all__ = ["confirm", "settle", "sync", "writable"]

# How a disk that failed refuses. Anything else is of one that can't be asked: often another machine's.
_FAILED = {errno.EIO, errno.EROFS}


def settle(file: IO[Any]) -> None:
    """Have on the disk what was written in an open file.

    Raises
    ------
    OSError
        When the disk refuses, or failed meanwhile.
    """
    file.flush()
    os.fsync(file.fileno())
    if os.utime in os.supports_fd:
        confirm(file.fileno())


def sync(folder: Path) -> None:
    """Have a folder's own list of files written to the disk, where the system can.

    Raises
    ------
    OSError
        When the disk failed.
    """
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno in _FAILED:
            raise
    finally:
        os.close(descriptor)
    confirm(folder)


def writable(folder: Path) -> bool:
    """Tell whether one may write in a folder: by its rights, and by its disk, which may have failed without its rights showing it."""
    try:
        confirm(folder)
    except OSError:
        return False
    return os.access(folder, os.W_OK | os.X_OK)


def confirm(place: Path | int) -> None:
    """Check that a disk that has just said that something is written has not failed before it said so.

    When ext4 meets an error of its disk it drops the transaction under way; an ``fsync`` that comes to wait for that one just
    then finds nothing to wait for, and succeeds (``jbd2_complete_transaction``, Linux 6.18). Changing a file's dates begins a
    transaction: the first time, the failure may only be noted; the second time it is told.

    Parameters
    ----------
    place : pathlib.Path or int
        A file or folder on that disk; its dates become now's.

    Raises
    ------
    OSError
        When it has failed.
    """
    for _ in range(2):
        try:
            os.utime(place)
        except OSError as error:
            if error.errno in _FAILED:
                raise
