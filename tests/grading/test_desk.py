"""The trainer's desk: what the server asks of it, the same gradebook as the formgrader's, and nobody overwritten."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from classroom import HOSTILE, MODULE, NBGRADER, deposit_in_exchange, exchange_of, write_comment, zip_of

from parcours_u.grading.bench import Bench
from parcours_u.grading.collecting import collect
from parcours_u.grading.desk import Desk
from parcours_u.grading.feedback import send_back
from parcours_u.grading.following import deposits
from parcours_u.grading.zips import import_zips

pytestmark = NBGRADER


@pytest.fixture
def desk(bench: Bench) -> Desk:
    """A desk of its own on the folder of these tests: another process holds ``bench``, as far as it knows."""
    return Desk(bench.folder.path)


def ask(desk: Desk, do: str, **details: Any) -> dict[str, Any]:
    answer = json.loads(json.dumps(desk.answer({"do": do, **details})))
    assert answer["ok"], answer
    return answer


def row(desk: Desk, code: str) -> dict[str, Any]:
    return next(one for one in ask(desk, "seen", module=MODULE)["deposits"] if one["code"] == code)


def remark(desk: Desk, code: str, prompt: str, text: str, base: str = "", deposit: str = "") -> dict[str, Any]:
    deposit = deposit or ask(desk, "read", module=MODULE, code=code)["deposit"]
    return ask(desk, "comment", module=MODULE, code=code, prompt=prompt, text=text, base=base, deposit=deposit)


def standing(bench: Bench, code: str) -> dict[str, str]:
    return bench.comments(MODULE, code)


def test_a_deposit_is_collected_told_and_read_word_for_word(
    bench: Bench, desk: Desk, learner: Path, ids: list[str]
) -> None:
    deposit_in_exchange(bench, learner, "lue", dict(zip(ids, HOSTILE, strict=False)))
    (taken,) = ask(desk, "collect", module=MODULE, only=["lue"])["collected"]
    assert taken["taken"] == "new"
    told = row(desk, "lue")
    assert (set(told["answered"]), told["commented"], told["way"]) == (set(ids[: len(HOSTILE)]), [], "exchange")
    assert told["deposited_at"].endswith("Z")
    found = ask(desk, "read", module=MODULE, code="lue")
    assert {one["prompt"]: one["text"] for one in found["answers"]} == dict(zip(ids, HOSTILE, strict=False))
    assert [one["prompt"] for one in found["answers"]] == ids[: len(HOSTILE)]
    assert found["answers"][0]["body"] == {"text": HOSTILE[0]}
    assert ask(desk, "outline", module=MODULE, code="lue")["way"] == "exchange"


def test_deposits_are_collected_a_few_at_a_time_those_that_changed_alone(
    bench: Bench, desk: Desk, learner: Path, ids: list[str]
) -> None:
    for who in ("une", "deux", "trois"):
        deposit_in_exchange(bench, learner, who, {ids[0]: "Écouter"})
    unreadable = bench.folder.inbound(bench.course_id) / f"brouillon+{MODULE}+hier"
    unreadable.mkdir()
    waiting = ask(desk, "to_collect", module=MODULE)
    assert {"une", "deux", "trois"} <= set(waiting["codes"])
    assert [one["message"] for one in waiting["refused"]] == [
        f"Le dépôt de {unreadable.name} n’a pas été recueilli\u00a0: il porte un nom illisible\u202f; déplacez-le."
    ]
    taken = ask(desk, "collect", module=MODULE, only=["deux", "une"])["collected"]
    assert [(one["person"], one["taken"]) for one in taken] == [("deux", "new"), ("une", "new")]
    left = ask(desk, "to_collect", module=MODULE)["codes"]
    assert "trois" in left
    assert not {"une", "deux"} & set(left)
    unreadable.rmdir()


def test_no_word_of_anybody_is_in_what_is_told_of_all_the_deposits(
    bench: Bench, desk: Desk, learner: Path, ids: list[str]
) -> None:
    deposit_in_exchange(bench, learner, "discrete", {ids[0]: "mot-temoin"})
    collect(bench, MODULE)
    write_comment(bench, "discrete", ids[0], "remarque-temoin")
    for do in ("seen", "group", "to_collect", "collect"):
        assert "temoin" not in json.dumps(ask(desk, do, module=MODULE, only=["discrete"]))
    assert "temoin" not in json.dumps(ask(desk, "outline", module=MODULE, code="discrete"))


def test_what_one_writes_the_other_sees_the_formgrader_s_way_and_the_desk_s(
    bench: Bench, desk: Desk, learner: Path, ids: list[str]
) -> None:
    deposit_in_exchange(bench, learner, "deux", {ids[0]: "Écouter", ids[1]: "Voir"})
    collect(bench, MODULE)
    assert remark(desk, "deux", ids[0], HOSTILE[0])["state"] == "saved"
    assert standing(bench, "deux") == {ids[0]: HOSTILE[0]}
    write_comment(bench, "deux", ids[1], "Depuis nbgrader")
    comments = {one["prompt"]: one["comment"] for one in ask(desk, "read", module=MODULE, code="deux")["answers"]}
    assert comments == {ids[0]: HOSTILE[0], ids[1]: "Depuis nbgrader"}
    assert set(row(desk, "deux")["commented"]) == {ids[0], ids[1]}
    (counted,) = [one for one in deposits(bench, MODULE) if one.person == "deux"]
    assert counted.comments == 2


def test_nothing_is_overwritten_when_somebody_wrote_meanwhile(
    bench: Bench, desk: Desk, learner: Path, ids: list[str]
) -> None:
    deposit_in_exchange(bench, learner, "disputee", {ids[0]: "Écouter"})
    collect(bench, MODULE)
    remark(desk, "disputee", ids[0], "Au début")
    write_comment(bench, "disputee", ids[0], "Depuis nbgrader")
    told = remark(desk, "disputee", ids[0], "Le mien", base="Au début")
    assert {name: told[name] for name in ("state", "current")} == {"state": "conflict", "current": "Depuis nbgrader"}
    assert standing(bench, "disputee") == {ids[0]: "Depuis nbgrader"}
    assert remark(desk, "disputee", ids[0], "Le mien", base="Depuis nbgrader")["state"] == "saved"
    assert standing(bench, "disputee") == {ids[0]: "Le mien"}
    # An answer that was lost on its way: saying the same again is no conflict.
    assert remark(desk, "disputee", ids[0], "Le mien", base="Depuis nbgrader")["state"] == "saved"


def test_a_comment_taken_back_elsewhere_is_a_change_too_and_a_blank_one_is_none(
    bench: Bench, desk: Desk, learner: Path, ids: list[str]
) -> None:
    deposit_in_exchange(bench, learner, "reprise", {ids[0]: "Écouter"})
    collect(bench, MODULE)
    write_comment(bench, "reprise", ids[0], "   ")
    assert remark(desk, "reprise", ids[0], "Premier")["state"] == "saved"
    write_comment(bench, "reprise", ids[0], "")
    told = remark(desk, "reprise", ids[0], "Second", base="Premier")
    assert (told["state"], told["current"]) == ("conflict", "")
    for blank in (" \n ", "\u200b\u200b"):
        remark(desk, "reprise", ids[0], "Second")
        assert remark(desk, "reprise", ids[0], blank, base="Second")["state"] == "saved"
        assert standing(bench, "reprise") == {}


def test_a_comment_meant_for_a_former_deposit_waits_for_the_new_one_to_be_read(
    bench: Bench, desk: Desk, learner: Path, ids: list[str]
) -> None:
    deposit_in_exchange(bench, learner, "revenue", {ids[0]: "Première version", ids[1]: "Autre"})
    collect(bench, MODULE)
    former = ask(desk, "read", module=MODULE, code="revenue")["deposit"]
    remark(desk, "revenue", ids[0], "Sur la première")
    deposit_in_exchange(bench, learner, "revenue", {ids[0]: "Seconde version"}, at="2026-03-02T09:00:00Z")
    ask(desk, "collect", module=MODULE, only=["revenue"])
    told = remark(desk, "revenue", ids[0], "Encore sur la première", base="Sur la première", deposit=former)
    assert told["state"] == "redeposited"
    (answer,) = ask(desk, "read", module=MODULE, code="revenue")["answers"]
    assert (answer["text"], answer["comment"], answer["about"]) == (
        "Seconde version",
        "Sur la première",
        "Première version",
    )
    assert remark(desk, "revenue", ids[0], "Sur la seconde", base="Sur la première")["state"] == "saved"
    (answer,) = ask(desk, "read", module=MODULE, code="revenue")["answers"]
    assert (answer["comment"], answer["about"]) == ("Sur la seconde", "")


def test_comments_leave_for_those_who_are_named_and_wait_for_the_others(
    bench: Bench, desk: Desk, learner: Path, ids: list[str]
) -> None:
    made = {who: deposit_in_exchange(bench, learner, who, {ids[0]: "Écouter"}) for who in ("part", "reste")}
    collect(bench, MODULE)
    for who in made:
        assert not row(desk, who)["waiting"]
        remark(desk, who, ids[0], f"Pour {who}")
        assert row(desk, who)["waiting"]
    # What a page showed, and nothing else: neither other counts, nor somebody more.
    for leaving in ({"part": 2}, {}, {"part": 1, "reste": 1}, {"part": 1, "x": 0}):
        assert not desk.answer({"do": "send_back", "module": MODULE, "only": ["part"], "leaving": leaving})["ok"]
    assert row(desk, "part")["waiting"]
    returned = ask(desk, "send_back", module=MODULE, only=["part"], leaving={"part": 1})["returned"]
    assert [(one["person"], one["state"], one["comments"]) for one in returned] == [("part", "returned", 1)]
    assert (row(desk, "part")["waiting"], row(desk, "reste")["waiting"]) == (False, True)
    assert row(desk, "part")["returned_at"]
    found = {}
    for who, asked in made.items():
        named = {"id": asked["deposit_id"], "module": MODULE, "sender": who}
        answer = ask(desk, "fetch", exchange=exchange_of(bench, learner), deposits=[named])
        found[who] = [one["text"] for item in answer["returns"] for one in item["comments"]]
    assert found == {"part": ["Pour part"], "reste": []}
    write_comment(bench, "part", ids[0], "")
    assert row(desk, "part")["waiting"], "a comment taken back is news for whoever had received it"
    send_back(bench, MODULE)
    assert not row(desk, "part")["waiting"]


def test_whoever_was_not_shown_as_waiting_is_left_alone(
    bench: Bench, desk: Desk, learner: Path, ids: list[str]
) -> None:
    both = ["part", "reste"]
    for who in both:
        deposit_in_exchange(bench, learner, who, {ids[0]: "Écouter"})
    collect(bench, MODULE)
    for who in both:
        remark(desk, who, ids[0], f"Pour {who}")
    for file in bench.folder.autograded("reste", MODULE).iterdir():
        file.write_text("abîmé", encoding="utf-8")
    returned = ask(desk, "send_back", module=MODULE, only=both, leaving={"part": 1})["returned"]
    assert [(one["person"], one["state"]) for one in returned] == [("part", "returned")]


def test_a_deposit_that_came_by_file_is_read_and_returned_in_a_file(
    bench: Bench, desk: Desk, codes: list[str], ids: list[str], tmp_path: Path
) -> None:
    import_zips(bench, [zip_of(tmp_path, codes[0], {ids[0]: "Écrit chez moi"})])
    assert row(desk, codes[0])["way"] == "file"
    remark(desk, codes[0], ids[0], "Merci")
    (sent,) = ask(desk, "send_back", module=MODULE, only=[codes[0]], leaving={codes[0]: 1})["returned"]
    assert sent["way"] == "file"
    assert Path(sent["file"]).is_file()


def test_what_is_not_there_is_refused_in_a_sentence(bench: Bench, desk: Desk, ids: list[str]) -> None:
    for do, details in (
        ("read", {"code": "absente"}),
        ("outline", {"code": "absente"}),
        ("comment", {"code": "absente", "prompt": ids[0], "text": "x", "base": "", "deposit": ""}),
        ("seen", {"module": "presencing"}),
        ("to_collect", {"module": "presencing"}),
        ("collect", {"module": "presencing", "only": []}),
    ):
        answer = desk.answer({"do": do, "module": MODULE, **details})
        assert answer["ok"] is False
        assert answer["message"].endswith(".")
    for broken in ({"do": "read"}, {"do": "inconnu"}, {}):
        assert desk.answer(broken) == {"ok": False, "message": "", "error": "KeyError"}


def test_a_notebook_that_somebody_broke_hides_nobody_else(
    bench: Bench, desk: Desk, learner: Path, ids: list[str]
) -> None:
    for who in ("cassee", "entiere"):
        deposit_in_exchange(bench, learner, who, {ids[0]: "Écouter"})
    collect(bench, MODULE)
    folder = bench.folder.autograded("cassee", MODULE)
    for name in ("depot.json", f"{MODULE}.ipynb"):
        (folder / name).chmod(0o600)
        (folder / name).write_text("{", encoding="utf-8")
    assert row(desk, "cassee")["answered"] == []
    assert row(desk, "entiere")["answered"] == [ids[0]]
    assert ask(desk, "read", module=MODULE, code="cassee")["answers"] == []


def test_as_a_program_it_answers_line_by_line_and_ends_with_its_input(bench: Bench) -> None:
    asked = [{"do": "group"}, {"do": "inconnu"}, {"do": "seen", "module": MODULE}]
    done = subprocess.run(
        [sys.executable, "-m", "parcours_u.grading.desk", str(bench.folder.path)],
        input="".join(json.dumps(one) + "\n" for one in asked),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["ok"] for one in answers] == [True, False, True]
    assert done.stderr == ""
