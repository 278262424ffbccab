"""One server a cohort: a second one would know half of the open pages, and replace the trainer's unused invitation."""

from pathlib import Path

from parcours_u.grading.cohort import COHORT_SERVED
from parcours_u.server.cohort.reach import Reach
from parcours_u.server.watch.announced import runs_as
from parcours_u.store.errors import StoreError
from parcours_u.store.in_use import FolderLock

__all__ = ["AlreadyServed", "is_served", "serve_alone"]


class AlreadyServed(Exception):
    """Another server has this cohort; one French sentence, and nothing was started."""

    def __init__(self, address: str, pid: int | None) -> None:
        where = f", à l’adresse {address}" if address else ""
        which = f" (processus {pid} de cette machine)" if pid else ""
        super().__init__(
            f"Le parcours de ce dossier est déjà ouvert{where}{which}\u00a0: rien n’a été démarré ni changé, "
            "servez-vous de celui-là, ou arrêtez-le d’abord, avec Ctrl-C, là où il tourne."
        )


def serve_alone(folder: Path) -> FolderLock:
    """Return what the one server of a cohort holds, until it releases it or ends, however it ends.

    Where nothing can be locked (Windows, some disks of a network), what the other server announced tells that it runs. Elsewhere
    the lock alone tells: in a copy of the folder, that announcement is of another folder's server.

    Parameters
    ----------
    folder : pathlib.Path
        The cohort's own.

    Raises
    ------
    AlreadyServed
        When another one holds it.
    """
    lock = FolderLock(folder, Path(COHORT_SERVED).name)
    if _is_ours(lock, folder):
        return lock
    lock.release()
    reach = Reach.read(folder)
    raise AlreadyServed(reach.public if reach else "", runs_as(folder))


def is_served(folder: Path) -> bool:
    """Tell whether a server has a cohort; nothing is made in its folder where it never had one."""
    if not (folder / Path(COHORT_SERVED).name).exists():
        return runs_as(folder) is not None
    lock = FolderLock(folder, Path(COHORT_SERVED).name)
    try:
        return not _is_ours(lock, folder)
    finally:
        lock.release()


def _is_ours(lock: FolderLock, folder: Path) -> bool:
    """Take the lock; return whether no other server has the cohort."""
    try:
        free = lock.take()
    except StoreError:
        free = True
    return free and (lock.sure or runs_as(folder) is None)
