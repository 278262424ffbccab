"""Preparing in one go, held to what nbgrader's own autograde does; and what is left when it is stopped half-way."""

import json
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from classroom import HOSTILE, MODULE, NBGRADER, deposit_in_exchange, inbound, shown, taken, tree, write_comment
from nbgrader.utils import parse_utc

from parcours_u.grading import preparing
from parcours_u.grading.bench import Bench, failure
from parcours_u.grading.collecting import Taken, collect
from parcours_u.grading.fences import unfence
from parcours_u.grading.folder import open_folder
from parcours_u.grading.release import release

pytestmark = NBGRADER

# Collects as the command does, and is killed at a stage of the second person's deposit.
KILLED = """
import os, signal, sys
from pathlib import Path
from parcours_u.grading import preparing
from parcours_u.grading.bench import Bench
from parcours_u.grading.collecting import collect
from parcours_u.grading.folder import open_folder
stage, folder, module = sys.argv[1:]
whole, calls = getattr(preparing, stage), []
def killed(*words):
    calls.append(words)
    if len(calls) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return whole(*words)
setattr(preparing, stage, killed)
collect(Bench(open_folder(Path(folder))), module)
"""


def gradebook_of(bench: Bench, person: str) -> dict[str, Any]:
    """Return all that the gradebook says of somebody's deposit."""
    with bench.gradebook() as gradebook:
        submission = gradebook.find_submission(MODULE, person)
        (notebook,) = submission.notebooks
        return {
            "moment": submission.timestamp,
            "late": submission.total_seconds_late,
            "waits": notebook.needs_manual_grade,
            "grades": {
                grade.name: (grade.auto_score, grade.manual_score, grade.extra_credit, grade.needs_manual_grade)
                for grade in notebook.grades
            },
            "comments": {comment.name: (comment.auto_comment, comment.manual_comment) for comment in notebook.comments},
        }


def modes(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): stat.S_IMODE(path.stat().st_mode) for path in sorted(folder.rglob("*"))}


@pytest.mark.parametrize("with_depot", [True, False], ids=["with depot.json", "by its cells alone"])
@pytest.mark.parametrize("commented", [False, True], ids=["first deposit", "commented before"])
def test_nbgraders_own_autograde_leaves_the_same_files_and_the_same_gradebook(
    bench: Bench, learner: Path, ids: list[str], with_depot: bool, commented: bool
) -> None:
    person = f"pareille{int(with_depot)}{int(commented)}"
    if commented:
        deposit_in_exchange(bench, learner, person, {ids[0]: "Avant", ids[1]: "Gardé"})
        collect(bench, MODULE)
        write_comment(bench, person, ids[0], "Remarque")
    deposit_in_exchange(
        bench, learner, person, dict(zip(ids, HOSTILE[:4], strict=False)), at="2026-03-02T09:00:00.250000Z"
    )
    if not with_depot:
        (inbound(bench, person)[-1] / "depot.json").unlink()
    collect(bench, MODULE)
    folder = bench.folder.autograded(person, MODULE)
    ours = tree(folder), modes(folder), gradebook_of(bench, person)
    assert failure(bench.api.autograde(MODULE, person, force=True)) is None
    assert (tree(folder), modes(folder), gradebook_of(bench, person)) == ours
    assert len(ours[0]) == 3 + with_depot


def test_somebody_unknown_enters_the_gradebook_with_the_moment_of_the_deposit(
    bench: Bench, learner: Path, ids: list[str]
) -> None:
    deposit_in_exchange(bench, learner, "nouvelle", {ids[0]: "Écouter"})
    collect(bench, MODULE)
    written = (bench.folder.submitted("nouvelle", MODULE) / "timestamp.txt").read_text()
    assert gradebook_of(bench, "nouvelle")["moment"] == parse_utc(written.strip())


def test_a_deposit_that_could_not_be_prepared_shows_nothing_then_is_prepared_the_next_time(
    bench: Bench, learner: Path, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for sender in ("aa-empechee", "zz-suivante"):
        deposit_in_exchange(bench, learner, sender, {ids[0]: "Écouter"})
    record = preparing._record

    def full(bench: Bench, module: str, person: str, *rest: Any) -> None:
        if person == "aa-empechee":
            raise OSError("mot-temoin")
        record(bench, module, person, *rest)

    monkeypatch.setattr(preparing, "_record", full)
    found = {result.person: result for result in collect(bench, MODULE)}
    assert (found["aa-empechee"].taken, found["zz-suivante"].taken) == (Taken.REFUSED, Taken.NEW)
    assert "(OSError)" in found["aa-empechee"].message
    assert "temoin" not in found["aa-empechee"].message
    assert not bench.folder.autograded("aa-empechee", MODULE).exists()
    monkeypatch.undo()
    again = taken(collect(bench, MODULE))
    assert (again["aa-empechee"], again["zz-suivante"]) == ("updated", "unchanged")
    assert unfence(shown(bench, "aa-empechee")[ids[0]]) == "Écouter"


@pytest.mark.parametrize("stage", ["rmtree", "_record", "to_bytes"])
def test_a_collection_killed_half_way_ends_right_when_it_is_run_again(
    fresh: Bench, learner: Path, ids: list[str], stage: str
) -> None:
    release(fresh, MODULE)
    senders = ("a-avant", "b-tuee", "c-apres")
    for sender in senders:
        deposit_in_exchange(fresh, learner, sender, {ids[0]: "Première"})
    collect(fresh, MODULE)
    write_comment(fresh, "b-tuee", ids[0], "Remarque")
    for sender in senders:
        deposit_in_exchange(fresh, learner, sender, {ids[0]: "Seconde"}, at="2026-03-02T09:00:00Z")
    words = [sys.executable, "-c", KILLED, stage, str(fresh.folder.path), MODULE]
    assert subprocess.run(words, capture_output=True, check=False).returncode == -signal.SIGKILL
    assert [unfence(shown(fresh, "a-avant")[ids[0]]), unfence(shown(fresh, "c-apres")[ids[0]])] == [
        "Seconde",
        "Première",
    ]
    again = taken(collect(fresh, MODULE))
    assert again == {"a-avant": "unchanged", "b-tuee": "updated", "c-apres": "updated"}
    assert {unfence(shown(fresh, sender)[ids[0]]) for sender in senders} == {"Seconde"}
    assert fresh.comments(MODULE, "b-tuee") == {ids[0]: "Remarque"}


def test_a_trainers_own_setting_of_nbgraders_autograde_still_counts(
    fresh: Bench, learner: Path, ids: list[str]
) -> None:
    release(fresh, MODULE)
    config = fresh.folder.path / "nbgrader_config.py"
    config.write_text(f"{config.read_text()}\nc.Autograde.permissions = 400\n")
    own = Bench(open_folder(fresh.folder.path))
    assert (fresh.usual, own.usual) == (True, False)
    deposit_in_exchange(own, learner, "aparte", {ids[0]: "Écouter"})
    assert taken(collect(own, MODULE)) == {"aparte": "new"}
    assert set(modes(own.folder.autograded("aparte", MODULE)).values()) == {0o400}


def test_the_prepared_notebook_holds_questions_and_answers_only(bench: Bench, learner: Path, ids: list[str]) -> None:
    deposit_in_exchange(bench, learner, "sobre", {ids[0]: "Écouter"})
    collect(bench, MODULE)
    notebook = json.loads((bench.folder.autograded("sobre", MODULE) / f"{MODULE}.ipynb").read_text(encoding="utf-8"))
    assert [cell["cell_type"] for cell in notebook["cells"]] == ["markdown"] * (1 + 2 * len(ids))
