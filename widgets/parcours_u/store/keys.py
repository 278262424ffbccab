"""Everybody's key, wrapped by their recovery phrase and by each of their devices.

A key is random, made once, and written nowhere: the database holds it sealed under what the phrase gives once
stretched, and under what each device's secret gives. A secret lives in its device's cookie only. Nobody who lacks the
phrase, a device or the running server's memory can have the key, those who run the server included.
"""

import hmac
import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from parcours_u.domain.access import Device, Erased, Opened
from parcours_u.domain.french_dates import day_there
from parcours_u.store import schema
from parcours_u.store.cohort_zone import CohortZone
from parcours_u.store.database import Database
from parcours_u.store.errors import AccessRefused, SignedOut, damaged
from parcours_u.store.recovery_phrase import new_phrase, read_phrase
from parcours_u.store.sealing import KEY_BYTES, Sealer, Stretch, derived, new_key
from parcours_u.store.sql_journal import now

__all__ = ["Keys", "Minted", "check_device", "key_row"]

_LONGEST_LABEL = 80
# Asked at each save: not through SQLAlchemy's compiler.
_DEVICE = "SELECT 1 FROM device WHERE id = ? AND person = ?"
_UNLIKE = (
    "Cette phrase de récupération n’est celle de personne ici\u00a0: rien n’a changé, "
    "vérifiez l’ordre des mots sur votre carte, ou demandez de l’aide à l’équipe de formation."
)
_STALE = (
    "L’accès à votre carnet a été renouvelé ailleurs depuis\u00a0: rien n’a changé ici, "
    "entrez de nouveau avec votre dernière phrase de récupération."
)


@dataclass(frozen=True, repr=False)
class Minted:
    """A new key with its phrase, ready to be written: the slow work is done before the transaction."""

    key: bytes
    phrase: str
    stretched: bytes

    @classmethod
    def new(cls, stretch: Stretch, key: bytes | None = None) -> "Minted":
        """Make a phrase, and a key unless one is given."""
        phrase = new_phrase()
        return cls(key or new_key(), phrase, stretch.of(phrase))

    def row(self, person_id: str) -> dict[str, bytes]:
        """Return what the database keeps of them."""
        return {
            "lookup": derived(self.stretched, "phrase lookup"),
            "wrapped": Sealer(derived(self.stretched, "phrase", person_id)).seal(self.key, "key", person_id),
            "proof": _proof(self.key, person_id),
        }


