"""Local search: two people change places, or one leaves a larger circle for a smaller one, as long as the score grows.

The best exchange of one person with everybody else is found in one pass of array arithmetic: a table holds, for each circle and
each person, the points between them. Three thousand people are settled in seconds. A broken rule costs more than every point of
the two circles that an exchange touches, so that rules are repaired first.

People who must be together are a block: drawn, exchanged and moved as a whole, since moving one of them alone would break a rule
that only a second move mends. A block changes places with another as large, with a smaller one where the two circles then exchange their
sizes, or with two that are as large together. Who must be with nobody is a block of one: without pairs, all that is said above
of people holds as it is.
"""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from parcours_u.cohort.circles.problem import Circles, Problem
from parcours_u.cohort.circles.shape import Cut
from parcours_u.domain.circles import MOST_POINTS

__all__ = ["Standing", "drawn", "exchange"]

_NOBODY = np.iinfo(np.int64).min // 4


def drawn(problem: Problem, cut: Cut, rng: np.random.Generator) -> Circles:
    """Return a random allocation into circles of these sizes; people who must be together are, where there is room."""
    order = [int(at) for at in rng.permutation(problem.count)]
    room = np.repeat(list(cut), list(cut.values()))
    if not problem.together:
        return [order[end - size : end] for size, end in zip(room.tolist(), np.cumsum(room).tolist(), strict=True)]
    circles: Circles = [[] for _ in room]
    place = {person: at for at, person in enumerate(order)}
    # The largest first: pairs have a place as long as each circle takes one whenever two seats are free.
    waiting = sorted(problem.blocks, key=lambda block: (len(block), place[block[0]]))
    while waiting:
        block = waiting.pop()
        free = np.flatnonzero(room >= len(block))
        if not len(free):
            waiting += [[member] for member in block]  # exchanges bring them together, or nothing does
            continue
        chosen = int(rng.choice(free))
        circles[chosen] += block
        room[chosen] -= len(block)
    return circles


def exchange(problem: Problem, circles: Circles, rng: np.random.Generator, passes: int = 60) -> Circles:
    """Return circles that no exchange of two people makes better, or the best after so many passes over everybody.

    The number of circles, and how many have each size, stay as they are. So do blocks that are whole.
    """
    where = {member: at for at, circle in enumerate(circles) for member in circle}
    whole = [block for block in problem.blocks if len({where[member] for member in block}) == 1]
    split = set(range(problem.count)) - {member for block in whole for member in block}
    table = Standing(problem, circles, sorted([*whole, *([member] for member in split)]))
    for _ in range(passes):
        moved = 0
        for one in rng.permutation(len(table.blocks)):
            moved += table.better(int(one))
        if not moved:
            break
    return table.circles()


