"""The light path: one exercise, opened by a link, under a pseudonym, erased after some days.

A visitor is a person of the cohort whom no list names: the role visitor, a pseudonym, a journal sealed under a key that one
device opens. There is no phrase, nobody to renew anything: whoever closes that browser's door leaves for good. All of it is
erased as soon as they ask, or when its days are over, by :meth:`Visitors.purge`: every hour while the cohort is served, else the
next time that a command opens the cohort or makes a backup of it. A folder that nobody opens keeps it meanwhile. A clock that
jumps ahead erases early.
"""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from parcours_u.domain.access import Erased, Opened, VisitLink
from parcours_u.domain.people import Profile, Role
from parcours_u.domain.storable import storable
from parcours_u.domain.visible import one_line
from parcours_u.store import schema
from parcours_u.store.errors import AccessRefused
from parcours_u.store.keys import Keys, Minted
from parcours_u.store.sealing import KEY_BYTES, new_key
from parcours_u.store.shared_rows import close_all

__all__ = ["Visitors"]

_LONGEST_PSEUDONYM = 40
_FORMAT = "%Y-%m-%dT%H:%M:%SZ"
_CLOSED = (
    "Cette visite est terminée, ou son lien est incomplet\u00a0: rien n’a changé, "
    "reprenez le lien entier, ou demandez-en un autre."
)
_FULL = (
    "Toutes les places de cette visite sont prises\u00a0: rien n’a changé, demandez un autre lien à qui vous l’a donné."
)
_PSEUDONYM = "Le pseudonyme compte de 1 à 40 signes\u00a0: rien n’a changé, choisissez-en un autre."
_TAKEN = "Ce pseudonyme est déjà porté ici\u00a0: rien n’a changé, choisissez-en un autre."


class Visitors(Keys):
    """Visits of one exercise.

    Parameters
    ----------
    database : Database
        The cohort's.
    """

    def open_link(self, page: str, hours: float = 24.0, days: int = 7, most: int = 60) -> VisitLink:
        """Open one page to whoever has the link, for some hours, to so many visitors at most."""
        if not (hours > 0 and days > 0 and most > 0):
            raise ValueError("a visit lasts some time, for somebody")
        token = secrets.token_urlsafe(32)
        closes_at = (_now() + timedelta(hours=hours)).strftime(_FORMAT)
        with self._database.writing() as connection:
            connection.execute(
                insert(schema.visit_link).values(
                    token_hash=_hash(token), page=page, closes_at=closes_at, days=days, most=most
                )
            )
        return VisitLink(token, page, closes_at, days)

    def close_link(self, page: str) -> None:
        """Let nobody else come to a page; those who came stay for their days."""
        with self._database.writing() as connection:
            connection.execute(delete(schema.visit_link).where(schema.visit_link.c.page == page))

    def look_in(self, token: str) -> VisitLink | None:
        """Return what a link opens, None when it opens nothing (any more)."""
        with self._database.reading() as connection:
            row = _open_row(connection, token)
        return None if row is None else VisitLink("", row.page, row.closes_at, row.days)

    def arrive(self, token: str, pseudonym: str, label: str) -> Opened:
        """Let a visitor in, on one device.

        Raises
        ------
        AccessRefused
            When the link opens nothing, all places are taken, or the pseudonym is too long or another visitor's.
        """
        name = one_line(pseudonym)
        if not (0 < len(name) <= _LONGEST_PSEUDONYM and storable(pseudonym)):
            raise AccessRefused(_PSEUDONYM)
        person_id, now = secrets.token_hex(8), _now()
        # No phrase: what would recognise one recognises nothing.
        minted = Minted(new_key(), "", secrets.token_bytes(KEY_BYTES))
        with self._database.writing() as connection:
            row = _open_row(connection, token)
            if row is None:
                raise AccessRefused(_CLOSED)
            here = select(func.count()).where(schema.visitor.c.link == row.token_hash)
            if connection.execute(here).scalar_one() >= row.most:
                raise AccessRefused(_FULL)
            if name.casefold() in _names(connection):
                raise AccessRefused(_TAKEN)
            connection.execute(insert(schema.person).values(_person_row(person_id, name, now)))
            until = (now + timedelta(days=row.days)).strftime(_FORMAT)
            connection.execute(
                insert(schema.visitor).values(person=person_id, link=row.token_hash, page=row.page, erased_at=until)
            )
            return self._create(connection, person_id, minted, label, Erased())

    def page_of(self, person_id: str) -> str | None:
        """Return the only page that a visitor may open, None for anybody who is no visitor."""
        with self._database.reading() as connection:
            return connection.execute(
                select(schema.visitor.c.page).where(schema.visitor.c.person == person_id)
            ).scalar_one_or_none()

    def leave(self, person_id: str) -> bool:
        """Erase a visitor who asks for it; return whether there was one. Nobody else is ever erased this way."""
        with self._database.writing() as connection:
            here = connection.execute(select(schema.visitor.c.person).where(schema.visitor.c.person == person_id))
            if found := here.first() is not None:
                _erase(connection, person_id)
        if found:
            self._database.compact()
        return found

    def purge(self) -> list[str]:
        """Erase the visitors whose days are over, and the links that are closed; return who they were."""
        now = _now().strftime(_FORMAT)
        visitor, link = schema.visitor.c, schema.visit_link.c
        gone, closed = select(visitor.person).where(visitor.erased_at <= now), link.closes_at <= now
        # Most often there is nothing to erase: nobody waits for a turn.
        with self._database.reading() as connection:
            if not any(connection.execute(query).first() for query in (gone, select(link.page).where(closed))):
                return []
        with self._database.writing() as connection:
            over = list(connection.execute(gone).scalars())
            for person_id in over:
                _erase(connection, person_id)
            connection.execute(delete(schema.visit_link).where(closed))
        if over:
            self._database.compact()
        return over


def _erase(connection: Connection, person_id: str) -> None:
    close_all(connection, person_id)
    for table in (
        *schema.JOURNAL,
        schema.person_key,
        schema.device,
        schema.invitation,
        schema.membership,
        schema.visitor,
    ):
        connection.execute(delete(table).where(table.c.person == person_id))
    connection.execute(delete(schema.person).where(schema.person.c.id == person_id))


def _open_row(connection: Connection, token: str) -> Row[Any] | None:
    table = schema.visit_link
    now = _now().strftime(_FORMAT)
    return connection.execute(select(table).where(table.c.token_hash == _hash(token), table.c.closes_at > now)).first()


def _names(connection: Connection) -> set[str]:
    """Return the visitors' pseudonyms: whoever holds a link may learn nothing of who is in the cohort."""
    there = select(schema.person.c.first_name).join(schema.visitor, schema.visitor.c.person == schema.person.c.id)
    return {name.casefold() for name in connection.execute(there).scalars()}


def _person_row(person_id: str, name: str, now: datetime) -> dict[str, str]:
    return {
        "id": person_id,
        "first_name": name,
        "last_name": "",
        "role": Role.VISITOR.value,
        "profile": Profile.CITIZEN.value,
        "organisation": "",
        "territory": "",
        "email": "",
        "code": "",
        "superior": "",
        "added_at": now.strftime(_FORMAT),
    }


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def _now() -> datetime:
    return datetime.now(UTC)
