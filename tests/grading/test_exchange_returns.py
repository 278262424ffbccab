"""Comments going back through the exchange, each beside the words that it is about."""

from pathlib import Path

from classroom import HOSTILE, MODULE, NBGRADER, deposit_in_exchange, exchange_of, shown, taken, write_comment

from parcours_u.grading.bench import Bench
from parcours_u.grading.collecting import collect
from parcours_u.grading.exchange import configured_exchange, feedback_stamp
from parcours_u.grading.feedback import send_back
from parcours_u.grading.fences import unfence
from parcours_u.grading.fetch_feedback import fetch
from parcours_u.grading.state import standings

pytestmark = NBGRADER


def fetched(bench: Bench, learner: Path, *made: dict[str, object]) -> list[dict[str, object]]:
    deposits = [{"id": item["deposit_id"], "module": item["module"], "sender": item["sender"]} for item in made]
    return fetch({"exchange": exchange_of(bench, learner), "deposits": deposits})["returns"]  # type: ignore[no-any-return]


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
