"""Backing up a learner's journal while people write in it, and putting one back."""

import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from parcours_u.store.at_its_place import misplaced, trouble_of
from parcours_u.store.backup.archive import JOURNAL, read_manifest, unpack, write_archive
from parcours_u.store.backup.copying import copy_database
from parcours_u.store.backup.errors import (
    BackupError,
    copy_refused,
    foreign,
    newer,
    no_room,
    not_written,
    tampered,
    truncated,
    unfinished,
)
from parcours_u.store.backup.place import ASIDE, appearing, check_outside, in_first_place, workspace
from parcours_u.store.backup.replacing import DATABASE, LOGS, READY, enter, finish
from parcours_u.store.database import Database
from parcours_u.store.durable import settle, sync
from parcours_u.store.errors import DiskTrouble, LaterVersion, StoreError, damaged
from parcours_u.store.folder import journal_folder
from parcours_u.store.in_use import LOCK, FolderLock
from parcours_u.store.sql_journal import now
from parcours_u.store.wholeness import Contents, check_database, has_tables

__all__ = ["Restored", "Saved", "check_journal", "restore_journal", "save_journal"]


@dataclass(frozen=True)
class Saved:
    """A backup that was made, and read again to its end."""

    file: Path
    made_at: str
    contents: Contents


@dataclass(frozen=True)
class Restored:
    """A journal that was put back; ``aside`` is where the one before it is kept, None when there was none."""

    made_at: str
    contents: Contents
    aside: Path | None


def save_journal(folder: Path, target: Path, made_by: str) -> Saved:
    """Write a journal into one private file, as it is at one moment, whoever writes meanwhile; restore it to check.

    Parameters
    ----------
    folder : pathlib.Path
        The journal's folder; nothing in it changes.
    target : pathlib.Path
        The file, which must not exist, nor be in that folder.
    made_by : str
        The version of parcours-u.

    Raises
    ------
    StoreError
        When there is no journal, it is damaged, or the disk refuses; no file is left then.
    """
    check_outside(target, folder)
    with _held(folder):
        return _save(folder, target, made_by)


def check_journal(folder: Path) -> Contents:
    """Read a whole journal as a restoration would, from a copy; nothing of it is changed, or brought to this version.

    The copy is in the system's temporary folder, private, when the journal's disk takes none.

    Raises
    ------
    StoreError
        When there is none, or it can't be read to its end.
    """
    with _held(folder):
        return _check_copy(folder, Path(tempfile.gettempdir()))


def restore_journal(file: Path, folder: Path, made_by: str) -> Restored:
    """Put a backup in the place of a journal, which is kept aside first if it holds anything.

    Parameters
    ----------
    file : pathlib.Path
        The backup.
    folder : pathlib.Path
        The journal's folder, created if need be.
    made_by : str
        The version of parcours-u.

    Raises
    ------
    StoreError
        When the backup is refused, a course runs on the folder, or the disk refuses: the journal is then as it was.
    """
    if read_manifest(file).kind != JOURNAL:
        raise foreign()
    existed = folder.exists()
    mode = _mode_if_empty(folder)
    folder = journal_folder(folder)
    lock = FolderLock(folder)
    try:
        if not lock.take(DATABASE, *LOGS):
            raise BackupError(
                "Un parcours est ouvert sur ce dossier\u00a0: rien n’a été changé, arrêtez-le avec Ctrl-C, "
                "puis relancez la commande."
            )
        return _restore(file, folder, made_by)
    except OSError as error:
        raise not_written(error) from error
    finally:
        lock.release()
        if not existed and not (folder / DATABASE).exists():
            shutil.rmtree(folder, ignore_errors=True)
        elif mode is not None and {path.name for path in folder.iterdir()} == {LOCK}:
            (folder / LOCK).unlink()
            folder.chmod(mode)


def _mode_if_empty(folder: Path) -> int | None:
    """Return the rights of a folder that holds nothing: those that it has again when nothing is put in it."""
    with suppress(OSError):
        if not any(folder.iterdir()):
            return stat.S_IMODE(folder.stat().st_mode)
    return None


