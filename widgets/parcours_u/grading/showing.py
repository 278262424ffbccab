"""Showing a collected deposit in the formgrader: put in order, checked, prepared. Imports nbgrader."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from parcours_u.grading.bench import Bench
from parcours_u.grading.compose import compose
from parcours_u.grading.depot_file import DEPOT_NAME, DepotFile, notebook_told
from parcours_u.grading.ledger import Ledger
from parcours_u.grading.notebooks import UnknownPrompts, grade_id, prompt_ids, read_released, read_submitted
from parcours_u.grading.preparing import NotPrepared, prepare
from parcours_u.grading.submissions import SECRET, TIMESTAMP, deposited_answers, read_deposit

__all__ = ["Shown", "SubmissionError", "show"]


class SubmissionError(Exception):
    """One person's deposit can't be shown; the others can. The message is the end of a French sentence."""


@dataclass(frozen=True)
class Shown:
    """A deposit as the formgrader now shows it: what is to be said of its notebook; ``unknown`` are prompts of no question here."""

    notebook: str
    unknown: tuple[str, ...]


def show(bench: Bench, module: str, person: str) -> Shown:
    """Put a collected deposit in order and prepare it for the formgrader. Comments are kept.

    Raises
    ------
    SubmissionError
        When it holds no readable answer, or nbgrader refuses it.
    """
    folder = bench.folder.submitted(person, module)
    notebook = _put_in_order(bench, module, folder)
    _remember_comments(bench, module, person)
    try:
        prepare(bench, module, person)
    except NotPrepared as error:
        raise SubmissionError(
            f"nbgrader n’a pas pu le préparer ({error})\u202f; il est gardé tel quel, réessayez"
        ) from error
    depot = read_deposit(folder)
    known = bench.prompts(module) or frozenset()
    return Shown(notebook, tuple(sorted(set(depot.texts) - known)) if depot is not None else ())


def _remember_comments(bench: Bench, module: str, person: str) -> None:
    """Before a newer deposit replaces the one that was commented, note what each comment is about."""
    comments = bench.comments(module, person)
    if not comments:
        return
    try:
        answers = deposited_answers(bench, module, person)
    except Exception:  # a notebook that was broken in the folder tells nothing of it; it is about to be replaced
        return
    ledger = Ledger(bench.folder.path, module)
    if ledger.note(person, comments, answers):
        ledger.save()


def _put_in_order(bench: Bench, module: str, folder: Path) -> str:
    """Leave in a deposit what the course puts there and nothing more; return what is to be said of its notebook."""
    name = f"{module}.ipynb"
    notebooks = sorted(path for path in folder.iterdir() if path.suffix == ".ipynb" and path.is_file())
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
        elif path.name not in {DEPOT_NAME, TIMESTAMP, SECRET}:
            path.unlink()
    (folder / name).write_bytes(content)
    return notebook_told([path.name for path in notebooks], module)


def _composed(bench: Bench, depot: DepotFile) -> bytes:
    released = bench.folder.release(depot.module)
    known = set(prompt_ids(read_released(released)))
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
    known = set(prompt_ids(read_released(bench.folder.release(module))))
    fitting, broken = [], 0
    for path in notebooks:
        try:
            answered = {grade_id(cell) for cell in read_submitted(path).cells}
        except OSError:
            raise
        except Exception:  # a notebook from elsewhere may be broken in any way
            broken += 1
            continue
        if known & answered:
            fitting.append(path)
    if not fitting:
        raise SubmissionError(
            f"{_why_none(len(notebooks), broken)}\u202f; demandez à la personne de déposer de nouveau"
        )
    exact = [path for path in fitting if path.stem == module]
    if len(fitting) > 1 and not exact:
        raise SubmissionError("il contient plusieurs carnets de ce module\u202f; demandez lequel est le bon")
    return (exact or fitting)[0].read_bytes()


def _why_none(notebooks: int, broken: int) -> str:
    if not notebooks:
        return "il ne contient aucun carnet"
    if broken:
        return "son carnet ne peut pas être lu (il est tronqué, abîmé, ou d’un format que Jupyter ne connaît pas ici)"
    return "son carnet n’est pas celui de ce module, aucune de ses cellules ne répond à une question"
