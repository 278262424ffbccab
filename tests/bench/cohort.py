"""What a cohort of 10, 30 and 60 people asks of its server; and what a phone on a slow line waits for.

``python tests/bench/cohort.py [--tours 5] [--personnes 10 30 60] [--arrivee 60] [--secondes 20] [--json]``

Each round of each size is a cohort of its own, on a server of its own (``parcours-u animer``), which its trainer has opened first.
Everybody arrives within a minute, at moments drawn at random: they press the button of their invitation, note their phrase, open
a module. *Joining* is from that button to all the page's files being here and its first answer having said what it holds. Then all
type at once, each in an answer of their own, in bursts at 4 to 5 keys a second: *key to saved* is from a key being in the field to
the page being told that it is saved, the front end's own delays included. Then each opens that answer to the whole cohort, once,
at a moment drawn within as long: *shared to seen* is from asking for it to it being on the line of another person's page, for every
other person (the time for which the server gathers news is in it). *Memory* is what all the server's processes hold (PSS: their own
pages, and their share of those they map together) with everybody there and their page open, less what they held with nobody, a
person; *server alone* is the same of its one process, the kernels left out. *Errors* are whatever failed, of anybody, at any step,
and whatever the server said on its standard error.

They are protocol clients (participant.py, typist.py): sixty browsers would measure the browsers. What a page asks for is recorded
by one visit in Chromium, which also warms up the machine; nothing of it is counted. A figure is the round's 95th percentile
(*p50*: its median); the table gives the median of the rounds [lowest-highest].

The phone is one real Chromium, alone on its server, whose line is held to 400 kbit/s both ways, each word 150 ms late (by the browser's
own DevTools protocol), with an empty cache. It opens an invitation, then a module, and writes one word.

Tables go to standard output, progress to standard error. The exit code is 0 when all was measured and there was no error.
"""

import argparse
import asyncio
import json
import random
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import psutil
from afternoon import Afternoon, cohort_side, live
from keystrokes import p95
from machine import clean_environment, describe, load_warning, one_line
from pages import PACKAGES, first_paragraph
from phone import STEPS, visit_by_phone
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import sync_playwright
from sides import PageFailed, notebook
from table import aligned, shown
from visit import OFFLINE, round_of

from chromium import CHROMIUM_ARGUMENTS, find_chromium

MODULE = "co-initier"  # people_here's
# Name, unit, what of an afternoon, made into one figure, and times how many.
FIGURES: tuple[tuple[str, str, str, Callable[[Sequence[float]], float], float], ...] = (
    ("joining, p50", "ms", "joins", statistics.median, 1000),
    ("joining, p95", "ms", "joins", p95, 1000),
    ("key to saved, p95", "ms", "keys", p95, 1000),
    ("shared to seen, p95", "ms", "walls", p95, 1000),
    ("memory a participant", "MB", "memory", statistics.median, 1),
    ("memory a participant, server alone", "MB", "server_memory", statistics.median, 1),
)

Samples = dict[int, list[Afternoon]]


def record(folder: Path, rounds: int, tell: Callable[[str], None]) -> tuple[tuple[str, ...], list[list[float]], str]:
    """Visit a cohort in Chromium, at full speed then by phone; return the page's files, the phone's steps, Chromium's version."""
    opening = first_paragraph(notebook(MODULE))
    with cohort_side(folder) as (side, cohort, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(whole=True), args=[*CHROMIUM_ARGUMENTS, *OFFLINE]
        )
        try:
            files = next(round_of(browser, side, [opening])).files
            phone = []
            for number in range(rounds):
                phone.append(visit_by_phone(browser, cohort, opening))
                tell(f"phone, {number + 1} of {rounds}: a word is saved after {sum(phone[-1]) / 1000:.1f} s")
            return files, phone, browser.version
        finally:
            browser.close()


def one_round(folder: Path, people: int, number: int, files: Sequence[str], options: argparse.Namespace) -> Afternoon:
    """Serve a cohort to so many people, once."""
    places = [] if options.pages_vivantes is None else ["--pages-vivantes", str(options.pages_vivantes)]
    with cohort_side(folder, *places) as (side, cohort, said):
        tokens = [cohort.invite(cohort.add(f"Personne {rank}").id).token for rank in range(people)]
        chance = random.Random(f"{number}/{people}")  # noqa: S311 - moments, not secrets
        took = asyncio.run(live(side, tokens, files, options.arrivee, options.secondes, chance))
    took.failures += said
    return took


