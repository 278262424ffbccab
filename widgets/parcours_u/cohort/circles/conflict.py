"""Wishes that can't all be granted: a smallest set of rules that contradict one another, told in French.

Smallest in the sense that giving up any one of them is enough: found by asking CP-SAT for a core, then trying to do without each
rule of it (a deletion filter: Bakker and others 1993). Nobody's wish « not with » is ever told: only that there is one.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parcours_u.cohort.circles.problem import Problem
from parcours_u.cohort.circles.seats import Seats
from parcours_u.domain.circles import Rule, RuleKind
from parcours_u.domain.french_words import listed
from parcours_u.domain.people import Person

__all__ = ["Conflict", "conflict_sentence", "find_conflict"]

_MOST_PEOPLE = 120
"""Beyond, the model is too large to prove anything by it: only whether somebody has too few possible companions is looked for."""
_TOLD = 4


@dataclass(frozen=True, repr=False)
class Conflict:
    """Rules that can't all hold in circles of the sizes asked for; without any one of them, the others can."""

    rules: tuple[Rule, ...]


def find_conflict(problem: Problem) -> Conflict | None:
    """Return rules that contradict one another, None when the rules can be kept or nothing was proven."""
    if problem.count > _MOST_PEOPLE:
        return _isolated(problem)
    seats = Seats(problem, rules=problem.rules)
    core = seats.core(problem.rules)
    if core is None:
        return None
    for rule in list(core):
        fewer = [other for other in core if other != rule]
        if rule in core and (found := seats.core(fewer)) is not None:
            core = found
    return Conflict(tuple(sorted(core)))


def _isolated(problem: Problem) -> Conflict | None:
    """Return the rules of somebody who has too few possible companions, with those of nobody else."""
    companions = problem.count - 1 - problem.forbidden.sum(axis=1)
    if not problem.count or int(companions.min()) >= problem.shape.smallest - 1:
        return None
    person = problem.people[int(companions.argmin())].id
    rules = [rule for rule in problem.rules if not rule.joins and person in {rule.first, rule.second}]
    # As many as leave one companion too few: one rule less, and there would be enough.
    others: dict[str, Rule] = {}
    for rule in rules:
        others.setdefault(rule.second if rule.first == person else rule.first, rule)
    needed = problem.count - problem.shape.smallest + 1
    return Conflict(tuple(list(others.values())[:needed]))


def conflict_sentence(problem: Problem, conflict: Conflict, people: Mapping[str, Person]) -> str:
    """Return the conflict as one sentence: what was asked for, what contradicts what, what to do."""
    low, high = problem.shape.smallest, problem.shape.largest
    size = f"des cercles de {low}" if low == high else f"des cercles de {low} à {high}"
    by_kind: dict[RuleKind, list[Rule]] = {}
    for rule in conflict.rules:
        by_kind.setdefault(rule.kind, []).append(rule)
    told = [_told(kind, rules, people) for kind, rules in by_kind.items()]
    return (
        f"Ces règles ne peuvent pas tenir ensemble\u00a0: {size} pour {problem.count}\u00a0personnes, {listed(told)}. "
        "Rien n’a été changé\u00a0: levez l’une d’elles, ou changez la taille des cercles avec --tailles."
    )


def _told(kind: RuleKind, rules: Sequence[Rule], people: Mapping[str, Person]) -> str:
    if kind is RuleKind.NOT_WITH:
        return "un souhait privé" if len(rules) == 1 else f"{len(rules)} souhaits privés"
    named = [f"{people[rule.first].name} et {people[rule.second].name}" for rule in rules]
    if kind is RuleKind.HIERARCHY and len(rules) > _TOLD:
        person, times = Counter(id_ for rule in rules for id_ in (rule.first, rule.second)).most_common(1)[0]
        if times == len(rules):
            return f"les liens hiérarchiques de {people[person].name} avec {times} personnes"
    words = {
        RuleKind.HIERARCHY: ("le lien hiérarchique entre", "les liens hiérarchiques entre"),
        RuleKind.TOGETHER: ("le binôme ensemble de", "les binômes ensemble de"),
        RuleKind.APART: ("le binôme séparé de", "les binômes séparés de"),
    }[kind]
    return f"{words[len(rules) > 1]} {', '.join(named)}"
