"""« Retours »: send the comments back, through nbgrader's feedback. Imports nbgrader."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from parcours_u.grading.bench import Bench, failure
from parcours_u.grading.collecting import Step, require_released, silently
from parcours_u.grading.folder import write_private
from parcours_u.grading.ledger import Ledger, digest
from parcours_u.grading.people import Participant, participants
from parcours_u.grading.submissions import by_exchange, deposited_answers, read_deposit, received_at

__all__ = ["Returned", "send_back"]


@dataclass(frozen=True)
class Returned:
    """What one person gets back.

    Parameters
    ----------
    way : str
        ``"exchange"``, ``"file"``, or empty when there is nothing to return.
    file : str
        The return file to send to the person; empty otherwise.
    state : str
        ``"returned"``, ``"unchanged"`` since last time, ``"uncommented"``, or ``"failed"``.
    """

    person: str
    label: str
    comments: int
    way: str = ""
    file: str = ""
    state: str = "returned"
    message: str = ""


def send_back(bench: Bench, module: str, step: Step = silently) -> list[Returned]:
    """Return the comments of a module: new ones, changed ones, and those that were taken back since.

    Raises
    ------
    GradingError
        When the module was never released from this folder.
    """
    require_released(bench, module)
    people = {person.code: person for person in participants(bench)}
    with bench.gradebook() as gradebook:
        depositors = sorted(submission.student.id for submission in gradebook.assignment_submissions(module))
    ledger = Ledger(bench.folder.path, module)
    results = []
    for done, code in enumerate(depositors):
        person = people.get(code) or Participant(code, "", "", "")
        step(done, len(depositors), person.label)
        results.append(_return_one(bench, module, person, ledger))
    return results


def _return_one(bench: Bench, module: str, person: Participant, ledger: Ledger) -> Returned:
    code = person.code
    comments = bench.comments(module, code)
    last = ledger.returned(code)
    if not comments and not (last and last["comments"]):
        return Returned(code, person.label, 0, state="uncommented")
    folder = bench.folder.autograded(code, module)
    if ledger.note(code, comments, deposited_answers(bench, module, code)):
        ledger.save()  # before nbgrader makes the page, which reads it
    way = "exchange" if by_exchange(folder) else "file"
    file = ledger.folder / f"retour-{module}-{code}.html" if way == "file" else None
    fingerprint = digest(way, _deposit_id(folder), *(part for item in sorted(comments.items()) for part in item))
    if last and last["digest"] == fingerprint and (file is None or file.is_file()):
        return Returned(code, person.label, len(comments), way, str(file or ""), "unchanged")
    error = failure(bench.api.generate_feedback(module, code, force=True))
    if error is None and way == "exchange":
        error = failure(bench.api.release_feedback(module, code))
    page = bench.folder.feedback(code, module)
    if error is not None or not page.is_file():
        message = (
            f"Le retour de {person.label} n’a pas pu être fait ({error or 'page absente'})\u00a0: "
            "les commentaires sont gardés, vérifiez la place et les droits du dossier puis recommencez."
        )
        return Returned(code, person.label, len(comments), way, "", "failed", message)
    if file is not None:
        write_private(file, page.read_bytes())
    _mark_done(bench, module, code)
    ledger.set_returned(
        code,
        digest=fingerprint,
        way=way,
        comments=len(comments),
        at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
    ledger.save()
    return Returned(code, person.label, len(comments), way, str(file or ""))


def _mark_done(bench: Bench, module: str, person: str) -> None:
    """Take the person off the formgrader's « Needs manual grade », which nbgrader puts back at the next deposit."""
    with bench.gradebook() as gradebook:
        for grade in gradebook.find_submission_notebook(module, module, person).grades:
            grade.needs_manual_grade = False
        gradebook.db.commit()


def _deposit_id(folder: Path) -> str:
    depot = read_deposit(folder)
    return depot.deposit_id if depot is not None else str(received_at(folder))
