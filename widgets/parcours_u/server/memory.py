"""How much memory and how many open files a new kernel may still take, and how many pages that makes.

Two things can run out: the machine's memory, and the share that a container gives (Binder, JupyterHub, systemd). The
system kills whoever passes the second, even on a machine that is nearly empty: the smaller of both counts. Where
``jupyter-resource-usage`` reads the ``MEM_LIMIT`` that JupyterHub announces, this reads the control groups themselves: it is
what the system goes by, with or without a hub.
"""

import ctypes
import gc
import sys
from contextlib import suppress
from pathlib import Path

import psutil

__all__ = [
    "PAGE_BYTES",
    "RESERVE_BYTES",
    "allow_files",
    "available_bytes",
    "files_allowed",
    "give_back",
    "usual_places",
]

_MEGA = 1024 * 1024
# Measured on the reference machine: one more page costs 20 MB (PSS, server included) where kernels are forked, 60 to 75 where
# each is started anew; and a page that is used grows.
PAGE_BYTES = (32 if sys.platform == "linux" else 80) * _MEGA
RESERVE_BYTES = 128 * _MEGA
"""What is left to the server, so that saving never lacks memory."""

_FEWEST, _MOST = 4, 250
# Sockets and pipes of the server, a page: 20 once its browser talks to it, up to 28 while others come and go.
_PAGE_FILES, _RESERVE_FILES = 28, 128


def available_bytes(system: Path = Path("/")) -> int:
    """Return how many bytes can be taken before the machine, or this process's container, lacks memory.

    Parameters
    ----------
    system : pathlib.Path
        Where ``proc`` and ``sys`` are mounted.
    """
    return min([int(psutil.virtual_memory().available), *_left_in_groups(system)])


def give_back(thorough: bool) -> None:
    """Give the system the memory that pages which were left had taken from this process.

    glibc keeps what was freed between two blocks in use, page after page of it: after a hundred pages a server with nobody in
    it held 174 MB, 107 once it was asked.

    Parameters
    ----------
    thorough : bool
        Whether to collect Python's own cycles first: it takes a fifth of a second, to do when nobody waits.
    """
    if thorough:
        gc.collect()
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)) is not None:
        trim(0)


def allow_files() -> None:
    """Let this process open as many files as the most pages take, where the system lets it: many begin with 1,024, for 32 pages."""
    with suppress(ImportError):  # Windows counts no sockets
        import resource

        now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = _limited(most, _MOST * _PAGE_FILES + _RESERVE_FILES)
        if _limited(now, wanted) < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def dump_no_core() -> None:
    """Have the system write no core dump of this process, nor of any that it starts: their memory holds keys and words in clear."""
    with suppress(ImportError):  # Windows writes none unless an administrator asks for it
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def usual_places() -> int:
    """Return how many pages can live at once here: what memory and open files allow, within reason."""
    by_memory = (available_bytes() - RESERVE_BYTES) // PAGE_BYTES
    return max(_FEWEST, min(_MOST, by_memory, (files_allowed() - _RESERVE_FILES) // _PAGE_FILES))


def files_allowed() -> int:
    """Return how many files, sockets included, this process may open, no more than the most pages take."""
    most = _MOST * _PAGE_FILES + _RESERVE_FILES
    try:
        import resource
    except ImportError:  # Windows: no such limit on sockets
        return most
    return _limited(resource.getrlimit(resource.RLIMIT_NOFILE)[0], most)


def _limited(limit: int, wanted: int) -> int:
    """Return as much of what is wanted as a limit allows: a negative one allows all."""
    return wanted if limit < 0 else min(limit, wanted)


def _left_in_groups(system: Path) -> list[int]:
    """Return what is left to each control group that this process is in, from its own up to the outermost that shows."""
    try:
        groups = (system / "proc/self/cgroup").read_text().splitlines()
    except OSError:  # another system than Linux
        return []
    found = []
    for group in groups:
        _, controllers, path = group.split(":", 2)
        if controllers == "":
            root, names = system / "sys/fs/cgroup", ("memory.max", "memory.current", "inactive_file")
        elif "memory" in controllers.split(","):
            root = system / "sys/fs/cgroup/memory"
            names = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
        else:
            continue
        own = root / path.lstrip("/")
        found += [left for place in (own, *own.parents) if place.is_relative_to(root) for left in _left(place, *names)]
    return found


def _left(group: Path, limit: str, usage: str, reclaimable: str) -> list[int]:
    """Return what is left to one group; nothing when it has no limit, or does not show here."""
    try:
        allowed, used = int((group / limit).read_text()), int((group / usage).read_text())
        told = dict(line.split() for line in (group / "memory.stat").read_text().splitlines())
    except (OSError, ValueError):  # « max »
        return []
    return [max(0, allowed - used + int(told.get(reclaimable, 0)))]