def measure(options: argparse.Namespace, tell: Callable[[str], None]) -> tuple[Samples, list[list[float]], str]:
    """Run every round of every size; return them, the phone's, and Chromium's version.

    Raises
    ------
    PageFailed
        When a page does not work, or most of a round's people could not come in.
    """
    samples: Samples = {people: [] for people in options.personnes}
    with clean_environment() as folder:
        files, phone, chromium = record(folder / "recorded", options.tours, tell)
        for number in range(options.tours):
            for people, kept in samples.items():
                took = one_round(folder / f"{number}-{people}", people, number, files, options)
                if len(took.joins) < max(2, people / 2) or not (took.keys and took.walls):
                    raise PageFailed(f"{people} people: {len(took.failures)} errors: {sorted(set(took.failures))}")
                kept.append(took)
                tell(f"round {number + 1} of {options.tours}: {people} people: {_one_line(took)}")
                for failure in counted(took.failures):
                    tell(failure)
    return samples, phone, chromium


def drawn(samples: Samples) -> str:
    """Return the figures of each size, side by side."""
    rows = [("", *(f"{people} people" for people in samples))]
    for name, unit, what, figure, times in FIGURES:
        made = [[times * figure(getattr(took, what)) for took in kept] for kept in samples.values()]
        rows.append((name, *(shown(values, unit) for values in made)))
    rows.append(
        ("errors, in all (to be 0)", *(str(sum(len(took.failures) for took in kept)) for kept in samples.values()))
    )
    return aligned(rows)


def counted(failures: Sequence[str]) -> list[str]:
    """Return each failure once, with how many times it happened."""
    return [f"{failures.count(failure)} times: {failure}" for failure in sorted(set(failures))]


def drawn_phone(visits: Sequence[Sequence[float]]) -> str:
    """Return how long a phone waited at each step."""
    rows = [("a phone at 400 kbit/s", "time")]
    rows += [(step, shown(values, "ms")) for step, values in zip(STEPS, zip(*visits, strict=True), strict=True)]
    return aligned(rows)


def main() -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tours", type=int, default=5, help="rounds of each size (5)")
    parser.add_argument("--personnes", type=int, nargs="+", default=[10, 30, 60], help="sizes of cohorts (10 30 60)")
    parser.add_argument("--arrivee", type=float, default=60, help="within how many seconds all arrive (60)")
    parser.add_argument(
        "--secondes", type=float, default=20, help="how long they type, then within how long they share (20)"
    )
    parser.add_argument("--pages-vivantes", type=int, help="places of the server; as many as it chooses, unless said")
    parser.add_argument("--json", action="store_true", help="print every sample as JSON instead of the tables")
    options = parser.parse_args()
    if options.tours < 1 or min(options.personnes) < 2 or options.arrivee < 0 or options.secondes < 5:
        parser.error(
            "--tours takes a number from 1 on, --personnes from 2 on, --arrivee from 0 on, --secondes from 5 on"
        )

    load, warning = load_warning()
    try:
        samples, phone, chromium = measure(options, lambda text: print(text, file=sys.stderr, flush=True))
    except (OSError, PageFailed, PlaywrightError, RuntimeError, psutil.Error) as error:
        print(f"not measured: {error}", file=sys.stderr)
        return 1
    machine = describe(PACKAGES, Chromium=chromium)
    failures = [failure for kept in samples.values() for took in kept for failure in took.failures]
    if options.json:
        told: dict[str, Any] = {"rounds": options.tours, "load_average": load, "warning": warning, "machine": machine}
        kept = {people: [asdict(took) for took in made] for people, made in samples.items()}
        print(json.dumps({**told, "cohorts": kept, "phone_ms": [dict(zip(STEPS, one, strict=True)) for one in phone]}))
        return bool(failures)
    print(f"{options.tours} round(s) of each size; median [lowest-highest] of the rounds.\n")
    print(drawn(samples), end="\n\n")
    print(drawn_phone(phone), end="\n\n")
    for failure in counted(failures):
        print(failure)
    print(one_line(machine))
    print(warning or f"Load average before the first round: {load:.2f}.")
    return bool(failures)


def _one_line(took: Afternoon) -> str:
    told = [f"{name} {times * figure(getattr(took, what)):.0f} {unit}" for name, unit, what, figure, times in FIGURES]
    return ", ".join([*told, f"{len(took.failures)} error(s)"])


if __name__ == "__main__":
    sys.exit(main())
