"""Invitations as the database keeps them: what recognises a token or a code, what became of it.

A token has 256 random bits: its plain hash tells nothing. A code has 50, to be typed: its hash is stretched as a phrase is
(2**50 guesses of some 0.05 s, for invitations that last days). Neither can be had from a stolen database.

**Clocks.** Times are the server's, in UTC. An invitation serves from a day before it was made to its end: a clock that
comes back to the year of its battery lets in nobody, while a clock put right by a few hours spoils no printed card. What
was once seen past its end is closed for good, whatever the clock says later. What remains: a clock put back by hand,
before anybody came, by somebody who runs the machine; they could as well invite.
"""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, insert, select, update

from parcours_u.domain.access import Invitation, InvitationState, is_token
from parcours_u.store import schema
from parcours_u.store.sealing import Stretch

__all__ = ["Ways", "close", "close_overdue", "draw_code", "find", "issue", "open_until", "recognised", "state_of"]

_OPEN = "open"
_LONGEST = timedelta(days=366)
_EARLY = timedelta(days=1)
_CODE_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
_CODE_LENGTH = 10
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_FORMAT = "%Y-%m-%dT%H:%M:%SZ"

Ways = tuple[str, bytes]
"""How something presented is looked for: a column, and the value that recognises it."""


def recognised(presented: str, stretch: Stretch) -> Ways | None:
    """Return how to look for a token or a code, None when it can be neither. Slow for a code."""
    presented = presented.strip()
    if is_token(presented):
        return "token_hash", _token_hash(presented)
    code = "".join(sign for sign in presented.upper() if sign.isalnum()).translate(_MISREAD)
    if len(code) == _CODE_LENGTH and set(code) <= set(_CODE_SIGNS):
        return "code_hash", stretch.of(code)
    return None


def issue(connection: Connection, person_id: str, hours: float, renews: bool, drawn: tuple[str, bytes]) -> Invitation:
    """Write an invitation in the stead of any former one; ``drawn`` is what :func:`draw_code` gave."""
    code, code_hash = drawn
    made = _now()
    expires = made + min(timedelta(hours=hours), _LONGEST)
    token = secrets.token_urlsafe(32)
    close(connection, person_id, InvitationState.REPLACED)
    connection.execute(
        insert(schema.invitation).values(
            token_hash=_token_hash(token),
            code_hash=code_hash,
            person=person_id,
            made_at=made.strftime(_FORMAT),
            expires_at=expires.strftime(_FORMAT),
            state=_OPEN,
            renews=renews,
        )
    )
    return Invitation(person_id, token, code, expires.strftime(_FORMAT), renews)


def draw_code(stretch: Stretch) -> tuple[str, bytes]:
    """Return a random code, grouped, and its stretched hash; slow, to be done before the transaction."""
    code = "".join(secrets.choice(_CODE_SIGNS) for _ in range(_CODE_LENGTH))
    return f"{code[:5]}-{code[5:]}", stretch.of(code)


def find(connection: Connection, ways: Ways) -> Row[Any] | None:
    """Return the row of an invitation; one that was made for somebody who has left since is none."""
    column, value = ways
    table, people = schema.invitation, schema.person.c
    query = select(table).join(schema.person, people.id == table.c.person)
    return connection.execute(query.where(table.c[column] == value, people.left_at.is_(None))).first()


def state_of(row: Row[Any] | None) -> InvitationState:
    """Tell what an invitation is good for at this moment."""
    if row is None:
        return InvitationState.UNKNOWN
    if row.state != _OPEN:
        return InvitationState(row.state)
    serves = datetime.fromisoformat(row.made_at) - _EARLY <= _now() < datetime.fromisoformat(row.expires_at)
    return InvitationState.VALID if serves else InvitationState.EXPIRED


def close(connection: Connection, person_id: str, state: InvitationState, renewing_only: bool = False) -> None:
    """Close the open invitation of somebody, if any."""
    table = schema.invitation
    mine = and_(table.c.person == person_id, table.c.state == _OPEN)
    if renewing_only:
        mine = and_(mine, table.c.renews)
    connection.execute(update(table).where(mine).values(state=state.value))


def close_overdue(connection: Connection) -> None:
    """Close for good what is past its end."""
    table = schema.invitation
    overdue = and_(table.c.state == _OPEN, table.c.expires_at <= _now().strftime(_FORMAT))
    connection.execute(update(table).where(overdue).values(state=InvitationState.EXPIRED.value))


def open_until(connection: Connection, person_id: str) -> str | None:
    """Return when the valid invitation of somebody ends."""
    table = schema.invitation
    row = connection.execute(select(table).where(table.c.person == person_id, table.c.state == _OPEN)).first()
    return row.expires_at if row is not None and state_of(row) is InvitationState.VALID else None


def _token_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _now() -> datetime:
    return datetime.now(UTC)
