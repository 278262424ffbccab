"""What nbgrader does to one notebook of this course, in four small rules. Imports nbgrader."""

from pathlib import Path
from typing import Any

from markupsafe import escape
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades

from parcours_u.content.catalogue import load_course
from parcours_u.grading.cohort import folder_zone
from parcours_u.grading.depot_file import DEPOT_NAME, DepotError, DepotFile, read_depot
from parcours_u.grading.folder import TrainerFolder
from parcours_u.grading.ledger import Ledger
from parcours_u.grading.notebooks import answers_in, kept, prompt_ids, read_released, words_of
from parcours_u.grading.return_page import return_page

__all__ = ["GatherComments", "KeepAnswers", "NamesAsText", "OpenToComments"]


class KeepAnswers(NbGraderPreprocessor):
    """Keep of a submission its answers only, put again in the released cells, each under its question.

    A submission is a file that anybody may have made: a script in a prose cell would run in the trainer's JupyterLab.
    As one of nbgrader's own steps, this holds for the formgrader's « Autograde » button as for our commands.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Return the released notebook with the answers of ``depot.json``, or of the cells where there is none."""
        module = resources["nbgrader"]["assignment"]
        coursedir = _coursedir(self)
        released = coursedir.format_path(coursedir.release_directory, ".", module)
        blank = read_released(Path(released, f"{resources['nbgrader']['notebook']}.ipynb"))
        depot = _depot(Path(resources["metadata"]["path"]))
        texts = depot.texts if depot is not None else answers_in(nb, blank)
        title, questions = words_of(load_course(), module)
        return kept(blank, texts, title, questions), resources


class OpenToComments(SaveAutoGrades):
    """Record that answers are there to be commented, and never that there is « No response. »."""

    def _add_comment(self, cell: Any, resources: Any) -> None:
        super()._add_comment(cell, resources)
        comment = self.gradebook.find_comment(
            cell.metadata["nbgrader"]["grade_id"], self.notebook_id, self.assignment_id, self.student_id
        )
        comment.auto_comment = None
        self.gradebook.db.commit()


class GatherComments(NbGraderPreprocessor):
    """Put what the return page shows among the template's resources: each comment, beside the answer it is about."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Leave the notebook as it is; add ``resources["parcours_u"]``."""
        module, person = resources["nbgrader"]["assignment"], resources["nbgrader"]["student"]
        coursedir = _coursedir(self)
        released = coursedir.format_path(coursedir.release_directory, ".", module)
        blank = read_released(Path(released, f"{resources['nbgrader']['notebook']}.ipynb"))
        with Gradebook(resources["nbgrader"]["db_url"]) as gradebook:
            submitted = gradebook.find_submission_notebook(module, module, person)
            comments = {comment.name: comment.manual_comment or "" for comment in submitted.comments}
            received = submitted.assignment.timestamp
        depot = _depot(Path(resources["metadata"]["path"]))
        ledger = Ledger(Path(coursedir.root), module)
        resources["parcours_u"] = return_page(
            course=load_course(),
            module=module,
            person=person,
            deposited_at=depot.deposited_at if depot else f"{received.isoformat(timespec='seconds')}Z",
            prompts=prompt_ids(blank),
            answers=depot.texts if depot is not None else answers_in(nb, blank),
            comments=comments,
            about=ledger.about,
            zone=folder_zone(TrainerFolder(Path(coursedir.root))),
        )
        return nb, resources


class NamesAsText(NbGraderPreprocessor):
    """Escape what the formgrader's page of one submission writes of the person, the module and their files: names are text.

    nbgrader's templates for that page escape nothing. Escaped here, a value stays as it is in a template that escapes.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Leave the notebook as it is; escape the resources of the formgrader's page, of no other."""
        if "submission_id" in resources:
            resources.update({name: escape(value) for name, value in resources.items() if isinstance(value, str)})
        return nb, resources


def _coursedir(rule: NbGraderPreprocessor) -> CourseDirectory:
    """Return the folder that nbgrader works in: a rule belongs to an exporter, which belongs to a converter."""
    return rule.parent.parent.coursedir


def _depot(folder: Path) -> DepotFile | None:
    path = folder / DEPOT_NAME
    try:
        return read_depot(path.read_bytes()) if path.is_file() else None
    except DepotError:  # the cells are still there
        return None
