"""Where the course that runs on a folder can be asked: a small private file, for ``parcours-u diagnostic`` to find it."""

import json
import os
from contextlib import suppress
from pathlib import Path

from parcours_u.grading.folder import write_private

__all__ = ["USUAL_PORT", "announce", "announced", "withdraw"]

USUAL_PORT = 8866
"""Where a course listens when nobody says otherwise and it is free."""

_NAME = "serveur.json"


def announce(folder: Path, address: str) -> None:
    """Write down where the course answers.

    Parameters
    ----------
    address : str
        Without a token: what it opens is asked for with the folder's own secret.

    Raises
    ------
    OSError
        When the disk refuses.
    """
    write_private(folder / _NAME, json.dumps({"address": address, "pid": os.getpid()}).encode())


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
