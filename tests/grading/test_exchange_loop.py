import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from classroom import MODULE, NBGRADER, deposit_in_exchange, exchange_of, inbound, request, shown, tree, write_comment

from parcours_u.grading.bench import Bench
from parcours_u.grading.collecting import Collected, Taken, collect
from parcours_u.grading.deposit import DepositRefused, deposit
from parcours_u.grading.exchange import configured_exchange, feedback_stamp
from parcours_u.grading.feedback import send_back
from parcours_u.grading.fences import fence, unfence
from parcours_u.grading.fetch_feedback import fetch
from parcours_u.grading.release import release
from parcours_u.grading.state import standings

pytestmark = NBGRADER

HOSTILE = [
    "<script>window.top.ecrit = true</script><img src='https://exemple.test/i.png' onerror='window.top.ecrit = true'>",
    "```\n````\n![](https://exemple.test/j.png) [lien](javascript:alert(1))\n~~~\n</pre></div></script><!--",
    "{{ 7 * 7 }} {% for x in y %} $$\\frac{1}{2}$$ \\(x\\) {{ resources }}",
    "🌱 عربي עברית \u202e tourné \u0000\u2028 fin\r\nligne\ttabulée  \n\n",
    "a" * 200_000,
]


def taken(results: list[Collected]) -> dict[str, str]:
    return {result.person: result.taken.value for result in results}


def fetched(bench: Bench, learner: Path, *made: dict[str, object]) -> list[dict[str, object]]:
    deposits = [{"id": item["deposit_id"], "module": item["module"], "sender": item["sender"]} for item in made]
    return fetch({"exchange": exchange_of(bench, learner), "deposits": deposits})["returns"]  # type: ignore[no-any-return]


def test_every_answer_reaches_the_trainer_exactly_and_inert(bench: Bench, learner: Path, ids: list[str]) -> None:
    texts = dict(zip(ids, HOSTILE, strict=False))
    made = deposit_in_exchange(bench, learner, "hostile", texts)
    assert taken(collect(bench, MODULE))["hostile"] == "new"
    cells = shown(bench, "hostile")
    for prompt, text in texts.items():
        assert cells[prompt] == fence(text)
        assert unfence(cells[prompt]) == text
    depot = json.loads((bench.folder.submitted("hostile", MODULE) / "depot.json").read_text(encoding="utf-8"))
    assert depot["answers"] == made["answers"]
    assert set(depot) == {"format", "version", "course", "module", "code", "deposit_id", "deposited_at", "answers"}


def test_a_deposit_is_closed_and_leaves_no_word_anywhere_else(bench: Bench, learner: Path, ids: list[str]) -> None:
    deposit_in_exchange(bench, learner, "discrete", {ids[0]: "mot-temoin"})
    (arrived,) = inbound(bench, "discrete")
    assert sorted(path.name for path in arrived.iterdir()) == [
        f"{MODULE}.ipynb", "depot.json", "submission_secret.txt", "timestamp.txt",
    ]  # fmt: skip
    assert stat.S_IMODE(arrived.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in arrived.iterdir()} == {0o600}
    assert [path.name for path in arrived.parent.iterdir() if path.name.startswith(".")] == []
    kept = tree(learner)
    assert {Path(name).name for name in kept} == {
        f"{MODULE}.ipynb", "deposit_id.txt", "submission_secret.txt", "timestamp.txt",
    }  # fmt: skip
    assert not any(b"mot-temoin" in content for content in kept.values())


def test_a_deposit_that_was_killed_is_cleaned_up_by_the_next(bench: Bench, learner: Path, ids: list[str]) -> None:
    left = learner / "echange" / ".composition-tue"
    left.mkdir(parents=True)
    (left / "depot.json").write_text("mot-temoin")
    os.utime(left, (0, 0))
    deposit_in_exchange(bench, learner, "relance", {ids[0]: "Écouter"})
    assert not left.exists()


def test_a_module_that_is_not_released_is_refused_and_nothing_leaves(bench: Bench, learner: Path) -> None:
    before = tree(bench.folder.exchange)
    asked = request(
        "eve", {"presencing-x": "mot"}, way="exchange", module="presencing", exchange=exchange_of(bench, learner)
    )
    with pytest.raises(DepositRefused, match="pas encore ouvert") as refused:
        deposit(asked)
    assert refused.value.reason == "not_released"
    assert tree(bench.folder.exchange) == before
    assert tree(learner) == {}


