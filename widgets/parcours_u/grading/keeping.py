"""Backing up a trainer's folder while it is in use, and putting one back into an empty folder.

The gradebook and the cohort's database are each copied by SQLite's own backup, so that what is being written is in or
out, never half. The other files are listed before and after: a collection or a release going on meanwhile is seen, and
the copy is begun again.
"""

import os
import stat
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from parcours_u.grading.cohort import COHORT, COHORT_ANNOUNCED, COHORT_LOCK, COHORT_SERVED, check_there, cohort_database
from parcours_u.grading.errors import GradingError
from parcours_u.grading.folder import CONFIG, CONFIG_NAME, TrainerFolder, check_place, is_trainer_folder, write_private
from parcours_u.store.backup.archive import GROUP, Manifest, read_manifest, safe_name, unpack, write_archive
from parcours_u.store.backup.copying import copy_database
from parcours_u.store.backup.errors import foreign, not_written, tampered, truncated
from parcours_u.store.backup.place import WORK, appearing, check_outside, in_first_place, workspace
from parcours_u.store.durable import sync, writable
from parcours_u.store.errors import DiskTrouble, StoreError
from parcours_u.store.in_use import FolderLock
from parcours_u.store.sql_journal import now
from parcours_u.store.wholeness import reading_file

__all__ = [
    "GroupRestored",
    "GroupSaved",
    "cohort_is_whole",
    "gradebook_is_whole",
    "latest_in_cohort",
    "restore_group",
    "save_group",
]

GRADEBOOK = "gradebook.db"
TO_READ = "a-relire"
"""Where a restoration puts, as text, the files of a group that would be run by opening it."""

_DATABASES = (GRADEBOOK, COHORT)
_LEFT_OUT = {
    *(f"{database}{end}" for database in _DATABASES for end in ("-journal", "-wal", "-shm")),
    ".verrou",
    COHORT_LOCK,
    COHORT_SERVED,
}
# Of the server that ran when the backup was made: the one of the restored folder is another. The address that people were given
# (cohorte/adresse.json) is kept: the printed cards go on naming it, and a machine that takes over must take it again.
_OF_A_SERVER = COHORT_ANNOUNCED
_DATED = (
    ("person", "added_at"),
    ("invitation", "made_at"),
    ("device", "added_at"),
    ("revision", "saved_at"),
    ("shared", "saved_at"),
)
_TRIES = 5
_PAUSE_SECONDS = 0.2

Listing = dict[str, tuple[int, int, int]]


@dataclass(frozen=True)
class GroupSaved:
    """A backup of a trainer's folder that was made, and read again to its end."""

    file: Path
    made_at: str
    files: int


@dataclass(frozen=True)
class GroupRestored:
    """A trainer's folder that was put back; ``to_read`` are the files set apart because opening the folder would run them."""

    made_at: str
    files: int
    to_read: tuple[str, ...]


def save_group(folder: Path, target: Path, made_by: str) -> GroupSaved:
    """Write a trainer's folder into one private file, then unpack it elsewhere to check it.

    Parameters
    ----------
    folder : pathlib.Path
        The trainer's folder; nothing in it changes, but for the visits whose days are over, which are erased first where the disk
        lets them be.
    target : pathlib.Path
        The file, which must not exist, nor be in that folder.
    made_by : str
        The version of parcours-u.

    Raises
    ------
    GradingError
        When the folder changes without a pause, or holds what can't be saved.
    StoreError
        When the file would be in that folder, the gradebook is damaged, the cohort is lost, or the disk refuses; no file is left then.
    """
    check_outside(target, folder)
    check_there(TrainerFolder(folder))
    lock = FolderLock(folder)
    try:
        lock.share()
        _end_visits(folder)
        for rank in range(_TRIES):
            time.sleep(rank * _PAUSE_SECONDS)
            try:
                return _save(folder, target, made_by)
            except (FileNotFoundError, _ChangedMeanwhile):
                continue
    except OSError as error:
        raise not_written(error) from error
    finally:
        lock.release()
    raise GradingError(
        "Le dossier d’animation change en ce moment\u00a0: rien n’a été sauvegardé, "
        "recommencez quand la commande en cours sera finie."
    )


