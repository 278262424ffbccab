"""Small cohorts for the tests of circles, and the best circles found by trying every one of them."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations

from hypothesis import strategies as st

from parcours_u.cohort.circles.problem import Problem, problem_for
from parcours_u.cohort.circles.shape import DEFAULT, shape_for
from parcours_u.domain.circles import Rule, RuleKind
from parcours_u.domain.people import Person, Profile

PROFILES = tuple(Profile)


def person(number: int, profile: int = 0, organisation: str = "", territory: str = "", superior: int = -1) -> Person:
    """Return somebody whose id tells their number."""
    return Person(
        id=f"p{number:03}",
        last_name=f"Nom{number:03}",
        first_name="Prénom",
        profile=PROFILES[profile % len(PROFILES)],
        organisation=organisation,
        territory=territory,
        superior=f"p{superior:03}" if superior >= 0 else "",
    )


@st.composite
def problems(draw: st.DrawFn, least: int = 1, most: int = 10, sizes: tuple[int, int] = DEFAULT) -> Problem:
    """Draw a small cohort with rules that may contradict one another, and people who have met."""
    number = draw(st.integers(least, most))
    people = [
        person(
            at, draw(st.integers(0, 3)), draw(st.sampled_from(["", "Mairie", "Région"])), draw(st.sampled_from("AB"))
        )
        for at in range(number)
    ]
    pairs = [(one.id, other.id) for one, other in combinations(people, 2)]
    some = st.lists(st.sampled_from(pairs), max_size=4, unique=True) if pairs else st.just([])
    rules = [Rule(RuleKind.HIERARCHY, *pair) for pair in draw(some)]
    rules += [Rule(RuleKind.NOT_WITH, *pair) for pair in draw(some)[:2]]
    rules += [Rule(RuleKind.TOGETHER, *pair) for pair in draw(some)[:1]]
    return problem_for(people, rules, set(draw(some)), shape_for(number, *sizes))


def every_partition(problem: Problem) -> Iterator[list[tuple[int, ...]]]:
    """Yield every way of making circles that keeps every rule, by the definition of the rules."""
    sizes = problem.shape.sizes

    def rest(left: tuple[int, ...]) -> Iterator[list[tuple[int, ...]]]:
        if not left:
            yield []
            return
        for size in sizes:
            for others in combinations(left[1:], size - 1):
                circle = (left[0], *others)
                if allowed(problem, circle):
                    for following in rest(tuple(one for one in left[1:] if one not in others)):
                        yield [circle, *following]

    yield from rest(tuple(range(problem.count)))


def allowed(problem: Problem, circle: Sequence[int]) -> bool:
    """Tell whether a circle keeps the rules on two people."""
    inside = {problem.people[member].id for member in circle}
    for rule in problem.rules:
        there = len(inside & {rule.first, rule.second})
        if there == (1 if rule.joins else 2):
            return False
    return True


def best_value(problem: Problem) -> int | None:
    """Return what the best circles are worth, None when there are none."""
    return max((problem.value(circles) for circles in every_partition(problem)), default=None)


@cache
def thirty(seed: int) -> Problem:
    """Return thirty people of seven organisations, with links of hierarchy; the same each time."""
    import random

    chance = random.Random(seed)  # noqa: S311 - a sample, no secret
    people: list[Person] = []
    for at in range(30):
        organisation = chance.randrange(7)
        same = [number for number, one in enumerate(people) if one.organisation == f"O{organisation}"]
        superior = chance.choice(same) if same and chance.random() < 0.4 else -1
        people.append(
            person(at, chance.choice((0, 1, 1, 2, 4, 4, 4, 5)), f"O{organisation}", f"T{organisation % 4}", superior)
        )
    rules = [Rule(RuleKind.HIERARCHY, one.superior, one.id) for one in people if one.superior]
    return problem_for(people, rules, set(), shape_for(30, *DEFAULT))
