"""Bringing a list into a cohort: its own database and nbgrader's gradebook. Imports nbgrader."""

from collections.abc import Callable, Sequence

from parcours_u.domain.joined import Joined
from parcours_u.domain.people_list import PeopleList
from parcours_u.grading.bench import Bench
from parcours_u.grading.cohort import cohort_database
from parcours_u.grading.errors import GradingError
from parcours_u.grading.following import released
from parcours_u.grading.people import Participant, coded, enrolment, participants, write_codes
from parcours_u.grading.release import tell_nbgrader
from parcours_u.store.assignments import Assignments
from parcours_u.store.database import Database
from parcours_u.store.joining import Joining

__all__ = ["bring_in"]


def bring_in(bench: Bench, found: PeopleList) -> Joined:
    """Write the people of a list in the cohort and in the gradebook, under the same code; nobody loses theirs.

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
                # A module opened before there was a cohort may have a date, which is nobody's in it.
                assigned = Assignments(database).all()
                for one in released(bench):
                    tell_nbgrader(bench, assigned, one.module)
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
        return joining.write({row.row: person.code for row, person in zip(found.people, people, strict=True)})


def _to_complete() -> GradingError:
    return GradingError(
        "La liste est dans la cohorte, mais le carnet de suivi n’a pas pu être écrit\u00a0: il est resté tel quel. "
        "Libérez de la place, puis relancez la même commande\u00a0: elle le complétera, et chaque personne gardera son code."
    )
