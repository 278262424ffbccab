"""Who sits in which circle, as a CP-SAT model: whether the rules can be kept at all, and with how few moves.

The score is not in it: this model answers quickly, and proves that something is impossible, which exchanges can't.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from parcours_u.cohort.circles.problem import Circles, Problem
from parcours_u.cohort.circles.shape import circle_numbers
from parcours_u.domain.circles import Rule

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

__all__ = ["Seated", "Seats"]

_EFFORT = 20.0


@dataclass(frozen=True, repr=False)
class Seated:
    """An answer: the circles, those that were there first at their own place, emptied ones included, then new ones."""

    circles: Circles
    moves: int
    least: int
    """What fewer moves than are proven impossible; of new circles, the level (:attr:`.Problem.levels`) below which there are none."""


class Seats:
    """The model for one problem.

    Parameters
    ----------
    former : sequence of list
        The circles as they are, without those who left. Who is in none of them arrives, and is no move. Without any, circles are
        as even as the rules allow.
    rules : sequence of Rule, optional
        The rules that may be given up one by one (:meth:`core`); all of those of the problem hold otherwise.

    Attributes
    ----------
    spent : float
        The effort made so far, in CP-SAT's own measure of time.
    impossible : bool
        Whether no circles were proven to exist, rather than none found.
    """

    def __init__(
        self, problem: Problem, former: Sequence[Sequence[int]] = (), rules: Sequence[Rule] | None = None
    ) -> None:
        from ortools.sat.python import cp_model

        self._problem, self._former, self._rules = problem, former, list(rules or [])
        self.spent = 0.0
        self.impossible = False
        self._model = model = cp_model.CpModel()
        most = problem.count // problem.shape.smallest
        # Circles without a past are alike: as many as could be needed, each used only after the one before it.
        self._number = len(former) + most
        self._seats = [[model.new_bool_var("") for _ in range(self._number)] for _ in range(problem.count)]
        if (
            rules is None
        ):  # people who must be together have their seats in common: nothing is left to be held of those rules
            for block in problem.blocks:
                for member in block[1:]:
                    self._seats[member] = self._seats[block[0]]
        used = [model.new_bool_var("") for _ in range(self._number)]
        for row in self._seats:
            model.add_exactly_one(row)
        for circle in range(self._number):
            there = sum(row[circle] for row in self._seats)
            model.add(there >= problem.shape.smallest * used[circle])
            model.add(there <= problem.shape.largest * used[circle])
        for circle in range(len(former) + 1, self._number):
            model.add_implication(used[circle], used[circle - 1])
        if not former:
            for person, row in enumerate(self._seats):  # nobody sits in a circle that comes after their own number
                for seat in row[person + 1 :]:
                    model.add(seat == 0)
        self._literals = [model.new_bool_var("") for _ in self._rules]
        place = {person.id: at for at, person in enumerate(problem.people)}
        if rules is None:
            for rule in problem.rules:
                self._hold(rule, place, [])
        for rule, literal in zip(self._rules, self._literals, strict=True):
            self._hold(rule, place, [literal])
        self._moved = [1 - self._seats[person][circle] for circle, members in enumerate(former) for person in members]
        self._least = self._level(used) if not former and rules is None else sum(self._moved)
        if not isinstance(self._least, int):
            model.minimize(self._least)

    def solve(self, seed: int = 0, effort: float = _EFFORT) -> Seated | None:
        """Return circles with as few moves as possible, None when none were found."""
        from ortools.sat.python import cp_model

        solver = _solver(seed, effort)
        status = self._solved(solver)
        self.impossible = status == cp_model.INFEASIBLE
        if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return None
        circles = [
            [person for person, row in enumerate(self._seats) if solver.boolean_value(row[circle])]
            for circle in range(self._number)
        ]
        first = len(self._former)
        found = circles[:first] + [circle for circle in circles[first:] if circle]
        moves = sum(len(set(members) - set(found[at])) for at, members in enumerate(self._former))
        return Seated(found, moves, 0 if isinstance(self._least, int) else round(solver.best_objective_bound))

    def core(self, kept: Sequence[Rule], effort: float = _EFFORT) -> list[Rule] | None:
        """Return rules, among those kept, that can't all hold with the sizes; None when they can, or nobody knows."""
        from ortools.sat.python import cp_model

        solver = _solver(0, effort)
        wanted = set(kept)
        literals = {literal.index: rule for rule, literal in zip(self._rules, self._literals, strict=True)}
        self._model.clear_assumptions()
        self._model.add_assumptions(
            [literal for rule, literal in zip(self._rules, self._literals, strict=True) if rule in wanted]
        )
        if self._solved(solver) != cp_model.INFEASIBLE:
            return None
        return [literals[index] for index in solver.sufficient_assumptions_for_infeasibility()]

    def _level(self, used: Sequence["cp_model.IntVar"]) -> "cp_model.LinearExpr | int":
        """Return the level of circles, as :meth:`.Problem.level` tells it."""
        shape = self._problem.shape
        if not shape.as_asked:
            return sum(used) - circle_numbers(self._problem.count, shape.sizes).start
        if len(shape.sizes) < 3:
            return 0
        smallest, largest = (self._model.new_int_var(shape.smallest, shape.largest, "") for _ in range(2))
        for circle, one in enumerate(used):
            there = sum(row[circle] for row in self._seats)
            self._model.add(there >= smallest).only_enforce_if(one)
            self._model.add(there <= largest)
        self._model.add(largest > smallest)
        return largest - smallest - 1

    def _solved(self, solver: "cp_model.CpSolver") -> "cp_model.CpSolverStatus":
        status = solver.solve(self._model)
        self.spent += solver.deterministic_time
        return status

    def _hold(self, rule: Rule, place: dict[str, int], on: list["cp_model.IntVar"]) -> None:
        one, other = self._seats[place[rule.first]], self._seats[place[rule.second]]
        refused = [literal.negated() for literal in on]
        for seat, second in zip(one, other, strict=True):
            if rule.joins:
                self._model.add_bool_or([*refused, seat.negated(), second])
                self._model.add_bool_or([*refused, second.negated(), seat])
            else:
                self._model.add_bool_or([*refused, seat.negated(), second.negated()])


def _solver(seed: int, effort: float) -> "cp_model.CpSolver":
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed % 2**31
    solver.parameters.max_deterministic_time = effort
    return solver
