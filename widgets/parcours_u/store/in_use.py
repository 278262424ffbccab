"""Who has a folder open: a lock that the system itself lets go when a process ends, however it ends.

Whoever opens a journal or a trainer's folder *shares* its lock; what replaces its files takes it alone. POSIX locks the
open file (``flock``): a process killed outright holds nothing. Windows needs no lock of ours: it refuses to rename or
delete a file that a process has open, and that refusal is what :meth:`FolderLock.take` asks for there.
"""

import errno
import os
import time
from pathlib import Path

from parcours_u.store.errors import StoreError

if os.name == "posix":
    import fcntl

__all__ = ["LOCK", "FolderLock"]

LOCK = ".verrou"
"""The file that is locked, in the folder."""

_PATIENCE_SECONDS = 10.0
_STEP_SECONDS = 0.02
_UNSUPPORTED = {errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}


class FolderLock:
    """The lock of one folder, not held yet.

    Parameters
    ----------
    folder : pathlib.Path
        A folder that exists. One that can be neither written nor locked is never refused to a reader: nobody can
        replace its files either.
    name : str
        The file that is locked: another name is another lock, for another purpose.
    """

    def __init__(self, folder: Path, name: str = LOCK) -> None:
        self._folder = folder
        self._name = name
        self._file: int | None = None
        self.sure = False
        """Whether the system itself says that nobody else holds it: not where it has no such locks (Windows)."""

    def __repr__(self) -> str:
        return "FolderLock()"

    def share(self) -> None:
        """Hold the lock together with others; come down to that when it was held alone.

        Raises
        ------
        StoreError
            When a restoration goes on for longer than ten seconds.
        """
        if not self._open():
            return
        end = time.monotonic() + _PATIENCE_SECONDS
        while not self._lock(alone=False):
            if time.monotonic() > end:
                raise StoreError(
                    "Une restauration est en cours dans ce dossier\u00a0: rien n’a été ouvert ni changé, "
                    "réessayez quand elle sera finie."
                )
            time.sleep(_STEP_SECONDS)

    def take(self, *files: str) -> bool:
        """Hold the lock alone, at once; return False when somebody else has the folder open.

        Parameters
        ----------
        *files : str
            Names, in the folder, of what whoever has it open keeps open: what Windows is asked about.

        Raises
        ------
        StoreError
            When the folder can't be locked at all: nobody could tell then whether a course runs on it.
        """
        if os.name != "posix":
            return all(_movable(self._folder / name) for name in files)
        if not self._open():
            raise _unlockable()
        try:
            self.sure = self._lock(alone=True)
        except OSError as error:
            raise _unlockable() from error
        return self.sure

    def release(self) -> None:
        """Let the lock go; nothing happens when it is not held."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _open(self) -> bool:
        if os.name != "posix":
            return False
        for flags in (os.O_RDWR | os.O_CREAT, os.O_RDONLY):
            if self._file is not None:
                break
            try:
                self._file = os.open(self._folder / self._name, flags | os.O_CLOEXEC, 0o600)
            except OSError:
                continue
        return self._file is not None

    def _lock(self, alone: bool) -> bool:
        assert self._file is not None  # noqa: S101 - opened by the callers
        try:
            fcntl.flock(self._file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if alone or error.errno not in _UNSUPPORTED:
                raise
        return True


def _movable(path: Path) -> bool:
    try:
        os.replace(path, path)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def _unlockable() -> StoreError:
    return StoreError(
        "Ce dossier ne permet pas de savoir si un parcours y est ouvert\u00a0: rien n’a été changé, "
        "rendez-le modifiable, ou choisissez avec --dossier un dossier de votre disque."
    )
