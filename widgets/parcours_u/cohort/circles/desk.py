"""What a trainer asks of circles: propose, look at those of today, repair them, move somebody. Nothing is written here.

``keep`` writes what was proposed, and nothing else does. The companions of today's circles count as met when circles are formed
anew, never when they are looked at or repaired: that would make every circle that lasts lose its worth.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from parcours_u.cohort.circles.bound import highest
from parcours_u.cohort.circles.cohort import Cohort
from parcours_u.cohort.circles.conflict import Conflict, find_conflict, plain_conflict
from parcours_u.cohort.circles.conflict_told import conflict_sentence, not_found_sentence
from parcours_u.cohort.circles.errors import CirclesRefused
from parcours_u.cohort.circles.forming import NoneFound, form_circles
from parcours_u.cohort.circles.partition import Partition
from parcours_u.cohort.circles.problem import Circles, Problem, problem_for
from parcours_u.cohort.circles.repair import repair_circles
from parcours_u.cohort.circles.seats import Seated, Seats
from parcours_u.cohort.circles.shape import shape_for, shape_sentence
from parcours_u.domain.circle_names import circle_names
from parcours_u.domain.circles import Met, met_pair, score
from parcours_u.domain.people import Group, GroupKind
from parcours_u.domain.people_list import plain
from parcours_u.store.database import Database
from parcours_u.store.groups import Groups
from parcours_u.store.wishes import Wishes

__all__ = ["Proposal", "keep", "places", "problem_of", "propose", "repair", "standing"]

_MOST_SEATED, _EFFORT = 120, 6.0


@dataclass(frozen=True, repr=False)
class Proposal:
    """Circles as they would be, or as they are, with what they are worth.

    Attributes
    ----------
    circles : tuple of Group
        New ones have no id yet.
    before : tuple of Group
        The circles of today, which these would replace.
    bound : float
        What the score can't exceed, given what was asked; ``optimal`` when the score is proven to be the best.
    notes : tuple of str
        French sentences on the whole.
    kept : bool
        Whether this is what was just written.
    proven : (str, int) or None
        What was proven on the way, and is worth keeping with the circles; see :class:`.cohort.Cohort`.
    """

    cohort: Cohort
    circles: tuple[Group, ...]
    before: tuple[Group, ...]
    score: float
    bound: float
    optimal: bool
    met: Met
    notes: tuple[str, ...] = ()
    kept: bool = False
    proven: tuple[str, int] | None = None

    @property
    def ending(self) -> tuple[Group, ...]:
        """The circles of today that would end."""
        going_on = {one.id for one in self.circles}
        return tuple(one for one in self.before if one.id not in going_on)


def problem_of(cohort: Cohort, sizes: tuple[int, int], met: Met) -> Problem:
    """Return what is to be optimised for a cohort.

    Raises
    ------
    CirclesRefused
        When there is nobody.
    """
    if not cohort.people:
        raise CirclesRefused(
            "Il n’y a encore personne dans cette cohorte\u00a0: rien n’a été changé, "
            "commencez par «\u00a0parcours-u cohorte creer\u00a0»."
        )
    return problem_for(cohort.people, cohort.rules, met, shape_for(len(cohort.people), *sizes))


def propose(cohort: Cohort, sizes: tuple[int, int], seed: int) -> Proposal:
    """Form circles anew.

    Raises
    ------
    CirclesRefused
        When the rules contradict one another.
    """
    problem = problem_of(cohort, sizes, cohort.met)
    _refuse_at_once(problem, cohort)
    done = _formed(problem, cohort, seed)
    circles = sorted(sorted(circle) for circle in done.circles)
    names = circle_names(len(circles), cohort.names)
    groups = [Group("", GroupKind.CIRCLE, name, _ids(problem, one)) for name, one in zip(names, circles, strict=True)]
    return Proposal(
        cohort,
        tuple(groups),
        cohort.circles,
        problem.score(done.value),
        problem.score(done.bound),
        done.value >= done.bound,
        cohort.met,
        tuple(filter(None, [shape_sentence(problem.count, problem.shape, [len(one) for one in circles])])),
        proven=(problem.fingerprint(problem.level(circles)), int(done.bound)),
    )


def standing(cohort: Cohort, sizes: tuple[int, int]) -> Proposal:
    """Return the circles of today, with what is to be repaired told."""
    met = cohort.met_before
    problem = problem_of(cohort, sizes, met)
    groups = tuple(one for one in cohort.circles if one.members)
    reached = _reached(groups, cohort, met)
    notes, wrong = [], _wrong(problem, groups)
    if waiting := [person.told for person in cohort.people if not any(person.id in one.members for one in groups)]:
        notes.append(
            f"Sans cercle\u00a0: {', '.join(sorted(waiting, key=plain))}. «\u00a0--reparer\u00a0» leur propose une place."
        )
    if wrong:
        notes.append(
            "Des cercles ne suivent plus les règles, ou n’ont plus la taille voulue\u00a0: «\u00a0--reparer\u00a0» en propose d’autres."
        )
    sound = not (waiting or wrong)
    best = _best(problem, cohort, problem.level(places(problem, groups)) if sound else None)
    bound = max(problem.score(best), reached)
    optimal = reached >= bound and sound
    return Proposal(cohort, groups, cohort.circles, reached, bound, optimal, met, tuple(notes))


def repair(cohort: Cohort, sizes: tuple[int, int], seed: int) -> Proposal:
    """Return the circles of today with everybody in one, moving as few people as possible.

    The bound is that of all circles, as if they were looked at once kept; a note tells those that are the best for so few moves.

    Raises
    ------
    CirclesRefused
        When the rules contradict one another, or there is no circle yet.
    """
    if not cohort.circles:
        raise CirclesRefused(
            "Il n’y a pas encore de cercle à réparer\u00a0: rien n’a été changé, "
            "«\u00a0parcours-u cohorte cercles\u00a0» en propose."
        )
    met = cohort.met_before
    problem = problem_of(cohort, sizes, met)
    _refuse_at_once(problem, cohort)
    former = places(problem, cohort.circles)
    done = repair_circles(problem, former, seed)
    if done is None:
        _formed(problem, cohort, seed)
        raise CirclesRefused(_BEYOND_REPAIR)
    going_on = zip(cohort.circles, done.circles, strict=False)
    groups = [replace(one, members=_staying(one, _ids(problem, circle))) for one, circle in going_on if circle]
    new = done.circles[len(cohort.circles) :]
    names = circle_names(len(new), cohort.names)
    groups += [Group("", GroupKind.CIRCLE, name, _ids(problem, one)) for name, one in zip(names, new, strict=True)]
    # What is told is what looking at these circles tells once they are kept: who leaves a circle has met those who were in it.
    met = {*met, *_parted(cohort.circles, groups)}
    after = standing(replace(cohort, circles=tuple(groups), met_before=met), sizes)
    sizes_now = [len(one.members) for one in groups]
    best = done.best and after.score >= problem.score(done.value) and not after.optimal
    notes = (
        _moves_sentence(done.moves, done.least),
        *([_NO_BETTER] if best else []),
        *filter(None, [shape_sentence(problem.count, problem.shape, sizes_now)]),
    )
    return replace(after, cohort=cohort, before=cohort.circles, notes=notes)


def _staying(group: Group, members: Collection[str]) -> tuple[str, ...]:
    """Return members of a group, those who were there first and in their order: what changes nobody is the same group."""
    there = [member for member in group.members if member in members]
    return (*there, *(member for member in members if member not in there))


def _best(problem: Problem, cohort: Cohort, level: int | None = None) -> int:
    """Return the value that circles can't exceed: as it was proven of this very problem, else as is computed at once.

    Circles of no level above the one given; of any, without it.
    """
    level = len(problem.levels) - 1 if level is None else level
    if cohort.proven is not None and cohort.proven[0] == problem.fingerprint(level):
        return cohort.proven[1]
    return highest(problem, problem.levels[: level + 1])


def places(problem: Problem, groups: Sequence[Group]) -> Circles:
    """Return groups as the places of their members; those who are no longer there are left out."""
    place = {person.id: at for at, person in enumerate(problem.people)}
    return [[place[member] for member in one.members if member in place] for one in groups]


def keep(database: Database, proposal: Proposal, agreed: str) -> Proposal:
    """Write the circles of a proposal, in one transaction; return it with their ids.

    Parameters
    ----------
    agreed : str
        The yes to the end of those that end; see :func:`.yes_to`.

    Raises
    ------
    StoreError
        When the circles or the people changed since it was made, or nobody said yes to the end of a circle. Nothing is written.
    """
    kept = Groups(database).replace(GroupKind.CIRCLE, proposal.before, proposal.circles, agreed)
    if proposal.proven is not None:
        Wishes(database).set_proven(*proposal.proven)
    order = {one.name: at for at, one in enumerate(proposal.circles)}
    circles = tuple(sorted(kept, key=lambda one: order.get(one.name, len(order))))
    return replace(proposal, circles=circles, before=circles, kept=True)


_NO_BETTER = "Sans en déplacer davantage, ces cercles sont les meilleurs possibles."
_BEYOND_REPAIR = (
    "Aucune réparation qui suive toutes les règles n’a été trouvée\u00a0: rien n’a été changé, "
    "«\u00a0--reformer\u00a0» propose d’autres cercles."
)


def _formed(problem: Problem, cohort: Cohort, seed: int) -> Partition:
    """Return circles formed anew, or tell why there are none."""
    try:
        return form_circles(problem, seed)
    except NoneFound:
        return form_circles(problem, seed, _seated(problem, cohort, seed))


def _seated(problem: Problem, cohort: Cohort, seed: int) -> Seated:
    """Return circles that keep every rule where exchanges found none, or tell which rules contradict one another."""
    if problem.count <= _MOST_SEATED:
        seats = Seats(problem)
        if (seated := seats.solve(seed, _EFFORT)) is not None:
            return seated
        if seats.impossible:
            _refuse(problem, cohort, find_conflict(problem))
    raise CirclesRefused(not_found_sentence(problem))


def _refuse_at_once(problem: Problem, cohort: Cohort) -> None:
    """Tell a conflict where one is seen without the solver: that one, or another which no private wish is part of."""
    if plain_conflict(problem) is not None:
        _refuse(problem, cohort, find_conflict(problem))


def _refuse(problem: Problem, cohort: Cohort, conflict: Conflict | None) -> None:
    if conflict is not None:
        raise CirclesRefused(conflict_sentence(problem, conflict, cohort.by_id))


def _ids(problem: Problem, circle: Collection[int]) -> tuple[str, ...]:
    return tuple(problem.people[member].id for member in sorted(circle))


def _reached(groups: Collection[Group], cohort: Cohort, met: Met) -> float:
    return round(float(score([one.members for one in groups], cohort.by_id, met)), 4)


def _parted(today: Collection[Group], groups: Collection[Group]) -> Iterator[tuple[str, str]]:
    """Yield companions of a circle of today who don't both stay in it."""
    stays = {(one.id, member) for one in groups for member in one.members}
    for one in today:
        for first, second in combinations(one.members, 2):
            if not {(one.id, first), (one.id, second)} <= stays:
                yield met_pair(first, second)


def _wrong(problem: Problem, groups: Sequence[Group]) -> bool:
    circles = places(problem, groups)
    sizes = problem.shape.sizes
    return any(len(circle) not in sizes for circle in circles) or problem.broken(circles) > 0


def _moves_sentence(moves: int, least: int) -> str:
    if not moves:
        return "Personne de déjà placé ne change de cercle."
    told = "Une personne change de cercle" if moves == 1 else f"{moves}\u00a0personnes changent de cercle"
    if moves == least:
        return f"{told}\u00a0: il n’est pas possible d’en déplacer moins."
    return f"{told}\u202f; la preuve manque qu’il en faille plus de {least}."
