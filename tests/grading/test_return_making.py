"""The return page drawn in one go, held to what nbgrader's own feedback makes; and one that fails never stops the others."""

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from classroom import HOSTILE, MODULE, NBGRADER, deposit_in_exchange, tree, write_comment

from parcours_u.grading import feedback, return_making
from parcours_u.grading.bench import Bench, failure
from parcours_u.grading.collecting import collect
from parcours_u.grading.feedback import send_back
from parcours_u.grading.ledger import Ledger
from parcours_u.grading.returns import read_return

pytestmark = NBGRADER


def states(bench: Bench) -> dict[str, str]:
    return {item.person: item.state for item in send_back(bench, MODULE)}


@pytest.mark.parametrize("with_depot", [True, False], ids=["with depot.json", "by its cells alone"])
def test_nbgraders_own_feedback_makes_the_same_page(
    bench: Bench, learner: Path, ids: list[str], with_depot: bool
) -> None:
    person = f"meme{int(with_depot)}"
    deposit_in_exchange(bench, learner, person, dict(zip(ids, HOSTILE, strict=False)))
    if not with_depot:
        (arrived,) = bench.folder.inbound(bench.course_id).glob(f"{person}+*")
        (arrived / "depot.json").unlink()
    collect(bench, MODULE)
    for prompt, text in zip(ids, reversed(HOSTILE), strict=False):
        write_comment(bench, person, prompt, text)
    assert states(bench)[person] == "returned"
    page = bench.folder.feedback(person, MODULE)
    ours = tree(page.parent), page.stat().st_mode
    assert failure(bench.api.generate_feedback(MODULE, person, force=True)) is None
    theirs = tree(page.parent), page.stat().st_mode
    drawn, converted = ours[0].pop(page.name), theirs[0].pop(page.name)
    assert theirs == ours
    assert read_return(converted) == read_return(drawn)
    assert BeautifulSoup(converted, "html.parser") == BeautifulSoup(drawn, "html.parser")


def test_a_page_that_can_not_be_made_fails_alone_and_is_made_the_next_time(
    bench: Bench, learner: Path, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for sender in ("aa-panne", "zz-passe"):
        deposit_in_exchange(bench, learner, sender, {ids[0]: "Écouter"})
    collect(bench, MODULE)
    for sender in ("aa-panne", "zz-passe"):
        write_comment(bench, sender, ids[0], "Merci")
    draw = return_making.return_page

    def broken(**details: Any) -> Any:
        if details["person"] == "aa-panne":
            raise OSError("mot-temoin")
        return draw(**details)

    monkeypatch.setattr(return_making, "return_page", broken)
    found = {item.person: item for item in send_back(bench, MODULE)}
    assert (found["aa-panne"].state, found["zz-passe"].state) == ("failed", "returned")
    assert "(OSError)" in found["aa-panne"].message
    assert "temoin" not in found["aa-panne"].message
    monkeypatch.undo()
    again = states(bench)
    assert (again["aa-panne"], again["zz-passe"]) == ("returned", "unchanged")


def test_returns_stopped_half_way_are_finished_by_the_next_command(
    bench: Bench, learner: Path, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    senders = ("ab-avant", "ac-coupe", "ad-apres")
    for sender in senders:
        deposit_in_exchange(bench, learner, sender, {ids[0]: "Écouter"})
    collect(bench, MODULE)
    for sender in senders:
        write_comment(bench, sender, ids[0], "Merci")
    make = return_making.make_return

    def stopped(bench: Bench, module: str, commented: return_making.Commented, *rest: Any) -> str | None:
        if commented.person == "ac-coupe":
            raise KeyboardInterrupt
        return make(bench, module, commented, *rest)

    monkeypatch.setattr(feedback, "make_return", stopped)
    with pytest.raises(KeyboardInterrupt):
        send_back(bench, MODULE)
    monkeypatch.undo()
    found = states(bench)
    assert [found[sender] for sender in senders] == ["unchanged", "returned", "returned"]
    with bench.gradebook() as gradebook:
        assert not any(
            gradebook.find_submission_notebook(MODULE, MODULE, sender).needs_manual_grade for sender in senders
        )


def test_returns_killed_before_they_are_remembered_are_sent_again_the_same(
    bench: Bench, learner: Path, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    deposit_in_exchange(bench, learner, "ae-tuee", {ids[0]: "Écouter"})
    collect(bench, MODULE)
    write_comment(bench, "ae-tuee", ids[0], "Merci")
    with monkeypatch.context() as patched:
        patched.setattr(feedback, "_mark_done", lambda *_: None)
        patched.setattr(Ledger, "save", lambda _self: None)
        assert states(bench)["ae-tuee"] == "returned"
    sent = tree(bench.folder.exchange / bench.course_id / "feedback")
    assert states(bench)["ae-tuee"] == "returned"
    assert tree(bench.folder.exchange / bench.course_id / "feedback") == sent
    assert states(bench)["ae-tuee"] == "unchanged"
