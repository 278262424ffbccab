"""What a page's kernel costs, beside a spawned one; and what a notebook's one import costs it, beside ipywidgets alone.

``python tests/bench/kernel.py [--tours 10] [--json]``

Each sample is a fresh interpreter, in turn; a first round is thrown away. Measured from a bare interpreter, then from one
that holds what every Python kernel does (ipykernel): there, an import costs only what the kernel does not have yet.
A page's kernel is started as the course's server starts it, in turn with a spawned ipykernel that runs the same code,
until its first comm; the memory of one more is what every process together holds more once it is there.
Memory is the process's PSS (its own pages, and its share of those that others map too), USS where the system does not tell
it; other Python processes on the machine make it a little lower. Figures are medians, with the lowest and the highest.
"""

import argparse
import json
import subprocess
import sys

import psutil
from kernel_starts import OURS as LIGHT
from kernel_starts import SPAWNED, measure_starts
from machine import clean_environment, describe, load_warning, one_line
from table import Comparison, Goal, draw, draw_goals

OURS = "parcours_u.notebook"
REFERENCE = "ipywidgets"
# What issue 4 asks of a page's kernel, in the order in which starts are measured: at most how many times the spawned one's.
MOST = {"kernel ready, start to first comm": 0.25, "memory of one more page, PSS": 0.35}
# What is imported before the clock starts.
STARTS = {"bare interpreter": "sys", "with ipykernel": "ipykernel.kernelapp"}

# The interpreter says how long the import took, then waits to be looked at.
_CHILD = """
import importlib, sys, time
importlib.import_module(sys.argv[1])
start = time.perf_counter()
importlib.import_module(sys.argv[2])
print(time.perf_counter() - start, flush=True)
sys.stdin.read()
"""


def sample(before: str, module: str) -> tuple[float, float]:
    """Import a module in a fresh interpreter; return milliseconds and MB.

    Raises
    ------
    RuntimeError
        When it cannot be imported.
    """
    process = subprocess.Popen(
        [sys.executable, "-c", _CHILD, before, module], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        seconds = process.stdout.readline()
        if not seconds:
            raise RuntimeError(f"{module} could not be imported")
        memory = psutil.Process(process.pid).memory_full_info()
        process.stdin.close()
    return float(seconds) * 1000, getattr(memory, "pss", memory.uss) / 1e6


def measure(rounds: int) -> list[Comparison]:
    """Run every round; return time and memory from each starting point."""
    samples: dict[tuple[str, str], list[tuple[float, float]]] = {
        (start, module): [] for start in STARTS for module in (OURS, REFERENCE)
    }
    for number in range(rounds + 1):
        for (start, module), kept in samples.items():
            found = sample(STARTS[start], module)
            if number:
                kept.append(found)
        print(f"round {number} of {rounds}" if number else "warm-up", file=sys.stderr, flush=True)
    return [
        Comparison(
            start,
            figure,
            unit,
            [found[index] for found in samples[start, OURS]],
            [found[index] for found in samples[start, REFERENCE]],
        )
        for start in STARTS
        for index, (figure, unit) in enumerate((("import", "ms"), ("memory held after", "MB")))
    ]


def main() -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tours", type=int, default=10, help="rounds kept, besides the warm-up (10)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of the table")
    options = parser.parse_args()
    if options.tours < 1:
        parser.error("--tours takes a number of rounds from 1 on")

    load, warning = load_warning()
    try:
        with clean_environment() as folder:
            starts = measure_starts(options.tours, folder)
            found = measure(options.tours)
    except RuntimeError as error:
        print(f"not measured: {error}", file=sys.stderr)
        return 1
    machine = describe(["ipywidgets", "anywidget", "ipykernel"])
    aimed = [
        Goal(what, item.unit, item.ours, most, SPAWNED, item.reference)
        for (what, most), item in zip(MOST.items(), starts, strict=True)
    ]
    if options.json:
        told = {"rounds": options.tours, "load_average": load, "warning": warning, "machine": machine}
        more = {"goals": [goal.to_dict() for goal in aimed], "summary": [item.to_dict() for item in [*starts, *found]]}
        print(json.dumps({**told, **more}, indent=2))
        return 0
    print(draw(starts, LIGHT, SPAWNED), end="\n\n")
    print(
        f"Imports in fresh interpreters; {options.tours} round(s) kept, one warm-up round thrown away; median [lowest-highest].\n"
    )
    print(draw(found, OURS, REFERENCE), end="\n\n")
    print(draw_goals(aimed), end="\n\n")
    print(one_line(machine))
    print(warning or f"Load average before the first round: {load:.2f}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
