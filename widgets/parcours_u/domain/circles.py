"""Circles of peers: what may not be in one, and how varied they are, as a score from 0 to 100.

The score. Two people who sit in the same circle bring each other points, out of six:

===========================================  ======
what is asked of the two                     points
===========================================  ======
they don't have the same profile             2
they don't belong to the same organisation   1
they don't come from the same territory      1
they have not met in an earlier group        2
===========================================  ======

A person's variety is the mean of the points that their companions bring, divided by six; the score is a hundred times
the mean over everybody. For one criterion, the mean over the pairs of a circle is the probability that two of its members drawn
without replacement differ: Simpson's index (1949, "Measurement of diversity", Nature 163), which research on teams knows as
Blau's index, corrected for small groups, and which Harrison and Klein (2007, "What's the difference?", Academy of Management
Review 32) recommend for variety, that is, differences of kind. Taking a mean for each person, not a sum of pairs, is what lets
circles of four be compared with circles of five: drawn at random, both have the same expected score.

The weights are a choice: circles are made for elected people, citizens, managers and agents to hear one another, hence two for
the profile; a circle of people who already know one another has half its interest, hence two for a new encounter. An organisation
or a territory that is not told counts as one that would be called « not told »: such people are spread too.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from parcours_u.domain.people import Person

__all__ = [
    "MOST_POINTS",
    "NEW_POINTS",
    "TRAITS",
    "Met",
    "Rule",
    "RuleKind",
    "met_pair",
    "pair_points",
    "person_variety",
    "score",
    "trait",
]

TRAITS = {"profile": 2, "organisation": 1, "territory": 1}
"""What is compared of two people, and what it weighs when they differ."""
NEW_POINTS = 2
MOST_POINTS = sum(TRAITS.values()) + NEW_POINTS

Met = Collection[tuple[str, str]]
"""Who has met whom: pairs of ids, each in alphabetical order; see :func:`met_pair`."""


class RuleKind(StrEnum):
    """Why two people must, or must not, be in the same circle."""

    HIERARCHY = "hierarchy"
    TOGETHER = "together"
    APART = "apart"
    NOT_WITH = "not_with"


@dataclass(frozen=True, order=True, repr=False)
class Rule:
    """A hard rule on two people, by their ids. A wish « not with » is nobody else's business: hence no repr."""

    kind: RuleKind
    first: str
    second: str

    @property
    def joins(self) -> bool:
        """Whether the two must be together; otherwise they must not."""
        return self.kind is RuleKind.TOGETHER


def met_pair(one: str, other: str) -> tuple[str, str]:
    """Return two ids as a pair whose order says nothing."""
    return (one, other) if one < other else (other, one)


def trait(person: Person, name: str) -> str:
    """Return what is compared of somebody, whatever the capitals and the spaces."""
    return " ".join(str(getattr(person, name)).casefold().split())


def pair_points(one: Person, other: Person, met: Met) -> int:
    """Return what two people bring each other when they are in the same circle, from 0 to :data:`MOST_POINTS`."""
    differ = sum(weight for name, weight in TRAITS.items() if trait(one, name) != trait(other, name))
    return differ + (0 if met_pair(one.id, other.id) in met else NEW_POINTS)


def person_variety(person: Person, companions: Collection[Person], met: Met) -> Fraction:
    """Return how different from somebody their companions are, from 0 to 1."""
    if not companions:
        return Fraction(0)
    return Fraction(sum(pair_points(person, other, met) for other in companions), len(companions) * MOST_POINTS)


def score(circles: Iterable[Collection[str]], people: Mapping[str, Person], met: Met) -> Fraction:
    """Return the score of circles, given as ids; see the module."""
    total, count = Fraction(0), 0
    for circle in circles:
        for member in circle:
            others = [people[other] for other in circle if other != member]
            total += person_variety(people[member], others, met)
            count += 1
    return 100 * total / count if count else Fraction(0)
