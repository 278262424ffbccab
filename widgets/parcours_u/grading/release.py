"""« Diffuser »: open a module to learners, with nbgrader's generate and release, and without nbgrader's harm.

In a cohort each person has their own date, and nobody but :mod:`.assigning` gives any; nbgrader is told what is true of everybody.

Adding a prompt after a deposit makes ``generate_assignment --force`` raise *after* it has deleted ``release/``. So the
new notebook is tried in memory first, and its prompts are compared with the gradebook's; nothing is touched until both
are known to pass. Imports nbgrader.
"""

import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from pathlib import Path

from parcours_u.domain.assigning import Assignment
from parcours_u.domain.french_dates import PLAUSIBLE_YEARS, moment_of
from parcours_u.grading.bench import Bench, failure
from parcours_u.grading.cohort import cohort_database, holds_cohort
from parcours_u.grading.compose import course_source
from parcours_u.grading.errors import GradingError
from parcours_u.grading.folder import write_private
from parcours_u.grading.notebooks import generate, prompt_ids
from parcours_u.store.assignments import Assignments

__all__ = ["Released", "parse_due", "past_due", "release", "tell_nbgrader"]


@dataclass(frozen=True)
class Released:
    """A module that learners may now deposit.

    Parameters
    ----------
    prompts : int
        How many questions it has.
    due : str
        Until when, ISO 8601 in UTC; empty without a limit, and in a cohort, where it is each person's own.
    again : bool
        Whether it had been released before.
    exchange : bool
        Whether it is in nbgrader's exchange (there is none on Windows: deposits are then made by file).
    """

    module: str
    prompts: int
    due: str
    again: bool
    exchange: bool


def parse_due(text: str, zone: tzinfo | None = None) -> datetime:
    """Return the moment meant by a date typed as 2027-03-15, 15/03/2027, or with an hour (2027-03-15T14:00).

    A day means until its end, and an hour what it means in the zone: the cohort's, this machine's own by default. Of an hour
    that the clocks go through twice, the first one is meant; of one that they jump over, that much later.

    Raises
    ------
    GradingError
        When it is no date, or its year is a slip.
    """
    written = text.strip()
    day, separator, rest = written.partition("/")
    if separator:
        month, _, year = rest.partition("/")
        written = f"{year:0>4}-{month:0>2}-{day:0>2}"
    try:
        moment = _moment(written, zone)
    except (ValueError, OverflowError, OSError):
        raise GradingError(
            f"«\u00a0{text}\u00a0» n’est pas une date\u00a0: rien n’a été diffusé, "
            "écrivez-la comme 15/03/2027, 2027-03-15 ou 2027-03-15T14:00."
        ) from None
    if moment.year not in PLAUSIBLE_YEARS:
        raise GradingError(
            f"«\u00a0{text}\u00a0» est trop lointain ou trop ancien\u00a0: rien n’a été diffusé, écrivez l’année en quatre chiffres."
        )
    return moment


def past_due(due: datetime) -> str:
    """Return a sentence on a date that is over already; nothing for the others."""
    return "Cette date est déjà passée, et elle est gardée ainsi." if due < datetime.now(UTC) else ""


