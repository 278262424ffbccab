"""How long the pages of the course take, and what they send, beside Voilà as it comes, and beside a form in Panel and Streamlit.

``python tests/bench/pages.py [--tours 10] [--modules co-initier co-percevoir] [--sans-autres] [--json]``

Voilà serves the same notebooks. One run measures all, in turn, each round in the order opposite to the last one's; a first round is thrown away. A round is a new
browser context with an empty cache (first page), then the next module's page in it (next page), then the first one again (again).
A visit ends when the page is quiet and the character typed is saved in the journal: a page that is quick but loses it fails the
run. Figures are medians, with the lowest and the highest; a ratio is ours over the reference's.

Panel and Streamlit serve one page: the same questions, a text area under each, the count of what is written. They are installed by
the first run (see other_forms.py), ``--sans-autres`` leaves them out. Their visit ends when the server has counted the character.

What the pages that follow ask of the network depends on the browser's cache. Voilà sends its files with a date and no word on
caching: the browser keeps them, without asking, for about a tenth of their age. Right after an installation, expect more requests.

The tables go to standard output, progress to standard error. The exit code is 0 when all was measured, 1 when a page failed.
"""

import argparse
import json
import re
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from machine import clean_environment, describe, load_warning, one_line
from other_forms import OTHERS, form_side, installed
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import sync_playwright
from sides import BARE, OURS, PageFailed, Side, bare_side, course_side, notebook
from table import Comparison, Goal, draw, draw_goals
from visit import OFFLINE, Visit, round_of

from chromium import CHROMIUM_ARGUMENTS, find_chromium

FIRST, NEXT, AGAIN = VISITS = ("first page", "next page", "again")
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
# What issue 4 asks: how it is told, our visit, the figure, the reference's visit, at most how many times the reference's.
GOALS = (
    ("readable text, first page", FIRST, "text_ms", BARE, 0.15),
    ("usable text field, first page", FIRST, "field_ms", BARE, 0.30),
    *((f"the same, beside {other}", FIRST, "field_ms", other, 1) for other in OTHERS),
    ("usable text field, next page", NEXT, "field_ms", BARE, 0.20),
    ("received, first page", FIRST, "bytes", BARE, 0.25),
    ("received, next page", NEXT, "bytes", BARE, 0.02),
)
MOST_REQUESTS = 25
_MARKUP = re.compile(r"[<*_`\[]")
PACKAGES = ["voila", "ipywidgets", "anywidget", "ipykernel", "jupyter_server", "playwright"]

Samples = dict[str, dict[str, list[Visit]]]


