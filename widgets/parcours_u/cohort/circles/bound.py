"""A bound on the score that costs nothing to compute: each trait on its own, as if the others and the rules did not exist.

For one trait, people who share a value bring each other nothing when they sit together. The fewest such pairs, given how many
circles there are of each size, come from spreading the people of each value as evenly as the weights of the circles allow: the cost
of the x-th person of a value in a circle grows with x, so taking the cheapest places first is exact. Adding the traits up, each at
its best, and supposing that everybody meets new people but those whom a rule keeps with somebody they have met, can only exceed what real
circles reach: hence a bound, close for large groups, where the traits hardly hinder one another.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parcours_u.cohort.circles.problem import Problem
from parcours_u.cohort.circles.shape import Cut
from parcours_u.domain.circles import MOST_POINTS, NEW_POINTS, TRAITS

__all__ = ["Alike", "alike", "best_cuts", "highest"]


@dataclass(frozen=True, eq=False)
class Alike:
    """People who share a value of a trait, and the least that their pairs in the same circles cost, factors included."""

    who: NDArray[np.bool_]
    weight: int
    fewest: int


def best_cuts(problem: Problem, levels: Iterable[list[Cut] | None]) -> list[tuple[int, Cut]]:
    """Return each way of cutting the group of these levels with the value that circles cut so can't exceed; the best come first."""
    found = [(_most(problem, _sizes(problem, cut)), cut) for cuts in levels for cut in cuts or ()]
    return sorted(found, key=lambda one: (one[0], sum(one[1].values())), reverse=True)


def highest(problem: Problem, levels: Collection[list[Cut] | None]) -> int:
    """Return the value that no circles of these levels exceed.

    Where there are too many ways of cutting, it is what as many circles as can be, all of the largest size, would allow: no place is then
    dearer than in real circles.
    """
    found = [bound for bound, _ in best_cuts(problem, levels)[:1]]
    if None in levels:
        largest = problem.shape.largest
        circles = [(problem.factors[largest], problem.count // problem.shape.smallest, largest)]
        found.append(_most(problem, circles))
    return max(found, default=0)


def _most(problem: Problem, circles: list[tuple[int, int, int]]) -> int:
    everything = MOST_POINTS * problem.scale * problem.count // 2 if problem.count > 1 else 0
    lost = sum(one.weight * one.fewest for one in _alike(problem, circles))
    return everything - lost - NEW_POINTS * _known(problem) * _cheapest(circles)


def alike(problem: Problem, cut: Cut) -> list[Alike]:
    """Return each value that several people share, with the least that it costs circles cut so."""
    return _alike(problem, _sizes(problem, cut))


def _alike(problem: Problem, circles: list[tuple[int, int, int]]) -> list[Alike]:
    together = np.array(problem.together, dtype=np.int64).reshape(-1, 2)
    found = []
    for row, weight in zip(problem.traits, TRAITS.values(), strict=True):
        values, counts = np.unique(row, return_counts=True)
        for value, people in zip(values.tolist(), counts.tolist(), strict=True):
            if people > 1:
                who = row == value
                tied = int(who[together].all(axis=1).sum()) * _cheapest(circles)
                found.append(Alike(who, weight, max(_fewest(people, circles), tied)))
    return found


def _cheapest(circles: list[tuple[int, int, int]]) -> int:
    """Return the least that a pair costs for each point that it lacks, whatever the circle."""
    return min((factor for factor, _, size in circles if size > 1), default=0)


def _known(problem: Problem) -> int:
    """Count the pairs that must be together and have met: whatever the circle, they bring each other no new encounter."""
    one, other = np.array(problem.together, dtype=np.int64).reshape(-1, 2).T
    differ = problem.traits[:, one] != problem.traits[:, other]
    return int(np.count_nonzero(problem.points[one, other] == list(TRAITS.values()) @ differ))


def _sizes(problem: Problem, cut: Cut) -> list[tuple[int, int, int]]:
    """Return the factor of each size of circle, how many have it, and the size."""
    return [(problem.factors[size], many, size) for size, many in cut.items()]


def _fewest(people: int, circles: list[tuple[int, int, int]]) -> int:
    """Return the least cost of seating people who are alike: the x-th of them in a circle costs x - 1 times its factor."""
    places = sorted((factor * rank, many) for factor, many, size in circles for rank in range(size))
    cost = 0
    for price, many in places:
        taken = min(many, people)
        cost, people = cost + price * taken, people - taken
        if not people:
            break
    return cost
