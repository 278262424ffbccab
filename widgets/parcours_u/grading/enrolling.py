"""Bringing a list into a cohort: its own database and nbgrader's gradebook, both or neither. Imports nbgrader."""

from parcours_u.domain.people_list import PeopleList
from parcours_u.grading.bench import Bench
from parcours_u.grading.cohort import cohort_database
from parcours_u.grading.people import coded, enrolment, participants, write_codes
from parcours_u.store.joining import Joined, Joining

__all__ = ["bring_in"]


def bring_in(bench: Bench, found: PeopleList) -> Joined:
    """Write the people of a list in the cohort and in the gradebook, under the same code; nobody loses theirs.

    The cohort's write lock is held throughout: of two commands, the second finds what the first has written. The cohort is
    committed before the gradebook is let go, so that a disk which refuses the commit gives the gradebook back too.

    Raises
    ------
    ListError
        When a row may be several people; nobody was added.
    GradingError, StoreError
        When the disk refuses; nobody was added.
    """
    with cohort_database(bench.folder) as database:
        with enrolment(bench) as enrol, database.writing() as connection:
            joining = Joining(connection, found)
            people = coded(found.people, participants(bench), joining.codes)
            enrol(people)
            codes = {row.row: person.code for row, person in zip(found.people, people, strict=True)}
            joined = joining.write(codes)
        database.fold()  # pairs may have ended, with what was shared in them
    write_codes(bench)
    return joined
