"""How long thirty learners who open a page within ten seconds wait before they can type, here and at bare Voilà's.

``python tests/bench/arrivals.py [--tours 10] [--personnes 30] [--secondes 10] [--json]``

One run measures both, in turn, each round starting with the other one; a first round is thrown away. In a round, each learner
arrives at a moment drawn at random (the same moments for both sides, other ones at each round) with an empty cache. A wait goes
from the request of the page until all the files that the page asks for before its field takes a key are here, and the field's widget
has answered the question that the page asks it then (the answer as it was saved). What each page asks for is recorded first, by one
visit of each in Chromium. Everybody stays until the last one has arrived.

Learners are protocol clients (learner.py): thirty browsers on the machine of the server would measure the browsers. So neither side
pays for what a browser does alone, which is a good part of bare Voilà's own time; nor does bare Voilà for its files being asked for
in waves, each script naming the next ones: the clients know them all, and ask six at once. Both make the ratio higher than what
people see. There is one person in a solo course: here, thirty pages of hers.

The tables go to standard output, progress to standard error. The exit code is 0 when all was measured and nobody failed.
"""

import argparse
import asyncio
import json
import random
import statistics
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from learner import Learner
from machine import clean_environment, describe, load_warning, one_line
from pages import PACKAGES, first_paragraph
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import sync_playwright
from sides import BARE, OURS, PageFailed, Side, bare_side, course_side, notebook
from table import Goal, draw_goals
from visit import OFFLINE, Visit, round_of

from chromium import CHROMIUM_ARGUMENTS, find_chromium

MOST_RATIO = 0.35
_PATIENCE = 180


@dataclass(frozen=True)
class Round:
    """What one round of one side took."""

    seconds: list[float]
    failures: list[str]

    @property
    def p95(self) -> float:
        """The wait that one learner in twenty exceeds."""
        return statistics.quantiles(self.seconds, n=20, method="inclusive")[-1]


async def arrive(side: Side, recorded: Visit, moments: list[float]) -> Round:
    """Let learners arrive at these moments, in seconds; return how long each waited, and what those who failed met."""
    learners = [Learner(side, side.pages[0], recorded.files, recorded.prompt) for _ in moments]

    async def one(learner: Learner, moment: float) -> float | str:
        await asyncio.sleep(moment)
        try:
            async with asyncio.timeout(_PATIENCE):
                return await learner.arrive()
        except (OSError, PageFailed, TimeoutError, asyncio.IncompleteReadError) as error:
            return f"{type(error).__name__} {error}"

    found = await asyncio.gather(*map(one, learners, moments))
    await asyncio.gather(*(learner.leave() for learner in learners))
    return Round([item for item in found if isinstance(item, float)], [item for item in found if isinstance(item, str)])


def record(sides: list[Side], opening: str) -> tuple[dict[str, Visit], str]:
    """Visit each side's page once in Chromium; return the visits, and Chromium's version."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(whole=True), args=[*CHROMIUM_ARGUMENTS, *OFFLINE]
        )
        try:
            return {side.name: next(round_of(browser, side, [opening])) for side in sides}, browser.version
        finally:
            browser.close()


def measure(
    rounds: int, people: int, seconds: float, module: str, tell: Callable[[str], None]
) -> tuple[dict[str, list[Round]], str]:
    """Run every round; return them by side, and Chromium's version.

    Raises
    ------
    PageFailed
        When a page does not work, or most of a round's learners failed.
    """
    samples: dict[str, list[Round]] = {OURS: [], BARE: []}
    with ExitStack() as stack:
        folder = stack.enter_context(clean_environment())
        sides = [
            stack.enter_context(course_side(folder / "ours", [module])),
            stack.enter_context(bare_side(folder / "bare", [module])),
        ]
        recorded, chromium = record(sides, first_paragraph(notebook(module)))
        for number in range(rounds + 1):
            chance = random.Random(number)  # noqa: S311 - moments, not secrets
            moments = [chance.uniform(0, seconds) for _ in range(people)]
            for side in sides if number % 2 else reversed(sides):
                others = side.processes()
                found = asyncio.run(arrive(side, recorded[side.name], moments))
                if len(found.seconds) < max(2, people / 2):
                    raise PageFailed(
                        f"{side.name}: {len(found.failures)} learners failed: {sorted(set(found.failures))}"
                    )
                side.wait_for_end_of(side.processes() - others)
                if number:
                    samples[side.name].append(found)
                label = f"round {number} of {rounds}" if number else "warm-up"
                tell(f"{label}: {side.name}: p95 {found.p95:.2f} s, {len(found.failures)} failure(s)")
    return samples, chromium


def goals(samples: dict[str, list[Round]], people: int, seconds: float) -> list[Goal]:
    """Return what issue 4 asks of arrivals."""
    who = f"{people} learners within {seconds:g} s"
    ours, bare = ([1000 * found.p95 for found in samples[side]] for side in (OURS, BARE))
    failed = [len(found.failures) for found in samples[OURS]]
    return [
        Goal(f"{who}, p95 to typing", "ms", ours, MOST_RATIO, BARE, bare),
        Goal(f"{who}, failures in all", "", [sum(failed)], 0),
    ]


def main() -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tours", type=int, default=10, help="rounds kept, besides the warm-up (10)")
    parser.add_argument("--personnes", type=int, default=30, help="learners who arrive (30)")
    parser.add_argument("--secondes", type=float, default=10, help="within how long (10)")
    parser.add_argument("--module", default="co-initier", help="the module whose page is opened")
    parser.add_argument("--json", action="store_true", help="print every sample as JSON instead of the table")
    options = parser.parse_args()
    if options.tours < 1 or options.personnes < 2 or options.secondes < 0:
        parser.error("--tours takes a number from 1 on, --personnes from 2 on, --secondes from 0 on")
    if not notebook(options.module).is_file():
        parser.error(f"no module {options.module}")

    load, warning = load_warning()
    try:
        samples, chromium = measure(
            options.tours,
            options.personnes,
            options.secondes,
            options.module,
            lambda text: print(text, file=sys.stderr, flush=True),
        )
    except (PageFailed, PlaywrightError, RuntimeError) as error:
        print(f"not measured: {error}", file=sys.stderr)
        return 1
    machine, aimed = describe(PACKAGES, Chromium=chromium), goals(samples, options.personnes, options.secondes)
    failures = {side: [failure for found in made for failure in found.failures] for side, made in samples.items()}
    if options.json:
        told = {"module": options.module, "rounds": options.tours, "load_average": load, "warning": warning}
        kept = {side: [found.seconds for found in made] for side, made in samples.items()}
        more = {"goals": [goal.to_dict() for goal in aimed], "seconds": kept, "failures": failures}
        print(json.dumps({**told, "machine": machine, **more}, indent=2))
        return bool(failures[OURS])
    print(f"{options.tours} round(s) kept, one warm-up round thrown away; median [lowest-highest].\n")
    print(draw_goals(aimed), end="\n\n")
    for side, met in failures.items():
        print(f"{side}: {len(met)} failure(s){': ' if met else ''}{', '.join(sorted(set(met)))}.")
    print(one_line(machine))
    print(warning or f"Load average before the first round: {load:.2f}.")
    return bool(failures[OURS])


if __name__ == "__main__":
    sys.exit(main())
