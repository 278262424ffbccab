"""Circles of a wide range of sizes: as even as every rule allows, and the score, the bound and what is said of them are those of a trial of all.

What is compared with here tries every way by the definition of the rules and of the score: it has nothing of the solver.
"""

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, cached_property
from itertools import combinations

import pytest
from circles_samples import person
from hypothesis import example, given, settings
from hypothesis import strategies as st

from parcours_u.cohort.circles.bound import highest
from parcours_u.cohort.circles.cohort import Cohort
from parcours_u.cohort.circles.desk import problem_of, propose, standing
from parcours_u.cohort.circles.errors import CirclesRefused
from parcours_u.cohort.circles.forming import form_circles
from parcours_u.cohort.circles.problem import problem_for
from parcours_u.cohort.circles.rules import hierarchy
from parcours_u.cohort.circles.shape import cuts, shape_for
from parcours_u.domain.circles import Met, Rule, RuleKind, met_pair, person_variety
from parcours_u.domain.people import Group, GroupKind, Person

RANGES = ((2, 3), (3, 5), (4, 6), (3, 6))
Partition = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Case:
    """A small cohort, the sizes asked, and every way of sharing it out."""

    people: tuple[Person, ...]
    rules: tuple[Rule, ...]
    met: Met
    sizes: tuple[int, int]

    @property
    def cohort(self) -> Cohort:
        """The same, without any circle yet."""
        return Cohort(self.people, self.rules, self.met, self.met, (), frozenset())

    @cached_property
    def every(self) -> dict[Partition, tuple[int, Fraction]]:
        """Each way that keeps the rules, with the difference between its sizes, one counting as none, and its score."""
        known: dict[tuple[int, ...], Fraction | None] = {}

        def worth(circle: tuple[int, ...]) -> Fraction | None:
            if circle not in known:
                inside = [self.people[at] for at in circle]
                ids = {one.id for one in inside}
                kept = all(len(ids & {one.first, one.second}) != (1 if one.joins else 2) for one in self.rules)
                each = (person_variety(one, [other for other in inside if other != one], self.met) for one in inside)
                known[circle] = sum(each, Fraction(0)) if kept else None
            return known[circle]

        def rest(left: tuple[int, ...]) -> Iterator[tuple[Partition, Fraction]]:
            if not left:
                yield (), Fraction(0)
            for size in range(self.sizes[0], self.sizes[1] + 1):
                for others in combinations(left[1:], size - 1) if left else ():
                    circle = (left[0], *others)
                    if (value := worth(circle)) is not None:
                        for following, more in rest(tuple(one for one in left[1:] if one not in others)):
                            yield (circle, *following), value + more

        return {
            found: (spread(found), 100 * value / len(self.people))
            for found, value in rest(tuple(range(len(self.people))))
        }

    def best(self, most: int) -> float:
        """Return the best score of those whose sizes differ by so many people at most."""
        return round(float(max(score for differ, score in self.every.values() if differ <= most)), 4)

    def groups(self, found: Partition) -> tuple[Group, ...]:
        """Return circles as they are kept."""
        return tuple(
            Group(f"c{at}", GroupKind.CIRCLE, f"Cercle {at}", tuple(self.people[one].id for one in circle))
            for at, circle in enumerate(found)
        )


def spread(circles: Sequence[Sequence[object]]) -> int:
    sizes = [len(circle) for circle in circles]
    return max(max(sizes) - min(sizes), 1)


def case(sizes: tuple[int, int], told: str) -> Case:
    """Return a cohort told in a line: of each person the profile, the organisation, the territory, the superior and the pair."""
    words = [one.split(".") for one in told.split()]
    people = [
        person(at, int(profile), organisation, territory, int(superior or -1))
        for at, (profile, organisation, territory, superior, _) in enumerate(words)
    ]
    pairs: dict[str, list[str]] = {}
    for one, (*_, pair) in zip(people, words, strict=True):
        pairs.setdefault(pair, []).append(one.id)
    rules = {Rule(RuleKind.TOGETHER, *members) for pair, members in pairs.items() if pair}
    return Case(tuple(people), tuple(sorted({*hierarchy(people), *rules})), frozenset(), sizes)


