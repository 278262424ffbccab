"""Where a cohort is in a trainer's folder: a folder of its own, which its database locks as a journal's does."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from parcours_u.grading.errors import GradingError
from parcours_u.grading.folder import TrainerFolder, default_folder, is_trainer_folder
from parcours_u.store.backup.replacing import DATABASE
from parcours_u.store.database import Database
from parcours_u.store.folder import private_folder

__all__ = ["COHORT", "COHORT_LOCK", "COHORT_SERVED", "cohort_database", "existing_cohort"]

COHORT = f"cohorte/{DATABASE}"
"""The cohort's database, in a trainer's folder."""

COHORT_LOCK = "cohorte/.verrou"
"""What whoever has the cohort open holds; see :mod:`parcours_u.store.in_use`."""

COHORT_SERVED = "cohorte/.animation"
"""What the one server of the cohort holds."""


@contextmanager
def cohort_database(folder: TrainerFolder) -> Iterator[Database]:
    """Open the cohort's database of a trainer's folder, made if need be."""
    database = Database(private_folder(folder.cohort) / DATABASE)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def existing_cohort(path: Path | None) -> Iterator[Database]:
    """Open a cohort that is there; nothing is made.

    Raises
    ------
    GradingError
        When the folder holds no cohort.
    """
    folder = TrainerFolder((path or default_folder()).expanduser().resolve())
    if not ((folder.cohort / DATABASE).is_file() and is_trainer_folder(folder.path)):
        raise GradingError(
            f"Il n’y a pas de cohorte dans le dossier «\u00a0{path or folder.path}\u00a0»\u00a0: rien n’a été créé, "
            "commencez par «\u00a0parcours-u cohorte creer\u00a0»."
        )
    with cohort_database(folder) as database:
        yield database
