"""Repair after a departure or a late arrival: as few people as possible change circle, then the best score.

The fewest moves are proven by :mod:`.seats`; among the circles that take no more, CP-SAT chooses the best. Somebody who arrives
is no move, nor is a circle that loses someone. Beyond :data:`MOST_PROVEN` people, the best score is looked for among the circles that change and
some others. Beyond some hundred, so are the fewest moves; how many no repair can do without is then counted circle by circle.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import comb

import numpy as np
from numpy.typing import NDArray

from parcours_u.cohort.circles.columns import MOST_CIRCLES, enumerated
from parcours_u.cohort.circles.problem import Circles, Problem
from parcours_u.cohort.circles.seats import Seated, Seats

__all__ = ["MOST_PROVEN", "Repaired", "repair_circles"]

MOST_PROVEN = 45
_MOST_COLUMNS = 20_000
_EFFORT = 5.0
_PART, _BATCH, _WRONG, _RICH = 30, 8, 4, 2
_DRAWS = 4
"""Some circles may not be cut again where others can: too few people there without a partner, too many links."""
_MOST_SEATED = 120


@dataclass(frozen=True, repr=False)
class Repaired:
    """The circles, those that were there first at their own place (empty when one ended), then new ones.

    Attributes
    ----------
    moves, least : int
        How many people change circle, and what fewer than is proven impossible.
    value, bound : int
        What the circles are worth, and what no circles with as few moves exceed; None when nothing is proven of them.
    """

    circles: Circles
    moves: int
    least: int
    value: int
    bound: int | None

    @property
    def best(self) -> bool:
        """Whether it is proven that fewer moves are not enough, and that no circles with as few are worth more."""
        return self.moves == self.least and self.bound is not None and self.value >= self.bound


def repair_circles(problem: Problem, former: Sequence[Sequence[int]], seed: int = 0) -> Repaired | None:
    """Return the circles repaired, None when no circles that keep every rule were found."""
    if problem.count <= MOST_PROVEN and comb(problem.count, problem.shape.largest) <= MOST_CIRCLES:
        return _repaired(problem, former, seed)
    circles = [list(circle) for circle in former]
    return (_by_seats if problem.count <= _MOST_SEATED else _by_parts)(problem, circles, seed)


def _repaired(problem: Problem, former: Sequence[Sequence[int]], seed: int, effort: float = 20.0) -> Repaired | None:
    seated = Seats(problem, former).solve(seed, effort)
    if seated is None:
        return None
    circles, bound = _best(problem, former, seated, seed)
    return Repaired(circles, seated.moves, seated.least, problem.value(filter(None, circles)), bound)


def _best(problem: Problem, former: Sequence[Sequence[int]], seated: Seated, seed: int) -> tuple[Circles, int | None]:
    """Return the best circles with as few moves, and their bound when it is proven."""
    from ortools.sat.python import cp_model

    if (choices := _choices(problem, former, seated.moves)) is None:
        return seated.circles, None
    members, values, places, costs = choices
    complete = len(values) <= _MOST_COLUMNS
    if not complete:
        kept = np.argsort(-values, kind="stable")[:_MOST_COLUMNS]
        members, values, places, costs = [members[at] for at in kept], values[kept], places[kept], costs[kept]
    model = cp_model.CpModel()
    variables = [model.new_bool_var("") for _ in members]
    holding: list[list[cp_model.IntVar]] = [[] for _ in range(problem.count)]
    going_on: list[list[cp_model.IntVar]] = [[] for _ in former]
    hinted = {(tuple(circle), at if at < len(former) else -1) for at, circle in enumerate(seated.circles)}
    for circle, place, variable in zip(members, places.tolist(), variables, strict=True):
        for member in circle:
            holding[member].append(variable)
        if place >= 0:
            going_on[place].append(variable)
        model.add_hint(variable, (tuple(circle), place) in hinted)
    for row in holding:
        model.add_exactly_one(row)
    for row in going_on:
        model.add_at_most_one(row)
    model.add(cp_model.LinearExpr.weighted_sum(variables, costs.tolist()) <= seated.moves)
    model.maximize(cp_model.LinearExpr.weighted_sum(variables, values.tolist()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed % 2**31
    solver.parameters.linearization_level = 2
    solver.parameters.max_deterministic_time = _EFFORT
    status = solver.solve(model)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return seated.circles, None
    circles: Circles = [[] for _ in former]
    for circle, place, variable in zip(members, places.tolist(), variables, strict=True):
        if solver.boolean_value(variable):
            if place >= 0:
                circles[place] = circle
            else:
                circles.append(circle)
    bound = int(solver.best_objective_bound + 1e-6) if complete else None
    return circles, bound


def _choices(
    problem: Problem, former: Sequence[Sequence[int]], moves: int
) -> tuple[list[list[int]], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]] | None:
    """Return every circle that takes no more than so many moves, with what it is worth, which circle it goes on from (-1: none), its moves.

    None where there would be too many to look at.
    """
    every = enumerated(problem, tuple(problem.shape.sizes))
    if every is None:
        return None
    home = np.full(problem.count, -1, dtype=np.int64)
    for number, circle in enumerate(former):
        home[list(circle)] = number
    members: list[list[int]] = []
    values, places, costs = [], [], []
    for columns in every:
        homes = home[columns.members]
        placed = (homes >= 0).sum(axis=1)
        for place in range(-1, len(former)):
            cost = placed - (homes == place).sum(axis=1) if place >= 0 else placed
            useful = cost <= moves if place < 0 else (cost <= moves) & (cost < placed)
            members += columns.members[useful].tolist()
            values.append(columns.values[useful])
            costs.append(cost[useful].astype(np.int64))
            places.append(np.full(int(useful.sum()), place, dtype=np.int64))
    return members, np.concatenate(values), np.concatenate(places), np.concatenate(costs)


def _by_seats(problem: Problem, circles: Circles, seed: int) -> Repaired | None:
    """Prove the fewest moves on everybody, then look for the best score around what moves."""
    seated = Seats(problem, circles).solve(seed)
    if seated is None:
        return None
    changed = [at for at, circle in enumerate(circles) if set(circle) != set(seated.circles[at])]
    arriving = _arriving(problem, circles)
    touched = {member for at in changed for member in circles[at]}
    if len(touched) + len(arriving) > MOST_PROVEN:
        return Repaired(seated.circles, seated.moves, seated.least, problem.value(filter(None, seated.circles)), None)
    part, room = list(changed), _PART - len(touched) - len(arriving)
    for at in np.random.default_rng(seed).permutation(len(circles)).tolist():
        if at not in changed and 0 < len(circles[at]) <= room:
            part.append(at)
            room -= len(circles[at])
    done = _part(problem, circles, part, arriving, seed)
    if done is None:
        return None
    for at, place in enumerate(part):
        circles[place] = done.circles[at]
    circles += done.circles[len(part) :]
    return Repaired(circles, done.moves, seated.least, problem.value(filter(None, circles)), None)


def _by_parts(problem: Problem, circles: Circles, seed: int) -> Repaired | None:
    rng = np.random.default_rng(seed)
    first = len(circles)
    least, moves = _least(problem, circles), 0
    arriving = _arriving(problem, circles)
    before = None
    while True:
        wrong = [at for at in range(len(circles)) if circles[at] and not _sound(problem, circles[at])]
        if not wrong and not arriving:
            break
        if (state := (wrong, arriving)) == before:
            return None  # the last part changed nothing: the next one would not either
        before = state
        batch, arriving = arriving[:_BATCH], arriving[_BATCH:]
        first_ones = _with_partners(problem, circles, wrong[:_WRONG])
        for _ in range(_DRAWS):
            part, room = [], _PART - len(batch)
            for at in dict.fromkeys([*first_ones, *_givers(problem, circles, rng)]):
                if circles[at] and len(circles[at]) <= room:
                    part.append(at)
                    room -= len(circles[at])
            if (done := _part(problem, circles, part, batch, seed)) is not None:
                break
        else:
            return None
        moves += done.moves
        for at, place in enumerate(part):
            circles[place] = done.circles[at]
        circles += done.circles[len(part) :]
    kept = circles[:first] + [circle for circle in circles[first:] if circle]
    return Repaired(kept, moves, min(least, moves), problem.value(filter(None, kept)), None)


def _arriving(problem: Problem, circles: Circles) -> list[int]:
    """Return who is in no circle, those who must be together side by side."""
    placed = {member for circle in circles for member in circle}
    beside = {other: one for one, other in problem.together}
    return sorted(set(range(problem.count)) - placed, key=lambda person: (beside.get(person, person), person))


def _givers(problem: Problem, circles: Circles, rng: np.random.Generator) -> list[int]:
    """Return every circle in a drawn order, a few of those that can spare somebody first."""
    order: list[int] = rng.permutation(len(circles)).tolist()
    rich = [at for at in order if len(circles[at]) > problem.shape.smallest]
    return [*rich[:_RICH], *order]


def _with_partners(problem: Problem, circles: Circles, some: Sequence[int]) -> list[int]:
    """Return circles, each followed by those where somebody is who must be together with one of its members."""
    where = {member: at for at, circle in enumerate(circles) for member in circle}
    found = []
    for at in some:
        inside = set(circles[at])
        beside = [
            other if one in inside else one for one, other in problem.together if (one in inside) != (other in inside)
        ]
        found += [at, *(where[person] for person in beside if person in where)]
    return found


def _part(problem: Problem, circles: Circles, part: list[int], arriving: list[int], seed: int) -> Repaired | None:
    """Repair some circles on their own."""
    inside = sorted([*arriving, *(member for at in part for member in circles[at])])
    place = {member: at for at, member in enumerate(inside)}
    ids = {problem.people[member].id for member in inside}
    smaller = replace(
        problem,
        people=tuple(problem.people[member] for member in inside),
        rules=tuple(rule for rule in problem.rules if rule.first in ids and rule.second in ids),
        traits=problem.traits[:, inside],
        points=problem.points[np.ix_(inside, inside)],
        forbidden=problem.forbidden[np.ix_(inside, inside)],
        together=tuple((place[a], place[b]) for a, b in problem.together if a in place and b in place),
    )
    if smaller.odd < smaller.least_odd:
        return None
    done = _repaired(smaller, [[place[member] for member in circles[at]] for at in part], seed, _EFFORT)
    if done is None:
        return None
    return replace(done, circles=[[inside[member] for member in circle] for circle in done.circles])


def _sound(problem: Problem, circle: Sequence[int]) -> bool:
    sizes = problem.shape.sizes
    inside = set(circle)
    return (
        len(circle) in sizes
        and not problem.forbidden[np.ix_(circle, circle)].any()
        and all((one in inside) == (other in inside) for one, other in problem.together)
    )


def _least(problem: Problem, circles: Circles) -> int:
    """Return a number of moves that no repair can do without.

    A circle that is too small needs people to come (who arrives costs nothing), or all of it leaves; with t moves, those that end had t
    members at most, hence the division. One that is too large, or breaks a rule, loses somebody. Where there are too many circles
    for so few people, some end, and the smallest ones cost least.
    """
    placed = sum(map(len, circles))
    small = [circle for circle in circles if circle and len(circle) < problem.shape.smallest]
    short = sum(problem.shape.smallest - len(circle) for circle in small) - (problem.count - placed)
    share = max(((problem.shape.smallest - len(circle)) / len(circle) for circle in small), default=0.0)
    filling = max(0, -int(-short // (1 + share)))
    leaving = sum(max(len(circle) - problem.shape.largest, 0) for circle in circles)
    broken = sum(1 for circle in circles if problem.forbidden[np.ix_(circle, circle)].any())
    sizes = sorted(len(circle) for circle in circles if circle)
    ending = sum(sizes[: max(0, len(sizes) - problem.count // problem.shape.smallest)])
    return max(filling, leaving, broken, ending)
