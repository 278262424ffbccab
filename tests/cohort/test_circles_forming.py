"""Circles formed: every rule is kept, the best is found on what can be tried wholly, and the bound never lies."""

from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from circles_samples import allowed, best_value, every_partition, person, problems, thirty
from hypothesis import given, settings
from hypothesis import strategies as st

from parcours_u.cohort.circles.bound import highest
from parcours_u.cohort.circles.exchange import exchange
from parcours_u.cohort.circles.forming import NoneFound, form_circles
from parcours_u.cohort.circles.problem import Problem, problem_for
from parcours_u.cohort.circles.rules import hierarchy
from parcours_u.cohort.circles.shape import shape_for, shape_sentence
from parcours_u.domain.circle_names import circle_names
from parcours_u.domain.circles import MOST_POINTS, Rule, RuleKind, met_pair, pair_points, score


@settings(max_examples=25)
@given(problems(most=9))
def test_on_few_people_the_best_circles_are_found_and_no_bound_is_below_them(problem: Problem) -> None:
    best = best_value(problem)
    if best is None:
        with pytest.raises(NoneFound):
            form_circles(problem)
        return
    assert highest(problem, problem.levels) >= best
    try:
        done = form_circles(problem)
    except NoneFound:
        return  # the model of seats looks then, see test_circles_conflict.py
    assert (done.value, done.bound) == (best, best)
    assert problem.value(done.circles) == done.value


@settings(max_examples=60)
@given(problems(least=4, most=9, sizes=(2, 5)), st.integers(0, 3))
def test_no_bound_is_below_the_best_circles_when_pairs_that_have_met_stay_together(
    problem: Problem, pairs: int
) -> None:
    rules = [Rule(RuleKind.TOGETHER, f"p{2 * at:03}", f"p{2 * at + 1:03}") for at in range(pairs)]
    met = {(rule.first, rule.second) for rule in rules[:2]}
    paired = problem_for(problem.people, [*problem.rules, *rules], met, problem.shape)
    even = (circles for circles in every_partition(paired) if max(map(len, circles)) - min(map(len, circles)) < 2)
    assert highest(paired, paired.levels[:1]) >= max(map(paired.value, even), default=0)


def test_pairs_that_have_met_and_stay_together_cost_the_bound_what_they_cost_any_circles() -> None:
    people = [person(at, at, f"O{at}", f"T{at}") for at in range(80)]
    pairs = [Rule(RuleKind.TOGETHER, people[at].id, people[at + 1].id) for at in range(0, 80, 2)]
    met = {(rule.first, rule.second) for rule in pairs}
    done = form_circles(problem_for(people, pairs, met, shape_for(80, 4, 4)))
    assert done.value == done.bound


@settings(max_examples=12)
@given(problems(least=10, most=20))
def test_every_circle_keeps_every_rule_and_nobody_is_forgotten(problem: Problem) -> None:
    try:
        done = form_circles(problem)
    except NoneFound:
        return
    assert sorted(member for circle in done.circles for member in circle) == list(range(problem.count))
    assert all(len(circle) in problem.factors for circle in done.circles)
    assert all(allowed(problem, circle) for circle in done.circles)
    assert done.value <= done.bound


@pytest.mark.parametrize("seed", range(3))
def test_thirty_people_are_proven_optimal(seed: int) -> None:
    problem = thirty(seed)
    done = form_circles(problem)
    assert done.value == done.bound
    assert all(allowed(problem, circle) for circle in done.circles)


def test_the_same_seed_gives_the_same_circles_whatever_the_order_of_the_list() -> None:
    problem = thirty(0)
    again = problem_for(reversed(problem.people), problem.rules, set(), problem.shape)
    assert form_circles(problem, 7).circles == form_circles(again, 7).circles


def test_a_value_is_the_score_of_the_definition() -> None:
    problem = thirty(1)
    circles = form_circles(problem).circles
    ids = [[problem.people[member].id for member in circle] for circle in circles]
    by_id = {one.id: one for one in problem.people}
    assert problem.score(problem.value(circles)) == round(float(score(ids, by_id, set())), 4)


def test_two_people_bring_each_other_points_for_what_differs_and_for_not_having_met() -> None:
    one, other = person(0, 0, "Mairie", "Nord"), person(1, 1, "mairie ", "Sud")
    assert pair_points(one, other, set()) == MOST_POINTS - 1
    assert pair_points(one, other, {met_pair(other.id, one.id)}) == MOST_POINTS - 3
    assert pair_points(one, person(2, 0, "MAIRIE", "nord"), set()) == 2


def test_those_who_have_met_are_apart_where_nothing_else_counts() -> None:
    people = [person(at) for at in range(16)]
    before = [people[at : at + 4] for at in range(0, 16, 4)]
    met = {met_pair(one.id, other.id) for circle in before for one, other in combinations(circle, 2)}
    problem = problem_for(people, [], met, shape_for(16, 4, 5))
    circles = [[problem.people[member].id for member in circle] for circle in form_circles(problem).circles]
    assert not met & {met_pair(one, other) for circle in circles for one, other in combinations(circle, 2)}


