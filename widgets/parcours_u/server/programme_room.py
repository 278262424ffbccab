"""Where the changes of a cohort's programme are heard: a kind of room of the push channel (see :mod:`.hub`).

It tells nothing but that something changed: pages then read the programme again. So its news need no count of their own, and the
number of the room is made of the programme itself: a page that was away while it changed comes back with another number.
"""

from collections.abc import Mapping
from typing import Any
from zlib import crc32

from parcours_u.domain.policy import may_follow_programme
from parcours_u.domain.programme import Programme
from parcours_u.domain.standing import Standing
from parcours_u.server.hub import Lacking
from parcours_u.server.refusal import Refusal
from parcours_u.store.database import Database
from parcours_u.store.programmes import Programmes
from parcours_u.store.standings import standings

__all__ = ["ProgrammeRoom", "programme_number"]

_NOTHING_TO_ASK = "Le programme se choisit depuis l’espace de l’équipe\u00a0: rien n’a été changé."


class ProgrammeRoom:
    """The room of everybody who is of the cohort."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def lacking(self, room: str, since: Mapping[str, int], most: int) -> Mapping[str, Lacking]:
        """Return to each whether what they read is still so."""
        number = programme_number(Programmes(self._database).get())
        with self._database.reading() as connection:
            everybody = standings(connection)
        return {
            person: Lacking(number, () if known == number else None, about=number)
            for person, known in since.items()
            if may_follow_programme(everybody.get(person, Standing(person)))
        }

    def operate(self, person: str, room: str, operation: Mapping[str, Any]) -> dict[str, Any]:
        """Refuse: there is nothing to do there but to listen.

        Raises
        ------
        Refusal
            Always.
        """
        raise Refusal(_NOTHING_TO_ASK)


def programme_number(chosen: Programme | None) -> int:
    """Return the number of the room while this is what the cohort lives."""
    return crc32(repr(chosen).encode())
