"""Wishes that can't all be granted: a smallest set of rules that contradict one another, told in French.

Smallest in the sense that giving up any one of them is enough: found by asking CP-SAT for a core, then trying to do without each
rule of it (a deletion filter: Bakker and others 1993). There may be others like it: that lifting one link is enough is said where circles
were then found. Nobody's wish « not with » is ever told: only that there is one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from parcours_u.cohort.circles.problem import Problem
from parcours_u.cohort.circles.seats import Seats
from parcours_u.cohort.circles.shape import circle_numbers
from parcours_u.domain.circles import Rule, RuleKind
from parcours_u.domain.french_words import listed
from parcours_u.domain.people import Person

__all__ = ["Conflict", "conflict_sentence", "find_conflict"]

_MOST_PEOPLE = 120
"""Beyond, the model is too large to prove anything by it: only whether somebody has too few possible companions is looked for."""
_TOLD = 6
"""Beyond so many links, none is named alone, nor tried without."""


@dataclass(frozen=True, repr=False)
class Conflict:
    """Rules that can't all hold in circles of the sizes asked for; without any one of them, the others can.

    ``alone`` is the id of somebody whom these rules alone leave without enough companions; empty otherwise.
    """

    rules: tuple[Rule, ...]
    alone: str = ""


def find_conflict(problem: Problem) -> Conflict | None:
    """Return rules that contradict one another, None when the rules can be kept or nothing was proven."""
    if (alone := _isolated(problem)) is not None:
        return alone
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
    return (
        f"Ces règles ne peuvent pas tenir ensemble\u00a0: {size} pour {problem.count}\u00a0personnes, "
        f"{listed(_told_by_kind(links, people))}. "
        f"Rien n’a été changé\u00a0: {_advice(problem, links, people)}, ou changez la taille des cercles avec --tailles."
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
    lifted = listed(_told_by_kind(direct, people)) if 0 < len(direct) <= _TOLD else "assez de ses liens hiérarchiques"
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


def _advice(problem: Problem, links: Sequence[Rule], people: Mapping[str, Person]) -> str:
    tried = links if len(links) <= _TOLD and problem.count <= _MOST_PEOPLE else ()
    enough = [link for link in tried if _enough(problem, link)]
    if len(enough) == len(links):
        return "levez l’une d’elles" if len(links) > 1 else "levez-la"
    return f"levez {' ou '.join(_told_by_kind(enough, people))}" if enough else "levez-en plusieurs"


def _enough(problem: Problem, link: Rule) -> bool:
    """Tell whether circles are found without one link, and without those of hierarchy that go through it."""
    links = [rule for rule in problem.rules if rule.kind is RuleKind.HIERARCHY]
    above = {link.first, *(rule.first for rule in links if rule.second == link.first)}
    below = {link.second, *(rule.second for rule in links if rule.first == link.second)}
    fallen = {link}
    if link.kind is RuleKind.HIERARCHY:
        fallen |= {rule for rule in links if rule.first in above and rule.second in below}
    rules = tuple(rule for rule in problem.rules if rule not in fallen)
    return Seats(replace(problem, rules=rules)).solve() is not None


def _told_by_kind(rules: Sequence[Rule], people: Mapping[str, Person]) -> list[str]:
    by_kind: dict[RuleKind, list[Rule]] = {}
    for rule in rules:
        by_kind.setdefault(rule.kind, []).append(rule)
    return [_told(kind, some, people) for kind, some in by_kind.items()]


def _told(kind: RuleKind, rules: Sequence[Rule], people: Mapping[str, Person]) -> str:
    if kind is RuleKind.NOT_WITH:
        return "un souhait privé" if len(rules) == 1 else f"{len(rules)} souhaits privés"
    if len(rules) > _TOLD:
        return f"{len(rules)} {'liens hiérarchiques' if kind is RuleKind.HIERARCHY else 'binômes'}"
    named = [f"{people[rule.first].name} et {people[rule.second].name}" for rule in rules]
    words = {
        RuleKind.HIERARCHY: ("le lien hiérarchique entre", "les liens hiérarchiques entre"),
        RuleKind.TOGETHER: ("le binôme ensemble de", "les binômes ensemble de"),
        RuleKind.APART: ("le binôme séparé de", "les binômes séparés de"),
    }[kind]
    return f"{words[len(rules) > 1]} {', '.join(named)}"
