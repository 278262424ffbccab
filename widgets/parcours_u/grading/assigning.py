"""Giving a module to a cohort, or to a part of it: opened to deposits, and expected by a date. Imports nbgrader."""

from collections.abc import Sequence
from datetime import datetime

from parcours_u.domain.assigning import Assignment
from parcours_u.domain.people import GroupKind, Profile
from parcours_u.grading.bench import Bench
from parcours_u.grading.errors import GradingError
from parcours_u.grading.following import released
from parcours_u.grading.release import release
from parcours_u.store.assignments import Assignments
from parcours_u.store.database import Database
from parcours_u.store.groups import Groups

__all__ = ["assign", "unassign"]


def assign(
    bench: Bench, database: Database, module: str, due: datetime, circles: Sequence[str], profiles: Sequence[Profile]
) -> Assignment:
    """Expect a module of some circles and core groups, by name, and some profiles, or of everybody; open it to deposits.

    nbgrader knows one limit a module: it marks deposits as late only where the module is expected of everybody.

    Raises
    ------
    GradingError
        When there is no such module or circle, or nbgrader refuses; nothing is expected then.
    """
    wanted = _named(database, module, due, circles, profiles)
    everybody = not circles and not profiles
    if everybody or module not in {one.module for one in released(bench)}:
        release(bench, module, due if everybody else None)
    Assignments(database).expect(wanted)
    return wanted


def unassign(database: Database, module: str, circles: Sequence[str], profiles: Sequence[Profile]) -> Assignment:
    """Expect a module of these people no longer. It stays open to deposits.

    Raises
    ------
    GradingError
        When it was not expected of them.
    """
    unwanted = _named(database, module, None, circles, profiles)
    if not Assignments(database).withdraw(unwanted):
        raise GradingError(
            f"Le module {module} n’était pas attribué ainsi\u00a0: rien n’a été changé, "
            "«\u00a0parcours-u cohorte suivre\u00a0» montre ce qui est attribué."
        )
    return unwanted


def _named(
    database: Database, module: str, due: datetime | None, circles: Sequence[str], profiles: Sequence[Profile]
) -> Assignment:
    groups, kinds = Groups(database), (GroupKind.CORE_GROUP, GroupKind.CIRCLE)  # of one name, the circle
    known = {one.name.casefold(): one.id for kind in kinds for one in groups.current(kind)}
    for name in circles:
        if name.casefold() not in known:
            raise GradingError(
                f"Aucun cercle ne s’appelle «\u00a0{name}\u00a0» aujourd’hui, et aucun noyau\u00a0: rien n’a été changé, "
                "«\u00a0parcours-u cohorte lister\u00a0» les montre."
            )
    ids = tuple(sorted({known[name.casefold()] for name in circles}))
    moment = f"{due.replace(tzinfo=None).isoformat(timespec='seconds')}Z" if due else ""
    return Assignment(module, moment, ids, tuple(sorted(set(profiles))))