def _moment(written: str, zone: tzinfo | None) -> datetime:
    if len(written) == len("2027-03-15"):
        moment = datetime.combine(date.fromisoformat(written) + timedelta(days=1), time.min)
        moment -= timedelta(seconds=1)
    else:
        moment = datetime.fromisoformat(written)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def release(bench: Bench, module: str, due: datetime | None = None) -> Released:
    """Generate and release a module; ``due`` replaces the limit set before, None leaves it; in a cohort it is what is assigned.

    Raises
    ------
    GradingError
        When the course has no such module, when its questions changed after a deposit, when a date is given in a cohort, where
        nobody would see it, or when nbgrader refuses.
    """
    source, together = _source(module), holds_cohort(bench.folder)
    if due is not None and together:
        raise GradingError(
            "Ce dossier est celui d’une cohorte, où une date se donne en attribuant le module\u00a0: rien n’a été diffusé, lancez "
            f"«\u00a0parcours-u cohorte attribuer {module}\u00a0», avec les mêmes options\u202f; chaque personne verra la date sur sa page d’accueil."
        )
    try:
        wanted = frozenset(prompt_ids(generate(source)))
    except Exception as error:  # nbgrader and nbconvert raise what they like on a notebook that they can't take
        raise GradingError(
            f"Le carnet du module «\u00a0{module}\u00a0» n’est pas accepté par nbgrader ({type(error).__name__})\u00a0: "
            "rien n’a été modifié, reconstruisez le parcours."
        ) from error
    known = bench.prompts(module)
    if known is not None and known != wanted and (where := _deposits(bench, module)):
        raise GradingError(
            f"Les questions du module «\u00a0{module}\u00a0» ont changé depuis sa diffusion ({_difference(known, wanted)}) "
            f"et {where}\u00a0: rien n’a été modifié, gardez cette version pour ce groupe "
            "ou diffusez la nouvelle dans un autre dossier."
        )
    _copy(source, bench.folder.source(module))
    _require(failure(bench.api.generate_assignment(module, force=True)), module)
    exchange = sys.platform != "win32"
    if exchange:
        _require(failure(bench.api.release_assignment(module)), module)
    if together:  # now that it is open: what nbgrader may refuse leaves no module half-open
        with cohort_database(bench.folder) as database:
            tell_nbgrader(bench, Assignments(database).all(), module)
    with bench.gradebook() as gradebook:
        if due is not None:
            gradebook.update_or_create_assignment(module, duedate=due.replace(tzinfo=None).isoformat(" "))
        limit = gradebook.find_assignment(module).duedate
    return Released(
        module=module,
        prompts=len(wanted),
        due=f"{limit.isoformat(timespec='seconds')}Z" if limit and not together else "",
        again=known is not None,
        exchange=exchange,
    )


def tell_nbgrader(bench: Bench, assigned: Iterable[Assignment], module: str) -> None:
    """Give nbgrader, which knows one date a module, the one of a module where it is the same for everybody, and none elsewhere.

    So what the formgrader shows of a cohort is true of everybody, or is not there. Whether somebody is late is never asked of it.
    """
    of = [one for one in assigned if one.module == module]
    due = (
        moment_of(of[0].due).astimezone(UTC).replace(tzinfo=None)
        if [one.for_everybody for one in of] == [True]
        else None
    )
    with bench.gradebook() as gradebook:
        gradebook.update_or_create_assignment(module, duedate=due.isoformat(" ") if due else None)


def _source(module: str) -> Path:
    source = course_source(module)
    folder = source.parent.parent
    modules = sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    if module not in modules or not source.is_file():
        raise GradingError(
            f"Il n’y a pas de module «\u00a0{module}\u00a0» dans ce parcours\u00a0: rien n’a été diffusé, "
            f"choisissez parmi {', '.join(modules) or 'les modules, une fois le parcours construit'}."
        )
    return source


def _deposits(bench: Bench, module: str) -> str:
    """Say in French that somebody deposited already: seen in the gradebook, collected, or still in the exchange."""
    with bench.gradebook() as gradebook:
        people = {submission.student.id for submission in gradebook.assignment_submissions(module)}
    people |= {path.parent.name for path in (bench.folder.path / "submitted").glob(f"*/{module}")}
    people |= {path.name.split("+")[0] for path in bench.folder.inbound(bench.course_id).glob(f"*+{module}+*")}
    if not people:
        return ""
    return "une personne a déjà déposé" if len(people) == 1 else f"{len(people)} personnes ont déjà déposé"


def _difference(known: frozenset[str], wanted: frozenset[str]) -> str:
    added, removed = sorted(wanted - known), sorted(known - wanted)
    told = [f"en plus\u00a0: {', '.join(added)}"] if added else []
    return "\u202f; ".join([*told, *([f"en moins\u00a0: {', '.join(removed)}"] if removed else [])])


def _copy(source: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for path in folder.iterdir():
        if path.name == source.name:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)  # nbgrader would release whatever is here
        else:
            path.unlink()
    write_private(folder / source.name, source.read_bytes())


def _require(error: str | None, module: str) -> None:
    if error is not None:
        raise GradingError(
            f"nbgrader n’a pas pu diffuser le module «\u00a0{module}\u00a0» ({error})\u00a0: "
            "les dépôts et les commentaires sont intacts, vérifiez la place et les droits du dossier puis recommencez."
        )
