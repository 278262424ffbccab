"""A journal of an earlier version opens with all that it held."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from parcours_u.domain.journal import Deposit
from parcours_u.domain.people import GroupKind
from parcours_u.store import migrating as of_store
from parcours_u.store.database import Database
from parcours_u.store.groups import Groups
from parcours_u.store.shared_space import SqlSharedSpace
from parcours_u.store.sql_journal import SqlJournal
from parcours_u.store.wholeness import check_database


def at_version(path: Path, version: str) -> None:
    """Make a database as that version of the schema had it."""
    config = Config()
    config.set_main_option("script_location", str(of_store._MIGRATIONS))
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version)
        assert MigrationContext.configure(connection).get_current_revision() == version
    engine.dispose()


def test_deposits_and_their_archives_are_kept_when_they_get_their_author(tmp_path: Path) -> None:
    path = tmp_path / "carnet.sqlite3"
    at_version(path, "0002")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "INSERT INTO deposit (id, person, module, at, way, sender, prompts, withdrawn, archive) "
            "VALUES ('d1', 'solo', 'm', '2026-03-02T14:03:00Z', 'zip', 'CODE', '[\"q\"]', '[]', x'50')"
        )
        connection.commit()
    found = Database(path)
    made = Deposit("d1", "m", "2026-03-02T14:03:00Z", "zip", "CODE", ("q",))
    assert SqlJournal(found, "solo").deposits() == [made]
    assert SqlJournal(found, "solo").archive("d1") == b"P"
    SqlJournal(found, "ada").add_deposit(made)
    SqlJournal(found, "solo").set_audience("q", frozenset())
    assert [SqlJournal(found, person).deposits()[0].withdrawn for person in ("solo", "ada")] == [("q",), ()]
    found.close()
    assert check_database(path).deposits == 2


def test_those_who_read_something_in_a_circle_still_do_once_newcomers_are_told_apart(tmp_path: Path) -> None:
    path, day = tmp_path / "carnet.sqlite3", "2026-03-02T14:03:00Z"
    at_version(path, "0009")
    with closing(sqlite3.connect(path)) as connection:
        for name in ("ada", "bo", "di"):
            row = (name, "", name, "participant", "agent", "", "", "", "", "", day, None)
            connection.execute("INSERT INTO person VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        connection.execute("INSERT INTO \"group\" VALUES ('c1', 'circle', 'Tilleul', ?, NULL)", (day,))
        for name in ("ada", "bo"):
            connection.execute("INSERT INTO membership VALUES ('c1', ?, ?, NULL)", (name, day))
        connection.execute("INSERT INTO room VALUES ('circle:c1', 1)")
        connection.execute("INSERT INTO room_news VALUES ('circle:c1', 1, 'entry', 'ada', 'q', '')")
        shared = ("circle:c1", "ada", "q", '{"text": "entre nous"}', 1, day, day)
        connection.execute("INSERT INTO shared VALUES (?, ?, ?, ?, ?, ?, ?)", shared)
        connection.commit()
    found = Database(path)
    groups = Groups(found)
    (circle,) = groups.current(GroupKind.CIRCLE)
    groups.replace(GroupKind.CIRCLE, [circle], [replace(circle, members=("ada", "bo", "di"))])
    read = {name: [one.body for one in SqlSharedSpace(found, name).look().entries] for name in ("ada", "bo", "di")}
    found.close()
    assert read == {"ada": [{"text": "entre nous"}], "bo": [{"text": "entre nous"}], "di": []}
