"""What is told of each placement is true: what another place would cost, and who somebody is with."""

from itertools import islice

import numpy as np
import pytest
from circles_samples import allowed, every_partition, person, problems
from hypothesis import given, settings
from hypothesis import strategies as st

from parcours_u.cohort.circles.cohort import Cohort
from parcours_u.cohort.circles.desk import propose, standing
from parcours_u.cohort.circles.explain import costs, explained
from parcours_u.cohort.circles.problem import Problem
from parcours_u.cohort.circles.rules import hierarchy
from parcours_u.domain.circles import Rule, RuleKind, met_pair
from parcours_u.domain.people import Group, GroupKind, Person

TOGETHER = RuleKind.TOGETHER


def other_places(problem: Problem, circles: list[tuple[int, ...]], one: int) -> list[list[tuple[int, ...]]]:
    """Return the circles as every exchange of somebody, and every move of theirs alone, would make them.

    Each rule is kept, and the circles are as even as they were.
    """
    here = next(at for at, circle in enumerate(circles) if one in circle)
    found = []
    for there in {*range(len(circles))} - {here}:
        for back in (None, *circles[there]):
            changed = [*circles]
            changed[here] = tuple({*circles[here]} - {one} | ({back} if back is not None else set()))
            changed[there] = tuple({*circles[there], one} - {back})
            two = (changed[here], changed[there])
            fit = all(len(circle) in problem.factors and allowed(problem, circle) for circle in two)
            if fit and problem.level(changed) <= problem.level(circles):
                found.append(changed)
    return found


@settings(max_examples=60)
@given(problems(least=4, most=9, sizes=(2, 4)), st.integers(0, 40))
def test_the_best_other_place_of_each_person_is_the_best_of_all_that_the_rules_allow(problem: Problem, at: int) -> None:
    some = [*islice(every_partition(problem), 41)]
    if not some:
        return
    circles = some[at % len(some)]
    best = {
        one: problem.score(problem.value(circles) - max(map(problem.value, places)))
        for one in range(problem.count)
        if (places := other_places(problem, circles, one))
    }
    assert costs(problem, circles) == (best if len(circles) > 1 else {})


def cohort(people: list[Person], rules: list[Rule], circles: list[list[int]] | None = None) -> Cohort:
    today = [
        Group(f"c{at}", GroupKind.CIRCLE, f"Cercle {at}", tuple(people[member].id for member in circle))
        for at, circle in enumerate(circles or [])
    ]
    met = {met_pair(rule.first, rule.second) for rule in rules if rule.joins}
    return Cohort(tuple(people), tuple(sorted(rules)), met, met, tuple(today), frozenset())


@pytest.mark.parametrize("number", [12, 48])
def test_who_sits_with_their_pair_has_no_other_place_however_many_people_there_are(number: int) -> None:
    people = [person(at, at, f"O{at % 7}", f"T{at % 3}") for at in range(number)]
    pairs = [Rule(TOGETHER, people[at].id, people[at + 1].id) for at in range(0, number - 2, 2)]
    told = explained(propose(cohort(people, pairs), (4, 5), 0), (4, 5))
    for one in people[:-2]:
        assert told[one.id].endswith(", avec son binôme comme demandé.")


def test_a_pair_that_sits_apart_is_not_told_together() -> None:
    people = [person(at, at) for at in range(8)]
    today = standing(cohort(people, [Rule(TOGETHER, "p000", "p004")], [[0, 1, 2, 3], [4, 5, 6, 7]]), (4, 4))
    told = explained(today, (4, 4))
    assert not any("binôme" in sentence or "autre place" in sentence for sentence in told.values())


def test_a_better_place_is_told_with_what_it_would_gain() -> None:
    profiles = [0, 0, 1, 2, 3, 3, 1, 2]
    people = [person(at, profile) for at, profile in enumerate(profiles)]
    told = explained(standing(cohort(people, [], [[0, 1, 2, 3], [4, 5, 6, 7]]), (4, 4)), (4, 4))
    assert "; une autre place ferait gagner 5,56\u00a0points." in told["p000"]


@pytest.mark.parametrize("seed", [3, 9, 36])
def test_no_better_place_is_told_in_the_best_circles(seed: int) -> None:
    drawn = np.random.default_rng(seed)
    people = [
        person(at, drawn.integers(6), f"O{drawn.integers(3)}", f"T{drawn.integers(2)}")
        for at in range((11, 14)[drawn.integers(2)])
    ]
    best = propose(cohort(people, []), (3, 5), 0)
    assert best.optimal
    assert not [told for told in explained(best, (3, 5)).values() if "gagner" in told]


def test_leaving_alone_for_a_smaller_circle_counts_among_the_other_places() -> None:
    people = [*(person(at) for at in range(5)), *(person(at, 1, superior=4) for at in range(5, 9))]
    today = standing(cohort(people, [*hierarchy(people)], [[0, 1, 2, 3, 4], [5, 6, 7, 8]]), (4, 5))
    told = explained(today, (4, 5))
    assert "une autre place ferait gagner" in told["p000"]
