"""Wishes that can't all be granted: a smallest set of rules that contradict one another, told in French.

Smallest in the sense that giving up any one of them is enough: found by asking CP-SAT for a core, then trying to do without each
rule of it (a deletion filter: Bakker and others 1993). There may be others like it: that lifting one link is enough is said where circles
were then found. Nobody's wish « not with » is ever told: only that there is one.

What needs no solver is found at once, in cohorts of any size: somebody with too few possible companions, people whom pairs join
though they can't be together, a line of superiors longer than there are circles.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import comb

import numpy as np

from parcours_u.cohort.circles.bound import best_numbers
from parcours_u.cohort.circles.exchange import drawn, exchange
from parcours_u.cohort.circles.problem import Problem, problem_for
from parcours_u.cohort.circles.seats import Seats
from parcours_u.cohort.circles.shape import circle_numbers
from parcours_u.domain.circles import Rule, RuleKind, met_pair
from parcours_u.domain.french_words import listed
from parcours_u.domain.people import Person

__all__ = ["Conflict", "conflict_sentence", "find_conflict", "plain_conflict"]

_MOST_PEOPLE = 120
"""Beyond, the model is too large to prove anything by it: only whether somebody has too few possible companions is looked for."""
_TOLD = 6
"""Beyond so many links, none is named alone, nor tried without."""


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
    """

    rules: tuple[Rule, ...]
    alone: str = ""
    torn: int = 0


def find_conflict(problem: Problem) -> Conflict | None:
    """Return rules that contradict one another, None when the rules can be kept or nothing was proven."""
    if (plain := plain_conflict(problem)) is not None:
        return plain
    if problem.count > _MOST_PEOPLE:
        return None
    seats = Seats(problem, rules=problem.rules)
    core = seats.core(problem.rules)
    if core is None:
        return None
    for rule in list(core):
        fewer = [other for other in core if other != rule]
        if rule in core and (found := seats.core(fewer)) is not None:
            core = found
    return Conflict(tuple(sorted(core)))


def plain_conflict(problem: Problem) -> Conflict | None:
    """Return a conflict that is seen without the solver, if there is one."""
    return _isolated(problem) or _joined(problem) or _line(problem)


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


def _line(problem: Problem) -> Conflict | None:
    """Return the links of one person more than there can be circles, each of them a superior of the next: no two sit together."""
    links = [rule for rule in problem.rules if rule.kind is RuleKind.HIERARCHY]
    above = Counter(rule.second for rule in links)
    lowest = max(above, key=lambda person: (above[person], person), default="")
    most = max((number for pair in problem.shape.pairs for number in circle_numbers(problem.count, pair)), default=0)
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
    if rest and not any(len(circle_numbers(rest, pair)) for pair in problem.shape.pairs if pair[0] == low):
        return None
    person = problem.people[int(companions.argmin())].id
    by_other: dict[str, Rule] = {}
    for rule in problem.rules:
        if not rule.joins and person in {rule.first, rule.second}:
            by_other.setdefault(rule.second if rule.first == person else rule.first, rule)
    return Conflict(tuple(sorted(list(by_other.values())[: rest + 1])), person)


def conflict_sentence(problem: Problem, conflict: Conflict, people: Mapping[str, Person]) -> str:
    """Return the conflict as one sentence: what was asked for, what contradicts what, what to do."""
    if conflict.alone and (told := _alone_sentence(problem, people, conflict.alone)):
        return told
    low, high = problem.shape.smallest, problem.shape.largest
    size = f"des cercles de {low}" if low == high else f"des cercles de {low} à {high}"
    links = sorted({link for rule in conflict.rules for link in _liftable(problem, rule)})
    # Where the sizes are not at issue, they are neither told nor to be changed.
    sizes = [] if conflict.torn else [f"{size} pour {problem.count}\u00a0personnes"]
    advice = _advice(problem, links, people, conflict.torn)
    smaller = "" if conflict.torn else ", ou changez la taille des cercles avec --tailles"
    return (
        f"Ces règles ne peuvent pas tenir ensemble\u00a0: {listed([*sizes, *_told_by_kind(links, people)])}. "
        f"Rien n’a été changé\u00a0: {advice}{smaller}."
    )


