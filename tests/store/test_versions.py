"""What the journal promises about versions: no word ever saved is lost, no page silently overwrites another."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parcours_u.domain.audience import NOBODY, Reader
from parcours_u.domain.journal import Comment, Conflict, Deposit, ReadersChanged, Saved
from parcours_u.store import sql_journal
from parcours_u.store.database import Database
from parcours_u.store.sql_journal import SqlJournal


@pytest.fixture
def database(tmp_path: Path) -> Database:
    found = Database(tmp_path / "carnet.sqlite3")
    yield found
    found.close()


@pytest.fixture
def journal(database: Database) -> SqlJournal:
    return SqlJournal(database, "solo", "page-1")


def saved(journal: SqlJournal, text: str, base: int) -> int:
    outcome = journal.save("question", {"text": text}, base)
    assert isinstance(outcome, Saved)
    return outcome.revision


def texts(journal: SqlJournal) -> list[str]:
    return [version.body["text"] for version in journal.history("question")]


def test_what_is_saved_is_read_back_after_reopening(tmp_path: Path) -> None:
    database = Database(tmp_path / "carnet.sqlite3")
    SqlJournal(database, "solo").save("question", {"text": "😀 <script> שלום {{ }} $x$"}, 0)
    database.close()
    database = Database(tmp_path / "carnet.sqlite3")
    assert SqlJournal(database, "solo").entries()["question"].body == {"text": "😀 <script> שלום {{ }} $x$"}
    database.close()


def test_an_entry_is_for_nobody_until_its_author_says_otherwise(journal: SqlJournal) -> None:
    saved(journal, "intime", 0)
    assert journal.entries()["question"].audience == NOBODY


def test_replacing_words_keeps_the_earlier_version(journal: SqlJournal) -> None:
    first = saved(journal, "une première idée", 0)
    saved(journal, "une autre idée", first)
    assert texts(journal) == ["une autre idée", "une première idée"]


def test_typing_on_without_a_pause_is_one_version(journal: SqlJournal) -> None:
    first = saved(journal, "une", 0)
    saved(journal, "une idée", first)
    assert texts(journal) == ["une idée"]


def test_a_word_taken_back_letter_by_letter_is_kept_whole_and_once(journal: SqlJournal) -> None:
    base = 0
    for text in ("bon", "bonjuor", "bonjuo", "bonju", "bonj", "bonjour"):
        base = saved(journal, text, base)
    assert texts(journal) == ["bonjour", "bonjuor"]


def test_what_was_shortened_before_a_pause_is_a_version(journal: SqlJournal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql_journal, "now", lambda: "2026-03-02T14:03:00Z")
    base = saved(journal, "une idée", saved(journal, "une autre idée", 0))
    monkeypatch.setattr(sql_journal, "now", lambda: "2026-03-02T14:04:00Z")
    saved(journal, "une id", base)
    assert texts(journal) == ["une id", "une idée", "une autre idée"]


def test_typing_on_after_a_pause_is_another_version(journal: SqlJournal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql_journal, "now", lambda: "2026-03-02T14:03:00Z")
    first = saved(journal, "une", 0)
    monkeypatch.setattr(sql_journal, "now", lambda: "2026-03-02T14:04:00Z")
    saved(journal, "une idée", first)
    assert texts(journal) == ["une idée", "une"]


def test_a_reopened_page_begins_another_version(journal: SqlJournal, database: Database) -> None:
    first = saved(journal, "une", 0)
    saved(SqlJournal(database, "solo", "page-2"), "une idée", first)
    assert texts(journal) == ["une idée", "une"]


def test_saving_the_same_words_again_changes_nothing(journal: SqlJournal) -> None:
    first = saved(journal, "une idée", 0)
    assert saved(journal, "une idée", first) == first
    assert saved(journal, "une idée", 0) == first


def test_the_second_of_two_pages_is_told_and_both_versions_are_kept(journal: SqlJournal, database: Database) -> None:
    other = SqlJournal(database, "solo", "page-2")
    start = saved(journal, "départ", 0)
    first = saved(journal, "page une", start)
    outcome = other.save("question", {"text": "page deux"}, start)
    assert isinstance(outcome, Conflict)
    assert outcome.current.number == first
    assert outcome.current.body == {"text": "page une"}
    assert {"page une", "page deux", "départ"} == set(texts(journal))
    assert journal.entries()["question"].body == {"text": "page une"}


def test_a_version_written_aside_can_become_the_current_one(journal: SqlJournal, database: Database) -> None:
    other = SqlJournal(database, "solo", "page-2")
    start = saved(journal, "départ", 0)
    first = saved(journal, "page une", start)
    other.save("question", {"text": "page deux"}, start)
    saved(other, "page deux", first)
    assert journal.entries()["question"].body == {"text": "page deux"}


def test_a_version_made_from_an_erased_one_is_not_written_whatever_was_written_there_since(
    journal: SqlJournal, database: Database
) -> None:
    start = saved(journal, "intime", 0)
    journal.erase()
    other = SqlJournal(database, "solo", "page-2")
    refused = journal.save("question", {"text": "intime!"}, start)
    assert isinstance(refused, Conflict)
    assert (refused.erased, refused.current.saved_at, journal.entries()) == (True, "", {})
    new = 0
    for text in ("n", "ne", "neuf"):
        new = saved(other, text, new)
    outcome = journal.save("question", {"text": "intime!"}, start)
    assert isinstance(outcome, Conflict)
    assert (outcome.erased, outcome.current.number, outcome.current.body) == (True, new, {"text": "neuf"})
    assert texts(journal) == ["neuf"]


def test_a_text_that_its_author_keeps_is_written_after_an_erasure_and_not_after_another(journal: SqlJournal) -> None:
    start = saved(journal, "intime", 0)
    journal.erase()
    refused = journal.save("question", {"text": "intime!"}, start)
    assert isinstance(refused, Conflict)
    kept = refused.current.number
    journal.erase()
    again = journal.save("question", {"text": "intime!"}, kept)
    assert isinstance(again, Conflict)
    assert again.erased
    saved(journal, "intime!", again.current.number)


def test_versions_that_come_back_from_a_file_are_not_taken_for_those_that_were_erased(journal: SqlJournal) -> None:
    start = saved(journal, "intime", 0)
    kept = journal.history("question")
    journal.erase()
    journal.replace_history("question", kept, NOBODY)
    outcome = journal.save("question", {"text": "intime!"}, start)
    assert isinstance(outcome, Conflict)
    assert outcome.erased
    assert texts(journal) == ["intime"]
    saved(journal, "intime et la suite", journal.entries()["question"].revision)


def test_what_is_written_in_one_go_is_undone_in_one_go(database: Database, journal: SqlJournal) -> None:
    with pytest.raises(ZeroDivisionError), database.writing():  # noqa: PT012 - the failure comes after the writes
        saved(journal, "une idée", 0)
        journal.set_setting("place", ["co-initier", "question"])
        raise ZeroDivisionError
    assert journal.entries() == {}
    assert journal.setting("place") is None


def test_twenty_writers_at_once_lose_nothing(database: Database) -> None:
    def write(rank: int) -> None:
        SqlJournal(database, "solo", f"page-{rank}").save("question", {"text": f"texte {rank}"}, 0)

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(write, range(20)))
    journal = SqlJournal(database, "solo")
    assert set(texts(journal)) == {f"texte {rank}" for rank in range(20)}
    assert sum(not version.aside for version in journal.history("question")) == 1


def test_one_person_never_sees_anothers_entries(journal: SqlJournal, database: Database) -> None:
    saved(journal, "à moi", 0)
    stranger = SqlJournal(database, "quelqu’un d’autre")
    assert stranger.entries() == {}
    assert stranger.history("question") == []


def test_narrowing_after_a_deposit_names_what_left_and_records_the_request(journal: SqlJournal) -> None:
    saved(journal, "partagé", 0)
    journal.set_audience("question", frozenset({Reader.TRAINER}))
    made = Deposit("d1", "co-initier", "2026-03-02T14:03:00Z", "zip", "CODE", ("question",))
    journal.add_deposit(made, b"zip")
    assert [left.id for left in journal.set_audience("question", NOBODY)] == ["d1"]
    assert journal.deposits()[0].withdrawn == ("question",)


def test_widening_again_takes_the_request_back(journal: SqlJournal) -> None:
    saved(journal, "partagé", 0)
    journal.add_deposit(Deposit("d1", "m", "2026-03-02T14:03:00Z", "zip", "CODE", ("question",)))
    journal.set_audience("question", NOBODY)
    journal.set_audience("question", frozenset({Reader.TRAINER}))
    assert journal.deposits()[0].withdrawn == ()


def test_a_choice_made_without_knowing_of_another_undoes_nothing(journal: SqlJournal) -> None:
    trainer, circle = frozenset({Reader.TRAINER}), frozenset({Reader.CIRCLE})
    saved(journal, "partagé", 0)
    journal.set_audience("question", trainer, NOBODY)
    with pytest.raises(ReadersChanged, match="ce choix-là est gardé") as refused:
        journal.set_audience("question", circle, NOBODY)
    assert refused.value.audience == journal.entries()["question"].audience == trainer
    journal.set_audience("question", trainer, NOBODY)  # the same choice, made twice
    journal.set_audience("question", trainer | circle, trainer)
    journal.set_audience("question", circle)  # whoever does not say what they knew
    assert journal.entries()["question"].audience == circle


def test_a_choice_made_before_a_word_is_written_is_compared_with_nobody(journal: SqlJournal) -> None:
    with pytest.raises(ReadersChanged) as refused:
        journal.set_audience("question", NOBODY | {Reader.CIRCLE}, frozenset({Reader.TRAINER}))
    assert refused.value.audience == NOBODY
    assert journal.entries() == {}


def test_each_save_tells_who_the_answer_is_for(journal: SqlJournal) -> None:
    trainer = frozenset({Reader.TRAINER})
    first = journal.save("question", {"text": "un"}, 0)
    journal.set_audience("question", trainer)
    second = journal.save("question", {"text": "deux"}, first.revision)
    same = journal.save("question", {"text": "deux"}, second.revision)
    aside = journal.save("question", {"text": "trois"}, 0)
    assert [one.audience for one in (first, second, same, aside)] == [NOBODY, trainer, trainer, trainer]


def test_a_comment_stands_beside_its_answer(journal: SqlJournal) -> None:
    saved(journal, "partagé", 0)
    journal.add_comments("d1", [Comment("question", "Merci.", "2026-03-03T10:00:00Z", "partagé")])
    journal.add_comments("d1", [Comment("question", "Merci.", "2026-03-04T10:00:00Z", "partagé")])
    assert [(item.text, item.received_at) for item in journal.entries()["question"].comments] == [
        ("Merci.", "2026-03-03T10:00:00Z")
    ]


def test_a_comment_that_the_trainer_took_back_is_gone(journal: SqlJournal) -> None:
    journal.set_comments("d1", [Comment("question", "Merci.", "2026-03-03T10:00:00Z")])
    journal.set_comments("d1", [])
    assert journal.entries()["question"].comments == ()


def test_a_comment_that_comes_back_with_a_later_deposit_is_shown_once(journal: SqlJournal) -> None:
    for deposit in ("d1", "d2"):
        journal.set_comments(deposit, [Comment("question", "Merci.", "2026-03-03T10:00:00Z", "mes mots")])
    assert len(journal.entries()["question"].comments) == 1


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.text(max_size=30), st.booleans()), max_size=12))
def test_no_saved_text_is_ever_lost(tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, bool]]) -> None:
    """Whatever two pages write in whatever order, each saved text is in history, or inside a later version of it."""
    database = Database(tmp_path_factory.mktemp("journal") / "carnet.sqlite3")
    pages = {False: SqlJournal(database, "solo", "a"), True: SqlJournal(database, "solo", "b")}
    bases = {False: 0, True: 0}
    for text, page in steps:
        bases[page] = pages[page].save("question", {"text": text}, bases[page]).revision
    kept = texts(pages[False])
    database.close()
    for text, _ in steps:
        assert any(
            text == version
            or any(version.startswith(text[:cut]) and version.endswith(text[cut:]) for cut in range(len(text) + 1))
            for version in kept
        )