class Standing:
    """Where everybody is, with the points of each person in each circle kept up to date.

    Parameters
    ----------
    blocks : sequence, optional
        Who moves as a whole, each block inside one circle; each person on their own otherwise. ``one`` and ``other`` below are blocks.
    """

    def __init__(
        self, problem: Problem, circles: Sequence[Sequence[int]], blocks: Sequence[Sequence[int]] | None = None
    ) -> None:
        broken = 2 * MOST_POINTS * (problem.shape.largest + 1) ** 2
        self.weights = problem.points.astype(np.int64) - broken * problem.forbidden
        for one, other in problem.together:
            self.weights[one, other] += broken
            self.weights[other, one] += broken
        self.blocks = blocks if blocks is not None else [[person] for person in range(problem.count)]
        self.width: NDArray[np.int64] = np.array([len(block) for block in self.blocks], dtype=np.int64)
        self.within: NDArray[np.int64] = np.zeros(len(self.blocks), dtype=np.int64)
        self.single = bool((self.width == 1).all())
        if not self.single:
            self._join(problem)
        block_of = {member: at for at, block in enumerate(self.blocks) for member in block}
        self.members = [list(dict.fromkeys(block_of[member] for member in circle)) for circle in circles]
        self.where: NDArray[np.int64] = np.zeros(len(self.blocks), dtype=np.int64)
        self.inside: NDArray[np.int64] = np.zeros((len(circles), len(self.blocks)), dtype=np.int64)
        for number, circle in enumerate(self.members):
            self.where[circle] = number
            self.inside[number] = self.weights[circle].sum(axis=0)
        self.factor_of: NDArray[np.int64] = np.zeros(max(problem.factors, default=0) + 2, dtype=np.int64)
        self.factor_of[list(problem.factors)] = list(problem.factors.values())
        self.sizes = np.array([len(circle) for circle in circles])
        self.factors: NDArray[np.int64] = self.factor_of[self.sizes]
        self.own: NDArray[np.int64] = self.inside[self.where, np.arange(len(self.blocks))]
        self.sums: NDArray[np.int64] = np.zeros(len(circles), dtype=np.int64)
        self.seats: NDArray[np.int64] = np.full((len(circles), max(self.sizes, default=0)), -1)
        self._renew(*range(len(circles)))
        self._two = np.array([*combinations(range(self.seats.shape[1]), 2)], dtype=np.int64).reshape(-1, 2).T

    def circles(self) -> Circles:
        """Return the circles as they are."""
        return [sorted(member for block in circle for member in self.blocks[block]) for circle in self.members]

    def gains(self, one: int) -> NDArray[np.int64]:
        """Return what exchanging a block with each other gains; an exchange inside a circle is none, nor one that no size allows."""
        here = int(self.where[one])
        gains: NDArray[np.int64] = self.factors[here] * (self.inside[here] - self.own[one] - self.weights[one])
        gains += self.factors[self.where] * (self.inside[self.where, one] - self.own - self.weights[one])
        if not self.single:
            gains += (self.factors[here] - self.factors[self.where]) * (self.within - self.within[one])
            wider = self.width[one] - self.width
            gains[wider != 0] = _NOBODY
            fits = np.flatnonzero((wider != 0) & (self.sizes[here] - self.sizes[self.where] == wider))
            gains[fits] = self._resized(one, fits)
        gains[self.members[here]] = _NOBODY
        return gains

    def better(self, one: int) -> bool:
        """Make the best exchange or move of a block, if it gains anything."""
        here, gains = int(self.where[one]), self.gains(one)
        other = int(gains.argmax())
        gain, there, back = int(gains[other]), int(self.where[other]), [other]
        smaller = np.flatnonzero(self.sizes == self.sizes[here] - self.width[one])
        if len(smaller):
            moves = self.moves(one, smaller)
            if moves.max() > max(gain, 0):
                gain, there, back = int(moves.max()), int(smaller[moves.argmax()]), []
        if self.width[one] > 1 and (best := self._for_two(one)) is not None and best[0] > max(gain, 0):
            gain, there, back = best[0], int(self.where[best[1]]), [best[1], best[2]]
        if gain <= 0:
            return False
        self._exchange(here, [one], there, back)
        return True

    def moves(self, one: int, there: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return what leaving for each of these circles gains, nobody coming back; every size there is then must be allowed."""
        here, width, within = int(self.where[one]), self.width[one], int(self.within[one])
        sizes, left, sums = self.sizes[there], int(self.sums[here]), self.sums[there]
        gains: NDArray[np.int64] = (
            self.factor_of[sizes + width] * (sums + self.inside[there, one] + within) - self.factors[there] * sums
        )
        gains += self.factor_of[self.sizes[here] - width] * (left - int(self.own[one]) - within)
        gains -= self.factors[here] * left
        return gains

    def _join(self, problem: Problem) -> None:
        """Make the table of points one of blocks. What a block has within itself follows it, and breaks no rule."""
        order = [member for block in self.blocks for member in block]
        starts = np.cumsum(self.width) - self.width
        points = problem.points.astype(np.int64)
        self.within[:] = [int(points[np.ix_(block, block)].sum()) // 2 for block in self.blocks]
        self.weights = np.add.reduceat(np.add.reduceat(self.weights[np.ix_(order, order)], starts, 0), starts, 1)
        np.fill_diagonal(self.weights, 0)

    def _resized(self, one: int, others: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return what exchanging a block with others of another width gains, where the two circles exchange their sizes."""
        here, there, between = int(self.where[one]), self.where[others], self.weights[one, others]
        left = self.sums[here] - self.own[one] - self.within[one]
        left = left + self.inside[here, others] - between + self.within[others]
        joined = self.sums[there] - self.own[others] - self.within[others]
        joined = joined + self.inside[there, one] - between + self.within[one]
        before = self.factors[here] * self.sums[here] + self.factors[there] * self.sums[there]
        gains: NDArray[np.int64] = self.factors[there] * left + self.factors[here] * joined - before
        return gains

    def _for_two(self, one: int) -> tuple[int, int, int] | None:
        """Return the most that exchanging a block with two others gains, as wide together and in one circle, and which."""
        here = int(self.where[one])
        first, second = self.seats[:, self._two[0]], self.seats[:, self._two[1]]
        # A free seat is -1: the last block's width is then read, and not used.
        fits = (first >= 0) & (second >= 0) & (self.width[first] + self.width[second] == self.width[one])
        fits[here] = False
        if not fits.any():
            return None
        first, second, there = first[fits], second[fits], np.nonzero(fits)[0]
        between = self.weights[one, first] + self.weights[one, second]
        within = self.within[first] + self.within[second] + self.weights[first, second]
        mine = self.own[one] + self.within[one]
        gains = self.factors[here] * (self.inside[here, first] + self.inside[here, second] - between + within - mine)
        theirs = self.own[first] + self.own[second] - 2 * self.weights[first, second] + within
        gains += self.factors[there] * (self.inside[there, one] - between + self.within[one] - theirs)
        best = int(gains.argmax())
        return int(gains[best]), int(first[best]), int(second[best])

    def _exchange(self, here: int, leaving: Sequence[int], there: int, coming: Sequence[int]) -> None:
        for number, out, new in ((here, leaving, coming), (there, coming, leaving)):
            self.members[number] = [member for member in self.members[number] if member not in out] + list(new)
            self.where[list(new)] = number
            self.sizes[number] += self.width[list(new)].sum() - self.width[list(out)].sum()
            self.factors[number] = self.factor_of[self.sizes[number]]
        change = self.weights[coming].sum(axis=0) - self.weights[leaving].sum(axis=0)
        self.inside[here] += change
        self.inside[there] -= change
        self._renew(here, there)

    def _renew(self, *circles: int) -> None:
        for number in circles:
            members = self.members[number]
            self.own[members] = self.inside[number, members]
            self.sums[number] = int(self.own[members].sum()) // 2 + int(self.within[members].sum())
            if not self.single:
                self.seats[number] = -1
                self.seats[number, : len(members)] = members
