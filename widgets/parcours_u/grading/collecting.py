"""« Recueillir »: take the deposits of the exchange, person by person, so that a bad one never stops the others.

Imports nbgrader.
"""

import os
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from nbgrader.utils import parse_utc, temp_attrs

from parcours_u.domain.system_words import refusal_of
from parcours_u.grading.bench import Bench, failure
from parcours_u.grading.cohort import folder_roll
from parcours_u.grading.depot_file import SENDER
from parcours_u.grading.errors import GradingError
from parcours_u.grading.following import dated, undated
from parcours_u.grading.people import Participant, participants
from parcours_u.grading.showing import SubmissionError, show
from parcours_u.grading.submissions import received_at, written_moment
from parcours_u.store.roll import Roll

__all__ = ["Collected", "Step", "Taken", "collect", "late_in", "require_released", "silently", "take", "to_collect"]

Step = Callable[[int, int, str], None]
"""Called before each piece of work: how many are done, how many there are, what comes now."""


def silently(_done: int, _total: int, _name: str) -> None:
    """Say nothing of the progress."""


class Taken(StrEnum):
    """What became of one deposit."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    OLDER = "older"
    REFUSED = "refused"


@dataclass(frozen=True)
class Collected:
    """What became of one person's deposit; ``message`` is a French sentence, empty when there is nothing to say."""

    person: str
    label: str
    taken: Taken
    deposited_at: str = ""
    late: bool = False
    listed: bool = True
    message: str = ""

    def dated(self, late: Collection[str]) -> "Collected":
        """Return the same, late where this person is one of those whose deposit is, and it was taken."""
        kept = self.taken in {Taken.NEW, Taken.UPDATED, Taken.UNCHANGED}
        return replace(self, late=kept and self.person in late)


def require_released(bench: Bench, module: str) -> None:
    """Check that a module was released from this folder.

    Raises
    ------
    GradingError
        When it was not, or there is none of this name.
    """
    if bench.prompts(module) is not None and bench.folder.release(module).is_file():
        return
    known = [one.id for one in bench.course.modules]
    if module not in known:
        raise GradingError(
            f"Il n’y a pas de module «\u00a0{module}\u00a0» dans ce parcours\u00a0: rien n’a été changé, choisissez parmi {', '.join(known)}."
        )
    raise GradingError(
        f"Le module «\u00a0{module}\u00a0» n’a pas été diffusé depuis ce dossier\u00a0: "
        f"rien n’a été changé, lancez d’abord «\u00a0parcours-u module diffuser {module}\u00a0», avec le même dossier."
    )


def collect(
    bench: Bench, module: str, step: Step = silently, *, only: Collection[str] | None = None
) -> list[Collected]:
    """Collect a module's deposits from the exchange and prepare each for the formgrader.

    Deposits that did not change are left alone, unless they could not be prepared last time.

    Parameters
    ----------
    only : collection of str, optional
        The codes of those whose deposits are collected; everybody when not given.

    Raises
    ------
    GradingError
        When the module was never released from this folder.
    """
    require_released(bench, module)
    roll = folder_roll(bench.folder)  # read once, and first: a cohort that can't be read leaves everything as it is
    people = {person.code: person for person in participants(bench)}
    waiting, unreadable = _waiting(bench, module)
    results = [_unreadable(name) for name in unreadable] if only is None else []
    collected = _collected(bench, module)
    asked = sorted(waiting) if only is None else [person for person in sorted(waiting) if person in only]
    for done, person in enumerate(asked):
        known = people.get(person) or Participant(person, "", "", "")
        step(done, len(asked), known.label)
        results.append(
            _unchanged(bench, module, known, waiting[person], collected)
            or _collect_one(bench, module, known, waiting[person])
        )
    late = late_in(bench, module, roll)
    return [one.dated(late) for one in results]


def to_collect(bench: Bench, module: str) -> tuple[list[str], list[Collected]]:
    """Return the codes of those whose deposits are new or changed, and what is to be said of those that nobody can read.

    Raises
    ------
    GradingError
        When the module was never released from this folder.
    """
    require_released(bench, module)
    waiting, unreadable = _waiting(bench, module)
    collected = _collected(bench, module)
    codes = [
        person
        for person in sorted(waiting)
        if _unchanged(bench, module, Participant(person, "", "", ""), waiting[person], collected) is None
    ]
    return codes, [_unreadable(name) for name in unreadable]


def take(bench: Bench, module: str, known: Participant, taken: Taken) -> Collected:
    """Prepare for the formgrader what has just been put in ``submitted``, and say what became of it, but for whether it is late."""
    folder = bench.folder.submitted(known.code, module)
    moment = received_at(folder)
    at = written_moment(moment)
    try:
        shown = show(bench, module, known.code)
    except (SubmissionError, OSError) as error:
        reason = str(error) if isinstance(error, SubmissionError) else f"il ne peut pas être lu ({refusal_of(error)})"
        return Collected(
            known.code, known.label, Taken.REFUSED, at, False, known.listed, _sentence(known.label, reason)
        )
    told = []
    if shown.notebook:
        told.append(shown.notebook)
    if shown.unknown:
        told.append(f"des réponses à des questions inconnues ici ne sont pas montrées ({', '.join(shown.unknown)})")
    if not known.listed:
        told.append("cette personne n’est sur aucune liste importée")
    said = "\u202f; ".join(told)
    message = f"Dépôt de {known.label}\u00a0: {said}." if told else ""
    return Collected(known.code, known.label, taken, at, False, known.listed, message)


