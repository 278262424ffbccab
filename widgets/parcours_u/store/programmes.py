"""The programme of a cohort, kept: which format, from which day, and by how much a day runs late."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import delete, insert, select, update

from parcours_u.domain.programme import PROGRAMME_ROOM, Lateness, Programme
from parcours_u.store.database import NEWS, Database
from parcours_u.store.schema import programme

__all__ = ["Programmes"]

_THE_ONE = 1


class Programmes:
    """The one programme of a cohort's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __repr__(self) -> str:
        return "Programmes()"

    def get(self) -> Programme | None:
        """Return it, None as long as none is chosen."""
        with self._database.reading() as connection:
            row = connection.execute(select(programme)).first()
        return None if row is None else Programme(row.format, row.first_day, _lateness(row.late))

    def choose(self, format_id: str, first_day: str) -> Programme:
        """Live a format from a day on, in the place of what was chosen before; no day is late any more."""
        with self._database.writing() as connection:
            connection.execute(delete(programme))
            connection.execute(insert(programme).values(id=_THE_ONE, format=format_id, first_day=first_day, late=None))
            connection.info[NEWS].add(PROGRAMME_ROOM)
        return Programme(format_id, first_day)

    def forget(self) -> bool:
        """Live no format any more; return whether there was one."""
        with self._database.writing() as connection:
            connection.info[NEWS].add(PROGRAMME_ROOM)
            return connection.execute(delete(programme)).rowcount > 0

    def set_late(self, expected: Programme, late: Lateness | None) -> bool:
        """Note by how much a day runs late, None when it no longer does; return whether the programme is still the one meant."""
        with self._database.writing() as connection:
            same = (programme.c.format == expected.format) & (programme.c.first_day == expected.first_day)
            changed = connection.execute(update(programme).where(same).values(late=asdict(late) if late else None))
            connection.info[NEWS].add(PROGRAMME_ROOM)
        return changed.rowcount > 0


def _lateness(kept: dict[str, Any] | None) -> Lateness | None:
    return Lateness(**kept) if kept else None
