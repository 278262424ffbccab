"""Collecting from the exchange: everybody is taken, whatever one deposit is like."""

import json
import shutil
from pathlib import Path

import pytest
from classroom import (
    MODULE,
    NBGRADER,
    deposit_in_exchange,
    inbound,
    shown,
    taken,
    tree,
    write_comment,
)

from parcours_u.grading.bench import Bench
from parcours_u.grading.collecting import Taken, collect
from parcours_u.grading.fences import fence

pytestmark = NBGRADER


def test_zero_points_wait_for_a_comment_and_nothing_is_said_of_silence(
    bench: Bench, learner: Path, ids: list[str]
) -> None:
    deposit_in_exchange(bench, learner, "zero", {ids[0]: "Écouter"})
    collect(bench, MODULE)
    with bench.gradebook() as gradebook:
        submission = gradebook.find_submission_notebook(MODULE, MODULE, "zero")
        grades = {grade.name: grade for grade in submission.grades}
        assert (submission.score, submission.max_score) == (0, 0)
        assert grades[ids[0]].needs_manual_grade
        assert not grades[ids[1]].needs_manual_grade
        assert [comment.auto_comment for comment in submission.comments] == [None] * len(ids)


def test_collecting_again_changes_nothing(bench: Bench, learner: Path, ids: list[str]) -> None:
    deposit_in_exchange(bench, learner, "tranquille", {ids[0]: "Écouter"})
    collect(bench, MODULE)
    write_comment(bench, "tranquille", ids[0], "Merci")
    before = {**tree(bench.folder.path / "submitted"), **tree(bench.folder.path / "autograded")}
    assert taken(collect(bench, MODULE))["tranquille"] == "unchanged"
    assert {**tree(bench.folder.path / "submitted"), **tree(bench.folder.path / "autograded")} == before
    assert bench.comments(MODULE, "tranquille") == {ids[0]: "Merci"}


def test_an_empty_deposit_takes_back_what_the_one_before_carried(bench: Bench, learner: Path, ids: list[str]) -> None:
    deposit_in_exchange(bench, learner, "prudente", {ids[0]: "Je préfère finalement garder ceci."})
    collect(bench, MODULE)
    deposit_in_exchange(bench, learner, "prudente", {})
    assert taken(collect(bench, MODULE))["prudente"] == "updated"
    assert "Je préfère finalement" not in str(shown(bench, "prudente"))
    kept = b"".join(tree(bench.folder.path / "submitted" / "prudente").values())
    assert "Je préfère finalement".encode() not in kept


def test_a_deposit_after_the_limit_is_taken_and_said(bench: Bench, learner: Path, ids: list[str]) -> None:
    with bench.gradebook() as gradebook:
        gradebook.update_or_create_assignment(MODULE, duedate="2026-01-01 00:00:00")
    try:
        deposit_in_exchange(bench, learner, "tardive", {ids[0]: "Écouter"})
        (late,) = [result for result in collect(bench, MODULE) if result.person == "tardive"]
        assert (late.taken, late.late) == (Taken.NEW, True)
        (again,) = [result for result in collect(bench, MODULE) if result.person == "tardive"]
        assert (again.taken, again.late) == (Taken.UNCHANGED, True)
    finally:
        with bench.gradebook() as gradebook:
            gradebook.update_or_create_assignment(MODULE, duedate=None)


@pytest.mark.parametrize("with_depot", [True, False], ids=["with depot.json", "by its cells alone"])
def test_a_renamed_notebook_is_found_again_and_said(
    bench: Bench, learner: Path, ids: list[str], with_depot: bool
) -> None:
    sender = f"renomme{int(with_depot)}"
    deposit_in_exchange(bench, learner, sender, {ids[0]: "<b>gras</b>"})
    (arrived,) = inbound(bench, sender)
    (arrived / f"{MODULE}.ipynb").rename(arrived / "mon carnet (1).ipynb")
    if not with_depot:
        (arrived / "depot.json").unlink()
    (result,) = [result for result in collect(bench, MODULE) if result.person == sender]
    assert result.taken is Taken.NEW
    assert "changé de nom" in result.message
    assert shown(bench, sender)[ids[0]] == fence("<b>gras</b>")


