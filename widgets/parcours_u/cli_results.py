"""What the commands share: a trainer's folder opened, refusals told in a sentence, progress, results printed."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from parcours_u.domain.french_words import counted as count
from parcours_u.domain.system_words import disk_refusal

if TYPE_CHECKING:
    from parcours_u.domain.people_list import PeopleList
    from parcours_u.grading.bench import Bench
    from parcours_u.grading.collecting import Collected, Step
    from parcours_u.grading.reports import Row

__all__ = ["count", "end", "opened_bench", "print_json", "progress", "read_roster", "refusals", "report", "say"]


@contextmanager
def opened_bench(dossier: Path | None, variante: Path | None = None) -> Iterator["Bench"]:
    """Open the trainer's folder and the course that it follows; nbgrader is imported once both are known to be there."""
    with refusals():
        from parcours_u.grading.folder import open_folder
        from parcours_u.grading.version import follow

        folder = open_folder(dossier, say)  # before nbgrader is imported: a refusal comes at once
        follow(folder, variante)
        from parcours_u.without_iri import without_iri

        with without_iri():
            from parcours_u.grading.bench import Bench

        yield Bench(folder)


@contextmanager
def read_roster(file: Path, *, whole: bool) -> Iterator["PeopleList"]:
    """Read a list of people before anything is opened or created for it, and tell how it was read."""
    with refusals():
        from parcours_u.cohort.people_list.reading import SHORT, WHOLE, read_list

        found = read_list(file, WHOLE if whole else SHORT)
        for notice in found.notices:
            say(notice)
        if found.left_out:
            say(f"Colonnes laissées de côté\u00a0: {', '.join(found.left_out)}.")
        yield found


@contextmanager
def refusals() -> Iterator[None]:
    """Tell what could not be done in one sentence, and end the command with code 1."""
    from parcours_u.without_iri import without_iri

    with without_iri():
        from parcours_u.cohort.circles.errors import CirclesRefused
        from parcours_u.cohort.programme_kept import ProgrammeRefused
        from parcours_u.content.errors import ContentError, VariantError
        from parcours_u.domain.people_list import ListError
        from parcours_u.grading.errors import GradingError
        from parcours_u.links import LinkError
        from parcours_u.paths import NoCourse
        from parcours_u.store.errors import StoreError

    try:
        yield
    except ListError as error:
        for problem in error.problems:
            say(problem)
        say("La liste n’a pas été importée\u00a0: personne n’a été ajouté, corrigez-la puis recommencez.")
        raise typer.Exit(1) from error
    except (
        *(CirclesRefused, ContentError, GradingError, LinkError),
        *(NoCourse, ProgrammeRefused, StoreError, VariantError),
    ) as error:
        say(str(error))
        raise typer.Exit(1) from error
    except BrokenPipeError:  # whoever read what is printed has enough
        raise
    except OSError as error:
        say(disk_refusal(error))
        raise typer.Exit(1) from error


@contextmanager
def progress(title: str) -> Iterator["Step"]:
    """Show on standard error how far a command is."""
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(escape(title), total=None)

        def step(done: int, total: int, name: str) -> None:
            told = f"{title}\u00a0: {name}" if name else title
            bar.update(task, completed=done, total=total, description=escape(told))

        yield step
        total = bar.tasks[task].total or 0
        bar.update(task, completed=total, total=total, description=escape(title))


def say(sentence: str) -> None:
    """Print a sentence on standard error; nothing when there is none. What is done stays done when nobody can be told."""
    if sentence:
        with suppress(OSError):  # the terminal is gone
            typer.echo(sentence, err=True)


def print_json(result: "Row") -> None:
    """Print a result on standard output, in one line."""
    typer.echo(json.dumps(result, ensure_ascii=False))


def report(en_json: bool, result: "Row", table: str, rows: Sequence["Row"], zone: tzinfo | None = None) -> None:
    """Print a result as JSON, or its rows as a table whose moments are told in the zone."""
    from parcours_u.grading.reports import COLUMNS, OF_A_COHORT, print_table

    if en_json:
        print_json(result)
    else:
        shown = [one for one in COLUMNS[table] if one not in OF_A_COHORT or any(row[one] for row in rows)]
        print_table(shown, rows, zone)


def end(found: Sequence["Collected"]) -> None:
    """Tell what is to be said of each deposit, and fail the command when one was refused."""
    for result in found:
        say(result.message)
    if any(result.taken.value == "refused" for result in found):
        raise typer.Exit(1)
