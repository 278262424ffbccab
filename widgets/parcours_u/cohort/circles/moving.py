"""Moving somebody to a circle that the trainer chose, and what it costs; an exchange where the sizes ask for one.

Who must be together and is moves as a block: whoever is asked for, the others come along.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import combinations

from parcours_u.cohort.circles.desk import Proposal, places, problem_of, standing
from parcours_u.cohort.circles.errors import CirclesRefused
from parcours_u.cohort.circles.explain import points
from parcours_u.cohort.circles.problem import Problem
from parcours_u.domain.circles import Rule, RuleKind, score
from parcours_u.domain.people import Group, GroupKind, Person
from parcours_u.domain.people_list import plain
from parcours_u.store.naming import group_named

__all__ = ["move"]

_WHY = {
    RuleKind.HIERARCHY: "un lien hiérarchique avec",
    RuleKind.APART: "un binôme à séparer, avec",
    RuleKind.TOGETHER: "un binôme à garder ensemble, avec",
}


def move(proposal: Proposal, sizes: tuple[int, int], person: Person, name: str) -> Proposal:
    """Return the circles with somebody moved, and a sentence on what it costs.

    Where the move alone would leave a circle too small or make one too large, somebody of the other circle takes the place, or two
    people do: who costs least, among those with whom every rule is kept, and as few as can be.

    Raises
    ------
    StoreError
        When there is no such circle.
    CirclesRefused
        When every way of doing it breaks a rule.
    """
    cohort, today = proposal.cohort, list(proposal.circles)
    there = today.index(group_named(today, GroupKind.CIRCLE, name))
    here = next((at for at, one in enumerate(today) if person.id in one.members), None)
    if here is None:
        raise CirclesRefused(
            f"{person.told} n’est dans aucun cercle\u00a0: rien n’a été changé, "
            "«\u00a0parcours-u cohorte cercles --reparer\u00a0» lui propose une place."
        )
    if here == there:
        raise CirclesRefused(f"{person.told} est déjà dans le cercle {today[there].name}\u00a0: rien n’a été changé.")
    problem = problem_of(cohort, sizes, proposal.met)
    moving = _beside(problem, person, today[here])
    for number in range(max(len(moving), 2) + 1):
        ways = [_changed(today, here, there, moving, back) for back in combinations(today[there].members, number)]
        found = [circles for circles in ways if _no_worse(problem, today, circles)]
        if found:
            best = max(found, key=lambda one: score([circle.members for circle in one], cohort.by_id, proposal.met))
            return _told(proposal, problem, sizes, best, moving, today[there])
    raise CirclesRefused(_refusal(problem, cohort.by_id, moving, today[there]))


def _beside(problem: Problem, person: Person, circle: Group) -> list[str]:
    """Return somebody, then those of their circle who must be with them."""
    blocks = [[problem.people[member].id for member in block] for block in problem.blocks]
    block = next(block for block in blocks if person.id in block)
    return [person.id, *(member for member in circle.members if member in block and member != person.id)]


def _changed(
    today: Sequence[Group], here: int, there: int, moving: Collection[str], back: Collection[str]
) -> list[Group]:
    changed = list(today)
    left = (member for member in today[here].members if member not in moving)
    joined = (member for member in today[there].members if member not in back)
    changed[here] = replace(today[here], members=(*left, *back))
    changed[there] = replace(today[there], members=(*joined, *moving))
    return changed


def _no_worse(problem: Problem, today: Sequence[Group], changed: Sequence[Group]) -> bool:
    """Tell whether no rule is broken that was kept, sizes included: what does not go well elsewhere keeps nobody from moving."""
    sizes = zip(today, changed, strict=True)
    return _broken(problem, changed) <= _broken(problem, today) and all(
        _off(problem, after) <= _off(problem, before) for before, after in sizes
    )


def _broken(problem: Problem, circles: Sequence[Group]) -> set[Rule]:
    where = {member: one.id for one in circles for member in one.members}
    both = ((rule, where.get(rule.first), where.get(rule.second)) for rule in problem.rules)
    return {rule for rule, first, second in both if first and second and (first == second) is not rule.joins}


def _off(problem: Problem, circle: Group) -> int:
    """Return how many people a circle has too few or too many."""
    size = len(circle.members)
    return max(problem.shape.smallest - size, size - problem.shape.largest, 0)


def _told(
    proposal: Proposal,
    problem: Problem,
    sizes: tuple[int, int],
    circles: list[Group],
    moving: Sequence[str],
    target: Group,
) -> Proposal:
    cohort = proposal.cohort
    moved = standing(replace(cohort, circles=tuple(circles)), sizes)
    joined = next(one for one in circles if one.id == target.id)
    back = sorted((cohort.by_id[one].told for one in target.members if one not in joined.members), key=plain)
    gain = moved.score - proposal.score
    change = (
        "ne change pas le score"
        if not round(gain, 2)
        else f"{'fait gagner' if gain > 0 else 'coûte'} {points(abs(gain))}"
    )
    who = " et ".join(cohort.by_id[member].told for member in moving)
    beside = ", qui restent ensemble," if len(moving) > 1 else ""
    kept = "pour garder la taille des cercles" if len(back) == len(moving) else "pour des cercles de la taille voulue"
    exchanged = f", en échange avec {' et '.join(back)} {kept}," if back else ""
    before, after = (problem.level(places(problem, some)) for some in (proposal.circles, circles))
    uneven = ", avec des cercles moins égaux" if before < after else ""
    note = f"Placer {who}{beside} dans le cercle {target.name}{exchanged} {change}{uneven}."
    return replace(moved, before=proposal.before, notes=(note,))


def _refusal(problem: Problem, people: dict[str, Person], moving: Sequence[str], target: Group) -> str:
    """Return why people can't go to a circle; a private wish is not told, not even that there is one: trying others would tell whose."""
    inside = {*target.members, *moving}
    reasons = []
    for rule in problem.rules:
        if rule.kind is RuleKind.NOT_WITH:
            continue
        for one, other in ((rule.first, rule.second), (rule.second, rule.first)):
            if one in moving and other not in moving and (other in inside) != rule.joins:
                mine = f"{people[one].told} a " if len(moving) > 1 else ""
                reasons.append(f"{mine}{_WHY[rule.kind]} {people[other].told}")
    why = ", ".join(dict.fromkeys(reasons)) or "les règles de chaque échange possible"
    cannot = "ne peuvent pas" if len(moving) > 1 else "ne peut pas"
    who = " et ".join(people[one].told for one in moving)
    return f"{who} {cannot} rejoindre le cercle {target.name} ({why})\u00a0: rien n’a été changé."
