"""Circles formed anew: exchanges from many starts, then the proof, where the group is small enough for one.

Up to :data:`MOST_PROVEN` people every circle allowed is enumerated, and the result is optimal, or its distance to the bound is told.
Beyond, or where circles are so large that there are too many of them, circles are improved by exchanges, and the bound is that of :mod:`.bound`. The same people and the same seed
give the same circles, on any machine: work is counted, never timed.

Circles are as even as the rules allow, whatever the range of sizes asked (:func:`.shape.cuts`): the best and the bound are those of
every way of cutting the group that is as even, and of no other.
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from parcours_u.cohort.circles.bound import best_cuts, highest
from parcours_u.cohort.circles.columns import Columns, enumerated
from parcours_u.cohort.circles.exchange import drawn, exchange
from parcours_u.cohort.circles.partition import Partition, best_partition
from parcours_u.cohort.circles.problem import Circles, Problem
from parcours_u.cohort.circles.seats import Seated
from parcours_u.cohort.circles.shape import Cut

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


def form_circles(problem: Problem, seed: int = 0, seated: Seated | None = None) -> Partition:
    """Return the best circles found, their value, and a value that no circles exceed that are as even as the rules allow.

    Parameters
    ----------
    seated : Seated
        Circles that keep every rule, where they are known, and are as even as was found; what is found is never worse. Without them,
        circles are of the first of :attr:`.Problem.levels`.

    Raises
    ------
    NoneFound
        When no circles that keep every rule were found: :mod:`.conflict` says whether there are any.
    """
    if not problem.count:
        return Partition([], 0, 0)
    first, last = problem.first_level, problem.first_level
    if seated is not None:
        first, last = seated.least, problem.level(seated.circles)
    levels, rng = problem.levels[first : last + 1], np.random.default_rng(seed)
    cuts = best_cuts(problem, levels)
    known = _explored(problem, cuts, rng) if cuts else []
    if seated is not None:
        known += [seated.circles, exchange(problem, seated.circles, rng)]
    if not known:
        raise NoneFound(problem)
    circles = max(known, key=problem.value)
    best = Partition(circles, problem.value(circles), highest(problem, levels))
    return best if None in levels or problem.count > MOST_PROVEN else _proven(problem, cuts, known, best, seed)


def _explored(problem: Problem, cuts: list[tuple[int, Cut]], rng: np.random.Generator) -> list[Circles]:
    """Return circles found by exchanges that keep every rule, until they meet the bound or the starts are used up."""
    found: list[Circles] = []
    starts = _STARTS if problem.count**2 <= _TABLE else 2
    for at in range(starts):
        # The most promising cut gets half of the starts, the next one a quarter, and so on.
        rank = min(len(cuts) - 1, ((at + 1) & -(at + 1)).bit_length() - 1)
        circles = exchange(problem, drawn(problem, cuts[rank][1], rng), rng)
        if problem.broken(circles):
            continue
        found.append(circles)
        if problem.value(circles) >= cuts[0][0]:
            break
    return found


def _proven(
    problem: Problem, cuts: list[tuple[int, Cut]], known: list[Circles], best: Partition, seed: int
) -> Partition:
    columns: dict[int, list[Columns] | None] = {}
    bounds = [best.value]
    for bound, cut in cuts:
        if bound <= best.value:
            break  # the bounds that follow are lower still
        for size in cut:
            if size not in columns:
                columns[size] = enumerated(problem, (size,))
        if any(columns[size] is None for size in cut):
            bounds.append(bound)
            continue
        every = [one for size in cut for one in columns[size] or ()]
        same = sorted((one for one in known if Counter(map(len, one)) == cut), key=problem.value)[-_KNOWN:]
        best = best_partition(problem, every, cut, same, Partition(best.circles, best.value, bound), seed)
        bounds.append(best.bound)
    return Partition(best.circles, best.value, max(*bounds, best.value) if len(bounds) > 1 else best.value)
