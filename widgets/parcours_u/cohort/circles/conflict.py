"""Wishes that can't all be granted: a smallest set of rules that contradict one another; :mod:`.conflict_told` tells it in French.

Smallest in the sense that giving up any one of them is enough: found by asking CP-SAT for a core, then trying to do without each
rule of it (a deletion filter: Bakker and others 1993), as far as a measured effort goes. There may be others like it.

Private wishes « not with » come last: a conflict has some only where, as far as that effort goes, none was found without any.

What needs no solver is found at once, in cohorts of any size: somebody with too few possible companions, people whom pairs join
though they can't be together, too many pairs for the sizes asked, a line of superiors longer than there are circles.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from math import comb

from parcours_u.cohort.circles.problem import Problem, problem_for
from parcours_u.cohort.circles.seats import Seats
from parcours_u.cohort.circles.shape import circle_numbers
from parcours_u.domain.circles import Rule, RuleKind, met_pair

__all__ = ["MOST_PEOPLE", "Conflict", "find_conflict", "plain_conflict", "without_wishes"]

MOST_PEOPLE = 120
"""Beyond, the model is too large to prove anything by it: only what needs no solver is looked for."""
_EFFORT = 6.0
"""CP-SAT's own measure of time, for all that is asked of it: what is then left is told as it is, not made smaller."""


@dataclass(frozen=True, repr=False)
class Conflict:
    """Rules that can't all hold in circles of the sizes asked for; without any one of them, the others can.

    Attributes
    ----------
    alone : str
        The id of somebody whom these rules alone leave without enough companions; empty otherwise.
    torn : int
        How many contradictions there are whatever the sizes, each one a chain of pairs together whose ends can't be; 0 when the
        sizes count. One rule of each is to be given up.
    apart : int
        How many pairs fewer would leave enough people on their own for the sizes; 0 when that is not at issue.
    """

    rules: tuple[Rule, ...]
    alone: str = ""
    torn: int = 0
    apart: int = 0


def find_conflict(problem: Problem) -> Conflict | None:
    """Return rules that contradict one another, None when the rules can be kept or nothing was proven."""
    public = without_wishes(problem)
    if (plain := _plain(public)) is not None:
        return plain
    private = public is not problem
    if problem.count > MOST_PEOPLE:
        return _plain(problem) if private else None
    seats = Seats(problem, rules=problem.rules)
    core = seats.core(public.rules, _EFFORT / 2 if private else _EFFORT)
    if core is None and private:
        if (plain := _plain(problem)) is not None:
            return plain
        core = seats.core(problem.rules, _EFFORT - seats.spent)
    if core is None:
        return None
    for rule in list(core):
        if seats.spent >= _EFFORT:
            break
        fewer = [other for other in core if other != rule]
        if rule in core and (found := seats.core(fewer, _EFFORT - seats.spent)) is not None:
            core = found
    return Conflict(tuple(sorted(core)))


def plain_conflict(problem: Problem) -> Conflict | None:
    """Return a conflict that is seen without the solver, if there is one."""
    public = without_wishes(problem)
    return _plain(public) or (_plain(problem) if public is not problem else None)


def without_wishes(problem: Problem) -> Problem:
    """Return a problem as if nobody had made a private wish; the same one where nobody did."""
    rules = [rule for rule in problem.rules if rule.kind is not RuleKind.NOT_WITH]
    return problem if len(rules) == len(problem.rules) else problem_for(problem.people, rules, (), problem.shape)


def _plain(problem: Problem) -> Conflict | None:
    return _isolated(problem) or _joined(problem) or _uneven(problem) or _line(problem)


def _joined(problem: Problem) -> Conflict | None:
    """Return what people who must be together contradict by themselves: some of them can't be, or no circle is large enough for all.

    One contradiction is told of each connected component; those of size only where there is no other. In a tree, the path between
    two people is the symmetric difference of those from its root: hence the shortest chain of pairs that each tree knows.
    """
    beside: defaultdict[str, list[Rule]] = defaultdict(list)
    for rule in problem.rules:
        if rule.joins:
            beside[rule.first].append(rule)
            beside[rule.second].append(rule)
    root: dict[str, str] = {}
    path: dict[str, frozenset[Rule]] = {}
    for start in beside:
        if start in root:
            continue
        root[start], path[start], reached = start, frozenset(), [start]
        for one in reached:
            for rule in beside[one]:
                other = rule.second if rule.first == one else rule.first
                if other not in root:
                    root[other], path[other] = start, path[one] | {rule}
                    reached.append(other)
    torn: dict[str, frozenset[Rule]] = {}
    for rule in problem.rules:
        at = root.get(rule.first)
        if not rule.joins and at is not None and at == root.get(rule.second):
            found = (path[rule.first] ^ path[rule.second]) | {rule}
            torn[at] = min(torn.get(at, found), found, key=len)
    if torn:
        return Conflict(tuple(sorted(frozenset().union(*torn.values()))), torn=len(torn))
    large = {at for at, number in Counter(root.values()).items() if number > problem.shape.largest}
    return (
        Conflict(tuple(rule for rule in problem.rules if rule.joins and root[rule.first] in large)) if large else None
    )


def _uneven(problem: Problem) -> Conflict | None:
    """Return pairs that leave too few people on their own: where everybody stays with their partner, every circle is even.

    The first pairs are returned, one more than the sizes allow. Where three or more must be together, all of them are: which ones are too
    many is then no matter of counting.
    """
    if not problem.together or problem.odd >= problem.least_odd:
        return None
    apart = (problem.least_odd - problem.odd + 1) // 2
    pairs = [rule for rule in problem.rules if rule.joins]
    only_pairs = all(len(block) < 3 for block in problem.blocks)
    return Conflict(tuple(pairs[: len(pairs) - apart + 1] if only_pairs else pairs), apart=apart)


def _line(problem: Problem) -> Conflict | None:
    """Return the links of one person more than there can be circles, each of them a superior of the next: no two sit together."""
    links = [rule for rule in problem.rules if rule.kind is RuleKind.HIERARCHY]
    above = Counter(rule.second for rule in links)
    lowest = max(above, key=lambda person: (above[person], person), default="")
    most = problem.count // problem.shape.smallest
    if not links or above[lowest] < most:
        return None
    superiors = sorted((rule.first for rule in links if rule.second == lowest), key=lambda person: above[person])
    line = {lowest, *superiors[-most:]}
    inside = {met_pair(rule.first, rule.second): rule for rule in links if {rule.first, rule.second} <= line}
    return Conflict(tuple(inside.values())) if len(inside) == comb(len(line), 2) else None


def _isolated(problem: Problem) -> Conflict | None:
    """Return as many rules of somebody as leave them one companion too few for a circle of the smallest size.

    None when nobody is in that case, or when no circle of that size leaves a group that can be cut: one rule less would not be enough.
    """
    low = problem.shape.smallest
    companions = problem.count - 1 - problem.forbidden.sum(axis=1)
    if not problem.count or int(companions.min()) >= low - 1:
        return None
    rest = problem.count - low
    if rest and not circle_numbers(rest, problem.shape.sizes):
        return None
    person = problem.people[int(companions.argmin())].id
    by_other: dict[str, Rule] = {}
    for rule in problem.rules:
        if not rule.joins and person in {rule.first, rule.second}:
            by_other.setdefault(rule.second if rule.first == person else rule.first, rule)
    return Conflict(tuple(sorted(list(by_other.values())[: rest + 1])), person)
