"""What is to be optimised, as arrays: the points of each two people, those who can't sit together, those who must."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from math import lcm

import numpy as np
from numpy.typing import NDArray

from parcours_u.cohort.circles.shape import Cut, Shape, circle_numbers, cuts, least_odd
from parcours_u.domain.circles import MOST_POINTS, NEW_POINTS, TRAITS, Met, Rule, trait
from parcours_u.domain.people import Person

__all__ = ["Circles", "Problem", "problem_for"]

Circles = list[list[int]]
"""Circles as the places of their members in :attr:`Problem.people`."""


@dataclass(frozen=True, repr=False, eq=False)
class Problem:
    """People in the order of their ids: a result depends neither on the order of a list nor on that of a table.

    Attributes
    ----------
    traits : (number of traits, people) array
        Each person's value of each trait, as a number.
    points : (people, people) array
        What two people bring each other; see :mod:`parcours_u.domain.circles`.
    factors : dict
        By size of circle, what the sum of its pairs' points is multiplied by, so that every value is whole.
    """

    people: tuple[Person, ...]
    rules: tuple[Rule, ...]
    shape: Shape
    traits: NDArray[np.int32]
    points: NDArray[np.int16]
    forbidden: NDArray[np.bool_]
    together: tuple[tuple[int, int], ...]
    factors: dict[int, int]

    @property
    def count(self) -> int:
        """How many people there are."""
        return len(self.people)

    def value(self, circles: Iterable[Sequence[int]]) -> int:
        """Return the whole number that is maximised; proportional to the score."""
        return sum(
            self.factors[len(circle)] * int(self.points[np.ix_(circle, circle)].sum()) // 2 for circle in circles
        )

    def score(self, value: int) -> float:
        """Return a value as a score from 0 to 100, to the fourth decimal."""
        most = self.count * MOST_POINTS * self.scale
        return round(float(Fraction(200 * value, most)), 4) if most else 0.0

    @property
    def scale(self) -> int:
        """What a value is multiplied by, compared with the sum over people of the mean of their companions' points, halved."""
        return lcm(*(size - 1 for size in self.factors if size > 1)) if self.factors else 1

    def fingerprint(self, level: int) -> str:
        """Return what no other problem has: what was proven of one, for circles of a level, is true of any that has the same."""
        told = [[one.id for one in self.people], self.together, self.shape.sizes, self.shape.as_asked, level]
        arrays = [np.ascontiguousarray(one).tobytes() for one in (self.points, self.forbidden)]
        return sha256(b"".join([repr(told).encode(), *arrays])).hexdigest()

    @cached_property
    def blocks(self) -> list[list[int]]:
        """People who must be together, directly or through others, in a block; who must be with nobody is a block alone."""
        block = {person: [person] for person in range(self.count)}
        for one, other in self.together:
            if block[one] is not block[other]:
                block[one] += block[other]
                block.update(dict.fromkeys(block[other], block[one]))
        return [sorted(members) for person, members in block.items() if person == min(members)]

    @cached_property
    def levels(self) -> list[list[Cut] | None]:
        """Every way of cutting the group that those who stay together may leave, by levels; see :func:`.shape.cuts`."""
        return cuts(self.count, self.shape, self.odd)

    @property
    def first_level(self) -> int:
        """The first level where there is a way."""
        return next((at for at, cuts in enumerate(self.levels) if cuts != []), len(self.levels))

    def level(self, circles: Collection[Sequence[int]]) -> int:
        """Return the level of circles of the sizes allowed."""
        if not self.shape.as_asked:
            return len(circles) - circle_numbers(self.count, self.shape.sizes).start
        sizes = [len(circle) for circle in circles]
        return max(max(sizes, default=0) - min(sizes, default=0) - 1, 0)

    @cached_property
    def odd(self) -> int:
        """How many blocks have an odd number of people: a circle that has one too holds such a block."""
        return sum(len(block) % 2 for block in self.blocks)

    @cached_property
    def least_odd(self) -> int:
        """The fewest odd circles, in any way of cutting the group into sizes allowed."""
        sizes = self.shape.sizes
        return min((least_odd(self.count, number, sizes) for number in circle_numbers(self.count, sizes)), default=0)

    def broken(self, circles: Iterable[Sequence[int]]) -> int:
        """Count the rules on two people that circles break; people in none of them don't sit together."""
        where = np.full(self.count, -1)
        for number, circle in enumerate(circles):
            where[list(circle)] = number
        apart = sum(1 for one, other in self.together if where[one] != where[other])
        same = (where[:, None] == where[None, :]) & (where[:, None] >= 0)
        return apart + int(np.count_nonzero(same & self.forbidden)) // 2


def problem_for(people: Iterable[Person], rules: Iterable[Rule], met: Met, shape: Shape) -> Problem:
    """Build the arrays. Rules on somebody who is not there are left out."""
    ordered = tuple(sorted(people, key=lambda person: person.id))
    place = {person.id: at for at, person in enumerate(ordered)}
    kept = tuple(sorted({rule for rule in rules if rule.first in place and rule.second in place}))
    traits = np.array([_numbers([trait(person, name) for person in ordered]) for name in TRAITS], dtype=np.int32)
    traits = traits.reshape(len(TRAITS), len(ordered))
    points = np.full((len(ordered), len(ordered)), NEW_POINTS, dtype=np.int16)
    for row, weight in zip(traits, TRAITS.values(), strict=True):
        points += weight * (row[:, None] != row[None, :]).astype(np.int16)
    for one, other in met:
        if one in place and other in place:
            points[place[one], place[other]] -= NEW_POINTS
            points[place[other], place[one]] -= NEW_POINTS
    np.fill_diagonal(points, 0)
    forbidden = np.zeros(points.shape, dtype=np.bool_)
    for rule in kept:
        if not rule.joins:
            forbidden[place[rule.first], place[rule.second]] = forbidden[place[rule.second], place[rule.first]] = True
    together = {tuple(sorted((place[rule.first], place[rule.second]))) for rule in kept if rule.joins}
    scale = lcm(*(size - 1 for size in shape.sizes if size > 1))
    factors = {size: scale // (size - 1) if size > 1 else 0 for size in shape.sizes}
    return Problem(ordered, kept, shape, traits, points, forbidden, tuple(sorted((a, b) for a, b in together)), factors)


def _numbers(values: Sequence[str]) -> list[int]:
    numbers: dict[str, int] = {}
    return [numbers.setdefault(value, len(numbers)) for value in values]
