"""Why somebody is where they are, in one French sentence each; no private wish is ever in it."""

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from parcours_u.cohort.circles.desk import Proposal, places, problem_of
from parcours_u.cohort.circles.exchange import Standing
from parcours_u.cohort.circles.problem import Problem
from parcours_u.domain.circles import RuleKind, met_pair, trait
from parcours_u.domain.french_words import listed
from parcours_u.domain.people import Person

__all__ = ["costs", "explained", "points"]

_TRAITS = {"profile": "un autre profil", "organisation": "une autre organisation", "territory": "un autre territoire"}


def explained(proposal: Proposal, sizes: tuple[int, int]) -> dict[str, str]:
    """Return a sentence for each person in a circle, by id: who they are with, what differs, what another place would cost."""
    problem = problem_of(proposal.cohort, sizes, proposal.met)
    circles = [circle for circle in places(problem, proposal.circles) if circle]
    found = costs(problem, circles)
    joined = {(rule.first, rule.second) for rule in proposal.cohort.rules if rule.kind is RuleKind.TOGETHER}
    return {
        problem.people[member].id: _sentence(
            problem.people[member],
            [problem.people[other] for other in circle if other != member],
            proposal,
            found.get(member),
            joined,
        )
        for circle in circles
        for member in circle
    }


def points(number: float) -> str:
    """Return a number of points as French writes it, to two decimals."""
    return f"{number:.2f}".replace(".", ",") + "\u00a0point" + ("s" if number >= 2 else "")


def costs(problem: Problem, circles: Sequence[Sequence[int]]) -> dict[int, float]:
    """Return what the best other place of each person would cost, in points of the score; below zero, it would be better.

    A place is taken in exchange with somebody of another circle, or alone where the sizes of both circles then stay allowed, and circles
    as even as they are: better places in circles less even would be told beside a score that is the best of those as even. Who has no place that keeps every rule is not there, nor is anybody where a rule is broken already.

    Points and rules are counted apart: a penalty added to the points would have to exceed whatever they can be, and would be
    multiplied by the factors of the sizes, so that a move alone would seem to gain from pairs that it does not touch.
    """
    if len(circles) < 2 or any(len(circle) not in problem.factors for circle in circles):
        return {}
    if sum(map(len, circles)) != problem.count or problem.broken(circles):
        return {}
    free = replace(problem, forbidden=np.zeros_like(problem.forbidden), together=())
    table = Standing(free, circles)
    alike = dict.fromkeys(problem.factors, 1)
    rules = Standing(replace(problem, points=np.zeros_like(problem.points), factors=alike), circles)
    roomy = [_roomy(problem, table.sizes, here) for here in range(len(circles))]
    found = {}
    for member in range(problem.count):
        gains, kept = table.gains(member), rules.gains(member) >= 0
        there = roomy[table.where[member]]
        if len(there):
            gains = np.append(gains, table.moves(member, there))
            kept = np.append(kept, rules.moves(member, there) >= 0)
        if kept.any():
            found[member] = problem.score(-int(gains[kept].max()))
    return found


def _roomy(problem: Problem, sizes: NDArray[np.int64], here: int) -> NDArray[np.intp]:
    """Return the circles that somebody of this one may join, nobody coming back, and leave all circles as even as they are."""

    def even(there: int) -> bool:
        after = sizes.copy()
        after[[here, there]] += [-1, 1]
        return problem.level([range(size) for size in after]) <= problem.level([range(size) for size in sizes])

    found = np.isin(sizes + 1, list(problem.factors)) & (sizes[here] - 1 in problem.factors)
    found[here] = False
    fit = {size: even(int(np.flatnonzero(found & (sizes == size))[0])) for size in set(sizes[found].tolist())}
    return np.flatnonzero(found & np.isin(sizes, [size for size, is_even in fit.items() if is_even]))


def _sentence(
    person: Person, others: list[Person], proposal: Proposal, cost: float | None, joined: Collection[tuple[str, str]]
) -> str:
    if not others:
        return f"{person.told} attend d’autres arrivées."
    number = len(others)
    told = [
        f"{_many(sum(trait(person, name) != trait(other, name) for other in others), number)} {words}"
        for name, words in _TRAITS.items()
    ]
    new = sum(met_pair(person.id, other.id) not in proposal.met for other in others)
    told.append(
        f"{new if new else 'aucune'} {'sont de nouvelles rencontres' if new > 1 else 'est une nouvelle rencontre' if new else 'n’est une nouvelle rencontre'}"
    )
    said = f"{person.told} rejoint {number}\u00a0{'personne' if number == 1 else 'personnes'}\u00a0: {listed(told)}"
    if any(met_pair(person.id, other.id) in joined for other in others):
        said += ", avec son binôme comme demandé"
    return said + _elsewhere(cost) + "."


def _elsewhere(cost: float | None) -> str:
    """Return what another place would change; nothing when there is none that keeps the rules."""
    if cost is None:
        return ""
    if not round(cost, 2):
        return f"\u202f; une autre place vaudrait {'presque ' if cost else ''}autant"
    if cost < 0:
        return f"\u202f; une autre place ferait gagner {points(-cost)}"
    return f"\u202f; toute autre place coûterait au moins {points(cost)}"


def _many(number: int, of: int) -> str:
    if not number:
        return "aucune n’a"
    if number == of > 1:
        return "toutes ont"
    return f"{number} {'a' if number == 1 else 'ont'}"