def _alone_sentence(problem: Problem, people: Mapping[str, Person], alone: str) -> str:
    """Return how many links somebody has; nothing where wishes count among them: nobody is to know of whom they are."""
    low = problem.shape.smallest
    links = [rule for rule in problem.rules if not rule.joins and alone in {rule.first, rule.second}]
    links = [rule for rule in links if rule.kind is not RuleKind.NOT_WITH]
    linked = len({rule.first if rule.second == alone else rule.second for rule in links})
    others = problem.count - 1
    if others - linked >= low - 1:
        return ""
    direct = [rule for rule in links if _liftable(problem, rule) == [rule]]
    enough = _enough(problem, direct)
    lifted = _one_of(enough, people) if enough else "assez de ses liens hiérarchiques"
    smaller = ", ou changez la taille des cercles avec --tailles" if linked < others else ""
    return (
        f"{people[alone].name} a un lien avec {linked} des {others} autres personnes\u202f; un cercle de {low} en demande "
        f"{low - 1} sans lien\u00a0: rien n’a été changé, levez dans votre liste {lifted}{smaller}."
    )


def _liftable(problem: Problem, rule: Rule) -> list[Rule]:
    """Return the links that make a rule: a superior's superior is one through the links between, which a list can change."""
    above = {person.id: person.superior for person in problem.people}
    steps, below = list[Rule](), rule.second
    while rule.kind is RuleKind.HIERARCHY and below != rule.first:
        if above.get(below, "") not in above or len(steps) > len(above):
            return [rule]  # through somebody who left, or does not take part
        steps.append(Rule(RuleKind.HIERARCHY, above[below], below))
        below = above[below]
    return steps or [rule]


def _advice(problem: Problem, links: Sequence[Rule], people: Mapping[str, Person], torn: int) -> str:
    if torn > 1:
        return f"levez-en au moins une pour chacune de ces {torn} contradictions"
    enough = _enough(problem, links)
    if len(enough) == len(links):
        return "levez l’une d’elles" if len(links) > 1 else "levez-la"
    if enough:
        return f"levez {_one_of(enough, people)}"
    return "levez-en plusieurs" if len(links) <= _TOLD else "levez-en assez"


def _enough(problem: Problem, links: Sequence[Rule]) -> list[Rule]:
    """Return the links of which any one is enough; none where there are too many to try each, or where nothing is proven."""
    return [link for link in links if _possible_without(problem, link)] if len(links) <= _TOLD else []


def _possible_without(problem: Problem, link: Rule) -> bool:
    """Tell whether circles are found without one link, and without those of hierarchy that go through it."""
    links = [rule for rule in problem.rules if rule.kind is RuleKind.HIERARCHY]
    above = {link.first, *(rule.first for rule in links if rule.second == link.first)}
    below = {link.second, *(rule.second for rule in links if rule.first == link.second)}
    fallen = {link}
    if link.kind is RuleKind.HIERARCHY:
        fallen |= {rule for rule in links if rule.first in above and rule.second in below}
    rules = tuple(rule for rule in problem.rules if rule not in fallen)
    fewer = problem_for(problem.people, rules, (), problem.shape)
    if plain_conflict(fewer) is not None:
        return False
    if problem.count <= _MOST_PEOPLE:
        return Seats(fewer).solve() is not None
    chance = np.random.default_rng(0)
    return not fewer.broken(exchange(fewer, drawn(fewer, best_numbers(fewer)[0][1], chance), chance))


def _one_of(links: Sequence[Rule], people: Mapping[str, Person]) -> str:
    told = " ou ".join(_told_by_kind(links, people))
    return told if len(links) == 1 else f"l’un de ces liens\u00a0: {told}"


def _told_by_kind(rules: Sequence[Rule], people: Mapping[str, Person]) -> list[str]:
    by_kind: dict[RuleKind, list[Rule]] = {}
    for rule in rules:
        by_kind.setdefault(rule.kind, []).append(rule)
    return [_told(kind, some, people) for kind, some in by_kind.items()]


def _told(kind: RuleKind, rules: Sequence[Rule], people: Mapping[str, Person]) -> str:
    if kind is RuleKind.NOT_WITH:
        return "un souhait privé" if len(rules) == 1 else f"{len(rules)} souhaits privés"
    named = [f"{people[rule.first].name} et {people[rule.second].name}" for rule in rules[:_TOLD]]
    others = f", et {len(rules) - _TOLD} autres" if len(rules) > _TOLD else ""
    words = {
        RuleKind.HIERARCHY: ("le lien hiérarchique entre", "les liens hiérarchiques entre"),
        RuleKind.TOGETHER: ("le binôme ensemble de", "les binômes ensemble de"),
        RuleKind.APART: ("le binôme séparé de", "les binômes séparés de"),
    }[kind]
    return f"{words[len(rules) > 1]} {', '.join(named)}{others}"
