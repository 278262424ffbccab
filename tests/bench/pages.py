"""How long a module's page takes, and what it sends, beside the same notebook served by Voilà as it comes.

``python tests/bench/pages.py [--tours 10] [--module co-initier] [--json]``

One run measures both, in turn, each round starting with the other one; a first round is thrown away. A round is a new browser
context with an empty cache (cold), then the same page again in it (again). A visit ends when the page is quiet and the
character typed is saved in the journal: a page that is quick but loses it fails the run. Figures are medians, with the
lowest and the highest; a ratio is ours over bare Voilà's.

What "again" asks of the network depends on the browser's cache. Voilà sends its files with a date and no word on caching: the
browser keeps them, without asking, for about a tenth of their age. Right after an installation, expect more requests.

The table goes to standard output, progress to standard error. The exit code is 0 when all was measured, 1 when a page failed.
"""

import argparse
import json
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from machine import clean_environment, describe, load_warning, one_line
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import sync_playwright
from sides import BARE, OURS, PageFailed, Side, bare_side, course_side, notebook
from table import Comparison, draw
from visit import OFFLINE, Visit, round_of

from chromium import CHROMIUM_ARGUMENTS, find_chromium

VISITS = ("cold", "again")
# Name, unit, what to divide by, the field of Visit.
FIGURES = (
    ("readable text", "ms", 1, "text_ms"),
    ("usable text field", "ms", 1, "field_ms"),
    ("received (HTTP)", "kB", 1000, "bytes"),
    ("requests (HTTP)", "", 1, "requests"),
    ("served by cache", "", 1, "cached"),
    ("WebSockets", "", 1, "sockets"),
    ("WebSocket payload", "kB", 1000, "socket_bytes"),
)
PACKAGES = ["voila", "ipywidgets", "anywidget", "ipykernel", "jupyter_server", "playwright"]

Samples = dict[str, dict[str, list[Visit]]]


def first_paragraph(path: Path) -> str:
    """Return the source of the first paragraph of a notebook's prose: neither a heading, a list, nor a quotation."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    for cell in cells:
        if cell["cell_type"] == "markdown":
            for block in "".join(cell["source"]).split("\n\n"):
                if block.strip() and block.strip()[0].isalpha():
                    return block.strip()
    raise ValueError(f"{path.name} has no paragraph")


def measure(rounds: int, module: str, tell: Callable[[str], None]) -> tuple[Samples, str]:
    """Run every round; return the visits by side and kind, and Chromium's version.

    Raises
    ------
    PageFailed
        When a page of either side does not work.
    """
    opening = first_paragraph(notebook(module))
    samples: Samples = {name: {visit: [] for visit in VISITS} for name in (OURS, BARE)}
    executable = find_chromium()
    with ExitStack() as stack:
        folder = stack.enter_context(clean_environment())
        playwright = stack.enter_context(sync_playwright())
        sides: list[Side] = [
            stack.enter_context(course_side(folder / "ours", module)),
            stack.enter_context(bare_side(folder / "bare", module)),
        ]
        browser = playwright.chromium.launch(executable_path=executable, args=[*CHROMIUM_ARGUMENTS, *OFFLINE])
        stack.callback(browser.close)
        for number in range(rounds + 1):
            for side in sides if number % 2 else reversed(sides):
                for kind, visit in zip(VISITS, round_of(browser, side, opening), strict=True):
                    if number:
                        samples[side.name][kind].append(visit)
                    label = f"round {number} of {rounds}" if number else "warm-up"
                    tell(f"{label}: {side.name}, {kind}: text {visit.text_ms:.0f} ms, field {visit.field_ms:.0f} ms")
        return samples, browser.version


def comparisons(samples: Samples) -> list[Comparison]:
    """Return each figure of each kind of visit, on both sides."""

    def values(side: str, kind: str, attribute: str, divisor: int) -> list[float]:
        return [getattr(visit, attribute) / divisor for visit in samples[side][kind]]

    return [
        Comparison(kind, name, unit, values(OURS, kind, attribute, divisor), values(BARE, kind, attribute, divisor))
        for kind in VISITS
        for name, unit, divisor, attribute in FIGURES
    ]


def remarks(samples: Samples) -> list[str]:
    """Return what a reader must know beside the figures."""
    visits = {side: [visit for kind in VISITS for visit in kinds[kind]] for side, kinds in samples.items()}
    found = []
    for side, made in visits.items():
        hosts = sorted({host for visit in made for host in visit.foreign})
        if hosts:
            most = max(len(visit.foreign) for visit in made)
            found.append(
                f"{side} asks another host ({', '.join(hosts)}) for up to {most} file(s) a page. The browser used here reaches "
                "this machine only: these requests failed at once inside it, neither left nor made the page wait, and are not "
                "counted. On a real network they would add their own time and bytes."
            )
    stuck = [side for side, made in visits.items() if any(visit.helped_to_leave for visit in made)]
    if stuck:
        found.append(
            f"{' and '.join(stuck)}: a page that is left cannot end its kernel by itself, for want of the anti-forgery cookie "
            "that its request needs. It was given one before leaving, so that no kernel left over weighs on the next visit."
        )
    for side, made in visits.items():
        found.append(f"{side}: the character was typed in {', '.join(sorted({visit.prompt for visit in made}))}.")
    return found


def main() -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tours", type=int, default=10, help="rounds kept, besides the warm-up (10)")
    parser.add_argument("--module", default="co-initier", help="the module whose page is measured")
    parser.add_argument("--json", action="store_true", help="print every sample as JSON instead of the table")
    options = parser.parse_args()
    if options.tours < 1:
        parser.error("--tours takes a number of rounds from 1 on")
    if not notebook(options.module).is_file():
        parser.error(f"no module {options.module}")

    load, warning = load_warning()
    try:
        samples, chromium = measure(
            options.tours, options.module, lambda text: print(text, file=sys.stderr, flush=True)
        )
    except (PageFailed, PlaywrightError, RuntimeError) as error:
        print(f"not measured: {error}", file=sys.stderr)
        return 1
    machine = describe(PACKAGES, Chromium=chromium)
    found, notes = comparisons(samples), remarks(samples)
    if options.json:
        kept = {
            side: {kind: [asdict(visit) for visit in kinds[kind]] for kind in VISITS} for side, kinds in samples.items()
        }
        told = {"module": options.module, "rounds": options.tours, "load_average": load, "warning": warning}
        print(
            json.dumps(
                {
                    **told,
                    "machine": machine,
                    "remarks": notes,
                    "summary": [item.to_dict() for item in found],
                    "samples": kept,
                },
                indent=2,
            )
        )
        return 0
    print(
        f"Module page {options.module}: {OURS} and {BARE} (the voila command, its default template), alternating in one run.\n"
        f"{options.tours} round(s) kept, one warm-up round thrown away; median [lowest-highest]; ratio = {OURS} / {BARE}.\n"
    )
    print(draw(found, OURS, BARE), end="\n\n")
    for note in notes:
        print(note)
    print(one_line(machine))
    print(warning or f"Load average before the first round: {load:.2f}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