def test_a_notebook_filled_by_hand_is_taken_and_made_inert(bench: Bench, learner: Path, ids: list[str]) -> None:
    deposit_in_exchange(bench, learner, "manuelle", {ids[0]: "x"})
    (arrived,) = inbound(bench, "manuelle")
    (arrived / "depot.json").unlink()
    path = arrived / f"{MODULE}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = ["<script>window.top.ecrit = true</script>"]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    (arrived / "page.html").write_text("<script>window.top.ecrit = true</script>")
    collect(bench, MODULE)
    assert set(shown(bench, "manuelle").values()) == {fence("<script>window.top.ecrit = true</script>")}
    seen = (bench.folder.autograded("manuelle", MODULE) / f"{MODULE}.ipynb").read_text(encoding="utf-8")
    assert seen.count("<script>") == len(ids)
    assert not (bench.folder.autograded("manuelle", MODULE) / "page.html").exists()


def test_a_deposit_made_in_somebody_elses_name_is_refused(bench: Bench, learner: Path, ids: list[str]) -> None:
    deposit_in_exchange(bench, learner, "autrui", {ids[0]: "Écouter"})
    (arrived,) = inbound(bench, "autrui")
    forged = arrived.with_name(arrived.name.replace("autrui", "usurpe"))
    arrived.rename(forged)
    try:
        (result,) = [result for result in collect(bench, MODULE) if result.person == "usurpe"]
        assert result.taken is Taken.REFUSED
        assert "au nom de quelqu’un d’autre" in result.message
    finally:
        shutil.rmtree(forged)


def test_one_bad_deposit_never_stops_the_others(bench: Bench, learner: Path, ids: list[str]) -> None:
    for sender in ("casse", "lie", "zz-bon"):
        deposit_in_exchange(bench, learner, sender, {ids[0]: "Écouter"})
    (broken,), (linked,) = inbound(bench, "casse"), inbound(bench, "lie")
    (broken / "depot.json").unlink()
    (broken / f"{MODULE}.ipynb").write_text("{")
    (linked / "secret.txt").symlink_to(bench.folder.codes)
    unreadable = broken.parent / f"qui+{MODULE}+hier+abc"
    unreadable.mkdir()
    try:
        found = {result.person: result for result in collect(bench, MODULE)}
        assert (found["casse"].taken, found["zz-bon"].taken) == (Taken.REFUSED, Taken.NEW)
        assert "ne peut pas être lu" in found["casse"].message
        assert "un lien vers un autre endroit" in found["lie"].message
        assert not bench.folder.submitted("lie", MODULE).exists()
        assert found[unreadable.name].taken is Taken.REFUSED
    finally:
        for path in (broken, linked, unreadable):
            shutil.rmtree(path)


def test_somebody_who_is_on_no_list_is_taken_and_named(
    bench: Bench, learner: Path, ids: list[str], codes: list[str]
) -> None:
    for sender in (codes[0], "passage"):
        deposit_in_exchange(bench, learner, sender, {ids[0]: "Écouter"})
    found = {result.person: result for result in collect(bench, MODULE)}
    assert found[codes[0]].listed
    assert found[codes[0]].message == ""
    assert found["passage"].taken is Taken.NEW
    assert "sur aucune liste" in found["passage"].message


def test_what_is_already_there_is_not_asked_of_nbgrader_again(
    bench: Bench, learner: Path, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    deposit_in_exchange(bench, learner, "paisible", {ids[0]: "Écouter"})
    assert taken(collect(bench, MODULE))["paisible"] == "new"
    asked: list[str] = []
    monkeypatch.setattr(bench.api, "collect", lambda *_, **__: asked.append("collect") or {"success": True})
    assert taken(collect(bench, MODULE))["paisible"] == "unchanged"
    own = [one for one in collect(bench, MODULE) if one.person == "paisible"]
    assert (own[0].late, own[0].deposited_at.endswith("Z")) == (False, True)
    deposit_in_exchange(bench, learner, "paisible", {ids[0]: "Écouter encore"})
    before = len(asked)
    collect(bench, MODULE)
    assert len(asked) > before
