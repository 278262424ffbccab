"""The time zone that hours are told in to a cohort, kept with it: one for everybody, whatever the machine and the browsers."""

import json
from collections.abc import Container
from pathlib import Path
from zoneinfo import ZoneInfo

from parcours_u.store.database import Database
from parcours_u.store.errors import StoreError
from parcours_u.store.records import Records
from parcours_u.store.wholeness import reading_file
from parcours_u.zones import is_place, zone_named

__all__ = ["CohortZone", "zone_in_file"]

_COHORT, _NAME = "cohort", "zone"
_SUPPOSED, _SAID = "supposed", "said"


class CohortZone:
    """Where a cohort is, as far as its hours go.

    Nobody is asked. The machine where a cohort is made supposes its own, and the first browser of somebody who has the whole
    cohort in charge says its own, which counts more: a machine may be anywhere. From then on it changes only when it is told to.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._records = Records(database, _COHORT)

    def __repr__(self) -> str:
        return "CohortZone()"

    @property
    def name(self) -> str:
        """The zone's name, empty as long as none is known."""
        return self._kept()[0]

    @property
    def settled(self) -> bool:
        """Whether somebody said it, by their browser or in words."""
        return self._kept()[1] == _SAID

    def get(self) -> ZoneInfo | None:
        """Return the zone to tell hours in; None for the machine's own."""
        return zone_named(self.name)

    def suppose(self, name: str) -> None:
        """Keep the zone of the machine where a cohort is made, unless it tells nothing or one is known."""
        self._learn(name, _SUPPOSED, {""})

    def hear(self, name: str) -> None:
        """Keep the zone of the browser of somebody who has the whole cohort in charge, unless somebody said one before."""
        self._learn(name, _SAID, {"", _SUPPOSED})

    def choose(self, name: str) -> None:
        """Keep a zone, whatever was known.

        Raises
        ------
        StoreError
            When there is none of this name here. The former one is kept.
        """
        if zone_named(name) is None:
            raise StoreError(
                f"«\u00a0{name}\u00a0» n’est pas un fuseau horaire connu de cette machine\u00a0: rien n’a été changé, "
                "donnez un nom comme Europe/Paris, Indian/Reunion ou Pacific/Noumea."
            )
        self._records.set_setting(_NAME, [name, _SAID])

    def _learn(self, name: str, known_by: str, instead_of: Container[str]) -> None:
        if is_place(name) and zone_named(name) is not None:
            with self._database.writing():  # somebody may say one meanwhile, by a command
                if self._kept()[1] in instead_of:
                    self._records.set_setting(_NAME, [name, known_by])

    def _kept(self) -> tuple[str, str]:
        name, known_by = self._records.setting(_NAME, ("", ""))
        return name, known_by


def zone_in_file(database: Path) -> ZoneInfo | None:
    """Return the zone that is kept in a cohort's database that is not opened for it; None where none can be read."""
    kept = "SELECT value FROM setting WHERE person = ? AND name = ?"
    try:
        with reading_file(database) as connection:
            (value,) = connection.execute(kept, (_COHORT, _NAME)).fetchone()
        return zone_named(json.loads(value)[0])
    except (StoreError, TypeError, ValueError, LookupError):
        return None
