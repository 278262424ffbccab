"""Where the courses that run on a folder can be asked: a small private file each, for ``parcours-u diagnostic`` to find them.

Two may run on one folder: neither knows the other, so each has a file of its own, named after its process.
"""

import json
import os
import shutil
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from parcours_u.grading.cohort import COHORT_ANNOUNCED
from parcours_u.grading.folder import write_private

__all__ = [
    "ANNOUNCEMENTS",
    "USUAL_PORT",
    "Announcement",
    "announce",
    "announced",
    "announcements",
    "recover",
    "runs_as",
    "withdraw",
]

USUAL_PORT = 8866
"""Where a course listens when nobody says otherwise and it is free."""

ANNOUNCEMENTS = Path(COHORT_ANNOUNCED).name
"""What the announcements of a folder are called; ``serveur.json`` is a former version's, which wrote one for all."""

_MOST = 8
"""How many killed courses are remembered for their port: one that nobody starts again would otherwise be so for ever."""


@dataclass(frozen=True)
class Announcement:
    """What one course wrote: where it answers, who it is, what it would leave behind."""

    file: Path
    address: str
    port: int | None
    pid: int
    started: float | None
    temporary: str

    @classmethod
    def read(cls, file: Path) -> "Announcement":
        """Read one.

        Raises
        ------
        OSError, ValueError, KeyError, TypeError, AttributeError
            When the file is not there, or not one of ours.
        """
        found = json.loads(file.read_bytes())
        address, temporary = str(found["address"]), str(found.get("temporary", ""))
        return cls(file, address, urlsplit(address).port, int(found["pid"]), found["started"], temporary)

    @property
    def runs(self) -> bool | None:
        """Tell whether the course that wrote it still runs on this machine; None where its process can't be looked at."""
        try:
            return self.started is not None and self.started == _started(self.pid)
        except OSError:
            return None


def announce(folder: Path, address: str, temporary: str = "") -> None:
    """Write down where the course answers; a disk that refuses keeps nobody from it, only from being found by ``diagnostic``.

    It takes over from one that was killed: the one whose port it has, else the last. The others are left for whoever starts next.

    Parameters
    ----------
    address : str
        Without a token: what it opens is asked for with the folder's own secret.
    temporary : str
        The folder of this process's sockets, to remove if it can't.
    """
    with suppress(OSError):
        pid, port = os.getpid(), urlsplit(address).port
        told = {"address": address, "pid": pid, "started": _started(pid), "temporary": temporary}
        write_private(folder / f"serveur-{pid}.json", json.dumps(told).encode())
        killed = _killed(folder)
        followed = [one for one in killed if one.port == port] or killed[:1]
        for one in [*followed, *killed[_MOST:]]:
            one.file.unlink(missing_ok=True)


def announcements(folder: Path) -> list[Announcement]:
    """Return what is written in a folder, the last one first. A killed course leaves its own."""
    found: list[tuple[int, Announcement]] = []
    for file in folder.glob(ANNOUNCEMENTS):
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            found.append((file.stat().st_mtime_ns, Announcement.read(file)))
    return [one for _, one in sorted(found, key=lambda pair: pair[0], reverse=True)]


def announced(folder: Path) -> list[str]:
    """Return where the courses that run on a folder answer, the last one first."""
    return [one.address for one in announcements(folder) if one.runs is not False]


def runs_as(folder: Path) -> int | None:
    """Return the process of a course that still runs on a folder and on this machine, None when there is none."""
    return next((one.pid for one in announcements(folder) if one.runs), None)


def withdraw(folder: Path) -> None:
    """Remove what this process wrote; another course on the same folder keeps its own."""
    with suppress(OSError):
        for one in announcements(folder):
            if one.pid == os.getpid() and one.runs:
                one.file.unlink(missing_ok=True)


def recover(folder: Path) -> list[int]:
    """Remove what courses that were killed left behind; return the ports where their pages still look for them, the last first.

    Their kernels ended with them, their locks too, and SQLite recovers the journal by itself: what is left is their sockets and
    their announcements, which :func:`announce` takes over. Nothing is touched of a course that still runs.
    """
    killed = _killed(folder)
    for one in killed:
        temporary = Path(one.temporary)
        # Only what could have been ours, whatever the file says.
        if temporary.parent == Path(tempfile.gettempdir()) and temporary.name.startswith("voila_"):
            shutil.rmtree(temporary, ignore_errors=True)  # the system clears that place too, in its time
    return [one.port for one in killed if one.port]


def _killed(folder: Path) -> list[Announcement]:
    """Return those of courses that run no more, the last one first; a file that a failing disk left cut is removed."""
    there = [*folder.glob(ANNOUNCEMENTS)]
    found = announcements(folder)
    for cut in {*there} - {one.file for one in found}:
        with suppress(OSError):
            cut.unlink()
    return [one for one in found if one.runs is False]


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
