"""People and groups are told in the order of a French dictionary: an accent or a capital moves nobody to the end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from parcours_u.domain.people import Group, GroupKind, Person, Role
from parcours_u.domain.policy import rooms_of
from parcours_u.server.reading_sight import look_around
from parcours_u.store.database import Database
from parcours_u.store.groups import Groups
from parcours_u.store.people import People
from parcours_u.store.rooms import names_of, rooms_shown
from parcours_u.store.standings import standings

NAMES = ("Zoé", "Éloïse", "alice", "Farid", "Émile")
IN_ORDER = ["alice", "Éloïse", "Émile", "Farid", "Zoé"]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "carnet.sqlite3")
    yield opened
    opened.close()


@pytest.fixture
def people(database: Database) -> dict[str, str]:
    return {name: People(database).add(Person("", "", name, code=name.upper())).id for name in NAMES}


def test_circles_with_an_accent_have_their_place_among_the_others(database: Database, people: dict[str, str]) -> None:
    wanted = [Group("", GroupKind.CIRCLE, name, ()) for name in ("Tilleul", "Érable", "bouleau", "Frêne")]
    Groups(database).replace(GroupKind.CIRCLE, [], wanted)
    assert [one.name for one in Groups(database).current(GroupKind.CIRCLE)] == ["bouleau", "Érable", "Frêne", "Tilleul"]


def test_the_tenth_circle_comes_after_the_second(database: Database) -> None:
    names = ["Cercle 2", "Cercle 10", "cercle 10 bis", "Tilleul"]
    Groups(database).replace(GroupKind.CIRCLE, [], [Group("", GroupKind.CIRCLE, name, ()) for name in sorted(names)])
    assert [one.name for one in Groups(database).current(GroupKind.CIRCLE)] == names


def test_those_who_are_awaited_are_named_in_order(database: Database, people: dict[str, str]) -> None:
    trainer = People(database).add(Person("", "", "Odile", role=Role.TRAINER)).id
    with database.reading() as connection:
        sight = look_around(connection, trainer, frozenset())
    assert [one.name for one in sight.awaited(lambda _: True, ())] == IN_ORDER


def test_those_who_share_a_room_are_named_in_order(database: Database, people: dict[str, str]) -> None:
    Groups(database).replace(GroupKind.CIRCLE, [], [Group("", GroupKind.CIRCLE, "Érable", tuple(people.values()))])
    with database.reading() as connection:
        everybody = standings(connection)
        rooms = [room for room in rooms_of(everybody[people["Zoé"]]) if room.group]
        (shown,) = rooms_shown(connection, rooms, everybody, names_of(connection))
    assert [name for _, name in shown.people] == IN_ORDER
