"""Giving a module to a cohort, or to a part of it: opened to deposits, and expected by a date. Imports nbgrader."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from parcours_u.domain.assigning import Assignment
from parcours_u.domain.french_dates import moment_of
from parcours_u.domain.people import GroupKind, Profile
from parcours_u.grading.bench import Bench
from parcours_u.grading.errors import GradingError
from parcours_u.grading.following import released
from parcours_u.grading.release import release
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
        When there is no such module or circle, or nbgrader refuses; nothing is expected then.
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
    if wanted.module not in {one.module for one in released(bench)}:
        release(bench, wanted.module)
    _tell_nbgrader(bench, [*_others(assignments, wanted), wanted], wanted.module)
    assignments.expect(wanted, known)


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
    _tell_nbgrader(bench, assignments.all(), module)


def unassign(bench: Bench, database: Database, unwanted: Assignment) -> None:
    """Expect a module of these people no longer. It stays open to deposits.

    Raises
    ------
    GradingError
        When it was not expected of them, or nbgrader refuses; nothing is changed then.
    """
    assignments = Assignments(database)
    if not assignments.due(unwanted):
        raise _not_assigned(unwanted.module)
    if bench.prompts(unwanted.module) is not None:
        _tell_nbgrader(bench, _others(assignments, unwanted), unwanted.module)
    if not assignments.withdraw(unwanted):
        raise _not_assigned(unwanted.module)


def _not_assigned(module: str) -> GradingError:
    return GradingError(
        f"Le module {module} n’était pas attribué ainsi\u00a0: rien n’a été changé, "
        "«\u00a0parcours-u cohorte suivre\u00a0» montre ce qui est attribué."
    )


def _others(assignments: Assignments, one: Assignment) -> list[Assignment]:
    return [other for other in assignments.all() if (other.module, other.target) != (one.module, one.target)]


def _tell_nbgrader(bench: Bench, assigned: Iterable[Assignment], module: str) -> None:
    """Give nbgrader, which knows one date a module, the one of a module where it is the same for everybody, and none elsewhere.

    So what the formgrader shows is true of everybody, or is not there. Whether somebody is late is never asked of it.
    """
    of = [one for one in assigned if one.module == module]
    due = (
        moment_of(of[0].due).astimezone(UTC).replace(tzinfo=None)
        if [one.for_everybody for one in of] == [True]
        else None
    )
    with bench.gradebook() as gradebook:
        gradebook.update_or_create_assignment(module, duedate=due.isoformat(" ") if due else None)


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
