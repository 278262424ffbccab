"""Preparing a deposit for the formgrader: what nbgrader's autograde makes of it here, in one go. Imports nbgrader.

Of a deposit, this course's configuration keeps the answers only, put again in the released cells; nothing is executed. nbgrader
does it by converting the notebook twice through nbconvert, and opens the gradebook a dozen times: 0.2 s a deposit. This does the
same work on one reading of the released notebook and one session of the gradebook, by nbgrader's own calls. A test holds both
to the same files, the same modes and the same gradebook. Where a folder's ``nbgrader_config.py`` says otherwise than this course,
nbgrader's own autograde is run, as the formgrader's button always does.
"""

import shutil
from pathlib import Path
from typing import Any

from nbgrader.utils import determine_grade, is_grade, rmtree

from parcours_u.grading.bench import Bench, failure
from parcours_u.grading.errors import GradingError
from parcours_u.grading.notebooks import answers_in, kept, read_released, read_submitted, to_bytes, words_of
from parcours_u.grading.submissions import read_deposit, received_at

__all__ = ["NotPrepared", "prepare"]

_READ_ONLY = 0o444  # nbgrader's own: what was deposited is not to be edited


class NotPrepared(Exception):
    """A deposit could not be prepared; the message is the error's name, never its text: it may quote an answer."""


def prepare(bench: Bench, module: str, person: str) -> None:
    """Make ``autograded/<person>/<module>`` and the gradebook's entry from what is in ``submitted``. Comments are kept.

    The notebook is written last: killed before, the deposit counts as not prepared, and the next command does it again.

    Raises
    ------
    NotPrepared
        When it could not be done; nothing of it is shown.
    GradingError
        When it is the gradebook that refuses: it would refuse the next ones too.
    """
    if not bench.usual:
        error = failure(bench.api.autograde(module, person, force=True))
        if error is not None:
            raise NotPrepared(error)
        return
    place = bench.folder.autograded(person, module)
    try:
        _prepare(bench, module, person, bench.folder.submitted(person, module), place)
    except BaseException as error:
        if place.exists():
            rmtree(str(place))
        if isinstance(error, Exception) and not isinstance(error, GradingError):
            raise NotPrepared(type(error).__name__) from error
        raise


def _prepare(bench: Bench, module: str, person: str, deposit: Path, place: Path) -> None:
    notebook = _notebook(bench, module, deposit)
    if place.exists():
        rmtree(str(place))
    place.mkdir(parents=True)
    name = f"{module}.ipynb"
    for path in sorted(deposit.iterdir()):
        if path.name != name:
            shutil.copyfile(path, place / path.name)
            (place / path.name).chmod(_READ_ONLY)
    _record(bench, module, person, deposit, notebook)
    draft = place / f".{name}"
    draft.write_bytes(to_bytes(notebook))
    draft.chmod(_READ_ONLY)
    draft.replace(place / name)


def _notebook(bench: Bench, module: str, deposit: Path) -> Any:
    blank, depot = read_released(bench.folder.release(module)), read_deposit(deposit)
    texts = depot.texts if depot is not None else answers_in(read_submitted(deposit / f"{module}.ipynb"), blank)
    title, questions = words_of(bench.course, module)
    return kept(blank, texts, title, questions)


def _record(bench: Bench, module: str, person: str, deposit: Path, notebook: Any) -> None:
    """Write in the gradebook who deposited when, and which answers wait for a comment."""
    moment = received_at(deposit)
    cells = {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if is_grade(cell)}
    with bench.gradebook() as gradebook:
        gradebook.update_or_create_student(person)
        gradebook.update_or_create_submission(module, person, **({"timestamp": moment} if moment else {}))
        submitted = gradebook.find_submission_notebook(module, module, person)
        for grade in submitted.grades:
            if grade.name in cells:
                grade.auto_score, _ = determine_grade(cells[grade.name])
                grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None
        for comment in submitted.comments:
            comment.auto_comment = None  # never nbgrader's « No response. »
        gradebook.db.commit()
