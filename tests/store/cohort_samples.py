"""A cohort's database with people in it, whose phrases are stretched a little only: tests make many."""

import shutil
import tempfile
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, insert

from parcours_u.store import schema
from parcours_u.store.database import Database

PEOPLE = ("ada", "bea", "cleo")


def cohort_database(folder: Path, people: tuple[str, ...] = PEOPLE) -> Database:
    """Open a database where these people are expected."""
    path = folder / "carnet.sqlite3"
    path.write_bytes(_migrated())
    database = Database(path)
    with database.writing() as connection:
        connection.execute(insert(schema.phrase_cost).values(id=1, salt=b"s" * 16, n=2, r=8, p=1))
        for person in people:
            add_person(connection, person)
    return database


def add_person(connection: Connection, person: str) -> None:
    """Add somebody to the cohort."""
    connection.execute(
        insert(schema.person).values(
            id=person,
            last_name=person.upper(),
            first_name=person,
            role="participant",
            profile="agent",
            organisation="",
            territory="",
            email="",
            code="",
            superior="",
            added_at="2026-03-02T08:00:00Z",
        )
    )


@cache
def _migrated() -> bytes:
    folder = Path(tempfile.mkdtemp())
    try:
        Database(folder / "carnet.sqlite3").close()
        return (folder / "carnet.sqlite3").read_bytes()
    finally:
        shutil.rmtree(folder)
