"""Local search: two people change places, or one leaves a larger circle for a smaller one, as long as the score grows.

The best exchange of one person with everybody else is found in one pass of array arithmetic: a table holds, for each circle and
each person, the points between them. Three thousand people are settled in seconds. A broken rule costs more than every point of
the two circles that an exchange touches, so that rules are repaired first.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from parcours_u.cohort.circles.problem import Circles, Problem
from parcours_u.domain.circles import MOST_POINTS

__all__ = ["Standing", "drawn", "exchange"]

_NOBODY = np.iinfo(np.int64).min // 4


def drawn(problem: Problem, number: int, rng: np.random.Generator) -> Circles:
    """Return a random allocation into so many circles, as even as possible."""
    order = [int(at) for at in rng.permutation(problem.count)]
    return [order[at::number] for at in range(number)]


def exchange(problem: Problem, circles: Circles, rng: np.random.Generator, passes: int = 60) -> Circles:
    """Return circles that no exchange of two people makes better, or the best after so many passes over everybody.

    The number of circles, and how many have each size, stay as they are.
    """
    table = Standing(problem, circles)
    for _ in range(passes):
        moved = 0
        for one in rng.permutation(problem.count):
            moved += table.better(int(one))
        if not moved:
            break
    return table.circles()


class Standing:
    """Where everybody is, with the points of each person in each circle kept up to date."""

    def __init__(self, problem: Problem, circles: Sequence[Sequence[int]]) -> None:
        broken = 2 * MOST_POINTS * (problem.shape.largest + 1) ** 2
        self.weights = problem.points.astype(np.int64) - broken * problem.forbidden
        for one, other in problem.together:
            self.weights[one, other] += broken
            self.weights[other, one] += broken
        self.members = [list(circle) for circle in circles]
        self.where: NDArray[np.int64] = np.zeros(problem.count, dtype=np.int64)
        self.inside: NDArray[np.int64] = np.zeros((len(circles), problem.count), dtype=np.int64)
        for number, circle in enumerate(self.members):
            self.where[circle] = number
            self.inside[number] = self.weights[circle].sum(axis=0)
        self.factor_of: NDArray[np.int64] = np.zeros(max(problem.factors, default=0) + 2, dtype=np.int64)
        self.factor_of[list(problem.factors)] = list(problem.factors.values())
        self.sizes = np.array([len(circle) for circle in circles])
        self.factors: NDArray[np.int64] = self.factor_of[self.sizes]
        self.own: NDArray[np.int64] = self.inside[self.where, np.arange(problem.count)]

    def circles(self) -> Circles:
        """Return the circles as they are."""
        return [sorted(circle) for circle in self.members]

    def gains(self, one: int) -> NDArray[np.int64]:
        """Return what exchanging somebody with each other person gains; an exchange inside a circle is none."""
        here = int(self.where[one])
        gains: NDArray[np.int64] = self.factors[here] * (self.inside[here] - self.own[one] - self.weights[one])
        gains += self.factors[self.where] * (self.inside[self.where, one] - self.own - self.weights[one])
        gains[self.members[here]] = _NOBODY
        return gains

    def better(self, one: int) -> bool:
        """Make the best exchange or move of somebody, if it gains anything."""
        here, gains = int(self.where[one]), self.gains(one)
        other = int(gains.argmax())
        gain, smaller = int(gains[other]), np.flatnonzero(self.sizes == self.sizes[here] - 1)
        if len(smaller):
            moves = self.moves(one, smaller)
            if moves.max() > max(gain, 0):
                self._move(one, here, int(smaller[moves.argmax()]))
                return True
        if gain <= 0:
            return False
        there = int(self.where[other])
        self.members[here][self.members[here].index(one)] = other
        self.members[there][self.members[there].index(other)] = one
        self.where[one], self.where[other] = there, here
        change = self.weights[other] - self.weights[one]
        self.inside[here] += change
        self.inside[there] -= change
        self._renew(here, there)
        return True

    def moves(self, one: int, there: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return what leaving for each of these circles gains, nobody coming back; every size there is then must be allowed."""
        here = int(self.where[one])
        sizes, left = self.sizes[there], self._sum(here)
        sums = np.array([self._sum(int(number)) for number in there]) if len(there) < 30 else self._sums()[there]
        gains: NDArray[np.int64] = (
            self.factor_of[sizes + 1] * (sums + self.inside[there, one]) - self.factors[there] * sums
        )
        gains += self.factor_of[self.sizes[here] - 1] * (left - int(self.own[one])) - self.factors[here] * left
        return gains

    def _sum(self, number: int) -> int:
        return int(self.own[self.members[number]].sum()) // 2

    def _sums(self) -> NDArray[np.int64]:
        return np.bincount(self.where, weights=self.own, minlength=len(self.members)).astype(np.int64) // 2

    def _move(self, one: int, here: int, there: int) -> None:
        self.members[here].remove(one)
        self.members[there].append(one)
        self.where[one] = there
        self.inside[here] -= self.weights[one]
        self.inside[there] += self.weights[one]
        self.sizes[here] -= 1
        self.sizes[there] += 1
        for number in (here, there):
            self.factors[number] = self.factor_of[self.sizes[number]]
        self._renew(here, there)

    def _renew(self, *circles: int) -> None:
        for number in circles:
            members = self.members[number]
            self.own[members] = self.inside[number, members]
