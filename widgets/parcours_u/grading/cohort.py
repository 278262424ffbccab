"""Where a cohort is in a trainer's folder: a folder of its own, which its database locks as a journal's does."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

from parcours_u.grading.errors import GradingError
from parcours_u.grading.folder import TrainerFolder, default_folder, is_trainer_folder, open_folder
from parcours_u.store.at_its_place import lost
from parcours_u.store.backup.replacing import DATABASE
from parcours_u.store.cohort_zone import CohortZone
from parcours_u.store.database import Database
from parcours_u.store.errors import StoreError, StoreTrouble
from parcours_u.store.folder import private_folder
from parcours_u.store.roll import Place, Roll, read_roll
from parcours_u.store.visitors import Visitors

__all__ = [
    "COHORT",
    "COHORT_ADDRESS",
    "COHORT_ANNOUNCED",
    "COHORT_LOCK",
    "COHORT_SERVED",
    "check_there",
    "cohort_database",
    "existing_cohort",
    "folder_roll",
    "folder_zone",
    "holds_cohort",
    "places",
    "served_folder",
]

COHORT = f"cohorte/{DATABASE}"
"""The cohort's database, in a trainer's folder."""

COHORT_LOCK = "cohorte/.verrou"
"""What whoever has the cohort open holds; see :mod:`parcours_u.store.in_use`."""

COHORT_SERVED = "cohorte/.animation"
"""What the one server of the cohort holds."""

COHORT_ANNOUNCED = "cohorte/serveur*.json"
"""Where that server says where it can be asked."""


COHORT_ADDRESS = "cohorte/adresse.json"
"""Where its server says where people find it; it is there once that server has run."""


def check_there(folder: TrainerFolder) -> None:
    """Check that the database of a cohort that was served is there: an empty one in its place would shut everybody out.

    Raises
    ------
    StoreError
        When it was moved, deleted or emptied.
    """
    if (folder.path / COHORT_ADDRESS).exists() and (trouble := lost(folder.path / COHORT)):
        raise StoreError(trouble.of_cohort)


@contextmanager
def cohort_database(folder: TrainerFolder) -> Iterator[Database]:
    """Open the cohort's database of a trainer's folder, made if need be; visits whose days are over are erased first.

    What troubles it is told of a cohort, not of a journal.

    Raises
    ------
    StoreError
        When it was there, and is lost.
    """
    check_there(folder)
    try:
        with closing(Database(private_folder(folder.cohort) / DATABASE)) as database:
            Visitors(database).purge()
            yield database
    except StoreTrouble as error:
        raise StoreError(error.of_cohort) from error


@contextmanager
def existing_cohort(path: Path | None) -> Iterator[Database]:
    """Open a cohort that is there; nothing is made.

    Raises
    ------
    GradingError
        When the folder holds no cohort.
    StoreError
        When the cohort was there, and is lost.
    """
    folder = TrainerFolder((path or default_folder()).expanduser().resolve())
    if not (holds_cohort(folder) and is_trainer_folder(folder.path)):
        raise _no_cohort(path or folder.path)
    with cohort_database(folder) as database:
        yield database


def holds_cohort(folder: TrainerFolder) -> bool:
    """Tell whether a cohort is in a trainer's folder.

    Raises
    ------
    StoreError
        When it was there, and is lost: the folder is not one without a cohort.
    """
    check_there(folder)
    return (folder.cohort / DATABASE).is_file()


def folder_zone(folder: TrainerFolder) -> ZoneInfo | None:
    """Return where hours are told in a trainer's folder: its cohort's zone, None for the machine's where there is none."""
    if not holds_cohort(folder):
        return None
    with cohort_database(folder) as database:
        return CohortZone(database).get()


def folder_roll(folder: TrainerFolder) -> Roll | None:
    """Return who is in the cohort of a trainer's folder, and what is expected of them by when; None where there is none."""
    if not holds_cohort(folder):
        return None
    with cohort_database(folder) as database:
        return read_roll(database)


def places(folder: TrainerFolder) -> Callable[[str], Place]:
    """Return what tells what a code is to the cohort of a trainer's folder; where there is none, everybody is one of the group."""
    roll = folder_roll(folder)
    return (lambda _: Place.INSIDE) if roll is None else roll.place


def served_folder(path: Path | None, tell: Callable[[str], None]) -> TrainerFolder:
    """Open the trainer's folder whose cohort is to be served: people may still be added in its page, but a mistyped name is told.

    Raises
    ------
    GradingError
        When no trainer's folder is there, or it can't be used.
    StoreError
        When its cohort was there, and is lost.
    """
    asked = path or default_folder()
    if not is_trainer_folder(asked.expanduser()):
        raise _no_cohort(asked)
    folder = open_folder(path, tell)
    check_there(folder)
    return folder


def _no_cohort(asked: Path) -> GradingError:
    return GradingError(
        f"Il n’y a pas de cohorte dans le dossier «\u00a0{asked}\u00a0»\u00a0: rien n’a été créé, "
        "commencez par «\u00a0parcours-u cohorte creer\u00a0»."
    )