def late_in(bench: Bench, module: str, roll: Roll | None) -> frozenset[str]:
    """Return the codes of those whose deposit of a module is late: one look at the gradebook for all of them."""
    return frozenset(one.person for one in dated(undated(bench, module), roll) if one.late)


def _collected(bench: Bench, module: str) -> frozenset[str]:
    """Return the codes of those whose deposit of a module is in the gradebook."""
    return frozenset(one.person for one in undated(bench, module))


def _waiting(bench: Bench, module: str) -> tuple[dict[str, list[Path]], list[str]]:
    """Return the exchange's deposits by person, and the names of those that nbgrader could not read."""
    waiting: dict[str, list[Path]] = {}
    unreadable = []
    for path in sorted(bench.folder.inbound(bench.course_id).glob(f"*+{module}+*")):
        parts = path.name.split("+")
        try:
            parse_utc(parts[2])
            sound = parts[1] == module and len(parts) in {3, 4} and bool(SENDER.fullmatch(parts[0]))
        except (ValueError, OverflowError):
            sound = False
        if sound:
            waiting.setdefault(parts[0], []).append(path)
        else:
            unreadable.append(path.name)
    return waiting, unreadable


def _unreadable(name: str) -> Collected:
    message = _sentence(name, "il porte un nom illisible\u202f; déplacez-le")
    return Collected(name, name, Taken.REFUSED, listed=False, message=message)


def _unchanged(
    bench: Bench, module: str, known: Participant, waiting: list[Path], collected: Collection[str]
) -> Collected | None:
    """Return what to say of a deposit that is already collected and shown, None of any other.

    nbgrader's own look at each costs tens of milliseconds, and a trainer's page collects each time that it opens.
    """
    before = received_at(bench.folder.submitted(known.code, module))
    latest = max(map(_deposited_at, waiting))
    if (
        before is None
        or latest > before
        or known.code not in collected
        or not _is_prepared(bench, module, known.code, before)
    ):
        return None
    return Collected(known.code, known.label, Taken.UNCHANGED, written_moment(before), listed=known.listed)


def _collect_one(bench: Bench, module: str, known: Participant, deposits: list[Path]) -> Collected:
    person = known.code
    if any(_has_links(path) for path in deposits):
        reason = "il contient un lien vers un autre endroit\u202f; prévenez la personne, ne l’ouvrez pas"
        return Collected(person, known.label, Taken.REFUSED, "", False, known.listed, _sentence(known.label, reason))
    size, most = _size(max(deposits, key=_deposited_at)), 1000 * bench.api.coursedir.max_dir_size
    if size > most:  # nbgrader's own limit, of which it keeps the reason to itself
        reason = (
            f"il est trop gros ({size // 1_000_000} Mo, {most // 1_000_000} au plus), il reste dans l’espace d’échange\u202f; "
            "demandez à la personne d’en déposer un plus court"
        )
        return Collected(person, known.label, Taken.REFUSED, "", False, known.listed, _sentence(known.label, reason))
    folder = bench.folder.submitted(person, module)
    before = received_at(folder)
    with temp_attrs(bench.api.coursedir, student_id=person):
        error = failure(bench.api.collect(module, update=True))
    if error is not None:
        reason = f"nbgrader n’a pas pu le recueillir ({error})\u202f; il reste dans l’espace d’échange, réessayez"
        return Collected(person, known.label, Taken.REFUSED, "", False, known.listed, _sentence(known.label, reason))
    after = received_at(folder)
    if before is not None and after == before and _is_shown(bench, module, person, after):
        return Collected(person, known.label, Taken.UNCHANGED, written_moment(after), listed=known.listed)
    return take(bench, module, known, Taken.NEW if before is None else Taken.UPDATED)


def _deposited_at(path: Path) -> datetime:
    """Return when a deposit of the exchange was made: nbgrader names it so."""
    moment: datetime = parse_utc(path.name.split("+")[2])
    return moment.replace(tzinfo=UTC)


def _size(folder: Path) -> int:
    return sum(os.path.getsize(os.path.join(current, name)) for current, _, names in os.walk(folder) for name in names)


def _is_shown(bench: Bench, module: str, person: str, moment: datetime | None) -> bool:
    with bench.gradebook() as gradebook:
        known = bench.submission(gradebook, module, person) is not None
    return known and _is_prepared(bench, module, person, moment)


def _is_prepared(bench: Bench, module: str, person: str, moment: datetime | None) -> bool:
    folder = bench.folder.autograded(person, module)
    return received_at(folder) == moment and (folder / f"{module}.ipynb").is_file()


def _has_links(folder: Path) -> bool:
    return folder.is_symlink() or any(
        os.path.islink(os.path.join(current, name))
        for current, folders, names in os.walk(folder)
        for name in [*folders, *names]
    )


def _sentence(label: str, reason: str) -> str:
    return f"Le dépôt de {label} n’a pas été recueilli\u00a0: {reason}."
