"""Looking at everything, in the order in which a person would."""

from collections.abc import Iterator
from pathlib import Path

from parcours_u.diagnosis.course import check_course
from parcours_u.diagnosis.finding import Finding
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
    if is_trainer_folder(folder):
        from parcours_u.diagnosis.group import check_trainer_folder  # nbgrader: 0.8 s that a learner's folder needs not

        yield from check_trainer_folder(folder)
    else:
        yield from check_journal_folder(folder)
    yield check_course()
