"""The journal of one person of a cohort: as the usual one, with every word sealed before the database sees it.

What is sealed: the body of every version, aside ones and history included, and the value of every setting (the page one
was on, entries that came in a file and had no place). SQLite, its log and its temporary files only ever hold sealed text.

What is not, and why. Which prompts were answered, when, how many times, who each answer is for: the database works with
these, and the trainer's counts come from them. Deposits and comments: a deposit's archive holds what its author handed to
the trainer, and comments quote it; the trainer's folder, beside this database, has the same bytes, so that sealing ours
would protect nothing, and somebody who lost their key would lose their trainer's answers as well.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection

from parcours_u.store.database import Database
from parcours_u.store.errors import StoreError
from parcours_u.store.keys import check_device
from parcours_u.store.sealing import Sealer
from parcours_u.store.shared_rows import Version
from parcours_u.store.sql_journal import SqlJournal
from parcours_u.store.version_numbers import numbers_before

__all__ = ["SealedJournal"]

_SEALED = "sealed"
_ABSENT = object()
_FOREIGN = (
    "Une partie de votre carnet a été altérée sur le disque, ou n’est pas la vôtre\u00a0: elle a été laissée telle "
    "quelle, prévenez l’équipe de formation, qui peut reprendre une sauvegarde."
)


class SealedJournal(SqlJournal):
    """SqlJournal's interface and promises; bodies and settings are written encrypted.

    Parameters
    ----------
    database : Database
        Where it is kept.
    person : str
        Whose journal it is; decided by the server, never by a page.
    page : str
        Which open page writes.
    key : bytes
        The person's, 32 bytes; see :class:`parcours_u.domain.access.Opened`.
    device : str or None
        The device that opened the key: nothing is written once it is no longer the person's. None where no device asks.
    """

    def __init__(self, database: Database, person: str, page: str, key: bytes, device: str | None = None) -> None:
        super().__init__(database, person, page)
        self._sealer = Sealer(key)
        self._device = device

    def setting(self, name: str, default: Any = None) -> Any:
        """Return one of the person's settings."""
        held = super().setting(name, _ABSENT)
        return default if held is _ABSENT else json.loads(self._unsealed(held, "setting", self._person, name))

    def set_setting(self, name: str, value: Any) -> None:
        """Keep one of the person's settings."""
        words = json.dumps(value, ensure_ascii=False)
        super().set_setting(name, {_SEALED: self._sealer.seal_text(words, "setting", self._person, name)})

    def restore(self, prompt: str, version: Version) -> None:
        """Keep again, as the current version, words that stand in clear elsewhere; who reads them there reads them as before.

        Here its number is a new one, above those of all that was erased: whoever goes on from it goes on from a kept version.
        """
        with self._writing() as connection:
            number = 1 + numbers_before(connection, self._person)
            self._write(connection, prompt, number, version.saved_at, version.body)
            self._point(connection, prompt, number)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with super()._writing() as connection:
            if self._device is not None:
                check_device(connection, self._person, self._device)
            yield connection

    def _closed(self, words: str, prompt: str, number: int) -> str:
        # a JSON object, as every body is: what reads a database from end to end to know that it is whole needs no key
        return json.dumps({_SEALED: self._sealer.seal_text(words, "revision", self._person, prompt, number)})

    def _opened(self, held: str, prompt: str, number: int) -> str:
        try:
            found = json.loads(held)
        except ValueError:
            found = None
        return self._unsealed(found, "revision", self._person, prompt, number)

    def _unsealed(self, held: object, *place: str | int) -> str:
        sealed = held.get(_SEALED) if isinstance(held, dict) else None
        words = self._sealer.open_text(sealed, *place) if isinstance(sealed, str) else None
        if words is None:
            raise StoreError(_FOREIGN)
        return words
