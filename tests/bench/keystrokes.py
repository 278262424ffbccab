"""How long a key takes to be saved on the server's disk, thirty people typing at once.

``python tests/bench/keystrokes.py [--tours 10] [--personnes 30] [--secondes 20] [--json]``

Everybody has a page open on one server, each on an answer of their own, and types in bursts at 4 to 5 keys a second, as drawn at
random for each round; a first round is thrown away. All but one are protocol clients (learner.py, typist.py) that send drafts when
the front end would: the delays are read in its source. The last one is a real Chromium page.

From a key to « saved » is from the key being in the field to the page being told that a version which holds it is saved: the time
that the front end waits before it sends is in it, and so is the way back of the news, after the row is committed (SQLite in WAL
mode, synchronous=FULL: on the disk). From a draft to « saved » leaves the front end's wait out. In Chromium, a key is saved once
the page marks the answer as saved, with everything that was typed in it since: the words under the answer say so at the next rest,
0.7 s later, for they could not be read otherwise. Each figure is the 95th percentile of a
round's keys; the table gives the median of the rounds.

The table goes to standard output, progress to standard error. The exit code is 0 when all was measured, 1 when a word was not saved.
"""

import argparse
import asyncio
import json
import random
import statistics
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from learner import Learner
from machine import clean_environment, describe, load_warning, one_line
from pages import PACKAGES
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page, async_playwright
from playwright.async_api import TimeoutError as PlaywrightTimeout
from sides import PageFailed, Side, course_side
from table import Goal, draw_goals
from typist import Typist, keys
from visit import OFFLINE

from chromium import CHROMIUM_ARGUMENTS, find_chromium
from parcours_u.content.catalogue import load_course
from parcours_u.domain.answers import empty_body
from parcours_u.domain.course import Kind

MOST_MS = 300
TYPED, SENT, SEEN = FIGURES = ("key to saved", "draft to saved", "key to saved, in Chromium")
# Notes when each key is in a field, and when the answer no longer says that something is on its way.
_WATCH = """(prompt) => {
  const answer = document.querySelector(`[data-prompt="${prompt}"]`);
  const waiting = [];
  window.saved = [];
  window.waiting = waiting;
  answer.addEventListener("input", () => waiting.push(performance.now()), true);
  new MutationObserver(() => {
    if (answer.dataset.state !== "saved") return;
    const now = performance.now();
    window.saved.push(...waiting.splice(0).map((moment) => now - moment));
  }).observe(answer, { attributes: true, attributeFilter: ["data-state"] });
}"""

Samples = dict[str, list[list[float]]]


def answers() -> Iterator[tuple[str, str, Callable[[str], dict[str, Any]]]]:
    """Yield answers to type in, free texts first: the module's id, the prompt's, and what makes an answer of a text."""
    modules = load_course().modules
    prompts = [(module.id, prompt) for module in modules for prompt in module.prompts if prompt.kind is not Kind.CHOICE]
    for module, prompt in sorted(prompts, key=lambda found: found[1].kind is not Kind.FREE_TEXT):
        empty = empty_body(prompt)
        field = next((name for name, value in empty.items() if value == ""), None)
        if field is not None:
            yield module, prompt.id, lambda text, empty=empty, field=field: {**empty, field: text}
        elif empty == {"items": []}:
            yield module, prompt.id, lambda text: {"items": [text]}


async def browse(page: Page, prompt: str, chance: random.Random, seconds: float) -> list[float]:
    """Type in a real page; return the milliseconds that each key took.

    Raises
    ------
    PageFailed
        When a word is not saved a minute after the last key.
    """
    await page.locator(f'[data-prompt="{prompt}"] textarea').first.focus()
    await page.evaluate("() => { saved.length = 0; }")
    due = perf_counter()
    for pause, key in keys(chance, seconds):
        due += pause
        await asyncio.sleep(max(0, due - perf_counter()))
        await page.keyboard.type(key)
    try:
        await page.wait_for_function("() => waiting.length === 0", timeout=60_000)
    except PlaywrightTimeout:
        raise PageFailed("in Chromium, a word was not saved a minute after the last key") from None
    found: list[float] = await page.evaluate("() => saved")
    return found