def test_an_exchange_that_is_gone_is_said_and_nothing_leaves(bench: Bench, learner: Path, ids: list[str]) -> None:
    asked = request(
        "eve", {ids[0]: "mot"}, way="exchange", exchange={**exchange_of(bench, learner), "root": "/nulle/part"}
    )
    with pytest.raises(DepositRefused) as refused:
        deposit(asked)
    assert refused.value.reason == "exchange_unavailable"
    assert tree(learner) == {}


def test_an_answer_to_an_unknown_prompt_is_refused(bench: Bench, learner: Path, ids: list[str]) -> None:
    asked = request("eve", {ids[0]: "mot", "inconnue": "mot"}, way="exchange", exchange=exchange_of(bench, learner))
    with pytest.raises(DepositRefused) as refused:
        deposit(asked)
    assert refused.value.reason == "unknown_prompt"


@pytest.mark.parametrize("sender", ["", "*", "a+b", "../x", "a/b", "-x"])
def test_a_sender_that_nbgrader_would_misread_is_refused(
    bench: Bench, learner: Path, ids: list[str], sender: str
) -> None:
    asked = request(sender, {ids[0]: "mot"}, way="exchange", exchange=exchange_of(bench, learner))
    with pytest.raises(DepositRefused) as refused:
        deposit(asked)
    assert refused.value.reason == "bad_request"


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


def test_depositing_again_replaces_and_a_comment_stays_with_the_words_it_was_about(
    bench: Bench, learner: Path, ids: list[str]
) -> None:
    first = deposit_in_exchange(bench, learner, "revient", {ids[0]: "Première version", ids[1]: "Stable"})
    collect(bench, MODULE)
    write_comment(bench, "revient", ids[0], "Et si c’était plus simple ?")
    second = deposit_in_exchange(bench, learner, "revient", {ids[0]: "Seconde version"}, at="2026-03-02T09:00:00Z")
    assert taken(collect(bench, MODULE))["revient"] == "updated"
    assert unfence(shown(bench, "revient")[ids[0]]) == "Seconde version"
    assert unfence(shown(bench, "revient")[ids[1]]) is None
    write_comment(bench, "revient", ids[1], "Vous l’avez retirée")
    send_back(bench, MODULE)
    (found,) = fetched(bench, learner, first, second)
    assert (found["deposit"], found["deposited_at"]) == (second["deposit_id"], "2026-03-02T09:00:00Z")
    assert found["comments"] == [
        {"prompt": ids[0], "text": "Et si c’était plus simple ?", "about": "Première version"},
        {"prompt": ids[1], "text": "Vous l’avez retirée", "about": ""},
    ]


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


def test_a_deposit_in_an_institutions_open_exchange_keeps_nbgraders_modes(
    fresh: Bench, learner: Path, ids: list[str]
) -> None:
    fresh.folder.exchange.chmod(0o777)
    release(fresh, MODULE)
    deposit_in_exchange(fresh, learner, "josé.durand", {ids[0]: "Écouter"})
    (arrived,) = inbound(fresh, "josé.durand")
    assert stat.S_IMODE(arrived.stat().st_mode) == 0o777
    assert taken(collect(fresh, MODULE)) == {"josé.durand": "new"}


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
        assert "ne contient aucun carnet" in found["casse"].message
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


def test_comments_come_back_beside_the_answer_once_and_again_when_they_change(
    bench: Bench, learner: Path, ids: list[str]
) -> None:
    settings = configured_exchange(bench.folder.path)
    assert settings is not None
    made = deposit_in_exchange(bench, learner, "boucle", {ids[0]: HOSTILE[0], ids[1]: HOSTILE[1]})
    collect(bench, MODULE)
    assert fetched(bench, learner, made) == []
    assert next(item for item in send_back(bench, MODULE) if item.person == "boucle").state == "uncommented"
    write_comment(bench, "boucle", ids[1], HOSTILE[2])
    stamps = [feedback_stamp(settings)]
    (sent,) = [item for item in send_back(bench, MODULE) if item.person == "boucle"]
    assert (sent.state, sent.way, sent.comments, sent.file) == ("returned", "exchange", 1, "")
    (found,) = fetched(bench, learner, made)
    assert found["comments"] == [{"prompt": ids[1], "text": HOSTILE[2], "about": HOSTILE[1]}]
    stamps.append(feedback_stamp(settings))
    assert next(item for item in send_back(bench, MODULE) if item.person == "boucle").state == "unchanged"
    assert feedback_stamp(settings) == stamps[1] != stamps[0]
    write_comment(bench, "boucle", ids[1], "Finalement, merci")
    assert next(item for item in send_back(bench, MODULE) if item.person == "boucle").state == "returned"
    (found,) = fetched(bench, learner, made)
    assert [comment["text"] for comment in found["comments"]] == ["Finalement, merci"]  # type: ignore[attr-defined]
    with bench.gradebook() as gradebook:
        assert not gradebook.find_submission_notebook(MODULE, MODULE, "boucle").needs_manual_grade


