"""Repair after departures and arrivals: as few moves as can be, found by trying everything, then the best score."""

from itertools import permutations

from circles_samples import allowed, every_partition, person, problems, thirty
from hypothesis import given, settings
from hypothesis import strategies as st

from parcours_u.cohort.circles.forming import form_circles
from parcours_u.cohort.circles.problem import Problem, problem_for
from parcours_u.cohort.circles.repair import repair_circles
from parcours_u.cohort.circles.shape import DEFAULT, shape_for
from parcours_u.domain.circles import Rule, RuleKind


def fewest_moves(former: list[list[int]], circles: list[tuple[int, ...]]) -> int:
    """Return how many people move when each new circle goes on from the former one that suits it best."""
    padded = [*circles, *[()] * len(former)]
    placed = sum(map(len, former))
    stays = max(
        sum(len(set(old) & set(new)) for old, new in zip(former, chosen, strict=True))
        for chosen in permutations(padded, len(former))
    )
    return placed - stays


@st.composite
def damaged(draw: st.DrawFn) -> tuple[Problem, list[list[int]]]:
    problem = draw(problems(least=5, most=9, sizes=draw(st.sampled_from([DEFAULT, (3, 5), (3, 7)]))))
    number = draw(st.integers(1, 3))
    where = [draw(st.integers(-1, number - 1)) for _ in range(problem.count)]
    return problem, [[at for at, circle in enumerate(where) if circle == mine] for mine in range(number)]


@settings(max_examples=25)
@given(damaged())
def test_no_repair_moves_fewer_people_and_none_that_moves_as_few_is_better(
    case: tuple[Problem, list[list[int]]],
) -> None:
    problem, former = case
    found = [(fewest_moves(former, circles), -problem.value(circles)) for circles in every_partition(problem)]
    done = repair_circles(problem, former)
    if not found:
        assert done is None
        return
    moves, value = min(found)
    assert (done.moves, done.least) == (moves, moves)
    assert (done.value, done.bound) == (-value, -value)
    kept = [circle for circle in done.circles if circle]
    assert sorted(member for circle in kept for member in circle) == list(range(problem.count))
    assert all(allowed(problem, circle) for circle in kept)
    stayed = sum(len(set(old) & set(new)) for old, new in zip(former, done.circles, strict=False))
    assert sum(map(len, former)) - stayed == moves


def test_what_needs_no_repair_is_left_alone() -> None:
    problem = thirty(0)
    circles = form_circles(problem).circles
    done = repair_circles(problem, circles)
    assert done.moves == 0
    assert [sorted(circle) for circle in done.circles] == [sorted(circle) for circle in circles]


def test_in_a_large_cohort_a_departure_moves_one_person_and_an_arrival_none() -> None:
    people = [person(at, at, f"O{at % 17}", f"T{at % 5}") for at in range(203)]
    problem = problem_for(people, [], set(), shape_for(203, 4, 5))
    circles = [list(range(at, at + 4)) for at in range(0, 180, 4)] + [
        list(range(at, at + 5)) for at in range(180, 200, 5)
    ]
    arrived = repair_circles(problem, circles)
    assert (arrived.moves, arrived.least) == (0, 0)
    assert sorted(member for circle in arrived.circles for member in circle) == list(range(203))
    left = problem_for(people[1:200], [], set(), shape_for(199, 4, 5))
    without = [[member - 1 for member in circle if member] for circle in circles]
    done = repair_circles(left, without)
    assert (done.moves, done.least) == (1, 1)
    assert all(len(circle) in {4, 5} for circle in done.circles)


def test_in_a_large_cohort_people_who_must_now_be_together_are_brought_together() -> None:
    people = [person(at, at, f"O{at % 7}") for at in range(80)]
    rule = Rule(RuleKind.TOGETHER, "p000", "p079")
    problem = problem_for(people, [rule], set(), shape_for(80, 4, 5))
    done = repair_circles(problem, [list(range(at, at + 4)) for at in range(0, 80, 4)])
    assert any({0, 79} <= set(circle) for circle in done.circles)
    assert done.moves == 2  # one of them, and somebody who keeps the other circle from being too small


def test_in_a_large_cohort_in_pairs_a_pair_that_leaves_and_comes_back_keeps_every_pair_together() -> None:
    people = [person(at, at, f"O{at % 17}", f"T{at % 5}") for at in range(204)]
    pairs = [Rule(RuleKind.TOGETHER, one.id, other.id) for one, other in zip(people[::2], people[1::2], strict=True)]
    before = [list(range(at, at + 4)) for at in range(0, 204, 4)]
    fewer = problem_for(people[2:], pairs, set(), shape_for(202, 4, 6))
    left = repair_circles(fewer, [[member - 2 for member in circle if member > 1] for circle in before])
    assert fewer.broken(circle for circle in left.circles if circle) == 0
    assert left.moves == 2
    everybody = problem_for(people, pairs, set(), shape_for(204, 4, 6))
    back = repair_circles(everybody, [[member + 2 for member in circle] for circle in left.circles])
    assert everybody.broken(circle for circle in back.circles if circle) == 0
    assert back.moves == 0
