"""What the views are made from: the people, their circles, what was deposited. Never a word of an answer."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo
from functools import cached_property

from parcours_u.cohort.overview.discretion import LEAST
from parcours_u.domain.assigning import Assignment, Expectations
from parcours_u.domain.circles import Met
from parcours_u.domain.following import Deposited, Released
from parcours_u.domain.people import Group, Person

__all__ = ["Seen"]


@dataclass(frozen=True, repr=False)
class Seen:
    """A cohort at one moment.

    Attributes
    ----------
    people : tuple of Person
        The participants, by name.
    circles, pairs, core_groups : tuple of Group
        Those of today.
    met, met_before : collection of pairs of ids
        Who has been with whom; the second without today's circles.
    released : tuple of Released
        The modules that were opened, in order.
    deposits : tuple of Deposited
        At most one a person, by their code, and module; each late by their own date.
    titles : mapping
        The modules' titles.
    under_way : mapping
        How many people began each module and did not deposit it, those who left included; empty where that is not counted.
    left : frozenset of str
        The codes of the participants who left, whom ``under_way`` counts too.
    today : datetime.date
    assigned : tuple of Assignment
        What is expected, of whom, by when.
    group_names : mapping
        The names of all the circles and core groups of today, by id, also of those that are not looked at.
    returned : mapping
        When comments were last returned, ISO 8601, by code and module: those who have received some, and nobody else.
    zone : datetime.tzinfo, optional
        Where days begin; the machine's own by default.
    """

    people: tuple[Person, ...]
    circles: tuple[Group, ...]
    met: Met
    met_before: Met
    released: tuple[Released, ...]
    deposits: tuple[Deposited, ...]
    titles: Mapping[str, str]
    today: date
    under_way: Mapping[str, int] = field(default_factory=dict)
    left: frozenset[str] = frozenset()
    assigned: tuple[Assignment, ...] = ()
    group_names: Mapping[str, str] = field(default_factory=dict)
    returned: Mapping[tuple[str, str], str] = field(default_factory=dict)
    pairs: tuple[Group, ...] = ()
    core_groups: tuple[Group, ...] = ()
    zone: tzinfo | None = None

    def title(self, module: str) -> str:
        """Return how a module is called."""
        return self.titles.get(module, module)

    @cached_property
    def by_code(self) -> dict[str, Person]:
        """The people, by code."""
        return {one.code: one for one in self.people if one.code}

    def expected(self, module: str) -> set[str]:
        """Return the ids of the people whom a module is for: those of whom it is expected, and who deposited it all the same."""
        made = {one.id for one, deposit in self.own_deposits if deposit.module == module}
        return made.union(one.id for one in self.people if self._expectations.awaits(one.id, module))

    def by_profile(self, module: str) -> bool:
        """Tell whether somebody's profile decides that a module is expected of them: how many of a circle are would tell of a few."""
        of = [one for one in self.assigned if one.module == module]
        return any(one.profiles for one in of) and not any(one.for_everybody for one in of)

    def tells(self, module: str) -> bool:
        """Tell whether the count of those whom a module is for may be told, for the whole cohort."""
        sizes = Counter(one.profile for one in self.people)
        of = [one for one in self.assigned if one.module == module]
        few = any(one.circles or any(sizes[profile] < LEAST for profile in one.profiles) for one in of)
        return not (self.by_profile(module) and few)

    def received(self, deposit: Deposited) -> bool:
        """Tell whether comments were returned to whoever made a deposit; those that are only written are not received."""
        return (deposit.person, deposit.module) in self.returned

    @cached_property
    def _expectations(self) -> Expectations:
        return Expectations(self.assigned, self.people, (*self.circles, *self.core_groups))

    @cached_property
    def own_deposits(self) -> list[tuple[Person, Deposited]]:
        """The deposits of people of the cohort, in modules that were opened."""
        people, modules = self.by_code, {one.module for one in self.released}
        return [(people[one.person], one) for one in self.deposits if one.person in people and one.module in modules]
