"""A list brought in on a disk that fills up, with a gradebook that is damaged or held: both databases written, or neither."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from classroom import MODULE, NBGRADER, disk_full, full
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from parcours_u.cli import app
from parcours_u.cohort.people_list.reading import read_people
from parcours_u.domain.people_list import PeopleList
from parcours_u.grading.bench import Bench
from parcours_u.grading.cohort import existing_cohort
from parcours_u.grading.enrolling import bring_in
from parcours_u.grading.errors import GradingError
from parcours_u.grading.people import Participant, enrolment, participants
from parcours_u.store.errors import StoreError
from parcours_u.store.people import People

pytestmark = NBGRADER

LIST = "nom;prénom;profil\nDurand;Ève;élue\nPetit;Luc;agent\nSy;Awa;habitante\n"


def found() -> PeopleList:
    return read_people(LIST.encode())


def people_in_database(folder: Path) -> int:
    with existing_cohort(folder) as database:
        return len(People(database).present())


def many() -> PeopleList:
    rows = "".join(f"Nom{rank:03};Prénom;agent\n" for rank in range(300))
    return read_people(f"nom;prénom;profil\nDurand;Ève;élue\n{rows}".encode())


@pytest.mark.parametrize("where", ["gradebook", "cohort", "commit"])
def test_a_full_disk_anywhere_leaves_both_as_they_were(
    fresh: Bench, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    bring_in(fresh, PeopleList(found().people[:1]))
    before = participants(fresh)
    refused = pytest.raises((GradingError, StoreError), match="disque est plein")
    if where == "commit":
        with monkeypatch.context() as broken:
            broken.setattr(Connection, "commit", disk_full)
            with refused:
                bring_in(fresh, many())
    else:
        file = fresh.folder.path / {"gradebook": "gradebook.db", "cohort": "cohorte/carnet.sqlite3"}[where]
        with full(file), refused:
            bring_in(fresh, many())
    assert participants(fresh) == before
    assert people_in_database(fresh.folder.path) == 1
    assert bring_in(fresh, many()).added == 300


def test_of_two_commands_the_second_finds_in_the_gradebook_what_the_first_was_writing(fresh: Bench) -> None:
    assert participants(fresh) == []
    with closing(sqlite3.connect(fresh.folder.path / "gradebook.db")) as first, enrolment(fresh) as enrol:
        first.execute("INSERT INTO student (id, last_name) VALUES ('eve', 'Durand')")

        def before_writing(_connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
            if not statement.startswith("SELECT"):
                first.commit()

        with fresh.gradebook() as gradebook:
            event.listen(gradebook.engine, "before_cursor_execute", before_writing)
        enrol([Participant("eve", "Durand", "Ève", ""), Participant("luc", "Petit", "Luc", "")])
    assert [(one.code, one.first_name) for one in participants(fresh)] == [("eve", "Ève"), ("luc", "Luc")]


def test_a_disk_that_fills_up_between_the_two_is_made_good_by_running_again(
    fresh: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert participants(fresh) == []
    with monkeypatch.context() as broken:
        broken.setattr(Session, "commit", disk_full)
        with pytest.raises(GradingError, match="relancez la même commande"):
            bring_in(fresh, found())
    assert participants(fresh) == []
    with existing_cohort(fresh.folder.path) as database:
        codes = {one.code for one in People(database).present()}
    assert len(codes) == 3
    done = bring_in(fresh, found())
    assert (done.added, done.updated) == (0, 0)
    assert {one.code for one in participants(fresh)} == codes
    assert fresh.folder.codes.is_file()


def test_a_gradebook_that_nbgrader_can_not_begin_is_said(fresh: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Session, "commit", disk_full)
    with pytest.raises(GradingError, match="disque est plein"):
        participants(fresh)


def test_a_log_that_can_not_be_emptied_now_makes_no_failure_of_what_was_done(
    fresh: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Connection.exec_driver_sql

    def refusing(self: Connection, statement: str, *rest: Any) -> Any:
        return disk_full() if "wal_checkpoint" in statement else real(self, statement, *rest)

    monkeypatch.setattr(Connection, "exec_driver_sql", refusing)
    assert bring_in(fresh, found()).added == 3
    assert len(fresh.folder.codes.read_text(encoding="utf-8-sig").splitlines()) == 4


@pytest.mark.parametrize(
    "words",
    [
        ("participants", "lister"),
        ("cohorte", "creer", "LISTE"),
        ("cohorte", "suivre"),
        ("cohorte", "attribuer", MODULE, "--pour-le", "15/03/2030"),
        ("module", "etat"),
        ("module", "etat", MODULE),
    ],
)
def test_a_damaged_gradebook_is_said_and_left_as_it_is(fresh: Bench, tmp_path: Path, words: tuple[str, ...]) -> None:
    bring_in(fresh, found())
    told_of_a_damaged_gradebook(fresh, tmp_path, words)
    assert people_in_database(fresh.folder.path) == 3


def test_a_damaged_gradebook_where_there_is_no_cohort_is_said_and_left_as_it_is(fresh: Bench, tmp_path: Path) -> None:
    told_of_a_damaged_gradebook(fresh, tmp_path, ("participants", "importer", "LISTE"))


def told_of_a_damaged_gradebook(fresh: Bench, tmp_path: Path, words: tuple[str, ...]) -> None:
    """Damage the gradebook, and check what a command says of it."""
    file = fresh.folder.path / "gradebook.db"
    file.write_bytes(b"abime " * 1_000)
    liste = tmp_path / "participants.csv"
    liste.write_text(LIST, encoding="utf-8")
    asked = [str(liste) if word == "LISTE" else word for word in words]
    result = CliRunner().invoke(app, [*asked, "--dossier", str(fresh.folder.path)])
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert "Le carnet de suivi (gradebook.db) est illisible ou abîmé\u00a0: il a été laissé tel quel" in result.stderr
    assert file.read_bytes() == b"abime " * 1_000


def test_a_gradebook_that_another_program_holds_is_said(fresh: Bench) -> None:
    with closing(sqlite3.connect(fresh.folder.path / "gradebook.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(GradingError, match=r"occupé par un autre programme.*resté tel quel"):
            participants(fresh)
    assert participants(fresh) == []
