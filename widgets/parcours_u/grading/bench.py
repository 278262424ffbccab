"""nbgrader, opened in this process on a trainer's folder. Imports nbgrader (2.3 s): commands import this late."""

import logging
import os
import re
import shutil
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import NbGraderAPI
from sqlalchemy.exc import SAWarning
from traitlets.config.loader import Config, PyFileConfigLoader

from parcours_u.content.catalogue import load_course
from parcours_u.domain.course import Course
from parcours_u.domain.system_words import refusal_of
from parcours_u.domain.visible import is_visible
from parcours_u.grading.cohort import folder_zone
from parcours_u.grading.config import configure_trainer
from parcours_u.grading.errors import GradingError
from parcours_u.grading.folder import CONFIG_NAME, TrainerFolder
from parcours_u.grading.gradebook_refusals import explained

__all__ = ["Bench", "failure"]

# nbgrader adds a submission to its session a moment later than SQLAlchemy 2 likes; nothing a trainer could act on.
warnings.filterwarnings("ignore", category=SAWarning, module=r"nbgrader\.api")
# How Python ends the traceback of what a system refused.
_ERRNO = re.compile(r"\w*Error: \[Errno (\d+)\] ")


class Bench:
    """A trainer's folder with nbgrader at hand.

    Parameters
    ----------
    folder : TrainerFolder
        Opened by :func:`~parcours_u.grading.folder.open_folder`.

    Attributes
    ----------
    api : nbgrader.apps.NbGraderAPI
        nbgrader's own interface, configured by the folder's ``nbgrader_config.py``.
    usual : bool
        Whether that file leaves the preparing of deposits and returns as this course sets them.
    """

    def __init__(self, folder: TrainerFolder) -> None:
        os.umask(0o077)  # whatever nbgrader writes is this account's alone
        _reach_alembic()
        self.folder = folder
        self.config = _config(folder)
        self.usual = _is_usual(self.config, folder)
        self.config.NbGraderAPI.log_level = logging.CRITICAL
        self.api = NbGraderAPI(config=self.config)
        self._gradebook: Any = None
        self._users = 0

    @property
    def course_id(self) -> str:
        """The course's id in the exchange."""
        return str(self.api.coursedir.course_id)

    @cached_property
    def course(self) -> Course:
        """The course that the group follows, read once."""
        return load_course()

    @property
    def zone(self) -> ZoneInfo | None:
        """Where hours are told to the group, now; None for the machine's own."""
        return folder_zone(self.folder)

    @contextmanager
    def gradebook(self) -> Iterator[Any]:
        """Open the gradebook, through nbgrader's interface; what uses it inside another use shares its session.

        One gradebook serves the whole command: making one asks the database for its tables and forgets every statement
        that was compiled. Between two uses no connection is open, so that the formgrader can write.

        Raises
        ------
        GradingError
            When its database is locked, damaged, or on a disk that refuses; what was not committed is undone.
        """
        with explained():
            if self._gradebook is None:
                self._gradebook = Gradebook(self.api.coursedir.db_url, self.course_id)
            self._users += 1
            try:
                yield self._gradebook
            finally:
                self._users -= 1
                if not self._users:
                    self._gradebook.close()

    def prompts(self, module: str) -> frozenset[str] | None:
        """Return the prompt ids that the gradebook knows for a module, None when it was never released."""
        with self.gradebook() as gradebook:
            try:
                notebook = gradebook.find_notebook(module, module)
            except MissingEntry:
                return None
            return frozenset(cell.name for cell in notebook.source_cells)

    def submission(self, gradebook: Any, module: str, person: str) -> Any | None:
        """Return a person's submission of a module in an open gradebook, None when there is none."""
        try:
            return gradebook.find_submission(module, person)
        except MissingEntry:
            return None

    def comments(self, module: str, person: str) -> dict[str, str]:
        """Return what trainers wrote to one person, by prompt id."""
        with self.gradebook() as gradebook:
            if self.submission(gradebook, module, person) is None:
                return {}
            return _typed(gradebook.find_submission_notebook(module, module, person))

    def all_comments(self, module: str) -> dict[str, dict[str, str]]:
        """Return what trainers wrote to everybody who deposited a module, by person then prompt id."""
        with self.gradebook() as gradebook:
            submissions = gradebook.notebook_submissions(module, module)
            return {notebook.assignment.student_id: _typed(notebook) for notebook in submissions}


def _typed(notebook: Any) -> dict[str, str]:
    """Return the comments that somebody typed, never nbgrader's own words, nor what shows nothing."""
    return {
        comment.name: comment.manual_comment
        for comment in notebook.comments
        if comment.manual_comment and is_visible(comment.manual_comment)
    }


def failure(result: dict[str, Any] | None) -> str | None:
    """Return what went wrong in one of nbgrader's results: why the disk refused, or the error's name; None when all went well.

    The traceback itself is not passed on: it may quote an answer. nbgrader also catches Ctrl-C: it is raised again.
    """
    if result is None or result["success"]:
        return None
    lines = [line for line in result.get("error", "").splitlines() if line and not line.startswith(" ")]
    name = lines[-1].partition(":")[0].rpartition(".")[2] if lines else ""
    if name == KeyboardInterrupt.__name__:
        raise KeyboardInterrupt
    if code := _ERRNO.match(lines[-1] if lines else ""):
        return refusal_of(OSError(int(code[1]), ""))
    return name if name.isidentifier() else "erreur inconnue"


def _config(folder: TrainerFolder) -> Config:
    try:
        config = PyFileConfigLoader(CONFIG_NAME, path=str(folder.path)).load_config()
    except Exception as error:  # the file is a program that the trainer may have changed
        raise GradingError(
            f"Le fichier {CONFIG_NAME} du dossier ne peut pas être lu ({type(error).__name__})\u00a0: "
            "rien n’a été fait, corrigez-le ou supprimez-le, il sera refait."
        ) from error
    return config


def _is_usual(config: Config, folder: TrainerFolder) -> bool:
    ours = Config()
    configure_trainer(ours, folder.path)
    return all(
        config.get(name) == ours.get(name)
        for name in {*config, *ours}
        if not name.startswith(("Exchange", "Formgrade"))
    )


def _reach_alembic() -> None:
    if shutil.which("alembic") is None:
        scripts = os.path.dirname(sys.executable)
        os.environ["PATH"] = os.pathsep.join([scripts, os.environ.get("PATH", "")])
