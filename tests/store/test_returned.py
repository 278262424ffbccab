"""That comments came back is told to whom they came, once, with no word of them; and is forgotten with their journal."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from parcours_u.domain.journal import Comment
from parcours_u.store.database import Database
from parcours_u.store.returned import RETURNS, Heard, last_return, receive, returns_since
from parcours_u.store.sql_journal import SqlJournal

MERCI = Comment("question", "mot-temoin", "2026-03-03T10:00:00Z", "mes mots")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "carnet.sqlite3")
    yield opened
    opened.close()


def comes_back(database: Database, person: str, *comments: Comment, module: str = "co-initier") -> int:
    return receive(database, SqlJournal(database, person), person, module, f"{module}-{person}", comments)


def test_what_came_back_is_told_to_whom_it_came_and_to_nobody_else(database: Database) -> None:
    stirred: list[frozenset[str]] = []
    database.on_news = stirred.append
    assert comes_back(database, "ada", MERCI) == 1
    assert stirred == [frozenset({RETURNS})]
    assert comes_back(database, "bo", MERCI, module="presencing") == 1
    assert returns_since(database, {"ada": 0, "bo": 0, "cy": 0}) == {
        "ada": Heard(2, ((1, "co-initier"),)),
        "bo": Heard(2, ((2, "presencing"),)),
        "cy": Heard(2, ()),
    }
    assert returns_since(database, {"ada": 1, "bo": 1}) == {"ada": Heard(2, ()), "bo": Heard(2, ((2, "presencing"),))}
    assert returns_since(database, {}) == {}
    assert last_return(database) == 2


def test_the_same_comments_fetched_again_are_no_news(database: Database) -> None:
    comes_back(database, "ada", MERCI)
    stirred: list[frozenset[str]] = []
    database.on_news = stirred.append
    assert comes_back(database, "ada", MERCI) == 0
    assert stirred == []
    assert last_return(database) == 1


def test_a_comment_that_was_changed_or_taken_back_is_news(database: Database) -> None:
    comes_back(database, "ada", MERCI)
    changed = Comment("question", "autrement dit", "2026-03-04T10:00:00Z", "mes mots")
    assert comes_back(database, "ada", changed, Comment("autre", "Et ici", "2026-03-04T10:00:00Z")) == 2
    assert comes_back(database, "ada") == 2
    assert returns_since(database, {"ada": 1})["ada"] == Heard(3, ((3, "co-initier"),))


def test_what_was_told_is_erased_with_the_journal(database: Database) -> None:
    comes_back(database, "ada", MERCI)
    comes_back(database, "bo", MERCI)
    SqlJournal(database, "ada").erase()
    assert returns_since(database, {"ada": 0, "bo": 0}) == {"ada": Heard(2, ()), "bo": Heard(2, ((2, "co-initier"),))}
