"""Giving a module to a cohort, or to a part of it: opened to deposits, and expected by a date. Imports nbgrader."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from parcours_u.domain.assigning import Assignment
from parcours_u.domain.people import GroupKind, Profile
from parcours_u.grading.bench import Bench
from parcours_u.grading.errors import GradingError
from parcours_u.grading.following import is_open
from parcours_u.grading.release import release, tell_nbgrader
from parcours_u.store.assignments import Assignments, ChangedMeanwhile
from parcours_u.store.database import Database
from parcours_u.store.groups import Groups
from parcours_u.store.naming import group_named

__all__ = ["assign", "named", "open_undated", "unassign"]


def assign(bench: Bench, database: Database, wanted: Assignment, known: str | None = None) -> None:
    """Expect a module of some people, or of everybody; open it to deposits if it is not yet.

    Parameters
    ----------
    bench, database : Bench, Database
        The trainer's folder and the cohort's database, opened.
    wanted : Assignment
        What is expected, with its date.
    known : str or None
        The date that whoever asks saw for the same people; see :meth:`parcours_u.store.assignments.Assignments.expect`.

    Raises
    ------
    GradingError
        When there is no such module or circle, or nbgrader refuses to open it; nothing is expected then. Also when nbgrader can't
        be told of the date: it is kept all the same, as the message says.
    ChangedMeanwhile
        When somebody else changed the same thing.
    """
    assignments, there = Assignments(database), {one.id for one in Groups(database).expecting()}
    if not there.issuperset(wanted.circles):
        raise GradingError(
            "Un de ces groupes n’existe plus\u00a0: rien n’a été attribué, rechargez la page pour voir ceux d’aujourd’hui."
        )
    if known is not None and assignments.due(wanted) != known:
        raise ChangedMeanwhile()  # before anything is opened; asked again as it is written
    if not is_open(bench, wanted.module):
        release(bench, wanted.module)
    assignments.expect(wanted, known)
    _tell_nbgrader(bench, assignments, wanted.module)


def open_undated(bench: Bench, database: Database, module: str) -> None:
    """Open a module to deposits, and expect it of nobody by any date that everybody would have.

    Raises
    ------
    GradingError
        When it is expected of everybody by a date, or nbgrader refuses; nothing is changed then.
    """
    assignments = Assignments(database)
    if assignments.due(Assignment(module, "")):
        raise GradingError(
            "Ce module est déjà attendu de tout le monde, à une date\u00a0: rien n’a été changé, "
            "pour ôter cette date choisissez «\u00a0Ne plus l’attendre\u00a0» dans la liste."
        )
    release(bench, module)


def unassign(bench: Bench, database: Database, unwanted: Assignment) -> None:
    """Expect a module of these people no longer. It stays open to deposits.

    Raises
    ------
    GradingError
        When it was not expected of them; nothing is changed then. Also when nbgrader can't be told of it: it is withdrawn all the
        same, as the message says.
    """
    assignments = Assignments(database)
    if not assignments.withdraw(unwanted):
        raise GradingError(
            f"Le module {unwanted.module} n’était pas attribué ainsi\u00a0: rien n’a été changé, "
            "«\u00a0parcours-u cohorte suivre\u00a0» montre ce qui est attribué."
        )
    _tell_nbgrader(bench, assignments, unwanted.module)


def _tell_nbgrader(bench: Bench, assignments: Assignments, module: str) -> None:
    """Tell nbgrader of dates that are kept already: they are those that count, and what it refuses takes nothing back."""
    try:
        if bench.prompts(module) is not None:
            tell_nbgrader(bench, assignments.all(), module)
    except GradingError as error:
        raise GradingError(
            "C’est enregistré, et chaque personne voit ses dates\u00a0: seul le formgrader, dont le carnet de suivi n’a pas pu être "
            "écrit, montre encore ce qu’il montrait, jusqu’à ce que ce module soit de nouveau attribué ou diffusé."
        ) from error


def named(
    database: Database,
    module: str,
    due: datetime | None,
    groups: Mapping[GroupKind, Sequence[str]],
    profiles: Sequence[Profile],
) -> Assignment:
    """Return what is meant by a module, a date, and circles and core groups by name.

    Raises
    ------
    StoreError
        When no circle or core group of today has one of these names.
    """
    there = Groups(database).expecting()
    ids = {group_named(there, kind, name).id for kind, names in groups.items() for name in names}
    moment = f"{due.replace(tzinfo=None).isoformat(timespec='seconds')}Z" if due else ""
    return Assignment(module, moment, tuple(sorted(ids)), tuple(sorted(set(profiles))))
