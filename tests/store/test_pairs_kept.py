"""A list imported again, whose pairs are others than today's: what two people shared is erased for nobody's spreadsheet."""

from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert

from parcours_u.domain.joined import Joined, joined_sentences
from parcours_u.domain.people import Profile
from parcours_u.domain.people_list import Listed, PeopleList
from parcours_u.store.database import Database
from parcours_u.store.joining import Joining
from parcours_u.store.people import People
from parcours_u.store.shared_schema import agreement, shared

FOUR = ("Ève", "Luc", "Awa", "Anh")


def join(database: Database, *pairs: tuple[int, int]) -> Joined:
    """Bring the four in, in these pairs by row."""
    people = tuple(Listed(row, "Nom", name, profile=Profile.AGENT) for row, name in enumerate(FOUR))
    found = PeopleList(people, pairs, frozenset({"last_name", "first_name", "pair"}))
    with database.writing() as connection:
        return Joining(connection, found).write({row: f"C{row}" for row in range(4)})


@pytest.mark.parametrize("held", ["shared", "agreement"])
def test_a_pair_that_holds_something_goes_on_whatever_a_list_says(tmp_path: Path, held: str) -> None:
    with closing(Database(tmp_path / "carnet.sqlite3")) as database:
        join(database, (0, 1), (2, 3))
        holding = next(one for one in People(database).groups() if one.name == "Ève et Luc")
        room, author = f"pair:{holding.id}", holding.members[0]
        with database.writing() as connection:
            if held == "shared":
                row = {"owner": author, "prompt": "q", "body": "{}", "revision": 1, "saved_at": "", "since": ""}
                connection.execute(insert(shared).values(room=room, **row))
            else:
                row = {"id": "a", "author": author, "text": "x", "due": "", "done": False, "version": 1, "at": ""}
                connection.execute(insert(agreement).values(room=room, **row))
        done = join(database, (0, 2), (1, 3))
        assert (done.ended, done.pairs, [one.id for one in done.kept]) == ((), 0, [holding.id])
        assert sorted(one.name for one in People(database).groups()) == ["Anh et Awa", "Ève et Luc"]
    told, unlisted = joined_sentences(done)
    assert told.startswith(
        "Binômes qui ont partagé quelque chose, et continuent malgré la liste\u00a0: «\u00a0Ève et Luc\u00a0». Pour suivre"
    )
    assert "«\u00a0Anh et Awa\u00a0»" in unlisted


def test_a_pair_that_holds_nothing_follows_the_list(tmp_path: Path) -> None:
    with closing(Database(tmp_path / "carnet.sqlite3")) as database:
        join(database, (0, 1))
        done = join(database, (0, 2))
        assert ([one.name for one in done.ended], done.pairs, done.kept) == (["Ève et Luc"], 1, ())