def restore_group(file: Path, folder: Path) -> GroupRestored:
    """Put the backup of a trainer's folder into a folder that is empty, or not there yet: nothing is ever replaced.

    A folder's configuration is a program, and Jupyter runs others that it finds there: those that are not ours are
    restored as text, in :data:`TO_READ`.

    Parameters
    ----------
    file : pathlib.Path
        The backup.
    folder : pathlib.Path
        Where; it appears whole, or stays as it was.

    Raises
    ------
    GradingError
        When the folder holds something, or is the course's own.
    StoreError
        When the backup is refused, or the disk refuses.
    """
    if read_manifest(file).kind != GROUP:
        raise foreign()
    target = folder.expanduser().resolve()
    check_place(folder, target)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise GradingError(
            f"Le dossier «\u00a0{folder}\u00a0» contient déjà quelque chose\u00a0: rien n’a été changé, "
            "restaurez dans un dossier neuf avec --dossier."
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with workspace(target.parent) as room:
            manifest = _unpacked(file, room)
            former = [*room.glob(_OF_A_SERVER)]  # in a backup made by a former version
            for announcement in former:
                announcement.unlink()
            to_read = _set_apart(room)
            _settle(room)
            if os.name == "nt" and target.exists():
                target.rmdir()
            os.rename(room, target)
            sync(target.parent)
    except OSError as error:
        raise not_written(error) from error
    return GroupRestored(manifest.made_at, len(manifest.files) - len(former), to_read)


def _end_visits(folder: Path) -> None:
    """Erase the visits whose days are over, where the disk lets them be: it may be full, and the backup is all the more wanted."""
    if not ((folder / COHORT).is_file() and writable(folder)):
        return
    try:
        with cohort_database(TrainerFolder(folder)):
            pass
    except StoreError as error:
        if not isinstance(error.__cause__, DiskTrouble):
            raise


class _ChangedMeanwhile(Exception):
    """Something was written in the folder while it was copied."""


def _save(folder: Path, target: Path, made_by: str) -> GroupSaved:
    before, folders = _listing(folder)

    def work(room: Path) -> GroupSaved:
        files = {name: folder / name for name in before}
        with appearing(target) as (file, draft):
            made_at = now()
            for database in _DATABASES:
                if (folder / database).is_file():
                    (room / database).parent.mkdir(exist_ok=True)
                    copy_database(folder / database, room / database)
                    files[database] = room / database
            manifest = write_archive(file, GROUP, files, folders, made_at, made_by)
            if _listing(folder) != (before, folders):
                raise _ChangedMeanwhile
            with workspace(room) as again:
                _unpacked(draft, again)
            return GroupSaved(target, made_at, len(manifest.files))

    return in_first_place(work, folder, target.parent)


def _listing(folder: Path) -> tuple[Listing, list[str]]:
    """Return every file of a folder with what tells that it changed, and every folder; databases have their own way."""
    files: Listing = {}
    folders = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if name.startswith(WORK) or name in _LEFT_OUT or PurePosixPath(f"/{name}").match(f"/{_OF_A_SERVER}"):
            continue
        found = path.lstat()
        if not safe_name(name) or not (stat.S_ISDIR(found.st_mode) or stat.S_ISREG(found.st_mode)):
            raise GradingError(
                f"Le dossier contient ce qui ne se sauvegarde pas («\u00a0{path.name}\u00a0»\u00a0: un lien, ou un nom "
                "impossible ailleurs)\u00a0: rien n’a été sauvegardé, déplacez-le ou renommez-le, puis recommencez."
            )
        if stat.S_ISDIR(found.st_mode):
            folders.append(name)
        else:
            files[name] = (found.st_size, found.st_mtime_ns, found.st_ino)
    for database in _DATABASES:
        files.pop(database, None)
    return files, folders


def _unpacked(file: Path, room: Path) -> Manifest:
    """Unpack the backup of a trainer's folder, and check that it is one, and that its databases are whole."""
    manifest = unpack(file, room)
    if not is_trainer_folder(room):
        raise tampered()
    if any((room / database).is_file() and not _is_whole(room / database) for database in _DATABASES):
        raise truncated()
    return manifest


def gradebook_is_whole(folder: Path) -> bool:
    """Tell whether a gradebook can be read to its end, and holds no program (a trigger is one). Nothing is changed."""
    return _is_whole(folder / GRADEBOOK)


def cohort_is_whole(folder: Path) -> bool:
    """Tell the same of a cohort's database."""
    return _is_whole(folder / COHORT)


def latest_in_cohort(folder: Path) -> str:
    """Return the latest date at which something was written in a cohort, ISO 8601, UTC; empty when none can be read."""
    dates = " UNION ALL ".join(f"SELECT max({column}) AS at FROM {table}" for table, column in _DATED)  # noqa: S608 - ours
    try:
        with reading_file(folder / COHORT) as connection:
            (latest,) = connection.execute(f"SELECT max(at) FROM ({dates})").fetchone()  # noqa: S608 - ours
            return datetime.fromisoformat(latest).isoformat() if latest else ""
    except (StoreError, TypeError, ValueError):
        return ""


def _is_whole(database: Path) -> bool:
    try:
        with reading_file(database) as connection:
            whole = [row[0] for row in connection.execute("PRAGMA integrity_check")] == ["ok"]
            kinds = {row[0] for row in connection.execute("SELECT type FROM sqlite_master")}
    except StoreError:
        return False
    return whole and bool(kinds) and kinds <= {"table", "index"}  # emptied, it has none


def _set_apart(room: Path) -> tuple[str, ...]:
    """Move what opening the folder would run out of its way; return their names."""
    own = room / CONFIG_NAME
    moved = [
        path
        for path in sorted(room.iterdir())
        if path.is_file()
        and path.suffix in {".py", ".json", ".pth"}
        and not (path == own and path.read_text(encoding="utf-8", errors="replace") == CONFIG)
    ]
    for path in moved:
        apart = room / TO_READ
        apart.mkdir(mode=0o700, exist_ok=True)
        os.replace(path, apart / f"{path.name}.txt")
    if own in moved:
        write_private(own, CONFIG.encode())
    return tuple(path.name for path in moved)


def _settle(room: Path) -> None:
    for folder, _, _ in os.walk(room):
        sync(Path(folder))
