"""Looking at everything, in the order in which a person would."""

from collections.abc import Iterator
from pathlib import Path

from parcours_u.diagnosis.course import check_course
from parcours_u.diagnosis.finding import Finding, blocking
from parcours_u.diagnosis.journal import check_journal_folder
from parcours_u.diagnosis.machine import check_machine
from parcours_u.grading.folder import is_trainer_folder

__all__ = ["diagnose"]


def diagnose(folder: Path) -> Iterator[Finding]:
    """Look at this machine, at a journal's or a trainer's folder, and at the course. Nothing is changed.

    Parameters
    ----------
    folder : pathlib.Path
        May not exist yet.
    """
    yield from check_machine()
    place = next(one for one in (folder, *folder.parents) if one.exists())
    if not place.is_dir():
        yield _no_folder(place)
    elif is_trainer_folder(folder):
        from parcours_u.diagnosis.group import check_trainer_folder  # nbgrader: 0.8 s that a learner's folder needs not

        yield from check_trainer_folder(folder)
    else:
        yield from check_journal_folder(folder)
    yield check_course()


def _no_folder(place: Path) -> Finding:
    return blocking(
        "dossier",
        f"«\u00a0{place.name}\u00a0» est un fichier, pas un dossier.",
        "Un carnet et une animation se gardent chacun dans un dossier\u00a0: rien d’autre n’a pu être regardé.",
        "Donnez le dossier lui-même avec --dossier\u202f; si ce fichier est une sauvegarde, remettez-la en place avec "
        "«\u00a0parcours-u restaurer\u00a0».",
    )