TWELVE = case(
    (3, 5),
    "0.C.V.. 0.B.U..a 1.C.U.1.b 2.B.V.0. 1.C.V..c 2.A.V.0.d 0.A.U.0.a 1.C.U.5.e 0.B.V.1.b 1.B.V..e 2.A.U..d 0.B.U.8.c",
)
TEN = case((4, 6), "0.A.U..a 1.B.V.. 2.C.V.. 0.B.V..b 2.C.U..b 3.C.U..c 0.A.V.2.d 1.C.V..a 0.B.V.1.d 3.C.V..c")
NINE = case((3, 6), "0.A.U.. 1.B.U.0.a 2.C.U.0.a 3.A.U.0.b 1.B.V.0.b 2.C.V.0.c 3.A.V.0.c 0.B.V.. 1.C.V..")


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw a cohort that the sizes can cut, often wholly in pairs that stay together: that is what asks for uneven circles."""
    low, high = draw(st.sampled_from(RANGES))
    number = draw(st.integers(low, 10).filter(lambda number: -(-number // high) <= number // low))
    trait = st.tuples(st.integers(0, 3), st.sampled_from("ABC"), st.sampled_from("UV"), st.integers(-9, number - 1))
    told = draw(st.lists(trait, min_size=number, max_size=number))
    people = [
        person(at, one, two, three, above if above < at else -1) for at, (one, two, three, above) in enumerate(told)
    ]
    ids = draw(st.permutations([one.id for one in people]))
    couples = draw(st.sampled_from([0, 1, number // 2 - 1, number // 2]))
    rules = {Rule(RuleKind.TOGETHER, *sorted(ids[2 * at : 2 * at + 2])) for at in range(max(couples, 0))}
    both = st.tuples(st.integers(0, number - 1), st.integers(0, number - 1)).filter(lambda two: two[0] != two[1])
    some = st.lists(both, max_size=4)
    for kind in (RuleKind.APART, RuleKind.NOT_WITH):
        rules |= {Rule(kind, *met_pair(people[one].id, people[other].id)) for one, other in draw(some)}
    met = frozenset(met_pair(people[one].id, people[other].id) for one, other in draw(some))
    return Case(tuple(people), tuple(sorted({*hierarchy(people), *rules})), met, (low, high))


@settings(max_examples=60)
@given(cases(), st.integers(0, 10**6))
@example(TWELVE, 0)
@example(TEN, 0)
@example(NINE, 0)
def test_the_score_the_bound_and_what_is_said_of_them_are_those_of_a_trial_of_all(one: Case, at: int) -> None:
    if not one.every:
        with pytest.raises(CirclesRefused):
            propose(one.cohort, one.sizes, 0)
        return
    least = min(differ for differ, _ in one.every.values())
    done = propose(one.cohort, one.sizes, 0)
    assert spread([circle.members for circle in done.circles]) == least
    assert (done.score, done.bound, done.optimal) == (one.best(least), one.best(least), True)
    kept = replace(one.cohort, circles=done.circles, proven=done.proven)
    seen = standing(kept, one.sizes)
    assert (seen.score, seen.bound, seen.optimal) == (done.score, done.bound, True)
    found = sorted(one.every)[at % len(one.every)]  # circles of any evenness, as somebody moved leaves them
    today = standing(replace(kept, circles=one.groups(found)), one.sizes)
    assert today.score == round(float(one.every[found][1]), 4)
    assert today.bound >= one.best(one.every[found][0])
    assert not today.optimal or today.score >= today.bound


def test_what_asks_for_uneven_circles_here_does() -> None:
    assert [min(differ for differ, _ in one.every.values()) for one in (TWELVE, TEN, NINE)] == [2, 2, 3]


@pytest.mark.parametrize("sizes", [(4, 6), (3, 6)])
def test_thirty_people_in_pairs_with_a_line_too_long_for_even_circles_are_proven_the_best(
    sizes: tuple[int, int],
) -> None:
    line = {at: at - 2 for at in (2, 4, 6, 8, 10)}  # six people, hence six circles: fifteen pairs fill five of six
    people = [person(at, at % 5, f"O{at * at % 7}", f"T{at % 4}", line.get(at, -1)) for at in range(30)]
    pairs = [Rule(RuleKind.TOGETHER, people[at].id, people[at + 1].id) for at in range(0, 30, 2)]
    cohort = Cohort(tuple(people), tuple(sorted({*hierarchy(people), *pairs})), (), (), (), frozenset())
    done = propose(cohort, sizes, 0)
    assert spread([circle.members for circle in done.circles]) == 2
    assert (done.score, done.bound, done.optimal) == (best_of_pairs(people, cohort.rules), done.score, True)


def best_of_pairs(people: Sequence[Person], rules: Collection[Rule]) -> float:
    """Return the best score of two or three pairs a circle, each person beside their partner in the list; nobody has met."""
    apart = {(one.first, one.second) for one in rules if not one.joins}
    beginning: dict[int, list[tuple[int, int]]] = {}
    for pairs in (some for number in (2, 3) for some in combinations(range(len(people) // 2), number)):
        inside = [people[2 * at + one] for at in pairs for one in (0, 1)]
        if not any((one.id, other.id) in apart for one in inside for other in inside):
            each = (person_variety(one, [other for other in inside if other != one], ()) for one in inside)
            beginning.setdefault(pairs[0], []).append((sum(1 << at for at in pairs), int(90 * sum(each))))

    @cache
    def most(left: int) -> float:
        first = (left & -left).bit_length() - 1
        ways = (worth + most(left ^ pairs) for pairs, worth in beginning.get(first, ()) if pairs & left == pairs)
        return max(ways, default=-math.inf) if left else 0

    return round(100 * most((1 << len(people) // 2) - 1) / 90 / len(people), 4)


@settings(max_examples=80)
@given(st.integers(1, 40), st.sampled_from([*RANGES, (2, 6), (5, 9)]), st.integers(0, 8))
def test_every_way_of_cutting_a_group_is_listed_once_at_its_level(
    people: int, sizes: tuple[int, int], odd: int
) -> None:
    shape = shape_for(people, *sizes)

    def ways(left: int, largest: int) -> Iterator[tuple[int, ...]]:
        if not left:
            yield ()
        for size in range(min(largest, left), shape.smallest - 1, -1):
            yield from ((size, *rest) for rest in ways(left - size, size))

    wanted = sorted(one for one in ways(people, shape.largest) if sum(size % 2 for size in one) <= odd)
    levels = cuts(people, shape, odd)
    assert None not in levels
    listed = [
        [tuple(sorted((s for s, n in cut.items() for _ in range(n)), reverse=True)) for cut in level or ()]
        for level in levels
    ]
    assert sorted(one for level in listed for one in level) == wanted
    if shape.as_asked:
        assert all(max(one[0] - one[-1] - 1, 0) == at for at, level in enumerate(listed) for one in level)
    else:
        assert all(len(one) - len(min(wanted, key=len)) <= at for at, level in enumerate(listed) for one in level)


def test_where_there_are_too_many_ways_of_cutting_the_bound_is_above_every_circle_and_nothing_is_said_proven() -> None:
    people = [person(at, at % 3, f"O{at % 4}") for at in range(60)]
    problem = problem_for(people, [], (), shape_for(60, 2, 12))
    assert None in problem.levels
    assert highest(problem, problem.levels) >= highest(problem, problem.levels[:2]) >= form_circles(problem).value
    cohort = Cohort(tuple(people), (), (), (), (), frozenset())
    sizes = [2, 2, 11, 11, 11, 11, 12]
    circles, left = [], [one.id for one in people]
    for at, size in enumerate(sizes):
        circles.append(Group(f"c{at}", GroupKind.CIRCLE, f"Cercle {at}", tuple(left[:size])))
        left = left[size:]
    today = standing(replace(cohort, circles=tuple(circles)), (2, 12))
    assert today.score < today.bound
    assert today.bound >= standing(cohort, (2, 12)).bound - 1e-9
    assert not today.optimal
    assert problem_of(cohort, (2, 12), ()).level([range(size) for size in sizes]) == 9
