"""What is in ``submitted/`` and ``autograded/``, as it is read. Imports nbgrader."""

from datetime import UTC, datetime
from pathlib import Path

from nbgrader.utils import parse_utc

from parcours_u.grading.bench import Bench
from parcours_u.grading.depot_file import DEPOT_NAME, DepotError, DepotFile, read_depot
from parcours_u.grading.notebooks import answers_in, read_released, read_submitted

__all__ = ["SECRET", "TIMESTAMP", "by_exchange", "deposited_answers", "read_deposit", "received_at", "written_moment"]

TIMESTAMP = "timestamp.txt"
SECRET = "submission_secret.txt"  # noqa: S105 - a file's name


def received_at(folder: Path) -> datetime | None:
    """Return when the deposit in a folder of ``submitted`` or ``autograded`` was made, None when there is none."""
    try:
        moment: datetime = parse_utc((folder / TIMESTAMP).read_text(encoding="utf-8").strip())
        return moment.replace(tzinfo=UTC)
    except (OSError, ValueError):
        return None


def written_moment(moment: datetime | None) -> str:
    """Return a moment in UTC, with or without its zone, as it is written everywhere else; empty when there is none."""
    return f"{moment.replace(tzinfo=None).isoformat()}Z" if moment else ""


def by_exchange(folder: Path) -> bool:
    """Tell whether a deposit came through the exchange: nbgrader gave it a secret, by which its feedback is found."""
    return (folder / SECRET).is_file()


def read_deposit(folder: Path) -> DepotFile | None:
    """Return the ``depot.json`` of a folder, None when it has none that can be read."""
    path = folder / DEPOT_NAME
    try:
        return read_depot(path.read_bytes()) if path.is_file() else None
    except DepotError:
        return None


def deposited_answers(bench: Bench, module: str, person: str) -> dict[str, str]:
    """Return the answers that the formgrader shows of a person, by prompt id."""
    folder = bench.folder.autograded(person, module)
    depot = read_deposit(folder)
    if depot is not None:
        return depot.texts
    notebook = folder / f"{module}.ipynb"
    if not notebook.is_file():
        return {}
    return answers_in(read_submitted(notebook), read_released(bench.folder.release(module)))