def _restore(file: Path, folder: Path, made_by: str) -> Restored:
    finish(folder)
    if (folder / DATABASE).exists() and not (folder / DATABASE).is_file():
        raise misplaced(folder / DATABASE) or damaged()
    with workspace(folder) as room:
        made_at = _unpacked(file, room)
        try:
            contents = _checked(room / DATABASE)
        except LaterVersion:
            raise newer() from None
        except StoreError as error:
            raise (error if isinstance(error, BackupError) else truncated()) from None
        with (room / DATABASE).open("rb+") as ready:
            settle(ready)
        sync(room)
        aside = _keep_aside(folder, made_by)
        os.rename(room, folder / READY)
        sync(folder)
    try:
        finish(folder)
    except OSError as error:
        raise unfinished() from error
    return Restored(made_at, contents, aside)


def _save(folder: Path, target: Path, made_by: str) -> Saved:
    def work(room: Path) -> Saved:
        with appearing(target) as (file, draft):
            made_at = now()
            _copy(folder, room)
            write_archive(file, JOURNAL, {DATABASE: room / DATABASE}, (), made_at, made_by)
            with workspace(room) as again:
                _unpacked(draft, again)
                return Saved(target, made_at, _checked(again / DATABASE))

    return in_first_place(work, folder, target.parent)


def _unpacked(file: Path, room: Path) -> str:
    """Unpack a journal's backup; return when it was made."""
    manifest = unpack(file, room)
    if [sealed.name for sealed in manifest.files] != [DATABASE] or manifest.folders:
        raise tampered()
    return manifest.made_at


def _check_copy(folder: Path, *elsewhere: Path) -> Contents:
    def work(room: Path) -> Contents:
        _copy(folder, room)
        return _checked(room / DATABASE)

    return in_first_place(work, folder, *elsewhere)


def _checked(path: Path) -> Contents:
    """Open a copy as the course would, bringing it to this version; read it all, and leave it as one file."""
    if not has_tables(path):  # the course would make an empty journal of it, and nobody saves what was never written
        raise damaged()
    try:
        Database(path).close()
    except DiskTrouble as error:  # where the copy is
        raise no_room() from error
    try:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE").close()
    except sqlite3.Error as error:
        raise copy_refused(error) from None
    return check_database(path)


def _copy(folder: Path, room: Path) -> None:
    """Copy a journal's database, its log folded in, as it is at one moment."""
    if trouble := trouble_of(folder / DATABASE):
        raise trouble
    if not (folder / DATABASE).is_file():
        raise BackupError(
            "Il n’y a pas de carnet dans ce dossier\u00a0: rien n’a été sauvegardé, désignez le vôtre avec --dossier."
        )
    copy_database(folder / DATABASE, room / DATABASE)


def _keep_aside(folder: Path, made_by: str) -> Path | None:
    """Keep the journal that is there: as a backup when it can be read, else as the very files that it is made of."""
    files = [folder / name for name in (DATABASE, *LOGS) if (folder / name).exists()]
    if not files:
        return None
    name = _free_name(folder)
    try:
        if trouble := trouble_of(folder / DATABASE):  # moved away, deleted or emptied; its log may have stayed
            if not any(path.stat().st_size for path in files):
                return None
            raise trouble
        if _check_copy(folder).empty:
            return None
        return _save(folder, name.with_name(f"{name.name}.zip"), made_by).file
    except BackupError:  # the disk, not the journal
        raise
    except StoreError:
        with workspace(folder) as room:
            for path in files:
                shutil.copyfile(path, room / path.name)
            sync(room)
            os.rename(room, name)
    return name


def _free_name(folder: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y-%m-%d-%H%M%S")
    names = (f"{ASIDE}{stamp}{end}" for end in ("", *(f"-{rank}" for rank in range(2, 1000))))
    return next(folder / name for name in names if not [*folder.glob(f"{name}*")])


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Keep a restoration from replacing the journal meanwhile; end one that was cut short."""
    try:
        lock = enter(folder)
    except OSError as error:
        raise not_written(error) from error
    try:
        yield
    except OSError as error:
        raise not_written(error) from error
    finally:
        lock.release()
