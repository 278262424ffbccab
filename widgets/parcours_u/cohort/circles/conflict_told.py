"""Wishes that can't all be granted, told in French: what was asked for, what contradicts what, what to do.

That lifting one link is enough is said where circles were then found. Of private wishes « not with », only that they are in the way is
told, and only where no conflict was found without them; in a sentence that the public rules and the sizes alone decide: what the wishes
contradict, and how many there are, would tell whose they are.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from parcours_u.cohort.circles.bound import best_cuts
from parcours_u.cohort.circles.conflict import MOST_PEOPLE, Conflict, plain_conflict, without_wishes
from parcours_u.cohort.circles.exchange import drawn, exchange
from parcours_u.cohort.circles.problem import Problem, problem_for
from parcours_u.cohort.circles.seats import Seats
from parcours_u.cohort.circles.shape import LEAST, MOST, shape_for
from parcours_u.domain.circles import Rule, RuleKind
from parcours_u.domain.french_words import listed
from parcours_u.domain.people import Person

__all__ = ["conflict_sentence", "not_found_sentence"]

_TOLD = 6
"""Beyond so many links, none is named alone, nor tried without."""
_EFFORT = 2.0
_OTHER_SIZES = "changez la taille des cercles avec --tailles"
_FREE = "laissez les binômes aller comme cela vient, avec --binomes libres"
_KINDS = {
    RuleKind.HIERARCHY: "les liens hiérarchiques",
    RuleKind.TOGETHER: "les binômes gardés ensemble",
    RuleKind.APART: "les binômes séparés",
}
_WITHOUT = {
    RuleKind.TOGETHER: "sans garder les binômes ensemble",
    RuleKind.APART: "sans séparer les binômes",
    RuleKind.HIERARCHY: "sans les liens hiérarchiques",
}


def conflict_sentence(problem: Problem, conflict: Conflict, people: Mapping[str, Person]) -> str:
    """Return the conflict as one sentence: what was asked for, what contradicts what, what to do."""
    public = without_wishes(problem)
    if any(rule.kind is RuleKind.NOT_WITH for rule in conflict.rules):
        return _private_sentence(public)
    if conflict.alone:
        return _alone_sentence(public, people, conflict.alone)
    if conflict.apart:
        return _uneven_sentence(public)
    links = sorted({link for rule in conflict.rules for link in _liftable(public, rule)})
    # Where the sizes are not at issue, they are neither told nor to be changed.
    sizes = [] if conflict.torn else [f"des cercles {_sizes(public)} pour {public.count}\u00a0personnes"]
    ways = [_advice(public, links, people, conflict.torn), *([] if conflict.torn else [_OTHER_SIZES])]
    return (
        f"Ces règles ne peuvent pas tenir ensemble\u00a0: {listed([*sizes, *_told_by_kind(links, people)])}. "
        f"Rien n’a été changé\u00a0: {', ou '.join(ways)}."
    )


def not_found_sentence(problem: Problem) -> str:
    """Return that no circles were found, though none are proven impossible: how many rules there are, and without which there are some.

    Private wishes are neither counted nor tried without other rules.
    """
    public = without_wishes(problem)
    private = len(public.rules) < len(problem.rules)
    spared = [
        words
        for kind, words in _WITHOUT.items()
        if any(rule.kind is kind for rule in public.rules)
        and _possible(public, [rule for rule in public.rules if rule.kind is not kind])
    ]
    apart = ", les souhaits privés mis à part," if private else ","
    found = f"\u202f; {' ou '.join(spared)}{apart} il y en a" if spared else ""
    told = [*_counts(public.rules), *(["les souhaits privés"] if private else [])]
    followed = f", avec {listed(told)}" if told else ""
    return (
        f"Aucun partage en cercles {_sizes(problem)} qui suive toutes les règles n’a été trouvé{followed}{found}. "
        f"Rien n’a été changé\u00a0: levez des règles, ou {_OTHER_SIZES}."
    )


def _private_sentence(public: Problem) -> str:
    """Return that private wishes are in the way: the same whatever they are, however many, and whatever they contradict."""
    kinds = [words for kind, words in _KINDS.items() if any(rule.kind is kind for rule in public.rules)]
    sizes = f"des cercles {_sizes(public)} pour {public.count}\u00a0personnes"
    free = f", {_FREE}" if {RuleKind.TOGETHER, RuleKind.APART} & {rule.kind for rule in public.rules} else ""
    return (
        f"Ces règles ne peuvent pas tenir ensemble\u00a0: {listed([sizes, *kinds, 'les souhaits privés'])}. "
        f"Rien n’a été changé\u00a0: {_OTHER_SIZES}{free}, ou demandez à tout le groupe si un souhait peut se lever\u202f; "
        "seule la personne qui l’a fait en décide."
    )


def _sizes(problem: Problem) -> str:
    low, high = problem.shape.smallest, problem.shape.largest
    return f"de {low}" if low == high else f"de {low} à {high}"


def _uneven_sentence(problem: Problem) -> str:
    """Return why pairs that stay together don't make circles of these sizes, and which sizes would do."""
    low, high = problem.shape.smallest, problem.shape.largest
    pairs = sum(rule.joins for rule in problem.rules)
    uneven = " ou ".join(str(size) for size in range(low, high + 1) if size % 2)
    there = {0: "il n’y en a pas", 1: "il n’y en a qu’une"}.get(problem.odd, f"il n’y en a que {problem.odd}")
    sizes = next((f" ({one}-{other} par exemple)" for one, other in _wider(problem)), "")
    return (
        f"Avec {pairs}\u00a0{'binômes qui restent' if pairs > 1 else 'binôme qui reste'} ensemble, {problem.count}\u00a0personnes "
        f"ne se partagent pas en cercles {_sizes(problem)}\u00a0: un cercle de {uneven} demande une personne sans binôme, "
        f"il en faudrait au moins {problem.least_odd} et {there}. "
        f"Rien n’a été changé\u00a0: {_OTHER_SIZES}{sizes}, ou {_FREE}."
    )


