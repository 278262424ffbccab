"""Where the course that runs on a folder can be asked: a small private file, for ``parcours-u diagnostic`` to find it."""

import json
import os
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from parcours_u.grading.folder import write_private

__all__ = ["USUAL_PORT", "announce", "announced", "recover", "runs_as", "withdraw"]

USUAL_PORT = 8866
"""Where a course listens when nobody says otherwise and it is free."""

_NAME = "serveur.json"


def announce(folder: Path, address: str, temporary: str = "") -> None:
    """Write down where the course answers; a disk that refuses keeps nobody from it, only from being found by ``diagnostic``.

    Parameters
    ----------
    address : str
        Without a token: what it opens is asked for with the folder's own secret.
    temporary : str
        The folder of this process's sockets, to remove if it can't.
    """
    with suppress(OSError):
        told = {"address": address, "pid": os.getpid(), "started": _started(os.getpid()), "temporary": temporary}
        write_private(folder / _NAME, json.dumps(told).encode())


def announced(folder: Path) -> str | None:
    """Return the address that was written last, None when there is none. A killed course leaves its own."""
    try:
        found = json.loads((folder / _NAME).read_bytes())
        return str(found["address"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def runs_as(folder: Path) -> int | None:
    """Return the process that wrote the announcement and still runs on this machine, None when there is none."""
    try:
        found = json.loads((folder / _NAME).read_bytes())
        pid = int(found["pid"])
        return pid if found["started"] is not None and found["started"] == _started(pid) else None
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
    announcement. Nothing is touched, and None returned, when the course that wrote it still runs, or ended well.
    """
    try:
        found = json.loads((folder / _NAME).read_bytes())
        if found["started"] == _started(int(found["pid"])):
            return None
        (folder / _NAME).unlink()
        temporary = Path(str(found.get("temporary", "")))
        # Only what could have been ours, whatever the file says.
        if temporary.parent == Path(tempfile.gettempdir()) and temporary.name.startswith("voila_"):
            shutil.rmtree(temporary, ignore_errors=True)  # the system clears that place too, in its time
        return urlsplit(str(found["address"])).port
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _started(pid: int) -> float | None:
    """Return when a process started, None when it doesn't run: process numbers are given again.

    Linux counts it from the machine's own start; psutil adds the date of that start, which moves whenever the clock is set.
    """
    try:
        if sys.platform == "linux":
            # After the name, which may hold anything: see proc_pid_stat(5).
            return float(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])
        return float(psutil.Process(pid).create_time())
    except (FileNotFoundError, ProcessLookupError, psutil.NoSuchProcess):
        return None
    except psutil.Error as error:
        raise OSError("a process that can't be looked at") from error
