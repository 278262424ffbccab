"""Every circle that the rules allow, as arrays: what set partitioning chooses from, for up to some sixty people."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parcours_u.cohort.circles.problem import Problem

__all__ = ["MOST_CIRCLES", "Columns", "enumerated"]


@dataclass(frozen=True, repr=False, eq=False)
class Columns:
    """Circles of one size: ``members`` has a line for each, in ascending order; ``values`` what each is worth."""

    members: NDArray[np.uint16]
    values: NDArray[np.int64]

    @property
    def size(self) -> int:
        """How many people each of these circles has."""
        return int(self.members.shape[1])

    def __len__(self) -> int:
        return len(self.values)

    def sums(self, of: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return for each circle the sum of something over its members."""
        total = of[self.members[:, 0]].copy()
        for at in range(1, self.members.shape[1]):
            total += of[self.members[:, at]]
        return total

    def pair_sums(self, of: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return for each circle the sum of something over the pairs of its members."""
        total, flat, people = np.zeros(len(self), dtype=np.int64), of.ravel(), len(of)
        for at in range(self.size):
            row = self.members[:, at].astype(np.int64) * people
            for other in range(at + 1, self.size):
                total += flat[row + self.members[:, other]]
        return total

    def kept(self, which: NDArray[np.bool_]) -> "Columns":
        """Return some of the circles."""
        return Columns(self.members[which], self.values[which])


MOST_CIRCLES = 6_000_000
"""Sixty people make 5,461,512 circles of five; of six, they would make fifty million, for which a laptop has no memory."""


def enumerated(problem: Problem, sizes: tuple[int, ...]) -> list[Columns] | None:
    """Return every circle of each size in which nobody is with somebody they can't be with, nor without whom they must.

    Built by adding one person at a time, whose place comes after those already there: a rule broken by two is never extended. None
    where there would be too many.
    """
    wanted, found = set(sizes), []
    members = np.arange(problem.count, dtype=np.uint16)[:, None]
    points = np.zeros(problem.count, dtype=np.int64)
    for size in range(1, max(sizes, default=0) + 1):
        if size > 1:
            if len(members) * (problem.count + 1 - size) // size > MOST_CIRCLES:
                return None
            grown = list(_one_more(problem, members, points))
            members = np.concatenate([part for part, _ in grown]) if grown else np.empty((0, size), dtype=np.uint16)
            points = np.concatenate([part for _, part in grown]) if grown else np.empty(0, dtype=np.int64)
        if size in wanted:
            columns = Columns(members, points * problem.factors[size])
            found.append(columns.kept(_complete(problem, members)) if problem.together else columns)
    return found


def _one_more(
    problem: Problem, members: NDArray[np.uint16], points: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.uint16], NDArray[np.int64]]]:
    last = members[:, -1]
    before: dict[int, list[int]] = {}
    for one, other in problem.together:
        before.setdefault(other, []).append(one)
    for new in range(problem.count):
        allowed = (last < new) & ~problem.forbidden[new][members].any(axis=1)
        for partner in before.get(new, ()):  # whose place comes before: not there yet, they never will be
            allowed &= (members == partner).any(axis=1)
        if not allowed.any():
            continue
        chosen = members[allowed]
        added = problem.points[new].astype(np.int64)[chosen].sum(axis=1)
        newcomer = np.full((len(chosen), 1), new, dtype=np.uint16)
        yield np.hstack([chosen, newcomer]), points[allowed] + added


def _complete(problem: Problem, members: NDArray[np.uint16]) -> NDArray[np.bool_]:
    """Tell of each circle whether those who must be together are both in it, or neither."""
    complete = np.ones(len(members), dtype=np.bool_)
    for one, other in problem.together:
        complete &= (members == one).any(axis=1) == (members == other).any(axis=1)
    return complete
