"""Where the course that runs on a folder can be asked: a small private file, for ``parcours-u diagnostic`` to find it."""

import json
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from parcours_u.grading.folder import write_private

__all__ = ["USUAL_PORT", "announce", "announced", "recover", "withdraw"]

USUAL_PORT = 8866
"""Where a course listens when nobody says otherwise and it is free."""

_NAME = "serveur.json"


def announce(folder: Path, address: str, temporary: str = "") -> None:
    """Write down where the course answers.

    Parameters
    ----------
    address : str
        Without a token: what it opens is asked for with the folder's own secret.
    temporary : str
        The folder of this process's sockets, to remove if it can't.

    Raises
    ------
    OSError
        When the disk refuses.
    """
    write_private(folder / _NAME, json.dumps({"address": address, "pid": os.getpid(), "temporary": temporary}).encode())


def announced(folder: Path) -> str | None:
    """Return the address that was written last, None when there is none. A killed course leaves its own."""
    try:
        found = json.loads((folder / _NAME).read_bytes())
        return str(found["address"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def withdraw(folder: Path) -> None:
    """Remove what this process wrote; another course on the same folder keeps its own."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        if json.loads((folder / _NAME).read_bytes())["pid"] == os.getpid():
            (folder / _NAME).unlink()


def recover(folder: Path) -> int | None:
    """Remove what a course that was killed left behind; return the port where its pages still look for it.

    Its kernels ended with it, its locks too, and SQLite recovers the journal by itself: what is left is its sockets and its
    announcement. Nothing is touched, and None returned, when the course that wrote it may still run, or ended well.
    """
    try:
        found = json.loads((folder / _NAME).read_bytes())
        written = (folder / _NAME).stat().st_mtime
        if _runs_since(int(found["pid"]), written):
            return None
        (folder / _NAME).unlink()
        temporary = Path(str(found.get("temporary", "")))
        # Only what could have been ours, whatever the file says.
        if temporary.parent == Path(tempfile.gettempdir()) and temporary.name.startswith("voila_"):
            shutil.rmtree(temporary, ignore_errors=True)  # the system clears that place too, in its time
        return urlsplit(str(found["address"])).port
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _runs_since(pid: int, moment: float) -> bool:
    """Tell whether a process runs that was there at that moment: numbers are given again."""
    try:
        return float(psutil.Process(pid).create_time()) <= moment
    except psutil.NoSuchProcess:
        return False
    except psutil.Error:
        return True
