"""What is in ``submitted/``, and showing it in the formgrader. Imports nbgrader."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.utils import parse_utc

from parcours_u.grading.bench import Bench, failure
from parcours_u.grading.compose import compose
from parcours_u.grading.depot_file import DEPOT_NAME, DepotError, DepotFile, read_depot
from parcours_u.grading.ledger import Ledger
from parcours_u.grading.notebooks import UnknownPrompts, answers_in, prompt_ids, read_notebook

__all__ = ["Shown", "SubmissionError", "by_exchange", "deposited_answers", "read_deposit", "received_at", "show"]

_TIMESTAMP = "timestamp.txt"
_SECRET = "submission_secret.txt"  # noqa: S105 - a file's name


class SubmissionError(Exception):
    """One person's deposit can't be shown; the others can. The message is the end of a French sentence."""


@dataclass(frozen=True)
class Shown:
    """A deposit as the formgrader now shows it; ``unknown`` are prompts that this release doesn't have."""

    late: bool
    renamed: bool
    unknown: tuple[str, ...]


def received_at(folder: Path) -> datetime | None:
    """Return when the deposit in a folder of ``submitted`` or ``autograded`` was made, None when there is none."""
    try:
        moment: datetime = parse_utc((folder / _TIMESTAMP).read_text(encoding="utf-8").strip())
        return moment.replace(tzinfo=UTC)
    except (OSError, ValueError):
        return None


def by_exchange(folder: Path) -> bool:
    """Tell whether a deposit came through the exchange: nbgrader gave it a secret, by which its feedback is found."""
    return (folder / _SECRET).is_file()


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
    return answers_in(read_notebook(notebook), read_notebook(bench.folder.release(module)))


def show(bench: Bench, module: str, person: str) -> Shown:
    """Put a collected deposit in order and let nbgrader prepare it for the formgrader. Comments are kept.

    Raises
    ------
    SubmissionError
        When it holds no readable answer, or nbgrader refuses it.
    """
    folder = bench.folder.submitted(person, module)
    renamed = _put_in_order(bench, module, folder)
    _remember_comments(bench, module, person)
    error = failure(bench.api.autograde(module, person, force=True))
    if error is not None:
        raise SubmissionError(f"nbgrader n’a pas pu le préparer ({error})\u202f; il est gardé tel quel, réessayez")
    depot = read_deposit(folder)
    known = bench.prompts(module) or frozenset()
    with bench.gradebook() as gradebook:
        late = gradebook.find_submission(module, person).total_seconds_late > 0
    return Shown(late, renamed, tuple(sorted(set(depot.texts) - known)) if depot is not None else ())


def _remember_comments(bench: Bench, module: str, person: str) -> None:
    """Before a newer deposit replaces the one that was commented, note what each comment is about."""
    ledger = Ledger(bench.folder.path, module)
    comments = bench.comments(module, person)
    if comments and ledger.note(person, comments, deposited_answers(bench, module, person)):
        ledger.save()


def _put_in_order(bench: Bench, module: str, folder: Path) -> bool:
    """Leave in a deposit what the course puts there and nothing more; tell whether its notebook had to be found again."""
    name = f"{module}.ipynb"
    notebooks = sorted(path for path in folder.iterdir() if path.suffix == ".ipynb" and path.is_file())
    renamed = [path.name for path in notebooks] != [name]
    depot = read_deposit(folder)
    if depot is not None and depot.code != folder.parent.name:
        raise SubmissionError("il a été préparé au nom de quelqu’un d’autre\u202f; voyez avec la personne")
    if depot is not None and depot.module == module:
        content = _composed(bench, depot)
    else:
        content = _recovered(bench, module, notebooks)
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name not in {DEPOT_NAME, _TIMESTAMP, _SECRET}:
            path.unlink()
    (folder / name).write_bytes(content)
    return renamed


def _composed(bench: Bench, depot: DepotFile) -> bytes:
    released = bench.folder.release(depot.module)
    known = set(prompt_ids(read_notebook(released)))
    kept = tuple(answer for answer in depot.answers if answer.prompt in known)
    if depot.answers and not kept:
        raise SubmissionError("il ne répond à aucune question de ce module\u202f; vérifiez que c’est le bon module")
    try:
        shown = DepotFile(depot.module, depot.code, depot.deposit_id, depot.deposited_at, kept)
        return compose(shown, released).files[f"{depot.module}.ipynb"]
    except UnknownPrompts as error:
        raise SubmissionError(f"il répond à des questions inconnues ({error})\u202f; vérifiez le module") from None


def _recovered(bench: Bench, module: str, notebooks: list[Path]) -> bytes:
    """Return the content of the one notebook that answers this module, whatever its name."""
    known = set(prompt_ids(read_notebook(bench.folder.release(module))))
    fitting = []
    for path in notebooks:
        try:
            found = read_notebook(path)
        except Exception:  # noqa: S112 - a notebook from elsewhere may be broken in any way; it is then none
            continue
        if known & {cell.metadata.get("nbgrader", {}).get("grade_id") for cell in found.cells}:
            fitting.append(path)
    if not fitting:
        raise SubmissionError(
            "il ne contient aucun carnet de ce module\u202f; demandez à la personne de déposer de nouveau"
        )
    exact = [path for path in fitting if path.stem == module]
    if len(fitting) > 1 and not exact:
        raise SubmissionError("il contient plusieurs carnets de ce module\u202f; demandez lequel est le bon")
    return (exact or fitting)[0].read_bytes()
