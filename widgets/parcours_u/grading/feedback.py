"""« Retours »: send the comments back, through nbgrader's feedback. Imports nbgrader."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from parcours_u.grading.bench import Bench, failure
from parcours_u.grading.collecting import Step, require_released, silently
from parcours_u.grading.folder import write_private
from parcours_u.grading.ledger import Ledger, digest
from parcours_u.grading.people import Participant, participants
from parcours_u.grading.return_making import Commented, make_return
from parcours_u.grading.submissions import by_exchange, deposited_answers, read_deposit, received_at, written_moment

__all__ = ["Returned", "send_back", "waiting"]


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
        ``"returned"``, ``"unchanged"`` since last time, ``"uncommented"``, ``"failed"``; ``"waiting"`` before it leaves.
    """

    person: str
    label: str
    comments: int
    way: str = ""
    file: str = ""
    state: str = "returned"
    message: str = ""


def send_back(
    bench: Bench, module: str, step: Step = silently, *, only: Collection[str] | None = None
) -> list[Returned]:
    """Return the comments of a module: new ones, changed ones, and those that were taken back since.

    Parameters
    ----------
    only : collection of str, optional
        The codes of those who get theirs; everybody when not given.

    Raises
    ------
    GradingError
        When the module was never released from this folder.
    StoreError
        When the folder's cohort can't be read; nobody was returned anything.
    """
    require_released(bench, module)
    zone = bench.zone  # once for everybody: each look opens the cohort
    people = {person.code: person for person in participants(bench)}
    written = bench.all_comments(module)
    if only is not None:
        written = {code: comments for code, comments in written.items() if code in only}
    ledger = Ledger(bench.folder.path, module)
    results: list[Returned] = []
    try:
        for done, code in enumerate(sorted(written)):
            person = people.get(code) or Participant(code, "", "", "")
            step(done, len(written), person.label)
            results.append(_return_one(bench, module, person, written[code], ledger, zone))
    finally:
        # Once for everybody, whatever stopped the rest. A return that a kill left unremembered is sent again, the same.
        _mark_done(bench, module, {item.person for item in results if item.state == "returned"})
        if ledger.changed:
            ledger.save()
    return results


def waiting(bench: Bench, module: str, written: Mapping[str, Mapping[str, str]], ledger: Ledger) -> list[Returned]:
    """Return whom :func:`send_back` would return something to now; nothing is written.

    Parameters
    ----------
    written : mapping
        What trainers wrote, by person then prompt id.
    ledger : Ledger
        The module's; what had been returned is there, also to those whose comments were all taken back.
    """
    found = []
    for code in sorted({*written, *ledger.people}):
        person = Participant(code, "", "", "")
        told = _return_one(bench, module, person, dict(written.get(code, {})), ledger, looking=True)
        if told.state == "waiting":
            found.append(told)
    return found


def _return_one(
    bench: Bench,
    module: str,
    person: Participant,
    comments: dict[str, str],
    ledger: Ledger,
    zone: tzinfo | None = None,
    *,
    looking: bool = False,
) -> Returned:
    code = person.code
    last = ledger.returned(code)
    if not comments and not (last and last["comments"]):
        return Returned(code, person.label, 0, state="uncommented")
    folder = bench.folder.autograded(code, module)
    try:
        depot, answers = read_deposit(folder), deposited_answers(bench, module, code)
    except Exception as error:  # a notebook that was changed or broken in the folder: the others go on
        return _failed(person, comments, "", type(error).__name__)
    received = received_at(folder)
    if not looking:
        ledger.note(code, comments, answers)
        if ledger.changed and not bench.usual:
            ledger.save()  # before nbgrader makes the page, which reads it
    way = "exchange" if by_exchange(folder) else "file"
    file = ledger.folder / f"retour-{module}-{code}.html" if way == "file" else None
    identity = depot.deposit_id if depot is not None else str(received)
    fingerprint = digest(way, identity, *(part for item in sorted(comments.items()) for part in item))
    if last and last["digest"] == fingerprint and (file is None or file.is_file()):
        return Returned(code, person.label, len(comments), way, str(file or ""), "unchanged")
    if looking:
        return Returned(code, person.label, len(comments), way, str(file or ""), "waiting")
    made_at = depot.deposited_at if depot is not None else written_moment(received and received.replace(microsecond=0))
    wrong = make_return(bench, module, Commented(code, made_at, answers, comments), ledger, zone)
    if wrong is None and way == "exchange":
        wrong = failure(bench.api.release_feedback(module, code))
    page = bench.folder.feedback(code, module)
    if wrong is not None or not page.is_file():
        return _failed(person, comments, way, wrong or "page absente")
    if file is not None:
        ledger.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_private(file, page.read_bytes())
    ledger.set_returned(
        code,
        digest=fingerprint,
        way=way,
        comments=len(comments),
        at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
    return Returned(code, person.label, len(comments), way, str(file or ""))


def _failed(person: Participant, comments: dict[str, str], way: str, error: str) -> Returned:
    message = (
        f"Le retour de {person.label} n’a pas pu être fait ({error})\u00a0: "
        "les commentaires sont gardés, vérifiez la place et les droits du dossier puis recommencez."
    )
    return Returned(person.code, person.label, len(comments), way, "", "failed", message)


def _mark_done(bench: Bench, module: str, people: set[str]) -> None:
    """Take people off the formgrader's « Needs manual grade », where nbgrader puts them back at their next deposit."""
    if not people:
        return
    with bench.gradebook() as gradebook:
        for notebook in gradebook.notebook_submissions(module, module):
            if notebook.assignment.student_id in people:
                for grade in notebook.grades:
                    grade.needs_manual_grade = False
        gradebook.db.commit()
