"""Somebody who lost everything finds again what they deposited: the trainer's folder has it, and it is still the trainer's to read."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from commented import MODULE, Commented, commented
from parcours_u.domain.journal import Deposit
from parcours_u.domain.people import Role
from parcours_u.grading.cohort import cohort_database
from parcours_u.grading.deposited import deposited_words
from parcours_u.store.sql_journal import SqlJournal
from people_here import FREE_TEXT

pytestmark = [pytest.mark.nbgrader]

WORDS = "Ce que j’ai déposé."


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Commented]:
    with commented(tmp_path_factory.mktemp("renouvelee") / "groupe") as found:
        found.comes("Awa", Role.TRAINER)
        found.comes("Ana")
        found.writes("Ana", WORDS)
        found.deposits("Ana")
        yield found


def made(desk: Commented) -> list[Deposit]:
    with cohort_database(desk.cohort.folder) as database:
        return SqlJournal(database, desk.people["Ana"].person).deposits()


def place(desk: Commented) -> Path:
    return next(desk.cohort.folder.inbound("parcours-u").iterdir())


@pytest.mark.parametrize("where", ["in the exchange", "collected"])
def test_what_was_deposited_comes_back_and_the_trainer_reads_it_as_before(desk: Commented, where: str) -> None:
    if where == "collected":
        desk.collect("Awa")
    ana = desk.people["Ana"]
    renewal = desk.cohort.invite(ana.person, renew=True)
    new = desk.cohort.browser()
    assert new.join(renewal.token).status == 303
    entry = new.get(f"parcours-u/entries?prompt={FREE_TEXT}").json["entries"][0]
    assert (entry["body"], entry["audience"]) == ({"text": WORDS}, ["trainer"])
    desk.collect("Awa")
    assert [words for one in desk.read("Awa", "Ana").json["answers"] for _, words in one["parts"]] == [WORDS]


def test_a_deposit_is_found_by_its_id_alone(desk: Commented) -> None:
    folder, (one,) = desk.cohort.folder, made(desk)
    assert [words.body for words in deposited_words(folder, [one]).values()] == [f'{{"text": "{WORDS}"}}']
    for other in (replace(one, id="un-autre"), replace(one, sender="CODE-Bea"), replace(one, sender="../Ana")):
        assert deposited_words(folder, [other]) == {}


def test_a_deposit_that_cannot_be_read_gives_nothing_back(tmp_path: Path, desk: Commented) -> None:
    (one,) = made(desk)
    folder = replace(desk.cohort.folder, path=tmp_path)
    assert deposited_words(folder, [one]) == {}
    there = folder.submitted(one.sender, MODULE)
    there.mkdir(parents=True)
    whole = (place(desk) / "depot.json").read_text()
    for content, found in (
        (whole, 1),
        (whole[:-20], 0),
        (whole.replace('"revision": 1', '"revision": 99999999999'), 0),
    ):
        (there / "depot.json").write_text(content)
        assert len(deposited_words(folder, [one])) == found
