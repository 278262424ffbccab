"""How long the table of progress of a whole group takes, at three sizes, and how it grows.

``python tests/bench/progress.py [--tours 10] [--personnes 300 3000 30000] [--json]``

A gradebook is filled for each size, with 40 prompts in seven modules: four in five people deposited each module, two in three
of these were commented. What is timed is what ``parcours-u module etat`` does once nbgrader is imported: reading the people and
their deposits in the gradebook's file (``read``), counting them (``count``), and turning the table into what is printed
(``print``). The slope is that of time against people, both in logarithms: 1 is linear. Figures are medians.

The table goes to standard output, progress to standard error.
"""

import argparse
import io
import json
import math
import statistics
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from datetime import datetime, timedelta
from itertools import pairwise
from time import perf_counter
from typing import Any

from machine import clean_environment, describe, load_warning, one_line
from nbgrader.api import (
    Assignment,
    Comment,
    Grade,
    GradeCell,
    Notebook,
    SolutionCell,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import insert
from table import Goal, draw_goals

from parcours_u.cohort.progress import progress_table
from parcours_u.cohort.rows import MODULE_COLUMNS, PERSON_COLUMNS, module_row, person_row
from parcours_u.grading.bench import Bench
from parcours_u.grading.folder import open_folder
from parcours_u.grading.following import deposits, released
from parcours_u.grading.people import participants
from parcours_u.grading.reports import print_table

QUESTIONS = (6, 6, 6, 6, 6, 5, 5)
STEPS = ("read", "count", "print")
MOST_PEOPLE, MOST_SECONDS = 3000, 1
MOST_SLOPE = 1.1  # linear, but for the noise
_START = datetime(2027, 3, 1, 9)
_BATCH = 500


def fill(bench: Bench, people: int) -> None:
    """Fill a gradebook: people, modules, deposits, comments."""
    with bench.gradebook() as gradebook:
        session, modules = gradebook.db, []
        for place, questions in enumerate(QUESTIONS):
            name = f"module-{place}"
            assignment = Assignment(name=name, course_id=gradebook.course_id)
            notebook = Notebook(name=name, assignment=assignment)
            ids = [f"{name}-{number}" for number in range(questions)]
            grades = [GradeCell(name=id_, notebook=notebook, max_score=0, cell_type="markdown") for id_ in ids]
            solutions = [SolutionCell(name=id_, notebook=notebook) for id_ in ids]
            session.add_all([assignment, notebook, *grades, *solutions])
            session.flush()
            modules.append((assignment.id, notebook.id, [cell.id for cell in grades], [cell.id for cell in solutions]))
            file = bench.folder.release(name)
            file.parent.mkdir(parents=True)
            file.write_text("{}", encoding="utf-8")
        for start in range(0, people, _BATCH):
            for table, rows in _rows(range(start, min(start + _BATCH, people)), modules).items():
                session.execute(insert(table), rows)
        session.commit()


def _rows(people: range, modules: Sequence[tuple[str, str, list[str], list[str]]]) -> dict[Any, list[dict[str, Any]]]:
    rows: dict[Any, list[dict[str, Any]]] = {
        table: [] for table in (Student, SubmittedAssignment, SubmittedNotebook, Grade, Comment)
    }
    for number in people:
        person = f"P{number:06}"
        rows[Student].append({"id": person, "last_name": f"Nom{number:06}", "first_name": "Prénom"})
        for place, (assignment, notebook, grades, solutions) in enumerate(modules):
            if (number + place) % 5 == 0:
                continue
            submission, submitted = f"S{number:06}-{place}", f"N{number:06}-{place}"
            moment = _START + timedelta(days=place, seconds=number)
            rows[SubmittedAssignment].append(
                {"id": submission, "assignment_id": assignment, "student_id": person, "timestamp": moment}
            )
            rows[SubmittedNotebook].append({"id": submitted, "notebook_id": notebook, "assignment_id": submission})
            told = "Merci de ce partage." if (number + place) % 3 else None
            for index, (grade, solution) in enumerate(zip(grades, solutions, strict=True)):
                score = None if (number + index) % 4 else 0.0
                rows[Grade].append({"id": f"G{submitted}-{index}", "notebook_id": submitted, "cell_id": grade, "auto_score": score, "needs_manual_grade": True})  # fmt: skip
                rows[Comment].append({"id": f"C{submitted}-{index}", "notebook_id": submitted, "cell_id": solution, "manual_comment": told})  # fmt: skip
    return rows


def one(bench: Bench) -> dict[str, float]:
    """Make the table once; return seconds by step."""
    clock = [perf_counter()]
    labels = {person.code: person.label for person in participants(bench)}
    found, modules = deposits(bench), released(bench)
    clock.append(perf_counter())
    table = progress_table(list(labels), modules, found)
    clock.append(perf_counter())
    with redirect_stdout(io.StringIO()):
        print_table(MODULE_COLUMNS, [module_row(line, line.module) for line in table.modules])
        print_table(PERSON_COLUMNS, [person_row(line, labels[line.person]) for line in table.people])
    clock.append(perf_counter())
    assert sum(line.deposited for line in table.modules) == len(found)
    return {step: end - start for step, start, end in zip(STEPS, clock, clock[1:], strict=False)}


def measure(sizes: Sequence[int], rounds: int) -> dict[int, dict[str, list[float]]]:
    """Return the seconds of each step, by size."""
    figures: dict[int, dict[str, list[float]]] = {}
    with clean_environment() as folder:
        for size in sizes:
            bench = Bench(open_folder(folder / f"groupe-{size}"))
            fill(bench, size)
            print(f"{size} people: gradebook filled", file=sys.stderr, flush=True)
            one(bench)
            samples = [one(bench) for _ in range(rounds)]
            figures[size] = {step: [sample[step] for sample in samples] for step in STEPS}
            figures[size]["table"] = [sample["read"] + sample["count"] for sample in samples]
    return figures


def main() -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tours", type=int, default=10, help="rounds kept, besides the warm-up (10)")
    parser.add_argument("--personnes", type=int, nargs="+", default=[300, 3000, 30000], help="sizes, in order")
    parser.add_argument("--json", action="store_true", help="print JSON instead of the table")
    options = parser.parse_args()
    sizes = sorted(set(options.personnes))
    if options.tours < 1 or sizes[0] < 1:
        parser.error("--tours and --personnes take numbers from 1 on")

    load, warning = load_warning()
    figures = measure(sizes, options.tours)
    medians = {
        size: {step: statistics.median(values) for step, values in steps.items()} for size, steps in figures.items()
    }
    slopes = {
        f"{small} to {large}": math.log(medians[large]["table"] / medians[small]["table"]) / math.log(large / small)
        for small, large in pairwise(sizes)
    }
    aimed = [
        Goal(f"table of progress, {size:,} people", "s", figures[size]["table"], MOST_SECONDS)
        for size in sizes
        if size == MOST_PEOPLE
    ] + [Goal(f"its slope from {told} people", "", [slope], MOST_SLOPE) for told, slope in slopes.items()]
    machine = describe(["nbgrader", "sqlalchemy", "rich"])
    if options.json:
        told = {"rounds": options.tours, "load_average": load, "warning": warning, "machine": machine}
        more = {"goals": [goal.to_dict() for goal in aimed], "seconds": figures, "slopes": slopes}
        print(json.dumps({**told, "prompts": sum(QUESTIONS), **more}, indent=2))
        return 0
    print(f"Table of progress, {sum(QUESTIONS)} prompts; {options.tours} round(s) kept; medians, in milliseconds.\n")
    print(f"{'people':>8}{'read':>10}{'count':>10}{'table':>10}{'print':>10}")
    for size, steps in medians.items():
        print(f"{size:>8}" + "".join(f"{steps[step] * 1000:>10,.0f}" for step in ("read", "count", "table", "print")))
    print()
    print(draw_goals(aimed), end="\n\nThe slope is that of time against people, in logarithms: 1 is linear.\n")
    print(one_line(machine))
    print(warning or f"Load average before the first round: {load:.2f}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
