"""Deposits whose notebook somebody changed by hand: what nbgrader takes is taken, and the rest is told its true reason."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from classroom import MODULE, NBGRADER, deposit_in_exchange, inbound, shown, tree

from parcours_u.grading.bench import Bench, failure
from parcours_u.grading.collecting import Collected, Taken, collect
from parcours_u.grading.fences import unfence

pytestmark = NBGRADER

Change = Callable[[Any], Any]


def answer(notebook: Any) -> Any:
    """Return the first answer cell."""
    return next(cell for cell in notebook["cells"] if "nbgrader" in cell["metadata"])


def copied(notebook: Any, text: str = "Copie") -> Any:
    twin = copy.deepcopy(answer(notebook))
    notebook["cells"].append(twin | {"id": "copie", "source": text})
    return notebook


def in_format_3(notebook: Any) -> Any:
    made = nbformat.convert(nbformat.reads(json.dumps(notebook), 4), 3)
    return json.loads(nbformat.v3.writes_json(made))


def in_an_older_schema(notebook: Any) -> Any:
    answer(notebook)["metadata"]["nbgrader"]["schema_version"] = 2
    return notebook


def with_the_id_alone(notebook: Any) -> Any:
    told = answer(notebook)["metadata"]["nbgrader"]
    answer(notebook)["metadata"]["nbgrader"] = {"grade_id": told["grade_id"]}
    return notebook


def of_no_prompt(notebook: Any) -> Any:
    for cell in notebook["cells"]:
        cell["metadata"] = {}
    return notebook


def in_format_9(notebook: Any) -> Any:
    return notebook | {"nbformat": 9}


def collected(bench: Bench, learner: Path, ids: list[str], person: str, change: Change) -> Collected:
    """Deposit, change the notebook by hand, collect; return what became of it."""
    deposit_in_exchange(bench, learner, person, {ids[0]: "Écouter"})
    (arrived,) = inbound(bench, person)
    (arrived / "depot.json").unlink()
    path = arrived / f"{MODULE}.ipynb"
    path.write_text(json.dumps(change(json.loads(path.read_text(encoding="utf-8")))), encoding="utf-8")
    (result,) = [one for one in collect(bench, MODULE) if one.person == person]
    return result


@pytest.mark.parametrize("change", [copied, in_format_3, in_an_older_schema, with_the_id_alone])
def test_what_nbgraders_own_autograde_takes_is_taken_with_the_same_result(
    bench: Bench, learner: Path, ids: list[str], change: Change
) -> None:
    person = change.__name__
    assert collected(bench, learner, ids, person, change).taken is Taken.NEW
    ours = tree(bench.folder.autograded(person, MODULE))
    assert failure(bench.api.autograde(MODULE, person, force=True)) is None
    assert tree(bench.folder.autograded(person, MODULE)) == ours
    assert str(unfence(shown(bench, person)[ids[0]])).startswith("Écouter")


def test_what_each_copy_of_a_cell_says_is_shown(bench: Bench, learner: Path, ids: list[str]) -> None:
    assert collected(bench, learner, ids, "copies", copied).taken is Taken.NEW
    assert unfence(shown(bench, "copies")[ids[0]]) == "Écouter\n\nCopie"


def test_a_copy_that_says_the_same_is_shown_once(bench: Bench, learner: Path, ids: list[str]) -> None:
    assert collected(bench, learner, ids, "double", lambda notebook: copied(notebook, "Écouter")).taken is Taken.NEW
    assert unfence(shown(bench, "double")[ids[0]]) == "Écouter"


def test_half_a_character_is_replaced_and_the_rest_of_the_answer_kept(
    bench: Bench, learner: Path, ids: list[str]
) -> None:
    def halved(notebook: Any) -> Any:
        answer(notebook)["source"] = "avant \ud83c après 🌱"
        return notebook

    assert collected(bench, learner, ids, "moitie", halved).taken is Taken.NEW
    assert unfence(shown(bench, "moitie")[ids[0]]) == "avant \ufffd après 🌱"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (of_no_prompt, "son carnet n’est pas celui de ce module"),
        (in_format_9, "son carnet ne peut pas être lu"),
    ],
)
def test_what_cannot_be_taken_is_told_its_true_reason(
    bench: Bench, learner: Path, ids: list[str], change: Change, reason: str
) -> None:
    result = collected(bench, learner, ids, change.__name__, change)
    assert result.taken is Taken.REFUSED
    assert reason in result.message
    assert "demandez à la personne de déposer de nouveau" in result.message


def test_a_deposit_without_any_notebook_is_told_so(bench: Bench, learner: Path, ids: list[str]) -> None:
    deposit_in_exchange(bench, learner, "sans", {ids[0]: "Écouter"})
    (arrived,) = inbound(bench, "sans")
    for name in ("depot.json", f"{MODULE}.ipynb"):
        (arrived / name).unlink()
    (result,) = [one for one in collect(bench, MODULE) if one.person == "sans"]
    assert "il ne contient aucun carnet\u202f;" in result.message


def test_a_deposit_that_is_larger_than_nbgrader_takes_is_told_so(
    bench: Bench, learner: Path, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench.api.coursedir, "max_dir_size", 2_000)  # in thousands of bytes

    def long(notebook: Any) -> Any:
        answer(notebook)["source"] = "a" * 3_000_000
        return notebook

    result = collected(bench, learner, ids, "longue", long)
    assert result.taken is Taken.REFUSED
    assert "il est trop gros (3 Mo, 2 au plus), il reste dans l’espace d’échange" in result.message
    assert "réessayez" not in result.message
