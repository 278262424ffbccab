"""Depositing in the exchange: what leaves, what stays, and what is refused."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from classroom import (
    HOSTILE,
    MODULE,
    NBGRADER,
    deposit_in_exchange,
    exchange_of,
    inbound,
    request,
    shown,
    taken,
    tree,
    write_comment,
)

from parcours_u.grading.bench import Bench
from parcours_u.grading.collecting import collect
from parcours_u.grading.deposit import DepositRefused, deposit
from parcours_u.grading.feedback import send_back
from parcours_u.grading.fences import fence, unfence
from parcours_u.grading.release import release

pytestmark = NBGRADER


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


def test_a_deposit_in_an_institutions_open_exchange_keeps_nbgraders_modes(
    fresh: Bench, learner: Path, ids: list[str]
) -> None:
    fresh.folder.exchange.chmod(0o777)
    release(fresh, MODULE)
    deposit_in_exchange(fresh, learner, "josé.durand", {ids[0]: "Écouter"})
    (arrived,) = inbound(fresh, "josé.durand")
    assert stat.S_IMODE(arrived.stat().st_mode) == 0o777
    assert taken(collect(fresh, MODULE)) == {"josé.durand": "new"}


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
