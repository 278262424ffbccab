"""What circles are formed from: the participants of a cohort, their rules, and who has met whom."""

from dataclasses import dataclass
from functools import cached_property

from parcours_u.cohort.circles.rules import PairWish, rules_for
from parcours_u.domain.circles import Met, Rule
from parcours_u.domain.people import Group, GroupKind, Person, Role
from parcours_u.store.database import Database
from parcours_u.store.groups import Groups
from parcours_u.store.people import read_people
from parcours_u.store.wishes import Wishes

__all__ = ["Cohort", "read_cohort"]


@dataclass(frozen=True, repr=False)
class Cohort:
    """The participants who are there, the circles of today, and all that decides where somebody may be.

    Attributes
    ----------
    met, met_before : set of pairs of ids
        Who has met whom, in the circles of today included, or not.
    names : set of str
        Every name that a circle has had: those of new circles are others.
    proven : (str, int) or None
        The fingerprint of the problem that circles were last kept from, and the value that its circles were proven not to exceed.
    """

    people: tuple[Person, ...]
    rules: tuple[Rule, ...]
    met: Met
    met_before: Met
    circles: tuple[Group, ...]
    names: frozenset[str]
    proven: tuple[str, int] | None = None

    @cached_property
    def by_id(self) -> dict[str, Person]:
        """Participants by their ids."""
        return {person.id: person for person in self.people}


def read_cohort(database: Database, wish: PairWish) -> Cohort:
    """Read everything from the cohort's database."""
    with database.reading() as connection:
        present, gone = read_people(connection), read_people(connection, gone=True)
    groups, wishes = Groups(database), Wishes(database)
    rules = rules_for([*present, *gone], groups.current(GroupKind.PAIR), wish, wishes.all())
    participants = tuple(person for person in present if person.role is Role.PARTICIPANT)
    ids = {person.id for person in participants}
    return Cohort(
        people=participants,
        rules=tuple(rule for rule in rules if rule.first in ids and rule.second in ids),
        met=groups.met(),
        met_before=groups.met(today=False),
        circles=tuple(groups.current(GroupKind.CIRCLE)),
        names=frozenset(groups.names(GroupKind.CIRCLE)),
        proven=wishes.proven(),
    )
