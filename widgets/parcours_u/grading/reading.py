"""What was deposited, as whoever comments reads it: who, when, which answers, and the comments that stand. Imports nbgrader.

The gradebook's comments are read in one query, as :mod:`.following` counts them; they are written in :mod:`.remarks` alone.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nbgrader.api import Assignment, BaseCell, Comment, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import select

from parcours_u.domain.following import Deposited
from parcours_u.domain.visible import is_visible
from parcours_u.grading.bench import Bench
from parcours_u.grading.collecting import require_released
from parcours_u.grading.errors import GradingError
from parcours_u.grading.feedback import Returned, waiting
from parcours_u.grading.following import deposits
from parcours_u.grading.ledger import Ledger
from parcours_u.grading.notebooks import prompt_ids, read_released
from parcours_u.grading.people import Participant, participants
from parcours_u.grading.submissions import by_exchange, deposited_answers, read_deposit, received_at, written_moment

__all__ = ["Seen", "comments_by_person", "deposit_identity", "outline", "read_one", "seen"]


@dataclass(frozen=True)
class Seen:
    """One deposit, in ids and dates: no word of it.

    Parameters
    ----------
    label : str
        The person, as the gradebook names them.
    way : str
        ``"exchange"`` or ``"file"``.
    answered, commented : tuple of str
        The prompts that were shared, and those of them, or of an earlier deposit, that hold a comment.
    returned_at : str
        When comments last left, empty when none did.
    waiting : bool
        Whether a comment was written, changed or taken back since.
    leaving : int
        How many comments a return would hold now, whatever question they were written under; none where all were taken back.
    """

    code: str
    label: str
    deposit: str
    deposited_at: str
    late: bool
    way: str
    answered: tuple[str, ...]
    commented: tuple[str, ...]
    returned_at: str
    waiting: bool
    leaving: int


def seen(bench: Bench, module: str) -> list[Seen]:
    """Return every deposit of a module.

    Raises
    ------
    GradingError
        When the module was never released from this folder.
    """
    require_released(bench, module)
    ledger = Ledger(bench.folder.path, module)
    people = {person.code: person for person in participants(bench)}
    comments = comments_by_person(bench, module)
    going = {one.person: one for one in waiting(bench, module, comments, ledger)}
    return [
        _seen(
            bench, module, made, people.get(made.person), comments.get(made.person, {}), ledger, going.get(made.person)
        )
        for made in deposits(bench, module)
    ]


def outline(bench: Bench, module: str, code: str) -> dict[str, Any]:
    """Return what decides who may read one deposit: by which way it came and which prompts it answers.

    Raises
    ------
    GradingError
        When this person deposited nothing there.
    """
    _require_deposit(bench, module, code)
    folder = bench.folder.autograded(code, module)
    return {
        "way": _way(bench, module, code),
        "answered": sorted(_answers(bench, module, code)),
        "there": folder.is_dir(),
    }


def read_one(bench: Bench, module: str, code: str) -> dict[str, Any]:
    """Return one deposit: each answer with the comment that stands, and the words that it was written about.

    Raises
    ------
    GradingError
        When this person deposited nothing there.
    """
    _require_deposit(bench, module, code)
    depot = read_deposit(bench.folder.autograded(code, module))
    answers, comments = _answers(bench, module, code), comments_by_person(bench, module, code).get(code, {})
    ledger = Ledger(bench.folder.path, module)
    (made,) = deposits(bench, module, code)
    bodies = {one.prompt: one.body for one in depot.answers} if depot is not None else {}
    return {
        "label": next((one.label for one in participants(bench) if one.code == code), code),
        "deposit": deposit_identity(bench, module, code),
        "deposited_at": written_moment(made.at),
        "late": made.late,
        "way": _way(bench, module, code),
        "answers": [
            {
                "prompt": prompt,
                "text": answers[prompt],
                "body": bodies.get(prompt),
                "comment": comments.get(prompt, ""),
                "about": _about(ledger, code, prompt, comments.get(prompt, ""), answers[prompt]),
            }
            for prompt in _in_order(bench, module, answers)
        ],
    }


def deposit_identity(bench: Bench, module: str, code: str) -> str:
    """Return what tells a deposit from the next one of the same person."""
    folder = bench.folder.autograded(code, module)
    depot = read_deposit(folder)
    return depot.deposit_id if depot is not None else written_moment(received_at(folder))


def comments_by_person(bench: Bench, module: str, person: str | None = None) -> dict[str, dict[str, str]]:
    """Return what trainers wrote, by person then prompt id: as :meth:`.Bench.all_comments` does, in one query.

    In the formgrader they may write under any question, also where no answer was shared.
    """
    query = (
        select(SubmittedAssignment.student_id, BaseCell.name, Comment.manual_comment)
        .join(SubmittedNotebook, SubmittedNotebook.id == Comment.notebook_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .join(BaseCell, BaseCell.id == Comment.cell_id)
        .where(Assignment.name == module, Comment.manual_comment.is_not(None))
    )
    if person is not None:
        query = query.where(SubmittedAssignment.student_id == person)
    found: dict[str, dict[str, str]] = defaultdict(dict)
    with bench.gradebook() as gradebook:
        for code, prompt, text in gradebook.db.execute(query):
            if is_visible(text):
                found[code][prompt] = text
    return dict(found)


def _seen(
    bench: Bench,
    module: str,
    made: Deposited,
    known: Participant | None,
    comments: Mapping[str, str],
    ledger: Ledger,
    going: Returned | None,
) -> Seen:
    returned = ledger.returned(made.person)
    return Seen(
        code=made.person,
        label=known.label if known is not None else made.person,
        deposit=deposit_identity(bench, module, made.person),
        deposited_at=written_moment(made.at),
        late=made.late,
        way=_way(bench, module, made.person),
        answered=tuple(sorted(_answers(bench, module, made.person))),
        commented=tuple(sorted(comments)),
        returned_at=str(returned["at"]) if returned and returned["comments"] else "",
        waiting=going is not None,
        leaving=going.comments if going is not None else 0,
    )


def _answers(bench: Bench, module: str, code: str) -> dict[str, str]:
    """Return the answers of one deposit; none of what was changed by hand in the folder until nobody can read it."""
    try:
        answers = deposited_answers(bench, module, code)
    except Exception:  # a notebook that somebody broke in the folder: the others are still read
        return {}
    return {prompt: text for prompt, text in answers.items() if text.strip()}


def _in_order(bench: Bench, module: str, answers: Mapping[str, str]) -> list[str]:
    return [prompt for prompt in prompt_ids(read_released(bench.folder.release(module))) if prompt in answers]


def _about(ledger: Ledger, code: str, prompt: str, comment: str, current: str) -> str:
    """Return the words that a comment is about, where they are no longer those that are read."""
    about = ledger.about(code, prompt, comment, current) if comment else current
    return "" if about == current else about


def _way(bench: Bench, module: str, code: str) -> str:
    return "exchange" if by_exchange(bench.folder.autograded(code, module)) else "file"


def _require_deposit(bench: Bench, module: str, code: str) -> None:
    require_released(bench, module)
    with bench.gradebook() as gradebook:
        if bench.submission(gradebook, module, code) is None:
            raise GradingError(
                "Ce dépôt n’est plus dans le carnet de suivi\u00a0: rien n’a été changé, relisez la liste des dépôts."
            )
