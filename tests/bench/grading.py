"""How long a trainer waits for a group's deposits and returns, beside nbgrader's own commands on the same deposits.

``python tests/bench/grading.py [--tours 10] [--personnes 30] [--json]``

Ours: ``parcours-u module recueillir``, then ``module retours``. nbgrader's, as its documentation shows them and with its
defaults: ``nbgrader collect``, ``autograde``, ``generate_feedback``, ``release_feedback``. Each is a process, timed from start
to end, imports included. In between, every answer is commented, out of the clock. One run measures both, in turn, each round
starting with the other one, on fresh copies of the same deposits; a first round is thrown away. A round in which a deposit or a
return is missing fails the run. nbgrader's round takes more than a minute for thirty people: it executes each notebook.

The table goes to standard output, progress to standard error. The exit code is 0 when all was measured, 1 when a command failed.
"""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "grading"))

from group import CommandFailed, defaults_round, make_group, our_round
from machine import clean_environment, describe, load_warning, one_line
from table import Comparison, Goal, draw, draw_goals

OURS = "parcours-u"
REFERENCE = "nbgrader's defaults"
PHASES = {"collecting": "collect, prepare", "returning": "make, send feedback"}
MOST_RATIO = 0.15
PACKAGES = ["nbgrader", "nbconvert", "nbformat", "ipykernel", "sqlalchemy"]

Samples = dict[str, list[dict[str, float]]]


def measure(rounds: int, people: int, tell: Callable[[str], None]) -> Samples:
    """Run every round; return seconds by side, round and phase.

    Raises
    ------
    CommandFailed
        When a command of either side did not do its work.
    """
    sides = {OURS: our_round, REFERENCE: defaults_round}
    samples: Samples = {side: [] for side in sides}
    with clean_environment() as folder:
        group = make_group(folder, people)
        work = folder / "work"
        work.mkdir()
        for number in range(rounds + 1):
            for side in sides if number % 2 else reversed(sides):
                found = sides[side](group, work)
                if number:
                    samples[side].append(found)
                label = f"round {number} of {rounds}" if number else "warm-up"
                tell(f"{label}: {side}, " + ", ".join(f"{phase} {took:.1f} s" for phase, took in found.items()))
    return samples


def comparisons(samples: Samples, people: int) -> list[Comparison]:
    """Return each phase, the whole, and the whole shared between the deposits."""

    def each(reckon: Callable[[dict[str, float]], float]) -> tuple[list[float], list[float]]:
        ours, reference = ([reckon(found) for found in samples[side]] for side in (OURS, REFERENCE))
        return ours, reference

    case = f"{people} deposits"
    found = [Comparison(case, told, "s", *each(lambda one, phase=phase: one[phase])) for phase, told in PHASES.items()]
    found.append(Comparison(case, "whole", "s", *each(lambda one: sum(one.values()))))
    return [
        *found,
        Comparison("a deposit", "whole, shared", "ms", *each(lambda one: 1000 * sum(one.values()) / people)),
    ]


def main() -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tours", type=int, default=10, help="rounds kept, besides the warm-up (10)")
    parser.add_argument("--personnes", type=int, default=30, help="people who deposited (30)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of the table")
    options = parser.parse_args()
    if options.tours < 1 or options.personnes < 1:
        parser.error("--tours and --personnes take a number from 1 on")

    load, warning = load_warning()
    try:
        samples = measure(options.tours, options.personnes, lambda text: print(text, file=sys.stderr, flush=True))
    except CommandFailed as error:
        print(f"not measured: {error}", file=sys.stderr)
        return 1
    machine, found = describe(PACKAGES), comparisons(samples, options.personnes)
    whole = next(item for item in found if item.figure == "whole")
    what = f"collecting and returning {whole.case}"
    aimed = [Goal(what, whole.unit, whole.ours, MOST_RATIO, REFERENCE, whole.reference)]
    if options.json:
        told = {"rounds": options.tours, "people": options.personnes, "load_average": load, "warning": warning}
        more = {"goals": [goal.to_dict() for goal in aimed], "summary": [item.to_dict() for item in found]}
        print(json.dumps({**told, "machine": machine, **more}, indent=2))
        return 0
    print(
        f"Collecting and returning {options.personnes} deposits: {OURS} and {REFERENCE}, alternating in one run.\n"
        f"{options.tours} round(s) kept, one warm-up round thrown away; median [lowest-highest]; ratio = {OURS} / nbgrader.\n"
    )
    print(draw(found, OURS, REFERENCE), end="\n\n")
    print(draw_goals(aimed), end="\n\n")
    print(one_line(machine))
    print(warning or f"Load average before the first round: {load:.2f}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