async def measure(rounds: int, people: int, seconds: float, side: Side, tell: Callable[[str], None]) -> Samples:
    """Run every round; return the milliseconds of each key or draft, by figure and round.

    Raises
    ------
    PageFailed
        When a page does not work, or does not save what was typed in it.
    """
    addresses = dict(zip((module.id for module in load_course().modules), side.pages, strict=True))
    chosen = list(islice(answers(), people))
    seen, others = chosen[0], chosen[1:]
    learners = [Learner(side, addresses[module], [], prompt) for module, prompt, _ in others]
    typists = [Typist(learner, body) for learner, (_, _, body) in zip(learners, others, strict=True)]
    samples: Samples = {figure: [] for figure in FIGURES}
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find_chromium(whole=True), args=[*CHROMIUM_ARGUMENTS, *OFFLINE]
        )
        context = await browser.new_context(locale="fr-FR")
        await context.request.get(side.door)
        page = await context.new_page()
        await page.goto(addresses[seen[0]])
        await page.wait_for_selector(f'[data-prompt="{seen[1]}"] .pu-control:not([inert]) textarea', timeout=60_000)
        await page.evaluate(_WATCH, seen[1])
        for learner in learners:
            await learner.arrive()
        tell(f"{people} pages are open")
        for number in range(rounds + 1):
            chances = [random.Random(f"{number}/{place}") for place in range(people)]  # noqa: S311 - fingers, not secrets
            shown, *_ = await asyncio.gather(
                browse(page, seen[1], chances[0], seconds),
                *(typist.type(chance, seconds) for typist, chance in zip(typists, chances[1:], strict=True)),
            )
            found = {
                TYPED: [1000 * took for typist in typists for took in typist.from_key],
                SENT: [1000 * took for typist in typists for took in typist.from_draft],
                SEEN: shown,
            }
            if number:
                for figure, values in found.items():
                    samples[figure].append(values)
            label = f"round {number} of {rounds}" if number else "warm-up"
            tell(f"{label}: " + ", ".join(f"{figure} p95 {p95(values):.0f} ms" for figure, values in found.items()))
        if again := sum(typist.again for typist in typists):
            tell(f"{again} time(s), a draft could not be saved at once, and left again later")
        for learner in learners:
            await learner.leave()
        await browser.close()
    return samples


def p95(values: list[float]) -> float:
    """Return what one value in twenty exceeds."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def goals(samples: Samples, people: int) -> list[Goal]:
    """Return what issue 4 asks of saving."""
    return [
        Goal(f"{figure}, p95, {people} typing at once", "ms", [p95(values) for values in made], MOST_MS)
        for figure, made in samples.items()
    ]


def main() -> int:
    """Measure and print; return the exit code."""
    most = len(list(answers()))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tours", type=int, default=10, help="rounds kept, besides the warm-up (10)")
    parser.add_argument("--personnes", type=int, default=30, help="people who type (30)")
    parser.add_argument("--secondes", type=float, default=20, help="how long they type in a round (20)")
    parser.add_argument("--json", action="store_true", help="print every sample as JSON instead of the table")
    options = parser.parse_args()
    if options.tours < 1 or not 2 <= options.personnes <= most or options.secondes < 5:
        parser.error(f"--tours takes a number from 1 on, --personnes from 2 to {most}, --secondes from 5 on")

    load, warning = load_warning()
    try:
        with clean_environment() as folder:
            modules = [module.id for module in load_course().modules]
            with course_side(folder / "ours", modules) as side:
                samples = asyncio.run(
                    measure(
                        options.tours,
                        options.personnes,
                        options.secondes,
                        side,
                        lambda text: print(text, file=sys.stderr, flush=True),
                    )
                )
    except (OSError, PageFailed, PlaywrightError, RuntimeError) as error:
        print(f"not measured: {error}", file=sys.stderr)
        return 1
    machine, aimed = describe(PACKAGES), goals(samples, options.personnes)
    if options.json:
        told = {"rounds": options.tours, "load_average": load, "warning": warning, "machine": machine}
        print(json.dumps({**told, "goals": [goal.to_dict() for goal in aimed], "milliseconds": samples}, indent=2))
        return 0
    print(
        f"{options.tours} round(s) of {options.secondes:g} s kept, one warm-up round thrown away; median [lowest-highest] of the "
        "rounds' 95th percentiles.\n"
    )
    print(draw_goals(aimed), end="\n\n")
    print(one_line(machine))
    print(warning or f"Load average before the first round: {load:.2f}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
