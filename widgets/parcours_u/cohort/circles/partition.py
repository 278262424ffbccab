"""Set partitioning: among every circle that is allowed, those that hold each person once and are worth most.

The linear relaxation (:mod:`.prices`) gives a bound; what is left between it and the best circles known is closed by CP-SAT, on the
circles that could still be part of something better (reduced-cost fixing): often none, seldom more than a few hundred.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from parcours_u.cohort.circles.columns import Columns
from parcours_u.cohort.circles.prices import priced
from parcours_u.cohort.circles.problem import Circles, Problem
from parcours_u.cohort.circles.shape import Cut

__all__ = ["Partition", "best_partition"]

_MOST_COLUMNS = 200_000
_EFFORT = 30.0
"""CP-SAT's own measure of time, the same on every machine: about as many seconds on a slow one."""


@dataclass(frozen=True, repr=False)
class Partition:
    """The best circles found, their value, and what no circles can exceed."""

    circles: Circles
    value: int
    bound: int


def best_partition(
    problem: Problem, every: Sequence[Columns], cut: Cut, known: Sequence[Circles], best: Partition, seed: int
) -> Partition:
    """Return the best circles cut so and made of the columns given, or ``best`` when they are not better.

    Parameters
    ----------
    every : sequence of Columns
        Every circle allowed, of the sizes of the cut.
    known : sequence of list
        Circles found by exchanges, none breaking a rule; what column generation starts from.
    best : Partition
        What is to be beaten; its bound is that of :func:`~parcours_u.cohort.circles.bound.best_cuts` for this cut.
    """
    relaxed, prices = priced(problem, every, cut, known, best.value)
    bound = min(relaxed, best.bound)
    if bound <= best.value:
        return Partition(best.circles, best.value, best.value)
    left = list(every)
    if prices is not None:
        excess = [prices.excess(columns, problem.factors[columns.size]) for columns in every]
        most = max((int(part.max()) for part in excess if len(part)), default=0)
        slack = prices.slack(sum(cut.values()), most, best.value + 1)
        left = [columns.kept(part >= -slack) for columns, part in zip(every, excess, strict=True)]
    if sum(map(len, left)) > _MOST_COLUMNS:
        return Partition(best.circles, best.value, bound)
    return _chosen(problem, left, cut, Partition(best.circles, best.value, bound), seed)


def _chosen(problem: Problem, left: Sequence[Columns], cut: Cut, best: Partition, seed: int) -> Partition:
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    holding: list[list[cp_model.IntVar]] = [[] for _ in range(problem.count)]
    circles = [members for columns in left for members in columns.members.tolist()]
    worth = [value for columns in left for value in columns.values.tolist()]
    variables = [model.new_bool_var("") for _ in circles]
    for members, variable in zip(circles, variables, strict=True):
        for member in members:
            holding[member].append(variable)
    for row in holding:
        model.add_exactly_one(row)
    for size, many in cut.items():
        model.add(sum(one for members, one in zip(circles, variables, strict=True) if len(members) == size) == many)
    total = cp_model.LinearExpr.weighted_sum(variables, worth)
    model.add_linear_constraint(total, best.value + 1, best.bound)
    model.maximize(total)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1  # several would race, and the same seed would no longer give the same circles
    solver.parameters.random_seed = seed % 2**31
    solver.parameters.linearization_level = 2  # the relaxation is nearly whole: ten times faster
    solver.parameters.max_deterministic_time = _EFFORT
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return Partition(best.circles, best.value, best.value)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return best
    found = [circle for circle, variable in zip(circles, variables, strict=True) if solver.boolean_value(variable)]
    value = problem.value(found)
    return Partition(found, value, value if status == cp_model.OPTIMAL else best.bound)
