"""Where a backup is made ready: a private folder that is gone at the end, and files that appear whole or not at all."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import IO, TypeVar

from parcours_u.store.backup.errors import BackupError, DiskRefused, not_written
from parcours_u.store.durable import sync

Result = TypeVar("Result")

__all__ = ["ASIDE", "WORK", "appearing", "check_outside", "clear", "in_first_place", "usual_name", "workspace"]

ASIDE = "avant-restauration-"
"""How the name begins, in a journal's folder, of what a restoration took the place of."""

WORK = ".travail-"
"""How the name of every workspace begins."""


def usual_name(kind: str, zone: tzinfo | None = None) -> str:
    """Return the name of a backup that nobody named; ``kind`` is « carnet » or « groupe ».

    It is dated in the zone: where hours are told to a cohort, by default this machine's.
    """
    return f"sauvegarde-{kind}-{datetime.now(UTC).astimezone(zone):%Y-%m-%d-%H%M%S}.zip"


def check_outside(target: Path, folder: Path) -> None:
    """Check that a backup would not be in the folder that it saves.

    Raises
    ------
    BackupError
        When it would.
    """
    if target.resolve().is_relative_to(folder.resolve()):
        raise BackupError(
            "Une sauvegarde ne se garde pas dans le dossier qu’elle sauvegarde\u00a0: rien n’a été écrit, "
            "choisissez un autre lieu, si possible un autre disque."
        )


def in_first_place(work: Callable[[Path], Result], *places: Path) -> Result:
    """Do some work in a :func:`workspace` of the first of ``places`` whose disk takes all of it; return what it returns.

    A full disk lets a folder be made, and refuses what comes next: the work is begun again elsewhere then. The first place is best
    the folder that is worked for: what a killed program leaves there is cleared by whoever opens or erases it.

    Raises
    ------
    BackupError, OSError
        What the last one refused; and at once, what no other place would change.
    """
    *others, last = dict.fromkeys(places)
    for place in others:
        try:
            with workspace(place) as room:
                return work(room)
        except FileNotFoundError:  # something moved meanwhile, in what is copied
            raise
        except (DiskRefused, OSError):
            continue
    with workspace(last) as room:
        return work(room)


@contextmanager
def workspace(place: Path) -> Iterator[Path]:
    """Make an empty private folder, and remove it at the end.

    Raises
    ------
    DiskRefused
        When it can't be made.
    """
    try:
        room = Path(tempfile.mkdtemp(prefix=WORK, dir=place))  # 0700
    except OSError as error:
        raise not_written(error) from error
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)


def clear(folder: Path) -> None:
    """Remove the workspaces and drafts that killed programs left in a folder; for whoever holds its lock alone, or erases it."""
    for left in folder.glob(f"{WORK}*"):
        shutil.rmtree(left, ignore_errors=True)
    for draft in folder.glob(f".{ASIDE}*"):
        draft.unlink(missing_ok=True)


@contextmanager
def appearing(target: Path) -> Iterator[tuple[IO[bytes], Path]]:
    """Give a file to write, and where it is until the end: then it takes its name. Nobody else can read it.

    Raises
    ------
    BackupError
        When the name is taken, or its folder is not there.
    OSError
        When the disk refuses. Nothing is left in any case.
    """
    if not target.parent.is_dir():
        raise BackupError(
            f"Le dossier «\u00a0{target.parent}\u00a0» n’existe pas\u00a0: rien n’a été sauvegardé, créez-le ou donnez un autre lieu."
        )
    if target.exists():
        raise taken(target)
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "wb") as file:
            yield file, draft
        try:
            os.link(draft, target)  # unlike a renaming, never takes the place of another file
        except FileExistsError:
            raise taken(target) from None
        except OSError:  # a disk without hard links
            if target.exists():
                raise taken(target) from None
            os.replace(draft, target)
        try:
            sync(target.parent)
        except OSError:
            with suppress(OSError):
                target.unlink()
            raise
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def taken(target: Path) -> BackupError:
    """Return the sentence for a name that is already a file's, or a folder's."""
    return BackupError(
        f"Le {'dossier' if target.is_dir() else 'fichier'} «\u00a0{target.name or target}\u00a0» existe déjà\u00a0: il a été laissé tel quel et rien n’a été sauvegardé, "
        "donnez un autre nom."
    )
