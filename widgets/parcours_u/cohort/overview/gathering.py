"""What the views are made from, read in a cohort's database: who is there, in which circles, and who began what."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import select

from parcours_u.cohort.overview.seen import Seen
from parcours_u.domain.course import Course
from parcours_u.domain.following import Deposited, Released
from parcours_u.domain.people import GroupKind, Person, Role
from parcours_u.store.assignments import Assignments
from parcours_u.store.cohort_zone import CohortZone
from parcours_u.store.database import Database
from parcours_u.store.groups import Groups
from parcours_u.store.people import People, read_people
from parcours_u.store.roll import read_roll
from parcours_u.store.schema import entry

__all__ = ["gather"]


def gather(
    database: Database,
    course: Course,
    released: Iterable[Released],
    deposits: Iterable[Deposited],
    today: date | None = None,
    trained: Collection[str] = (),
    returned: Mapping[tuple[str, str], str] | None = None,
) -> Seen:
    """Return a cohort as it is now.

    Parameters
    ----------
    database : Database
        The cohort's.
    course : Course
        The course that it follows.
    released, deposits
        What the gradebook says; see :mod:`parcours_u.grading.following`. Who is late is asked of the cohort again: dates are given,
        and groups change, without the gradebook.
    today : datetime.date, optional
        By default the day that it is where the cohort is.
    trained : collection of str
        The ids of the circles that are looked at, with their members alone; the whole cohort when empty.
    returned : mapping or None
        When comments were last returned, by code and module; see :func:`parcours_u.grading.ledger.returned_moments`.
    """
    groups, zone = Groups(database), CohortZone(database).get()
    deposits = tuple(read_roll(database).dated(deposits))
    every, core_groups = groups.current(GroupKind.CIRCLE), groups.current(GroupKind.CORE_GROUP)
    circles = [one for one in every if not trained or one.id in trained]
    inside = {member for circle in circles for member in circle.members}
    people = [
        one for one in People(database).present() if one.role is Role.PARTICIPANT and (not trained or one.id in inside)
    ]
    with database.reading() as connection:
        gone = [one for one in read_people(connection, gone=True) if one.role is Role.PARTICIPANT]
    return Seen(
        people=tuple(people),
        circles=tuple(circles),
        pairs=tuple(groups.current(GroupKind.PAIR)),
        core_groups=tuple(core_groups),
        met=groups.met(),
        met_before=groups.met(today=False),
        released=tuple(released),
        deposits=deposits,
        titles={module.id: module.title for module in course.modules},
        under_way={} if trained else _under_way(database, course, [*gone, *people], deposits),
        left=frozenset() if trained else frozenset(one.code for one in gone if one.code),
        today=today or datetime.now(zone).date(),
        assigned=tuple(Assignments(database).all()),
        group_names={one.id: one.name for one in (*every, *core_groups)},
        returned=returned or {},
        zone=zone,
    )


def _under_way(
    database: Database, course: Course, people: Iterable[Person], deposits: Iterable[Deposited]
) -> dict[str, int]:
    """Return how many people wrote something in each module and did not deposit it: whether they did is all that is read.

    Counted for the whole cohort alone: taken away from it, the count of a few circles would tell that of the others. Who left is
    counted too, by their code: whoever is removed, or brought back by a list, the count stays, and tells nothing of them.
    """
    codes = {one.id: one.code for one in people if one.code}
    made = {(one.person, one.module) for one in deposits}
    module_of = {prompt.id: module.id for module in course.modules for prompt in module.prompts}
    found: dict[str, set[str]] = defaultdict(set)
    with database.reading() as connection:
        for person, prompt in connection.execute(select(entry.c.person, entry.c.prompt).where(entry.c.head > 0)):
            module = module_of.get(prompt)
            if module is not None and person in codes and (codes[person], module) not in made:
                found[module].add(codes[person])
    return {module: len(those) for module, those in found.items()}
