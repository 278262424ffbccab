"""What is taken back while somebody reads the database, as a backup does, leaves the disk once they have done."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from gathered import Gathered, circle

from in_circle import put_in_circle, reply, share
from parcours_u.domain.audience import Reader
from parcours_u.store.database import Database
from parcours_u.store.sealed_journal import SealedJournal
from people_here import running_cohort

WORDS = "MOTS-REPRIS"


@contextmanager
def somebody_reads(path: Path) -> Iterator[None]:
    """Have another program look at the database as it is now."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM person").fetchone()
        yield


def on_disk(folder: Path) -> bool:
    return any(WORDS.encode() in path.read_bytes() for path in folder.iterdir() if path.is_file())


class Sealed(Gathered):
    """A cohort whose journals are sealed: only what is shared is in clear."""

    def journal(self, person: str) -> SealedJournal:
        """Open somebody's journal."""
        return SealedJournal(self.database, person, "page", b"k" * 32)


@pytest.fixture
def cohort(tmp_path: Path) -> Gathered:
    found = Sealed.at(tmp_path / "carnet.sqlite3")
    found.usual()
    found.shares("ada", "q1", "Avant.", Reader.CIRCLE)
    return found


def reply_and_take_back(cohort: Gathered) -> None:
    space = cohort.space("bo")
    space.take_back_reply(space.reply(circle("c1"), "ada", "q1", WORDS).id)


def test_they_are_gone_at_once_when_nobody_reads(cohort: Gathered, tmp_path: Path) -> None:
    reply_and_take_back(cohort)
    assert not on_disk(tmp_path)


def test_they_are_gone_after_the_next_write(cohort: Gathered, tmp_path: Path) -> None:
    with somebody_reads(cohort.database.path):
        reply_and_take_back(cohort)
        assert on_disk(tmp_path)
        cohort.writes("cy", "q1", "Pendant.")
        assert on_disk(tmp_path)
    cohort.writes("cy", "q2", "Ensuite.")
    assert not on_disk(tmp_path)


def test_they_are_gone_when_a_command_ends_beside_a_server(cohort: Gathered, tmp_path: Path) -> None:
    command = Gathered(Database(cohort.database.path))
    with somebody_reads(cohort.database.path):
        reply_and_take_back(command)
    command.database.close()
    assert not on_disk(tmp_path)


def test_what_is_taken_back_within_a_greater_change_leaves_with_it(cohort: Gathered, tmp_path: Path) -> None:
    with cohort.database.writing():
        reply_and_take_back(cohort)
    assert not on_disk(tmp_path)


WAYS_TO_CORRECT = {"corrected": "Après.", "emptied": ""}


@pytest.mark.parametrize("after", WAYS_TO_CORRECT.values(), ids=WAYS_TO_CORRECT)
def test_words_corrected_where_they_stay_shared_are_gone_once_the_log_is_folded(
    cohort: Gathered, tmp_path: Path, after: str
) -> None:
    cohort.shares("ada", "q2", WORDS, Reader.CIRCLE)
    cohort.writes("ada", "q2", after)
    assert cohort.database.unfolded
    assert on_disk(tmp_path)
    cohort.database.fold(pressing=False)
    assert not cohort.database.unfolded
    assert [entry.body["text"] for entry in cohort.space("bo").look(["q2"]).entries] == [after]
    assert not on_disk(tmp_path)


def test_the_log_is_not_folded_at_each_key_nor_for_what_nobody_reads(cohort: Gathered) -> None:
    folded: list[str] = []
    fold = cohort.database._fold

    def counted() -> None:
        folded.append("once")
        fold()

    cohort.database._fold = counted  # type: ignore[method-assign]
    cohort.writes("ada", "q2", "pour personne")
    assert not cohort.database.unfolded
    for rank in range(20):
        cohort.writes("ada", "q1", f"Avant, {rank}")
    assert folded == []
    with somebody_reads(cohort.database.path):
        cohort.writes("ada", "q1", "Pendant que l’on lit.")
        cohort.database.fold(pressing=False)
        cohort.writes("ada", "q1", "Pendant que l’on lit encore.")
    assert folded == ["once"]
    assert cohort.database.unfolded


def test_corrected_words_are_gone_when_the_database_is_closed_beside_another_one(
    cohort: Gathered, tmp_path: Path
) -> None:
    command = Sealed(Database(cohort.database.path))
    command.shares("ada", "q2", WORDS, Reader.CIRCLE)
    command.writes("ada", "q2", "Après.")
    assert on_disk(tmp_path)
    command.database.close()
    assert not on_disk(tmp_path)


def test_what_was_corrected_leaves_the_disk_of_a_running_server_in_a_moment(tmp_path: Path) -> None:
    with running_cohort(tmp_path / "groupe") as place:
        ada, bo = place.newcomer("Ada"), place.newcomer("Bo")
        put_in_circle(place, ada, bo)
        assert ada.write(WORDS).status == 200
        assert share(ada, "circle").status == 200
        assert on_disk(place.folder.cohort)
        assert ada.write("Après.", base=1).status == 200
        patience = time.monotonic() + 60
        while on_disk(place.folder.cohort):
            assert time.monotonic() < patience


def test_they_are_gone_from_a_running_server_where_nobody_writes_any_more(tmp_path: Path) -> None:
    with running_cohort(tmp_path / "groupe") as place:
        ada, bo = place.newcomer("Ada"), place.newcomer("Bo")
        room = put_in_circle(place, ada, bo)
        assert ada.write("Avant.").status == 200
        assert share(ada, "circle").status == 200
        with somebody_reads(place.folder.cohort / "carnet.sqlite3"):
            said = reply(bo, room, ada.person, WORDS).json["reply"]
            assert bo.ask("DELETE", f"parcours-u/shared/replies/{said['id']}").status == 200
            assert on_disk(place.folder.cohort)
        patience = time.monotonic() + 60
        while on_disk(place.folder.cohort):
            assert time.monotonic() < patience
