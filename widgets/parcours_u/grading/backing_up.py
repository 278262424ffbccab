"""The backups of a cohort that its server makes: where they are, the last one, and making one in a short-lived process.

One JSON object in, ``{"folder": …, "target": …}``; one out, ``{"ok": true, "made_at": …}`` or ``{"ok": false, "message": …}``. The backup is the
one of ``parcours-u sauvegarder``; a process of its own never holds the server, and the two never share a lock on a database.
"""

import hashlib
import json
import os
import signal
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from parcours_u import __version__
from parcours_u.grading.errors import GradingError
from parcours_u.grading.keeping import save_group
from parcours_u.hangup import end_on_hangup
from parcours_u.store.backup.archive import read_manifest
from parcours_u.store.backup.place import clear
from parcours_u.store.durable import writable
from parcours_u.store.errors import StoreError
from parcours_u.store.in_use import FolderLock

__all__ = ["KIND", "Backup", "answer", "last_backup", "sweep", "usual_place"]

KIND = "groupe"
_SECRET = "cohorte/secret"  # noqa: S105 - the name of a file, that no other cohort's is like
_FORSAKEN_SECONDS = 3600.0  # a draft that nobody has written in for so long is a killed program's


@dataclass(frozen=True)
class Backup:
    """A backup that is on this machine; ``made_at`` is ISO 8601, UTC."""

    file: Path
    made_at: str
    size: int


def usual_place(folder: Path) -> Path:
    """Return where a backup goes when nobody says: the current folder, as for the command, where it can be.

    It can't be in the trainer's folder, nor where this account may not write: it is then beside the trainer's folder.
    """
    try:
        here = Path.cwd()
    except OSError:  # it is there no more
        return folder.resolve().parent
    return folder.resolve().parent if here.is_relative_to(folder.resolve()) or not writable(here) else here


def last_backup(folder: Path, place: Path) -> Backup | None:
    """Return the last backup of this cohort, and of no other, that has its usual name in ``place``."""
    found: list[tuple[int, Path]] = []  # not by their names: they are dated in a zone that may have changed since
    try:
        secret = hashlib.sha256((folder / _SECRET).read_bytes()).hexdigest()
        for path in place.glob(f"sauvegarde-{KIND}-*.zip"):
            with suppress(OSError):  # one that has just gone hides no other
                found.append((path.stat().st_mtime_ns, path))
    except OSError:
        return None
    for _, path in sorted(found, reverse=True):
        with suppress(StoreError, OSError):
            manifest = read_manifest(path)
            if any(one.name == _SECRET and one.sha256 == secret for one in manifest.files):
                return Backup(path, manifest.made_at, path.stat().st_size)
    return None


def sweep(folder: Path, target: Path) -> None:
    """Remove what killed backups left: nothing of one that goes on, which holds the folder's lock or writes in its draft."""
    lock = FolderLock(folder)
    try:
        if os.name != "posix" or not lock.take():
            return
        clear(folder)
        for draft in target.parent.glob(f".{target.name}.*"):
            draft.unlink(missing_ok=True)
        for draft in target.parent.glob(f".sauvegarde-{KIND}-*.zip.*"):
            if draft.stat().st_mtime < time.time() - _FORSAKEN_SECONDS:
                draft.unlink(missing_ok=True)
    except (StoreError, OSError):
        pass  # a disk that refuses this will say so of the backup too
    finally:
        lock.release()


def answer(request: Mapping[str, Any]) -> dict[str, Any]:
    """Make a backup, read again to its end before it takes its name."""
    folder, target = Path(request["folder"]), Path(request["target"])
    sweep(folder, target)
    try:
        saved = save_group(folder, target, __version__)
    except (GradingError, StoreError) as error:
        return {"ok": False, "message": str(error)}
    return {"ok": True, "made_at": saved.made_at}


def _unwind(number: int, _frame: FrameType | None) -> None:
    """End as an exception does: whoever stops the server leaves nothing half-written."""
    sys.exit(128 + number)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _unwind)
    end_on_hangup()
    sys.stdout.write(json.dumps(answer(json.load(sys.stdin))))
