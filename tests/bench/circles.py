"""Circles by optimisation beside random allocation (Moodle's « random allocation to groups »): same people, same score.

``python tests/bench/circles.py [--tours 10] [--personnes 30 3000] [--rencontres 3] [--json]``

Each round draws another group of simulated people from its own seed: profiles, organisations and territories unevenly spread as
in real groups, and links of hierarchy inside organisations. Both sides make as many circles. What is compared is how
far each score is from the bound, which no circles can exceed: 0 is proven to be the best. Random allocation keeps no rule: how many it
broke is told, and its score is not lowered for it. ``formed anew`` supposes that the same people have already been in so many sets of
circles drawn at random: fewer encounters are left to be made. Times are those of forming, once the people are read; the
bound comes with them. Memory is this process's peak at the end.

The table goes to standard output, progress to standard error.
"""

import argparse
import json
import random
import resource
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from time import perf_counter

import numpy as np
from machine import describe, load_warning, one_line
from table import Goal, draw_goals

from parcours_u.cohort.circles.exchange import drawn
from parcours_u.cohort.circles.forming import form_circles
from parcours_u.cohort.circles.problem import Problem, problem_for
from parcours_u.cohort.circles.rules import hierarchy
from parcours_u.cohort.circles.shape import DEFAULT, even, shape_for
from parcours_u.domain.circles import met_pair
from parcours_u.domain.people import Person, Profile

SMALL, LARGE = 30, 3000
# At most: how far from the bound compared with random allocation, and seconds.
AIMED = {SMALL: (0.01, 10.0), LARGE: (0.05, 60.0)}
_PROFILES = (Profile.ELECTED, Profile.CITIZEN, Profile.DIRECTOR, Profile.TRANSFORMATION, Profile.AGENT, Profile.PARTNER)
_SHARES = (2, 3, 2, 2, 8, 3)


@dataclass(frozen=True)
class Round:
    """One group: both scores, the bound, whether ours is proven the best, seconds, and the rules that chance broke."""

    ours: float
    drawn: float
    bound: float
    proven: bool
    seconds: float
    broken: int


def simulated(number: int, seed: int) -> list[Person]:
    """Return people of a few large organisations and many small ones, each organisation in one territory."""
    chance = random.Random(seed)  # noqa: S311 - simulated people, no secret
    organisations, territories = max(3, number // 5), max(2, min(15, number // 8))
    people: list[Person] = []
    inside: dict[int, list[Person]] = {}
    for at in range(number):
        organisation = int(organisations * chance.random() ** 1.5)
        colleagues = inside.setdefault(organisation, [])
        above = chance.choice(colleagues).id if colleagues and chance.random() < 0.4 else ""
        person = Person(
            id=f"{chance.getrandbits(64):016x}",
            last_name=f"Simulation {at}",
            first_name="",
            profile=chance.choices(_PROFILES, _SHARES)[0],
            organisation=f"O{organisation}",
            territory=f"T{organisation % territories}",
            superior=above,
        )
        colleagues.append(person)
        people.append(person)
    return people


def one(number: int, seed: int, earlier: int) -> Round:
    """Form circles once, and draw some beside."""
    people, chance = simulated(number, seed), np.random.default_rng(seed)
    shape = shape_for(number, *DEFAULT)
    empty = problem_for(people, hierarchy(people), set(), shape)
    met = {
        met_pair(empty.people[first].id, empty.people[second].id)
        for _ in range(earlier)
        for circle in drawn(empty, even(number, -(-number // DEFAULT[1])), chance)
        for first, second in combinations(circle, 2)
    }
    start = perf_counter()
    problem = problem_for(people, hierarchy(people), met, shape)
    done = form_circles(problem, seed)
    seconds = perf_counter() - start
    assert not problem.broken(done.circles)
    by_chance = drawn(problem, even(number, len(done.circles)), chance)
    return Round(
        ours=problem.score(done.value),
        drawn=problem.score(problem.value(by_chance)),
        bound=problem.score(done.bound),
        proven=done.value == done.bound,
        seconds=seconds,
        broken=_broken(problem, by_chance),
    )


def _broken(problem: Problem, circles: Sequence[Sequence[int]]) -> int:
    return problem.broken(circles)


def goals(name: str, number: int, rounds: Sequence[Round]) -> list[Goal]:
    """Return what is aimed at for one size."""
    share, seconds = AIMED.get(number, (0.05, 60.0))
    missing = [item.bound - item.ours for item in rounds]
    by_chance = [item.bound - item.drawn for item in rounds]
    return [
        Goal(f"{name}: points short of the bound", "", missing, share, "tirage au sort", by_chance),
        Goal(f"{name}: seconds", "s", [item.seconds for item in rounds], seconds),
    ]


def main() -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tours", type=int, default=10, help="groups drawn at each size (10)")
    parser.add_argument("--personnes", type=int, nargs="+", default=[SMALL, LARGE], help="sizes, in order")
    parser.add_argument("--rencontres", type=int, default=3, help="earlier sets of circles, when formed anew (3)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of the table")
    options = parser.parse_args()
    if options.tours < 1 or min(options.personnes) < 1 or options.rencontres < 0:
        parser.error("--tours and --personnes take numbers from 1 on")
    load, warning = load_warning()
    figures: dict[str, list[Round]] = {}
    aimed: list[Goal] = []
    for number in sorted(set(options.personnes)):
        for earlier in sorted({0, options.rencontres}):
            name = f"{number:,} people" + (f", formed anew after {earlier}" if earlier else "")
            figures[name] = [one(number, seed, earlier) for seed in range(options.tours)]
            aimed += goals(name, number, figures[name])
            print(f"{name}: {options.tours} group(s) done", file=sys.stderr, flush=True)
    machine = describe(["ortools", "numpy"])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    if options.json:
        told = {"rounds": options.tours, "load_average": load, "warning": warning, "machine": machine, "peak_mib": peak}
        series = {name: [vars(item) for item in rounds] for name, rounds in figures.items()}
        print(json.dumps({**told, "goals": [goal.to_dict() for goal in aimed], "series": series}, indent=2))
        return 0
    print(f"Circles of 4 or 5, simulated people; {options.tours} group(s) of each kind; medians, scores out of 100.\n")
    print(f"{'':<34}{'ours':>8}{'drawn':>8}{'bound':>8}{'proven':>9}{'slowest':>10}{'broken by chance':>18}")
    for name, rounds in figures.items():
        ours, by_chance, bound = (
            statistics.median(getattr(item, key) for item in rounds) for key in ("ours", "drawn", "bound")
        )
        proven = f"{sum(item.proven for item in rounds)}/{len(rounds)}"
        slowest, broken = max(item.seconds for item in rounds), statistics.median(item.broken for item in rounds)
        print(f"{name:<34}{ours:>8.2f}{by_chance:>8.2f}{bound:>8.2f}{proven:>9}{slowest:>8.1f} s{broken:>18g}")
    print(f"\n{draw_goals(aimed)}\n\nPeak memory: {peak:,.0f} MiB.")
    print(one_line(machine))
    print(warning or f"Load average before the first round: {load:.2f}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
