"""nbgrader's whole configuration for this course. Imports no nbgrader: classes are named, nbgrader imports them.

The files called ``nbgrader_config.py`` hold a few lines that call one of these two functions.
"""

import importlib.util
from pathlib import Path
from typing import Any

from parcours_u.grading.depot_file import COURSE_ID
from parcours_u.zones import UTC_NAME, machine_zone

__all__ = ["TEMPLATES", "TEXT_STUB", "configure_learner", "configure_trainer"]

TEXT_STUB = "*Aucune réponse n’a été partagée ici.*"
"""What an answer cell holds before an answer is put in it."""

TEMPLATES = Path(__file__).resolve().parent / "templates"
"""This course's templates for nbgrader, one folder each."""


def configure_learner(c: Any) -> None:
    """Set what a learner's JupyterLab needs: the course, and a submit button that sends the shared answers only.

    The exchange is left to whoever runs the machine: without one, deposits are made by file.
    """
    c.CourseDirectory.course_id = COURSE_ID
    c.ClearSolutions.text_stub = TEXT_STUB
    c.ExchangeFactory.submit = "parcours_u.grading.submit.SharedAnswersSubmit"


def configure_trainer(c: Any, root: str | Path) -> None:
    """Set what a trainer's folder needs: its own root, gradebook and exchange, comments without marks, French pages.

    ``source`` is a copy, in this folder, of what was released: a prompt added by an update of the course can't make
    nbgrader's own « Generate » button delete a release, and nothing done in the formgrader writes into the course.
    It is also the only form that works everywhere: nbgrader puts an absolute ``source_directory`` unescaped in a
    regular expression, which fails on Windows, and for any path that contains a parenthesis or a plus sign.
    """
    folder = Path(root).resolve()
    c.CourseDirectory.course_id = COURSE_ID
    c.CourseDirectory.root = str(folder)
    c.CourseDirectory.source_directory = "source"
    c.CourseDirectory.db_url = "sqlite:///" + str(folder / "gradebook.db")
    c.Exchange.root = str(folder / "echange")
    c.ExchangeFactory.release_assignment = "parcours_u.grading.exchange_plugins.PrivateRelease"
    c.ExchangeFactory.submit = "parcours_u.grading.exchange_plugins.PrivateSubmit"
    c.ExchangeCollect.check_owner = False  # one account writes every deposit: the server's

    c.ClearSolutions.text_stub = TEXT_STUB
    # Reflections are never executed, and no « No response. » is ever recorded.
    c.Autograde.sanitize_preprocessors = [
        "parcours_u.grading.preprocessors.KeepAnswers",
        "nbgrader.preprocessors.ClearOutput",
        "nbgrader.preprocessors.DeduplicateIds",
        "nbgrader.preprocessors.OverwriteKernelspec",
        "nbgrader.preprocessors.OverwriteCells",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    c.Autograde.autograde_preprocessors = [
        "parcours_u.grading.preprocessors.OpenToComments",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    c.GenerateFeedback.preprocessors = ["parcours_u.grading.preprocessors.GatherComments"]
    c.HTMLExporter.extra_template_basedirs = [str(TEMPLATES), _nbgrader_templates()]
    c.HTMLExporter.preprocessors = ["parcours_u.grading.preprocessors.NamesAsText"]
    c.FormgradeExtension.debug = False
    c.NbGraderAPI.timezone = _zone_name(folder)
    c.NbGraderAPI.timestamp_format = "%d/%m/%Y %H:%M"


def _nbgrader_templates() -> str:
    found = importlib.util.find_spec("nbgrader")  # finds it, does not import it
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("nbgrader")
    return str(Path(found.submodule_search_locations[0]) / "server_extensions" / "formgrader" / "templates")


def _zone_name(folder: Path) -> str:
    """Return where the formgrader tells hours, by name, the only form that nbgrader takes: the cohort's zone, else the machine's."""
    from parcours_u.grading.cohort import folder_zone  # a learner's JupyterLab, which reads this file too, has no store
    from parcours_u.grading.folder import TrainerFolder
    from parcours_u.store.errors import StoreError

    try:
        zone = folder_zone(TrainerFolder(folder))
    except StoreError:  # whatever reads the cohort next says what is wrong with it
        zone = None
    return (zone.key if zone is not None else machine_zone()) or UTC_NAME
