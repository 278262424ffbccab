"""Bringing a list into a cohort: its own database and nbgrader's gradebook. Imports nbgrader."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from parcours_u.domain.assigning import Assignment
from parcours_u.domain.joined import Joined
from parcours_u.domain.people_list import PeopleList
from parcours_u.grading.bench import Bench
from parcours_u.grading.cohort import cohort_database
from parcours_u.grading.errors import GradingError
from parcours_u.grading.following import released
from parcours_u.grading.people import Participant, coded, enrolment, participants, write_codes
from parcours_u.store.assignments import Assignments
from parcours_u.store.database import Database
from parcours_u.store.joining import Joining

__all__ = ["bring_in"]


def bring_in(bench: Bench, found: PeopleList) -> Joined:
    """Write the people of a list in the cohort and in the gradebook, under the same code; nobody loses theirs.

    The date of a module that was opened before there was a cohort becomes that of everybody in it.
    Both are written before either is committed: what refuses leaves both as they were, with nothing to undo. Two files can't be
    committed as one: the cohort is first, and where the disk fails between the two, running again completes the gradebook from it.

    Raises
    ------
    ListError
        When a row may be several people; nobody was added.
    GradingError, StoreError
        When the disk refuses; nobody was added, or the message says that running again is enough.
    """
    with cohort_database(bench.folder) as database:
        in_cohort = False
        try:
            with enrolment(bench) as enrol:
                joined = _join(bench, database, found, enrol)
                in_cohort = True
        except GradingError as error:
            raise _to_complete() if in_cohort else error from None
        database.fold()  # pairs may have ended, with what was shared in them
    write_codes(bench)
    return joined


def _join(
    bench: Bench, database: Database, found: PeopleList, enrol: Callable[[Sequence[Participant]], None]
) -> Joined:
    """Write in both, and commit the cohort. Its write lock is held: of two commands, the second finds what the first has written."""
    with database.writing() as connection:
        joining = Joining(connection, found)
        people = coded(found.people, participants(bench), joining.codes)
        enrol(people)
        joined = joining.write({row.row: person.code for row, person in zip(found.people, people, strict=True)})
        return replace(joined, dated=_keep_dates(bench, Assignments(database))) if joining.begins else joined


def _keep_dates(bench: Bench, assignments: Assignments) -> tuple[Assignment, ...]:
    """Expect of everybody the modules that nbgrader has a date for."""
    opened, assigned = {one.module for one in released(bench)}, {one.module for one in assignments.all()}
    with bench.gradebook() as gradebook:
        dated = tuple(
            Assignment(one.name, f"{one.duedate.isoformat(timespec='seconds')}Z")
            for one in gradebook.assignments
            if one.duedate and one.name in opened - assigned
        )
    for one in dated:
        assignments.expect(one)
    return dated


def _to_complete() -> GradingError:
    return GradingError(
        "La liste est dans la cohorte, mais le carnet de suivi n’a pas pu être écrit\u00a0: il est resté tel quel. "
        "Libérez de la place, puis relancez la même commande\u00a0: elle le complétera, et chaque personne gardera son code."
    )
