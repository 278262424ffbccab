"""Writes that go to the disk together: one transaction for all that wait, and each its own answer."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from parcours_u.domain.journal import Saved
from parcours_u.server.saves import Saves
from parcours_u.store.database import Database
from parcours_u.store.errors import StoreError
from parcours_u.store.sql_journal import SqlJournal


class Counting(Database):
    """A database that counts the transactions of its own."""

    transactions = 0

    def writing(self):
        """Count one, unless it is a part of another."""
        if getattr(self._under_way, "connection", None) is None:
            self.transactions += 1
        return super().writing()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Counting]:
    found = Counting(tmp_path / "carnet.sqlite3")
    yield found
    found.close()


@pytest.fixture
def thread() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


def write(database: Database, rank: int) -> Saved:
    return SqlJournal(database, f"person {rank}").save("question", {"text": f"texte {rank}"}, 0)


def refuse() -> None:
    raise StoreError("Le disque est plein.")


def together(database: Database, thread: ThreadPoolExecutor, *actions: object) -> list[object]:
    """Ask for all of them while the thread is busy; return what each was told."""

    async def ask() -> list[object]:
        busy = threading.Event()
        thread.submit(busy.wait)
        saves = Saves(database, thread)
        asked = [asyncio.ensure_future(saves.save(action)) for action in actions]
        await asyncio.sleep(0)
        busy.set()
        return await asyncio.gather(*asked, return_exceptions=True)

    return asyncio.run(ask())


def test_what_waits_is_one_transaction(database: Counting, thread: ThreadPoolExecutor) -> None:
    told = together(database, thread, *(partial(write, database, rank) for rank in range(10)))
    assert [saved.revision for saved in told] == [1] * 10
    assert database.transactions == 1


def test_one_that_fails_takes_no_other_with_it(database: Counting, thread: ThreadPoolExecutor) -> None:
    told = together(database, thread, partial(write, database, 1), refuse, partial(write, database, 2))
    assert isinstance(told[1], StoreError)
    assert [told[0].revision, told[2].revision] == [1, 1]
    for rank in (1, 2):
        entry = SqlJournal(database, f"person {rank}").entries()["question"]
        assert (entry.body, entry.revision) == ({"text": f"texte {rank}"}, 1)


def test_nobody_is_told_before_it_is_on_the_disk(
    database: Counting, thread: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sqlalchemy.Connection.commit", lambda _: refuse())
    told = together(database, thread, *(partial(write, database, rank) for rank in range(3)))
    assert all(isinstance(one, StoreError) for one in told)


def test_what_the_disk_refused_is_not_asked_of_it_again_at_once(
    database: Counting, thread: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusals = iter([StoreError("Le disque est en lecture seule.")])

    def fail_once(*_: object) -> None:
        for refusal in refusals:
            raise refusal

    monkeypatch.setattr(database, "_keep_written", fail_once)
    told = together(database, thread, *(partial(write, database, rank) for rank in range(3)))
    assert [type(one) for one in told] == [StoreError] * 3
    assert database.transactions == 1
