"""Where a module stands, person by person: counts and dates, never a word of an answer. Imports nbgrader."""

from dataclasses import dataclass, replace

from parcours_u.domain.following import Deposited
from parcours_u.grading.bench import Bench
from parcours_u.grading.cohort import folder_roll
from parcours_u.grading.collecting import require_released
from parcours_u.grading.following import dated, undated
from parcours_u.grading.ledger import Ledger
from parcours_u.grading.people import participants
from parcours_u.grading.submissions import by_exchange, written_moment
from parcours_u.store.roll import Place

__all__ = ["Standing", "standings"]


@dataclass(frozen=True)
class Standing:
    """Where one person stands; dates are ISO 8601 in UTC, empty when the thing has not happened.

    Parameters
    ----------
    place : Place
        What they are to the cohort of this folder, where there is one: of who left it, or never was in it, nothing is expected.
    due : str
        When the module is expected of them, in a cohort.
    answers, comments : int
        How many answers were shared, and how many of them a trainer commented.
    way : str
        ``"exchange"`` or ``"file"``; empty before a deposit.
    """

    person: str
    label: str
    place: Place = Place.INSIDE
    due: str = ""
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
    ledger, roll, found = Ledger(bench.folder.path, module), folder_roll(bench.folder), []
    made = {one.person: one for one in dated(undated(bench, module), roll)}
    for person in participants(bench):
        standing = Standing(person.code, person.label)
        if roll is not None:
            standing = replace(standing, place=roll.place(person.code), due=roll.due(person.code, module))
        found.append(_standing(bench, standing, made.get(person.code), ledger))
    return found


def _standing(bench: Bench, standing: Standing, deposit: Deposited | None, ledger: Ledger) -> Standing:
    code = standing.person
    if deposit is None or not (folder := bench.folder.autograded(code, deposit.module)).is_dir():
        return standing
    returned = ledger.returned(code)
    return replace(
        standing,
        deposited_at=written_moment(deposit.at),
        late=deposit.late,
        way="exchange" if by_exchange(folder) else "file",
        answers=deposit.answers,
        comments=deposit.comments,
        returned_at=str(returned["at"]) if returned else "",
    )
