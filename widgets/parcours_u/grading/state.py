"""Where a module stands, person by person: counts and dates, never a word of an answer. Imports nbgrader."""

from dataclasses import dataclass

from parcours_u.grading.bench import Bench
from parcours_u.grading.collecting import require_released
from parcours_u.grading.ledger import Ledger
from parcours_u.grading.people import Participant, participants
from parcours_u.grading.submissions import by_exchange, read_deposit, received_at

__all__ = ["Standing", "standings"]


@dataclass(frozen=True)
class Standing:
    """Where one person stands; dates are ISO 8601 in UTC, empty when the thing has not happened.

    Parameters
    ----------
    answers, comments : int
        How many answers were shared, and how many of them a trainer commented.
    way : str
        ``"exchange"`` or ``"file"``; empty before a deposit.
    """

    person: str
    label: str
    deposited_at: str = ""
    late: bool = False
    way: str = ""
    answers: int = 0
    comments: int = 0
    returned_at: str = ""


def standings(bench: Bench, module: str) -> list[Standing]:
    """Return where everybody stands in a module, those who have not deposited included.

    Raises
    ------
    GradingError
        When the module was never released from this folder.
    """
    require_released(bench, module)
    ledger = Ledger(bench.folder.path, module)
    return [_standing(bench, module, person, ledger) for person in participants(bench)]


def _standing(bench: Bench, module: str, person: Participant, ledger: Ledger) -> Standing:
    folder = bench.folder.autograded(person.code, module)
    moment = received_at(folder)
    with bench.gradebook() as gradebook:
        submission = bench.submission(gradebook, module, person.code)
        late = submission is not None and submission.total_seconds_late > 0
    if moment is None or submission is None:
        return Standing(person.code, person.label)
    depot, returned = read_deposit(folder), ledger.returned(person.code)
    return Standing(
        person=person.code,
        label=person.label,
        deposited_at=moment.isoformat().replace("+00:00", "Z"),
        late=late,
        way="exchange" if by_exchange(folder) else "file",
        answers=len(depot.answers) if depot is not None else 0,
        comments=len(bench.comments(module, person.code)),
        returned_at=str(returned["at"]) if returned else "",
    )
