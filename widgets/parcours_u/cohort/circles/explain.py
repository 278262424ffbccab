"""Why somebody is where they are, in one French sentence each; no private wish is ever in it."""

import numpy as np

from parcours_u.cohort.circles.desk import Proposal, places, problem_of
from parcours_u.cohort.circles.exchange import Standing
from parcours_u.cohort.circles.problem import Problem
from parcours_u.domain.circles import MOST_POINTS, RuleKind, met_pair, trait
from parcours_u.domain.french_words import listed
from parcours_u.domain.people import Person

__all__ = ["explained", "points"]

_TRAITS = {"profile": "un autre profil", "organisation": "une autre organisation", "territory": "un autre territoire"}


def explained(proposal: Proposal, sizes: tuple[int, int]) -> dict[str, str]:
    """Return a sentence for each person in a circle, by id: who they are with, what differs, what another place would cost."""
    problem = problem_of(proposal.cohort, sizes, proposal.met)
    circles = [circle for circle in places(problem, proposal.circles) if circle]
    costs = _costs(problem, circles)
    together = {
        person
        for rule in proposal.cohort.rules
        if rule.kind is RuleKind.TOGETHER
        for person in (rule.first, rule.second)
    }
    return {
        problem.people[member].id: _sentence(
            problem.people[member],
            [problem.people[other] for other in circle if other != member],
            proposal,
            costs.get(member),
            problem.people[member].id in together,
        )
        for circle in circles
        for member in circle
    }


def points(number: float) -> str:
    """Return a number of points as French writes it, to two decimals."""
    return f"{number:.2f}".replace(".", ",") + "\u00a0point" + ("s" if number >= 2 else "")


def _costs(problem: Problem, circles: list[list[int]]) -> dict[int, float]:
    """Return what the best exchange of each person with somebody of another circle would cost, in points of the score."""
    if len(circles) < 2 or any(len(circle) not in problem.factors for circle in circles):
        return {}
    if sum(map(len, circles)) != problem.count:
        return {}
    table = Standing(problem, circles)
    least = -2 * MOST_POINTS * problem.count * max(problem.factors.values())
    found = {}
    for member in range(problem.count):
        gain = int(np.max(table.gains(member)))
        if gain > least:  # else every exchange breaks a rule
            found[member] = problem.score(-gain)
    return found


def _sentence(person: Person, others: list[Person], proposal: Proposal, cost: float | None, paired: bool) -> str:
    if not others:
        return f"{person.name} attend d’autres arrivées."
    number = len(others)
    told = [
        f"{_many(sum(trait(person, name) != trait(other, name) for other in others), number)} {words}"
        for name, words in _TRAITS.items()
    ]
    new = sum(met_pair(person.id, other.id) not in proposal.met for other in others)
    told.append(
        f"{new if new else 'aucune'} {'sont de nouvelles rencontres' if new > 1 else 'est une nouvelle rencontre' if new else 'n’est une nouvelle rencontre'}"
    )
    said = f"{person.name} rejoint {number}\u00a0{'personne' if number == 1 else 'personnes'}\u00a0: {listed(told)}"
    if paired:
        said += ", avec son binôme comme demandé"
    if cost is None:
        return said + "."
    if cost <= 0:
        return said + "\u202f; une autre place vaudrait autant."
    return said + f"\u202f; toute autre place coûterait au moins {points(cost)}."


def _many(number: int, of: int) -> str:
    if not number:
        return "aucune n’a"
    if number == of > 1:
        return "toutes ont"
    return f"{number} {'a' if number == 1 else 'ont'}"
