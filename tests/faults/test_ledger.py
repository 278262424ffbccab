"""The ledger sees what it is there to see: a lost write, a broken journal, a text in another's place."""

import random
from pathlib import Path

import pytest
from campaign import Report, order
from ledger import Ledger, Sheet, Verdict

from parcours_u.store.database import Database
from parcours_u.store.sql_journal import SqlJournal


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "carnet.sqlite3")


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


def write(
    database: Database, sheet: Sheet, *texts: str, prompt: str = "", page: str = "p", person: str = "solo"
) -> None:
    journal = SqlJournal(database, person, page)
    for text in texts:
        entries = journal.entries()
        place = prompt or sheet.prompt
        journal.save(place, {"text": sheet.start + text}, entries[place].revision if place in entries else 0)


def test_what_is_in_the_journal_or_grew_there_is_not_lost(database: Database, ledger: Ledger, tmp_path: Path) -> None:
    sheet = ledger.open("question")
    write(database, sheet, "un", "un deux", "autre")
    for text in ("un", "un deux", "autre"):
        sheet.keep(sheet.start + text)
    assert ledger.check(tmp_path) == Verdict()
    assert ledger.acknowledged == 3


def test_a_write_of_which_nothing_is_left_is_lost(database: Database, ledger: Ledger, tmp_path: Path) -> None:
    sheet = ledger.open("question")
    write(database, sheet, "un")
    sheet.keep(sheet.start + "un deux")
    assert len(ledger.check(tmp_path).lost) == 1


def test_a_text_under_another_answer_person_or_page_is_mixed_up(
    database: Database, ledger: Ledger, tmp_path: Path
) -> None:
    first, second, third = (ledger.open("question") for _ in range(3))
    write(database, first, "ailleurs", prompt="autre")
    write(database, second, "de quelqu’un d’autre", page="q", person="autrui")
    write(database, third, "à lui", page="r")
    write(database, first, "sous la page d’un autre", page="r")
    assert len(ledger.check(tmp_path).mixed) == 3


def test_a_text_that_nobody_wrote_is_seen(database: Database, ledger: Ledger, tmp_path: Path) -> None:
    SqlJournal(database, "solo").save("question", {"text": "venu de nulle part"}, 0)
    assert len(ledger.check(tmp_path).mixed) == 1


def test_a_broken_journal_is_seen(database: Database, ledger: Ledger, tmp_path: Path) -> None:
    write(database, ledger.open("question"), *(f"{rank} " + "mot " * 3000 for rank in range(9)))
    database.close()
    file = tmp_path / "carnet.sqlite3"
    content = bytearray(file.read_bytes())
    content[8192:] = bytes(len(content) - 8192)
    file.write_bytes(content)
    assert ledger.check(tmp_path).corrupt


def test_a_campaign_that_lost_anything_is_not_well_and_one_that_ran_nothing_neither() -> None:
    assert not Report().well
    report = Report()
    report.add("serveur tué", 12, Verdict(), "")
    assert report.well
    report.add("disque plein", 3, Verdict(lost=("write 0 of f1",)), "")
    assert not report.well
    assert [line.split()[-6:] for line in report.draw().splitlines()[2:]] == [
        ["1", "12", "0", "0", "0", "0"],
        ["1", "3", "1", "0", "0", "0"],
        ["2", "15", "1", "0", "0", "0"],
    ]


def test_the_same_seed_gives_the_same_order_and_every_kind_its_share() -> None:
    kinds = ["a", "b", "c"]
    drawn, again = (order(kinds, 10, random.Random(7)) for _ in range(2))  # noqa: S311 - an order, not a secret
    assert drawn == again
    assert sorted(drawn.count(kind) for kind in kinds) == [3, 3, 4]
