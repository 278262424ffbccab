"""What pairs and core groups agreed on, kept: as one member sees and changes it. Every row passes through the policy."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from parcours_u.domain.agreements import MOST_AGREEMENTS, Agreement, AgreementError, check_due, check_text
from parcours_u.domain.policy import may_agree, rooms_of
from parcours_u.domain.rooms import Room
from parcours_u.domain.sharing import NewsKind, NotAllowed, RoomShown
from parcours_u.domain.standing import Standing
from parcours_u.store.database import Database
from parcours_u.store.rooms import names_of, rooms_shown
from parcours_u.store.shared_rows import tell
from parcours_u.store.shared_schema import agreement
from parcours_u.store.sql_journal import now
from parcours_u.store.standings import standing_of, standings

__all__ = ["Agreed", "Agreements", "ChangedMeanwhile", "agreements_in"]

_FULL = f"Ce groupe a déjà convenu de {MOST_AGREEMENTS}\u00a0choses\u00a0: rien n’a été ajouté, retirez d’abord celles qui sont tenues."


class ChangedMeanwhile(Exception):
    """Somebody else changed it first: nothing was written. ``current`` is what it is now."""

    def __init__(self, current: Agreement) -> None:
        super().__init__("changed meanwhile")
        self.current = current


@dataclass(frozen=True, repr=False)
class Agreed:
    """What somebody's groups agreed on, at one moment: the rooms, from the smallest, and what is to be held to, by day."""

    rooms: tuple[RoomShown, ...]
    agreements: tuple[Agreement, ...]


class Agreements:
    """What one person's groups agreed on.

    Parameters
    ----------
    database : Database
        Where it is kept.
    person : str
        Who looks and writes; decided by the server, never by a page.
    """

    def __init__(self, database: Database, person: str) -> None:
        self._database = database
        self._person = person

    def __repr__(self) -> str:
        return "Agreements()"

    def look(self) -> Agreed:
        """Return the groups that somebody is in, and what they agreed on."""
        with self._database.reading() as connection:
            everybody = standings(connection)
            me = everybody.get(self._person, Standing(self._person))
            rooms = [room for room in rooms_of(me) if may_agree(me, room)]
            shown = tuple(rooms_shown(connection, rooms, everybody, names_of(connection)))
            return Agreed(shown, tuple(agreements_in(connection, rooms)))

    def write(self, rooms: Sequence[Room], text: object, due: object) -> tuple[Agreement, ...]:
        """Agree on something in some groups, with one gesture: one thing in each; what is already there is not added again.

        Raises
        ------
        AgreementError
            When it is nothing to agree on.
        NotAllowed
            When somebody is not in one of the groups; nothing is written in the others.
        """
        told, day, at = check_text(text), check_due(due), now()
        with self._database.writing() as connection:
            me = standing_of(connection, self._person)
            if not rooms or not all(may_agree(me, room) for room in rooms):
                raise NotAllowed
            return tuple(self._add(connection, room, told, day, at) for room in dict.fromkeys(rooms))

    def change(
        self, agreement_id: str, base: int, *, text: object = None, due: object = None, done: object = None
    ) -> Agreement:
        """Change an agreement: its words, its day, whether it is done; what is None stays as it is.

        Raises
        ------
        AgreementError
            When it would be nothing to agree on.
        ChangedMeanwhile
            When it is no longer the version that the change was made from.
        NotAllowed
            When it is not theirs to change, or is no more.
        """
        values: dict[str, object] = {}
        if text is not None:
            values |= {"text": check_text(text), "author": self._person}
        if due is not None:
            values["due"] = check_due(due)
        if done is not None:
            values["done"] = bool(done)
        with self._database.writing() as connection:
            found = self._own(connection, agreement_id, base)
            if values.get("text") == found.text:
                del values["text"], values["author"]  # whoever wrote these words is still their author
            changed = {**values, "version": found.version + 1, "at": now()}
            connection.execute(update(agreement).where(agreement.c.id == agreement_id).values(changed))
            tell(connection, str(found.room), NewsKind.AGREEMENT, "", "", agreement_id)
            (after,) = _read(connection, agreement.c.id == agreement_id)
        if after.text != found.text:
            self._database.fold()
        return after

    def remove(self, agreement_id: str, base: int) -> None:
        """Remove an agreement.

        Raises
        ------
        ChangedMeanwhile
            When it is no longer the version that somebody wanted to remove.
        NotAllowed
            When it is not theirs to remove, or is no more.
        """
        with self._database.writing() as connection:
            found = self._own(connection, agreement_id, base)
            connection.execute(delete(agreement).where(agreement.c.id == agreement_id))
            tell(connection, str(found.room), NewsKind.UNAGREED, "", "", agreement_id)
        self._database.fold()

    def _own(self, connection: Connection, agreement_id: str, base: int) -> Agreement:
        found = next(iter(_read(connection, agreement.c.id == agreement_id)), None)
        if found is None or not may_agree(standing_of(connection, self._person), found.room):
            raise NotAllowed
        if found.version != base:
            raise ChangedMeanwhile(found)
        return found

    def _add(self, connection: Connection, room: Room, text: str, due: str, at: str) -> Agreement:
        here = agreement.c.room == str(room)
        same = _read(connection, here, agreement.c.text == text, agreement.c.due == due, agreement.c.done.is_(False))
        if same:
            return same[0]
        if connection.execute(select(func.count()).where(here)).scalar_one() >= MOST_AGREEMENTS:
            raise AgreementError(_FULL)
        row = {"id": secrets.token_hex(8), "room": str(room), "author": self._person, "text": text, "due": due}
        connection.execute(insert(agreement).values({**row, "done": False, "version": 1, "at": at}))
        tell(connection, str(room), NewsKind.AGREEMENT, "", "", row["id"])
        return _read(connection, agreement.c.id == row["id"])[0]


def agreements_in(connection: Connection, rooms: Iterable[Room]) -> list[Agreement]:
    """Return what was agreed in some rooms: first what is to be held to, by day, what has none after; then what is done."""
    return _read(connection, agreement.c.room.in_([str(room) for room in rooms]))


def _read(connection: Connection, *conditions: object) -> list[Agreement]:
    order = (agreement.c.done, agreement.c.due == "", agreement.c.due, agreement.c.at, agreement.c.id)
    rows = connection.execute(select(agreement).where(*conditions).order_by(*order)).all()  # type: ignore[arg-type]
    names = names_of(connection, {row.author for row in rows}) if rows else {}
    return [_agreement(row, names.get(row.author, "")) for row in rows]


def _agreement(row: Row[tuple[object, ...]], name: str) -> Agreement:
    return Agreement(
        id=row.id,
        room=Room.parse(row.room),
        author=row.author,
        name=name,
        text=row.text,
        due=row.due,
        done=row.done,
        version=row.version,
        at=row.at,
    )