def first_paragraph(path: Path) -> str:
    """Return how the first paragraph of a notebook's prose begins, up to any markup: no heading, list or quotation."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    for cell in cells:
        if cell["cell_type"] == "markdown":
            for block in "".join(cell["source"]).split("\n\n"):
                if block.strip() and block.strip()[0].isalpha():
                    return _MARKUP.split(block.strip(), maxsplit=1)[0]
    raise ValueError(f"{path.name} has no paragraph")


def measure(
    rounds: int, modules: Sequence[str], python: Path | None, tell: Callable[[str], None]
) -> tuple[Samples, str]:
    """Run every round; return the visits by side and kind, and Chromium's version.

    Parameters
    ----------
    rounds : int
        How many are kept, besides a warm-up one.
    modules : sequence of str
        The first page's module, and the next one's.
    python : pathlib.Path or None
        The Python that has Panel and Streamlit; None leaves them out.
    tell : callable
        Called with a line of progress.

    Raises
    ------
    PageFailed
        When a page of any side does not work.
    """
    openings = [first_paragraph(notebook(module)) for module in modules]
    visited = [*modules, modules[0]]
    executable = find_chromium(whole=True)
    with ExitStack() as stack:
        folder = stack.enter_context(clean_environment())
        playwright = stack.enter_context(sync_playwright())
        sides: list[Side] = [
            stack.enter_context(course_side(folder / "ours", visited)),
            stack.enter_context(bare_side(folder / "bare", visited)),
        ]
        if python:
            sides += [
                stack.enter_context(form_side(name, python, folder / name, modules[0], openings[0])) for name in OTHERS
            ]
        samples: Samples = {
            side.name: {kind: [] for kind, _ in zip(VISITS, side.pages, strict=False)} for side in sides
        }
        browser = playwright.chromium.launch(executable_path=executable, args=[*CHROMIUM_ARGUMENTS, *OFFLINE])
        stack.callback(browser.close)
        for number in range(rounds + 1):
            for side in sides if number % 2 else reversed(sides):
                kept = samples[side.name]
                for kind, visit in zip(kept, round_of(browser, side, openings), strict=True):
                    if number:
                        kept[kind].append(visit)
                    label = f"round {number} of {rounds}" if number else "warm-up"
                    tell(f"{label}: {side.name}, {kind}: {_told(visit)}")
        return samples, browser.version


def comparisons(samples: Samples) -> list[Comparison]:
    """Return each figure of each kind of visit, here and by bare Voilà."""
    return [
        Comparison(kind, name, unit, *(_values(samples, side, kind, attribute, divisor) for side in (OURS, BARE)))
        for kind in VISITS
        for name, unit, divisor, attribute in FIGURES
    ]


def goals(samples: Samples) -> list[Goal]:
    """Return what issue 4 asks of pages; the reference is always a first page, its cache empty."""
    how = {attribute: (unit, divisor) for _, unit, divisor, attribute in FIGURES}
    found = []
    for what, kind, attribute, reference, most in GOALS:
        if reference in samples:
            unit, divisor = how[attribute]
            ours = _values(samples, OURS, kind, attribute, divisor)
            found.append(
                Goal(what, unit, ours, most, reference, _values(samples, reference, FIRST, attribute, divisor))
            )
    return [*found, Goal("requests, first page", "", _values(samples, OURS, FIRST, "requests", 1), MOST_REQUESTS)]


def remarks(samples: Samples) -> list[str]:
    """Return what a reader must know beside the figures."""
    visits = {side: [visit for made in kinds.values() for visit in made] for side, kinds in samples.items()}
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
        if prompts := sorted({visit.prompt for visit in made} - {""}):
            found.append(f"{side}: the character was typed in {', '.join(prompts)}.")
    return found


def main() -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tours", type=int, default=10, help="rounds kept, besides the warm-up (10)")
    parser.add_argument(
        "--modules",
        nargs=2,
        default=["co-initier", "co-percevoir"],
        metavar=("FIRST", "NEXT"),
        help="the modules whose pages are measured (co-initier co-percevoir)",
    )
    parser.add_argument("--sans-autres", action="store_true", help="without Panel and Streamlit, nothing installed")
    parser.add_argument("--json", action="store_true", help="print every sample as JSON instead of the tables")
    options = parser.parse_args()
    if options.tours < 1:
        parser.error("--tours takes a number of rounds from 1 on")
    for module in options.modules:
        if not notebook(module).is_file():
            parser.error(f"no module {module}")

    load, warning = load_warning()
    try:
        python, versions = (None, {}) if options.sans_autres else installed()
        samples, chromium = measure(
            options.tours, options.modules, python, lambda text: print(text, file=sys.stderr, flush=True)
        )
    except (PageFailed, PlaywrightError, RuntimeError) as error:
        print(f"not measured: {error}", file=sys.stderr)
        return 1
    machine = describe(PACKAGES, Chromium=chromium, **versions)
    found, aimed, notes = comparisons(samples), goals(samples), remarks(samples)
    if options.json:
        kept = {
            side: {kind: [asdict(visit) for visit in made] for kind, made in kinds.items()}
            for side, kinds in samples.items()
        }
        told = {"modules": options.modules, "rounds": options.tours, "load_average": load, "warning": warning}
        summary = [item.to_dict() for item in found]
        more = {"goals": [goal.to_dict() for goal in aimed], "summary": summary, "samples": kept}
        print(json.dumps({**told, "machine": machine, "remarks": notes, **more}, indent=2))
        return 0
    print(
        f"Pages of {' then '.join(options.modules)}: {OURS} and {BARE} (the voila command, its default template), alternating in "
        f"one run.\n{options.tours} round(s) kept, one warm-up round thrown away; median [lowest-highest]; ratio = {OURS} / {BARE}.\n"
    )
    print(draw(found, OURS, BARE), end="\n\n")
    print(draw_goals(aimed), end="\n\n")
    for note in notes:
        print(note)
    print(one_line(machine))
    print(warning or f"Load average before the first round: {load:.2f}.")
    return 0


def _values(samples: Samples, side: str, kind: str, attribute: str, divisor: int) -> list[float]:
    return [getattr(visit, attribute) / divisor for visit in samples[side][kind]]


def _told(visit: Visit) -> str:
    text = "" if visit.text_ms is None else f"text {visit.text_ms:.0f} ms, "
    return f"{text}field {visit.field_ms:.0f} ms"


if __name__ == "__main__":
    sys.exit(main())