class Keys:
    """Opening somebody's key, and who may.

    Parameters
    ----------
    database : Database
        The cohort's.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._stretch: Stretch | None = None
        self._zone = CohortZone(database)

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"

    def has_key(self, person_id: str) -> bool:
        """Tell whether somebody has joined."""
        with self._database.reading() as connection:
            return key_row(connection, person_id) is not None

    def sign_in(self, phrase: str, label: str) -> Opened:
        """Open somebody's key by their phrase, on a device that is added under ``label``.

        The phrase is taken in any case, with or without accents, with any spaces, its words whole or cut to four letters.

        Raises
        ------
        AccessRefused
            When the phrase is nobody's.
        """
        stretched = self.stretch().of(read_phrase(phrase))
        lookup = derived(stretched, "phrase lookup")
        table = schema.person_key
        with self._database.writing() as connection:
            row = connection.execute(select(table).where(table.c.lookup == lookup)).first()
            if row is None or not hmac.compare_digest(row.lookup, lookup):
                raise AccessRefused(_UNLIKE)
            key = Sealer(derived(stretched, "phrase", row.person)).open(row.wrapped, "key", row.person)
            if key is None or not hmac.compare_digest(row.proof, _proof(key, row.person)):
                raise damaged()
            self._signed_in(connection, row.person)
            return self._add_device(connection, row.person, key, label)

    def open_device(self, device_id: str, device_secret: str) -> Opened | None:
        """Open somebody's key by what a device's cookie holds; None when it is not, or no longer, one of theirs."""
        table = schema.device
        with self._database.reading() as connection:
            row = connection.execute(select(table).where(table.c.id == device_id)).first()
        if row is None:
            return None
        key = _device_sealer(row.person, row.id, device_secret).open(row.wrapped, "device", row.person, row.id)
        if key is None:
            return None
        if row.seen_on != (today := self._today()):
            with self._database.writing() as connection:
                connection.execute(update(table).where(table.c.id == device_id).values(seen_on=today))
        return Opened(row.person, device_id, device_secret, key)

    def add_device(self, person_id: str, key: bytes, label: str) -> Opened:
        """Add a device to somebody who is signed in elsewhere.

        Raises
        ------
        AccessRefused
            When ``key`` is not this person's (any more).
        """
        with self._database.writing() as connection:
            _check_proof(connection, person_id, key)
            return self._add_device(connection, person_id, key, label)

    def devices(self, person_id: str) -> list[Device]:
        """Return somebody's devices, the oldest first."""
        table = schema.device
        query = select(table).where(table.c.person == person_id).order_by(table.c.added_at, table.c.id)
        with self._database.reading() as connection:
            return [Device(row.id, row.label, row.added_at, row.seen_on) for row in connection.execute(query)]

    def revoke(self, person_id: str, device_id: str) -> bool:
        """Forget one device of somebody (theirs to sign out, or lost): its secret opens nothing any more.

        Return whether it was one of theirs.
        """
        table = schema.device
        with self._database.writing() as connection:
            gone = connection.execute(delete(table).where(table.c.person == person_id, table.c.id == device_id))
        self._database.fold()  # what was deleted is nowhere on the disk
        return gone.rowcount == 1

    def new_phrase(self, person_id: str, key: bytes) -> str:
        """Make another recovery phrase for somebody who is signed in; the former one opens nothing any more.

        Raises
        ------
        AccessRefused
            When ``key`` is not this person's (any more).
        """
        minted = Minted.new(self.stretch(), key)
        table = schema.person_key
        with self._database.writing() as connection:
            _check_proof(connection, person_id, key)
            connection.execute(update(table).where(table.c.person == person_id).values(minted.row(person_id)))
        self._database.fold()
        return minted.phrase

    def forget(self, person_id: str) -> None:
        """Delete somebody's key, devices and invitations: without it, what it sealed is noise, backups' copies apart."""
        with self._database.writing() as connection:
            for table in (schema.person_key, schema.device, schema.invitation):
                connection.execute(delete(table).where(table.c.person == person_id))
        self._database.compact()

    def stretch(self) -> Stretch:
        """Return how this cohort's phrases and codes are stretched; decided once, at first use."""
        if self._stretch is None:
            table = schema.phrase_cost
            with self._database.writing() as connection:
                row = connection.execute(select(table)).first()
                made = Stretch.new() if row is None else Stretch(row.salt, row.n, row.r, row.p)
                if row is None:
                    connection.execute(insert(table).values(id=1, salt=made.salt, n=made.n, r=made.r, p=made.p))
            self._stretch = made
        return self._stretch

    def _signed_in(self, connection: Connection, person_id: str) -> None:
        """Do, in the same transaction, what somebody's phrase coming back changes."""

    def _create(self, connection: Connection, person_id: str, minted: Minted, label: str, erased: Erased) -> Opened:
        connection.execute(insert(schema.person_key).values(person=person_id, made_at=now(), **minted.row(person_id)))
        made = self._add_device(connection, person_id, minted.key, label)
        return Opened(person_id, made.device_id, made.device_secret, minted.key, minted.phrase, erased)

    def _add_device(self, connection: Connection, person_id: str, key: bytes, label: str) -> Opened:
        device_id, secret = secrets.token_hex(8), secrets.token_urlsafe(KEY_BYTES)
        sealer = _device_sealer(person_id, device_id, secret)
        connection.execute(
            insert(schema.device).values(
                id=device_id,
                person=person_id,
                label=" ".join(label.split())[:_LONGEST_LABEL],
                wrapped=sealer.seal(key, "device", person_id, device_id),
                added_at=now(),
                seen_on=self._today(),
            )
        )
        return Opened(person_id, device_id, secret, key)

    def _today(self) -> str:
        """Return the day that it is where the cohort is: from one that is kept without its hour, no other could be told."""
        return day_there(now(), self._zone.get())


def _device_sealer(person_id: str, device_id: str, secret: str) -> Sealer:
    return Sealer(derived(secret.encode("utf-8", "surrogatepass"), "device", person_id, device_id))


def key_row(connection: Connection, person_id: str) -> Row[Any] | None:
    """Return what the database keeps of somebody's key."""
    return connection.execute(select(schema.person_key).where(schema.person_key.c.person == person_id)).first()


def check_device(connection: Connection, person_id: str, device_id: str) -> None:
    """Refuse to write for a device that is no longer one of somebody's, in the very transaction that would.

    While it is, the key that it opened is the person's: one that is made anew takes all devices of the former one away.

    Raises
    ------
    SignedOut
        When it was signed out or revoked, or its person's access renewed, or all of them erased.
    """
    if connection.exec_driver_sql(_DEVICE, (device_id, person_id)).first() is None:
        raise SignedOut


def _check_proof(connection: Connection, person_id: str, key: bytes) -> None:
    row = key_row(connection, person_id)
    if row is None or not hmac.compare_digest(row.proof, _proof(key, person_id)):
        raise AccessRefused(_STALE)


def _proof(key: bytes, person_id: str) -> bytes:
    """Return what recognises a key without giving it, so that no other one is ever wrapped in its stead."""
    return derived(key, "proof", person_id)