def _wider(problem: Problem) -> Iterator[tuple[int, int]]:
    """Yield sizes near those asked that such pairs can be cut into, the nearest first."""
    low, high = problem.shape.low, problem.shape.high
    for more in range(1, high):
        for one, other in ((low, high + more), (low - more, high), (low - more, high + more)):
            if one >= LEAST and other <= MOST:
                shape = shape_for(problem.count, one, other)
                wider = replace(problem, shape=shape)
                if shape.as_asked and wider.odd >= wider.least_odd:
                    yield one, other


def _alone_sentence(problem: Problem, people: Mapping[str, Person], alone: str) -> str:
    """Return how many links somebody has, and which of them to lift."""
    low = problem.shape.smallest
    links = [rule for rule in problem.rules if not rule.joins and alone in {rule.first, rule.second}]
    linked = len({rule.first if rule.second == alone else rule.second for rule in links})
    others = problem.count - 1
    direct = [rule for rule in links if _liftable(problem, rule) == [rule]]
    enough = _enough(problem, direct)
    lifted = _one_of(enough, people) if enough else "assez de ses liens hiérarchiques"
    smaller = f", ou {_OTHER_SIZES}" if linked < others else ""
    return (
        f"{people[alone].told} a un lien avec {linked} des {others} autres personnes\u202f; un cercle de {low} en demande "
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
    """Return which links to lift."""
    if torn > 1:
        return f"levez-en au moins une pour chacune de ces {torn} contradictions"
    enough = _enough(problem, links)
    if enough and len(enough) == len(links):
        return "levez l’une d’elles" if len(links) > 1 else "levez cette règle"
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
    return _possible(problem, [rule for rule in problem.rules if rule not in fallen])


def _possible(problem: Problem, rules: Sequence[Rule]) -> bool:
    """Tell whether circles are found that keep some of the rules, without looking for long."""
    fewer = problem_for(problem.people, rules, (), problem.shape)
    if plain_conflict(fewer) is not None:
        return False
    chance = np.random.default_rng(0)
    for _, cut in best_cuts(fewer, fewer.levels[fewer.first_level :][:1])[:1]:
        if not fewer.broken(exchange(fewer, drawn(fewer, cut, chance), chance)):
            return True
    return problem.count <= MOST_PEOPLE and Seats(fewer).solve(effort=_EFFORT) is not None


def _one_of(links: Sequence[Rule], people: Mapping[str, Person]) -> str:
    told = " ou ".join(_told_by_kind(links, people))
    return told if len(links) == 1 else f"l’un de ces liens\u00a0: {told}"


def _told_by_kind(rules: Sequence[Rule], people: Mapping[str, Person]) -> list[str]:
    by_kind: dict[RuleKind, list[Rule]] = {}
    for rule in rules:
        by_kind.setdefault(rule.kind, []).append(rule)
    return [_told(kind, some, people) for kind, some in by_kind.items()]


def _told(kind: RuleKind, rules: Sequence[Rule], people: Mapping[str, Person]) -> str:
    named = [f"{people[rule.first].told} et {people[rule.second].told}" for rule in rules[:_TOLD]]
    others = f", et {len(rules) - _TOLD} autres" if len(rules) > _TOLD else ""
    words = {
        RuleKind.HIERARCHY: ("le lien hiérarchique entre", "les liens hiérarchiques entre"),
        RuleKind.TOGETHER: ("le binôme ensemble de", "les binômes ensemble de"),
        RuleKind.APART: ("le binôme séparé de", "les binômes séparés de"),
    }[kind]
    return f"{words[len(rules) > 1]} {', '.join(named)}{others}"


def _counts(rules: Sequence[Rule]) -> list[str]:
    found = Counter(rule.kind for rule in rules)
    return [_counted(kind, found[kind]) for kind in RuleKind if kind in found]


def _counted(kind: RuleKind, number: int) -> str:
    one, several = {
        RuleKind.HIERARCHY: ("lien hiérarchique", "liens hiérarchiques"),
        RuleKind.TOGETHER: ("binôme à garder ensemble", "binômes à garder ensemble"),
        RuleKind.APART: ("binôme à séparer", "binômes à séparer"),
    }[kind]
    return f"un {one}" if number == 1 else f"{number} {several}"
