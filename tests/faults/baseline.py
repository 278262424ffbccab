"""What a course holds at one moment, and whether it is back to what it held before."""

from contextlib import suppress
from dataclasses import dataclass

import psutil

__all__ = ["Sample", "faults_of", "sample"]

# The server's own memory, in MB, and as a part of what it held. Python's allocator gives back whole arenas only, glibc whole
# pages only: what was loaded at the first use of each thing, and what happens to stand in the way, stays. Six times as many
# pages leave no more: see the soak's growth over its second half, which a leak of 100 KB a page would exceed in minutes.
_MEMORY_PART, _MEMORY_MB = 0.25, 16.0
# Connections that a client let go a moment ago, a file that a look at the journal has open.
_FILES = 4


@dataclass(frozen=True)
class Sample:
    """One moment.

    Attributes
    ----------
    server_mb, kernels_mb : float
        Memory (PSS) of the server, and of all that it started.
    files : int
        Files that the server has open: sockets and pipes are files.
    kernels : int
        Kernels that live.
    """

    server_mb: float
    kernels_mb: float
    files: int
    kernels: int

    def row(self, what: str) -> tuple[str, ...]:
        """Return what a table shows."""
        return (what, f"{self.server_mb:.1f}", f"{self.kernels_mb:.1f}", str(self.files), str(self.kernels))


def sample(server: psutil.Process) -> Sample:
    """Look at a course."""
    children = server.children(recursive=True)
    memory = 0.0
    for child in children:
        with suppress(psutil.NoSuchProcess):  # it ended meanwhile
            memory += child.memory_full_info().pss
    kernels = _count_kernels(server, children)
    return Sample(server.memory_full_info().pss / 2**20, memory / 2**20, server.num_fds(), kernels)


def faults_of(before: Sample, after: Sample) -> list[str]:
    """Return, in sentences, what did not come back to what it was."""
    most = before.server_mb + max(_MEMORY_MB, _MEMORY_PART * before.server_mb)
    found = []
    if after.server_mb > most:
        found.append(f"le serveur garde {after.server_mb:.1f} Mo, plus que {most:.1f} Mo")
    if after.files > before.files + _FILES:
        found.append(f"le serveur garde {after.files} fichiers ouverts, plus que {before.files} + {_FILES}")
    if after.kernels > before.kernels:
        found.append(f"{after.kernels} noyaux vivent encore, pour {before.kernels} au départ")
    return found


def _count_kernels(server: psutil.Process, family: list[psutil.Process]) -> int:
    found = 0
    for one in family:
        with suppress(psutil.NoSuchProcess):  # it may end meanwhile
            found += one.status() != psutil.STATUS_ZOMBIE and one.ppid() != server.pid
    return found
