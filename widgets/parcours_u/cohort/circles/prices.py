"""The linear relaxation of the choice of circles, and the whole prices that prove a bound on it.

Column generation (Gilmore and Gomory 1961; Barnhart and others 1998, "Branch-and-price"): a few circles first, then those that
the prices show to be worth adding, until none is. Besides each person once and how many circles have each size, the relaxation
holds, for each value of a trait, the fewest pairs of people who share it (:func:`~parcours_u.cohort.circles.bound.alike`): half a
circle here and half a circle there can't pretend to spread eleven agents over seven circles. These cuts close nearly all of the gap.

GLOP gives the prices in floating point. The bound is computed again from prices rounded to whole numbers, in whole numbers, over every
circle allowed: whatever the prices, their sum, plus the number of circles times the most by which one exceeds them, is never
less than what the best circles are worth (Lagrangian duality). So the bound can't lie, even where the solver is inexact.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parcours_u.cohort.circles.bound import Alike, alike
from parcours_u.cohort.circles.columns import Columns
from parcours_u.cohort.circles.problem import Circles, Problem
from parcours_u.cohort.circles.shape import Cut

__all__ = ["Prices", "priced"]

_WHOLE = 1000
"""Prices are counted in thousandths of a value."""
_ADDED = 300
_ROUNDS = 100


@dataclass(frozen=True, eq=False)
class Prices:
    """What each person, each circle by its size and each pair of people who are alike costs, in thousandths; see the module.

    ``points`` are the points of two people, raised by what their pair costs where they are alike.
    """

    people: NDArray[np.int64]
    circles: dict[int, int]
    points: NDArray[np.int64]
    constant: int

    def excess(self, columns: Columns, factor: int) -> NDArray[np.int64]:
        """Return by how much each circle is worth more than it costs."""
        return columns.pair_sums(self.points) * factor - columns.sums(self.people) - self.circles[columns.size]

    def bound(self, number: int, most: int) -> int:
        """Return what no so many circles are worth, when none exceeds its price by more than ``most``."""
        return (self.constant + number * most) // _WHOLE

    def slack(self, number: int, most: int, value: int) -> int:
        """Return by how much a circle may fall short of its price and still be in something worth ``value``."""
        return self.constant + (number - 1) * max(most, 0) - value * _WHOLE


def priced(
    problem: Problem, every: Sequence[Columns], cut: Cut, known: Sequence[Circles], value: int
) -> tuple[int, Prices | None]:
    """Return a bound on circles cut so and made of the columns given, and the prices that prove it.

    Stops as soon as the bound is no more than ``value``: nothing better exists. ``None`` when the solver gave no prices.
    """
    relaxation = _Relaxation(problem, every, cut)
    number = sum(cut.values())
    for circles in known:
        for circle in circles:
            relaxation.add(sorted(circle))
    bound, best = np.iinfo(np.int64).max, None
    for _ in range(_ROUNDS):
        prices = relaxation.solve()
        if prices is None:
            break
        excess = [prices.excess(columns, problem.factors[columns.size]) for columns in every]
        most = max((int(part.max()) for part in excess if len(part)), default=0)
        if (found := prices.bound(number, most)) < bound:
            bound, best = found, prices
        if bound <= value or not relaxation.extend(every, excess):
            break
    return int(bound), best


class _Relaxation:
    """GLOP's model, which grows by columns."""

    def __init__(self, problem: Problem, every: Sequence[Columns], cut: Cut) -> None:
        from ortools.linear_solver import pywraplp

        self._optimal = pywraplp.Solver.OPTIMAL
        self._problem, self._cut = problem, cut
        self._solver = pywraplp.Solver.CreateSolver("GLOP")
        self._people = [self._solver.Constraint(1, 1) for _ in range(problem.count)]
        self._circles = {size: self._solver.Constraint(many, many) for size, many in cut.items()}
        self._alike: list[Alike] = alike(problem, cut)
        self._cuts = [self._solver.Constraint(one.fewest, self._solver.infinity()) for one in self._alike]
        self._objective = self._solver.Objective()
        self._objective.SetMaximization()
        self._there: set[tuple[int, ...]] = set()
        # Missing circles can be bought, dearly, until real ones were added: the relaxation always has a solution.
        dear = 2 + 2 * max((int(columns.values.max()) for columns in every if len(columns)), default=0)
        circles = self._circles.values()
        for row, sign in [
            *((row, 1) for row in (*self._people, *circles, *self._cuts)),
            *((row, -1) for row in circles),
        ]:
            row.SetCoefficient(self._variable(-dear), sign)

    def add(self, circle: Sequence[int]) -> bool:
        """Add a circle, unless it is there."""
        members = tuple(circle)
        if members in self._there:
            return False
        self._there.add(members)
        variable = self._variable(self._problem.value([members]))
        for member in members:
            self._people[member].SetCoefficient(variable, 1)
        self._circles[len(members)].SetCoefficient(variable, 1)
        factor = self._problem.factors[len(members)]
        for cut, row in zip(self._alike, self._cuts, strict=True):
            inside = sum(1 for member in members if cut.who[member])
            if inside > 1:
                row.SetCoefficient(variable, factor * inside * (inside - 1) // 2)
        return True

    def solve(self) -> Prices | None:
        """Return the prices, rounded."""
        if self._solver.Solve() != self._optimal:
            return None
        people = np.array([_whole(row.dual_value()) for row in self._people], dtype=np.int64)
        circles = {size: _whole(row.dual_value()) for size, row in self._circles.items()}
        points = self._problem.points.astype(np.int64) * _WHOLE
        constant = int(people.sum()) + sum(circles[size] * many for size, many in self._cut.items())
        for cut, row in zip(self._alike, self._cuts, strict=True):
            if (price := max(0, -_whole(row.dual_value()))) > 0:
                points += price * np.outer(cut.who, cut.who)
                constant -= price * cut.fewest
        return Prices(people, circles, points, constant)

    def extend(self, every: Sequence[Columns], excess: Sequence[NDArray[np.int64]]) -> bool:
        """Add the circles that exceed their price most; tell whether there was any."""
        added = False
        for columns, part in zip(every, excess, strict=True):
            above = np.flatnonzero(part > 1)  # a thousandth is a matter of rounding
            if len(above) > _ADDED:
                above = above[np.argpartition(-part[above], _ADDED)[:_ADDED]]
            for at in above:
                added = self.add(columns.members[at].tolist()) or added
        return added

    def _variable(self, worth: int) -> object:
        variable = self._solver.NumVar(0, self._solver.infinity(), "")
        self._objective.SetCoefficient(variable, worth)
        return variable


def _whole(price: float) -> int:
    return round(price * _WHOLE)
