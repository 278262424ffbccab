"""Circles formed anew: exchanges from many starts, then the proof, where the group is small enough for one.

Up to :data:`MOST_PROVEN` people every circle allowed is enumerated, and the result is optimal, or its distance to the bound is told.
Beyond, or where circles are so large that there are too many of them, circles are improved by exchanges, and the bound is that of :mod:`.bound`. The same people and the same seed
give the same circles, on any machine: work is counted, never timed.
"""

from dataclasses import dataclass

import numpy as np

from parcours_u.cohort.circles.bound import best_numbers
from parcours_u.cohort.circles.columns import Columns, enumerated
from parcours_u.cohort.circles.exchange import drawn, exchange
from parcours_u.cohort.circles.partition import Partition, best_partition
from parcours_u.cohort.circles.problem import Circles, Problem

__all__ = ["MOST_PROVEN", "NoneFound", "form_circles"]

MOST_PROVEN = 60
_STARTS = 60
_KNOWN = 40
_TABLE = 1_500_000
"""Beyond so many cells (people times people), one start is enough: the bound is near, and each start takes seconds."""


@dataclass(frozen=True, repr=False)
class NoneFound(Exception):
    """No circles that keep every rule were found by exchanges."""

    problem: Problem


def form_circles(problem: Problem, seed: int = 0, first: Circles | None = None) -> Partition:
    """Return the best circles found, their value, and a value that no circles exceed.

    Parameters
    ----------
    first : list
        Circles that keep every rule, where they are known; what is found is never worse.

    Raises
    ------
    NoneFound
        When no circles that keep every rule were found: :mod:`.conflict` says whether there are any.
    """
    if not problem.count:
        return Partition([], 0, 0)
    if not (numbers := best_numbers(problem)):
        raise NoneFound(problem)
    known = _explored(problem, numbers, np.random.default_rng(seed))
    known = [first, *known] if first is not None else known
    if not known:
        raise NoneFound(problem)
    circles = max(known, key=problem.value)
    best = Partition(circles, problem.value(circles), numbers[0][0])
    return _proven(problem, numbers, known, best, seed) if problem.count <= MOST_PROVEN else best


def _explored(problem: Problem, numbers: list[tuple[int, int]], rng: np.random.Generator) -> list[Circles]:
    """Return circles found by exchanges that keep every rule, until they meet the bound or the starts are used up."""
    found: list[Circles] = []
    starts = _STARTS if problem.count**2 <= _TABLE else 2
    for at in range(starts):
        # The most promising number of circles gets half of the starts, the next one a quarter, and so on.
        rank = min(len(numbers) - 1, ((at + 1) & -(at + 1)).bit_length() - 1)
        circles = exchange(problem, drawn(problem, numbers[rank][1], rng), rng)
        if problem.broken(circles):
            continue
        found.append(circles)
        if problem.value(circles) >= numbers[0][0]:
            break
    return found


def _proven(
    problem: Problem, numbers: list[tuple[int, int]], known: list[Circles], best: Partition, seed: int
) -> Partition:
    columns: dict[tuple[int, ...], list[Columns] | None] = {}
    bounds = [best.value]
    for bound, number in numbers:
        if bound <= best.value:
            break  # the bounds that follow are lower still
        sizes = tuple(problem.numbers[number])
        if sizes not in columns:
            columns[sizes] = enumerated(problem, sizes)
        if (every := columns[sizes]) is None:
            bounds.append(bound)
            continue
        same = sorted((circles for circles in known if len(circles) == number), key=problem.value)[-_KNOWN:]
        best = best_partition(problem, every, number, same, Partition(best.circles, best.value, bound), seed)
        bounds.append(best.bound)
    return Partition(best.circles, best.value, max(*bounds, best.value) if len(bounds) > 1 else best.value)