@pytest.mark.parametrize(
    ("people", "sizes"),
    [(1, {1}), (2, {2}), (3, {3}), (4, {4}), (5, {5}), (6, {3}), (7, {3, 4}), (8, {4}), (11, {3, 4}), (13, {4, 5})],
)
def test_a_group_that_fours_and_fives_can_t_cut_gets_the_nearest_sizes(people: int, sizes: set[int]) -> None:
    problem = problem_for([person(at) for at in range(people)], [], set(), shape_for(people, 4, 5))
    assert {len(circle) for circle in form_circles(problem).circles} == sizes
    told = shape_sentence(people, problem.shape, [len(circle) for circle in form_circles(problem).circles])
    assert bool(told) == (people in {1, 2, 3, 6, 7, 11})


@pytest.mark.parametrize(
    ("people", "asked", "sizes", "told"),
    [
        (300, 7, {7: 42, 6: 1}, "300\u00a0personnes ne se partagent pas en cercles de 7\u00a0: un cercle en a 6, "),
        (30, 12, {10: 3}, "30\u00a0personnes ne se partagent pas en cercles de 12\u00a0: tous en ont 10, "),
        (61, 7, {7: 7, 6: 2}, "61\u00a0personnes ne se partagent pas en cercles de 7\u00a0: certains en ont 6, "),
        (25, 12, {8: 2, 9: 1}, "25\u00a0personnes ne se partagent pas en cercles de 12\u00a0: tous en ont 8 ou 9, "),
    ],
)
def test_most_circles_have_a_size_that_was_asked_and_what_is_told_of_the_others_is_true(
    people: int, asked: int, sizes: dict[int, int], told: str
) -> None:
    problem = problem_for([person(at) for at in range(people)], [], set(), shape_for(people, asked, asked))
    made = [len(circle) for circle in form_circles(problem).circles]
    assert Counter(made) == sizes
    assert shape_sentence(people, problem.shape, made).startswith(told)


def test_a_wide_range_of_sizes_is_used_evenly() -> None:
    problem = problem_for([person(at, at) for at in range(20)], [], set(), shape_for(20, 3, 6))
    sizes = {len(circle) for circle in form_circles(problem).circles}
    assert max(sizes) - min(sizes) <= 1


def test_people_who_must_be_together_are() -> None:
    people = [person(at, 0) if at < 2 else person(at, at) for at in range(12)]
    problem = problem_for(people, [Rule(RuleKind.TOGETHER, "p000", "p001")], set(), shape_for(12, 4, 5))
    assert any({0, 1} <= set(circle) for circle in form_circles(problem).circles)


def all_paired(number: int, sizes: tuple[int, int], superiors: int = 0) -> Problem:
    """Return people in pairs, some with a superior who is not their partner; the same each time."""
    people = [
        person(at, at, f"O{at % 17}", f"T{at % 5}", superior=at - 3 if 3 <= at < 3 + superiors else -1)
        for at in range(number)
    ]
    pairs = [Rule(RuleKind.TOGETHER, people[at].id, people[at + 1].id) for at in range(0, number - 1, 2)]
    return problem_for(people, [*hierarchy(people), *pairs], set(), shape_for(number, *sizes))


@pytest.mark.parametrize(
    ("number", "sizes", "superiors"),
    [(160, (4, 5), 0), (240, (4, 5), 60), (300, (4, 5), 0), (300, (4, 6), 40), (302, (4, 6), 0), (303, (3, 5), 40)],
)
def test_a_large_cohort_wholly_in_pairs_that_stay_together_has_circles_that_keep_every_rule(
    number: int, sizes: tuple[int, int], superiors: int
) -> None:
    problem = all_paired(number, sizes, superiors)
    done = form_circles(problem)
    assert problem.broken(done.circles) == 0
    assert sorted(member for circle in done.circles for member in circle) == list(range(number))
    assert {len(circle) for circle in done.circles} <= {*range(sizes[0], sizes[1] + 1)}
    assert done.bound - 0.02 * done.bound <= done.value <= done.bound
    assert form_circles(problem).circles == done.circles


def test_sizes_differ_by_one_at_most_unless_pairs_ask_for_more() -> None:
    assert {len(circle) for circle in form_circles(all_paired(30, (4, 6))).circles} == {6}
    assert {len(circle) for circle in form_circles(all_paired(34, (4, 6))).circles} == {4, 6}


def test_a_pair_is_exchanged_with_two_people_when_that_is_what_keeps_the_rules() -> None:
    people = [person(at, superior={4: 0, 5: 1}.get(at, -1)) for at in range(8)]
    rules = [*hierarchy(people), Rule(RuleKind.TOGETHER, "p000", "p001")]
    problem = problem_for(people, rules, set(), shape_for(8, 4, 4))
    circles = exchange(problem, [[0, 1, 4, 5], [2, 3, 6, 7]], np.random.default_rng(0))
    assert problem.broken(circles) == 0


def test_people_in_circles_too_large_to_try_them_all_still_get_circles_and_a_bound() -> None:
    people = [person(at, at % 5, f"O{at % 7}", f"T{at % 11}") for at in range(60)]
    done = form_circles(problem_for(people, [], set(), shape_for(60, 8, 8)))
    assert {len(circle) for circle in done.circles} == {7, 8}
    assert done.value <= done.bound


def test_names_are_stable_never_twice_and_never_those_taken() -> None:
    first = circle_names(100)
    assert first[:2] == ["Tilleul", "Érable"]
    assert len(set(first)) == 100
    assert not set(circle_names(100, first)) & set(first)
