"""What is asked of circles: with whom somebody would rather not be, and what the trainer asked for all of them.

A wish is a list of ids among the person's own settings, erased with them.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from parcours_u.store.database import Database
from parcours_u.store.errors import StoreError
from parcours_u.store.records import Records
from parcours_u.store.schema import setting

__all__ = ["Wishes"]

_NAME = "not_with"
_EVERYBODY, _ASKED, _PROVEN = "cohort", "circles", "circles_proven"


class Wishes:
    """The wishes « not with » of a cohort. What reads them forms circles; nothing shows them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __repr__(self) -> str:
        return "Wishes()"

    def set(self, person: str, others: Collection[str]) -> list[str]:
        """Keep somebody's whole list, in place of the former one; return that one.

        Raises
        ------
        StoreError
            When they are in it themselves. The former one is kept.
        """
        if person in others:
            raise StoreError("Une personne est toujours avec elle-même\u00a0: sa liste n’a pas été changée.")
        records = Records(self._database, person)
        former = list(records.setting(_NAME, []))
        records.set_setting(_NAME, sorted(set(others)))
        return former

    def all(self) -> dict[str, list[str]]:
        """Return every list that is not empty, by the id of whose it is."""
        query = select(setting.c.person, setting.c.value).where(setting.c.name == _NAME)
        with self._database.reading() as connection:
            return {row.person: list(row.value) for row in connection.execute(query) if row.value}

    def asked(self) -> dict[str, Any]:
        """Return what was asked when the circles of today were kept: sizes, pairs; empty before."""
        return dict(Records(self._database, _EVERYBODY).setting(_ASKED, {}))

    def set_asked(self, asked: dict[str, Any]) -> None:
        """Keep what was asked."""
        Records(self._database, _EVERYBODY).set_setting(_ASKED, asked)

    def proven(self) -> tuple[str, int] | None:
        """Return what was proven of the circles that were kept: of which problem, and the value that it can't exceed."""
        kept = Records(self._database, _EVERYBODY).setting(_PROVEN, None)
        return None if kept is None else (str(kept[0]), int(kept[1]))

    def set_proven(self, problem: str, value: int) -> None:
        """Keep it: proving takes seconds, and looking at the circles of today must not."""
        Records(self._database, _EVERYBODY).set_setting(_PROVEN, [problem, value])
