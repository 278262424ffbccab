"""Where a module stands, person by person: counts and dates, never a word of an answer. Imports nbgrader."""

from dataclasses import dataclass

from parcours_u.domain.following import Deposited
from parcours_u.grading.bench import Bench
from parcours_u.grading.collecting import require_released
from parcours_u.grading.following import deposits
from parcours_u.grading.ledger import Ledger
from parcours_u.grading.people import Participant, participants
from parcours_u.grading.submissions import by_exchange, written_moment

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
    ledger, made = Ledger(bench.folder.path, module), {one.person: one for one in deposits(bench, module)}
    return [_standing(bench, person, made.get(person.code), ledger) for person in participants(bench)]


def _standing(bench: Bench, person: Participant, deposit: Deposited | None, ledger: Ledger) -> Standing:
    if deposit is None or not (folder := bench.folder.autograded(person.code, deposit.module)).is_dir():
        return Standing(person.code, person.label)
    returned = ledger.returned(person.code)
    return Standing(
        person=person.code,
        label=person.label,
        deposited_at=written_moment(deposit.at),
        late=deposit.late,
        way="exchange" if by_exchange(folder) else "file",
        answers=deposit.answers,
        comments=deposit.comments,
        returned_at=str(returned["at"]) if returned else "",
    )
