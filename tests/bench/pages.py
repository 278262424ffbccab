"""How long a module's page takes, and what it sends, beside the same notebook served by Voilà as it comes.

``python tests/bench/pages.py [--tours 10] [--module co-initier] [--json]``

One run measures both, in turn, each round starting with the other one; a first round is thrown away. A round is a new browser
context with an empty cache (cold), then the same page again in it (again). A visit ends when the page is quiet and the
character typed is saved in the journal: a page that is quick but loses it fails the run. Figures are medians, with the
lowest and the highest; a ratio is ours over bare Voilà's.

The table goes to standard output, progress to standard error. The exit code is 0 when all was measured, 1 when a page failed.
"""

import argparse
import json
import statistics
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from machine import clean_environment, describe, load_warning
from playwright.sync_api import sync_playwright
from sides import BARE, OURS, PageFailed, Side, bare_side, course_side, notebook
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


def summary(samples: Samples) -> list[dict[str, Any]]:
    """Return one line a kind of visit and figure: median, lowest and highest of each side, and the medians' ratio."""
    lines: list[dict[str, Any]] = []
    for kind in VISITS:
        for name, unit, divisor, attribute in FIGURES:
            line: dict[str, Any] = {"visit": kind, "figure": name, "unit": unit}
            for side in (OURS, BARE):
                values = [getattr(visit, attribute) / divisor for visit in samples[side][kind]]
                line[side] = {"median": statistics.median(values), "min": min(values), "max": max(values)}
            bare = line[BARE]["median"]
            line["ratio"] = line[OURS]["median"] / bare if bare else None
            lines.append(line)
    return lines


def remarks(samples: Samples) -> list[str]:
    """Return what a reader must know beside the figures."""
    found = []
    for side, kinds in samples.items():
        visits = [visit for kind in VISITS for visit in kinds[kind]]
        hosts = sorted({host for visit in visits for host in visit.foreign})
        if hosts:
            most = max(len(visit.foreign) for visit in visits)
            found.append(
                f"{side} asks {', '.join(hosts)} for up to {most} file(s) a page. Nothing but this machine can be reached "
                "from the browser used here: these requests failed at once, neither left nor made the page wait, and "
                "are not counted. On a real network they would add their own time and bytes."
            )
        found.append(f"{side}: typed in {', '.join(sorted({visit.prompt for visit in visits}))}.")
    return found


def table(lines: list[dict[str, Any]]) -> str:
    """Return the summary as aligned text."""

    def shown(figures: dict[str, float], unit: str) -> str:
        low, high = f"{figures['min']:,.0f}", f"{figures['max']:,.0f}"
        spread = f" [{low}-{high}]" if low != high else ""
        return f"{figures['median']:,.0f}{' ' + unit if unit else ''}{spread}"

    rows = [("visit", "figure", OURS, BARE, "ratio")]
    for line in lines:
        ratio = f"{line['ratio']:.2f}x" if line["ratio"] is not None else "-"
        rows.append(
            (line["visit"], line["figure"], shown(line[OURS], line["unit"]), shown(line[BARE], line["unit"]), ratio)
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    texts = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    texts.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(texts)


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
    except PageFailed as error:
        print(f"not measured: {error}", file=sys.stderr)
        return 1
    machine = describe(PACKAGES, Chromium=chromium)
    lines, notes = summary(samples), remarks(samples)
    if options.json:
        kept = {
            side: {kind: [asdict(visit) for visit in kinds[kind]] for kind in VISITS} for side, kinds in samples.items()
        }
        told = {"module": options.module, "rounds": options.tours, "load_average": load, "warning": warning}
        print(json.dumps({**told, "machine": machine, "remarks": notes, "summary": lines, "samples": kept}, indent=2))
        return 0
    print(
        f"Module page {options.module}: {OURS} and {BARE} (the voila command, its default template), alternating in one run.\n"
        f"{options.tours} round(s) kept, one warm-up round thrown away; median [lowest-highest]; ratio = {OURS} / {BARE}.\n"
    )
    print(table(lines), end="\n\n")
    for note in notes:
        print(note)
    print(", ".join(f"{name.replace('_gib', ' (GiB)')} {value}" for name, value in machine.items()) + ".")
    print(f"Load average before the first round: {load:.2f}.")
    if warning:
        print(warning)
    return 0


if __name__ == "__main__":
    sys.exit(main())