def test_a_comment_that_is_taken_back_is_taken_back_from_the_learner_too(
    bench: Bench, learner: Path, ids: list[str]
) -> None:
    made = deposit_in_exchange(bench, learner, "retrait", {ids[0]: "Écouter"})
    collect(bench, MODULE)
    write_comment(bench, "retrait", ids[0], "Trop vite")
    send_back(bench, MODULE)
    write_comment(bench, "retrait", ids[0], "  ")
    (sent,) = [item for item in send_back(bench, MODULE) if item.person == "retrait"]
    assert (sent.state, sent.comments) == ("returned", 0)
    (found,) = fetched(bench, learner, made)
    assert found["comments"] == []


def test_somebody_elses_comments_are_out_of_reach(bench: Bench, learner: Path, ids: list[str], tmp_path: Path) -> None:
    made = deposit_in_exchange(bench, learner, "elle", {ids[0]: "Écouter"})
    collect(bench, MODULE)
    write_comment(bench, "elle", ids[0], "Pour elle")
    send_back(bench, MODULE)
    assert fetched(bench, tmp_path / "autre", made) == []


def test_the_standing_of_a_module_counts_and_never_quotes(bench: Bench, learner: Path, ids: list[str]) -> None:
    deposit_in_exchange(bench, learner, "point", {ids[0]: "mot-temoin", ids[1]: "Écouter"})
    collect(bench, MODULE)
    write_comment(bench, "point", ids[0], "remarque-temoin")
    (before,) = [item for item in standings(bench, MODULE) if item.person == "point"]
    assert (before.answers, before.comments, before.returned_at, before.way) == (2, 1, "", "exchange")
    send_back(bench, MODULE)
    (after,) = [item for item in standings(bench, MODULE) if item.person == "point"]
    assert after.returned_at
    assert "temoin" not in repr(standings(bench, MODULE))


def run(module: str, standard_input: bytes, folder: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", f"parcours_u.grading.{module}"],
        input=standard_input,
        capture_output=True,
        cwd=folder,
        check=False,
    )


def test_the_short_processes_answer_in_json_and_say_nothing_else(bench: Bench, learner: Path, ids: list[str]) -> None:
    asked = request("processus", {ids[0]: "mot-temoin"}, way="exchange", exchange=exchange_of(bench, learner))
    done = run("deposit", json.dumps(asked).encode(), learner)
    assert json.loads(done.stdout) == {"ok": True, "way": "exchange", "deposited_at": asked["deposited_at"]}
    assert b"temoin" not in done.stdout + done.stderr
    question = {
        "exchange": exchange_of(bench, learner),
        "deposits": [{"id": asked["deposit_id"], "module": MODULE, "sender": "processus"}],
    }
    collect(bench, MODULE)
    write_comment(bench, "processus", ids[0], "Merci")
    send_back(bench, MODULE)
    answer = json.loads(run("fetch_feedback", json.dumps(question).encode(), learner).stdout)
    assert [found["deposit"] for found in answer["returns"]] == [asked["deposit_id"]]


@pytest.mark.parametrize("sent", [b"", b"{", b"[]", b'{"module": "co-initier"}', b'{"answers": "mot-temoin"}'])
def test_a_short_process_given_anything_else_refuses_in_json(learner: Path, sent: bytes) -> None:
    done = run("deposit", sent, learner)
    answer = json.loads(done.stdout)
    assert answer["ok"] is False
    assert "rien n’est parti" in answer["message"]
    assert b"temoin" not in done.stdout + done.stderr
