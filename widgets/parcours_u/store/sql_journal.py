"""One person's journal in the database: answers, their versions, who they are for."""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, func, select, update

from parcours_u.domain.audience import NOBODY, Audience, includes_trainer, parse_audience
from parcours_u.domain.journal import Conflict, Deposit, Entry, ReadersChanged, Revision, Saved
from parcours_u.store import schema, statements
from parcours_u.store.database import Database
from parcours_u.store.errors import StoreError
from parcours_u.store.kept import Kept
from parcours_u.store.records import Records, comments_by_prompt
from parcours_u.store.shared_rows import Version, close_all, follow, open_to
from parcours_u.store.upsert import upsert
from parcours_u.store.version_numbers import beyond_all_numbers, numbers_before

__all__ = ["SqlJournal", "now"]


def now() -> str:
    """Return the current time, ISO 8601, UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class SqlJournal(Records):
    """The journal of one person; see :class:`parcours_u.domain.journal.Journal` for the protocol.

    How words are written in a row is one seam, :meth:`_closed` and :meth:`_opened`: versions are compared in memory, in
    clear, never by the database.

    Parameters
    ----------
    database : Database
        Where it is kept.
    person : str
        Whose journal it is; decided by the server, never by a page.
    page : str
        Which open page writes; versions typed without a pause in one page are one version.
    """

    def __init__(self, database: Database, person: str, page: str = "") -> None:
        super().__init__(database, person)
        self._page = page

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"

    def entries(self, prompts: Sequence[str] | None = None) -> dict[str, Entry]:
        """Return the current answers, by prompt id, each with the comments received on it."""
        entry, revision, person = schema.entry.c, schema.revision.c, self._person
        query = (
            select(entry.prompt, entry.head, entry.audience, revision.saved_at, revision.body)
            .join_from(
                schema.entry,
                schema.revision,
                and_(
                    entry.person == revision.person,
                    entry.prompt == revision.prompt,
                    entry.head == revision.number,
                ),
                isouter=True,
            )
            .where(entry.person == person)
        )
        if prompts is not None:
            query = query.where(entry.prompt.in_(prompts))
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
            comments = comments_by_prompt(connection, person)
        return {
            row.prompt: Entry(
                prompt=row.prompt,
                revision=row.head,
                saved_at=row.saved_at or "",
                body=json.loads(self._opened(row.body, row.prompt, row.head)) if row.body is not None else None,
                audience=parse_audience(row.audience),
                comments=tuple(comments.get(row.prompt, ())),
            )
            for row in rows
        }

    def save(self, prompt: str, body: dict[str, Any], base: int) -> Saved | Conflict:
        """Write a version made from revision ``base``.

        When ``base`` is no longer the current revision, another page has gone on meanwhile: the version is written aside
        and the current one stays. When ``base`` was erased, nothing is written. While a page types on without a pause, a
        version of which nothing would be lost takes no row of its own: history keeps every word, not every keystroke.
        """
        text, at = json.dumps(body, ensure_ascii=False), now()
        with self._writing() as connection:
            asked = {"whose": self._person, "question": prompt}
            standing = connection.execute(statements.STANDING, asked).first()
            last = (standing.last if standing else 0) or 0
            audience = parse_audience(standing.audience) if standing else NOBODY
            current = self._kept(standing) if standing is not None and standing.number is not None else None
            if current is not None and current.words == text:
                return Saved(current.number, current.saved_at, audience)
            if current is None or base != current.number:
                erased = numbers_before(connection, self._person)
                if 0 < base < erased or (current is None and base not in (0, erased)):
                    there = current.revision() if current else Revision(erased, "", {})
                    return Conflict(base, "", there, audience, erased=True)
                last = max(last, erased)
            number = 1 + last
            if current is not None and base != current.number:
                kept = self._save_aside(connection, prompt, text, at, base, number)
                return Conflict(*kept, current.revision(), audience)
            if current is not None and self._goes_on(connection, prompt, current, text, at):
                fresh = {"to": number, "at": at, "text": self._closed(text, prompt, number)}
                connection.execute(statements.RENEW, {**asked, "from": current.number, **fresh})
                connection.execute(statements.POINT, {**asked, "to": number})
            else:
                self._write(connection, prompt, number, at, text)
                self._point(connection, prompt, number)
            shown = Version(text, number, at)
            if follow(connection, self._person, prompt, shown):
                self._database.fold_later()
            if current is None:  # whoever was chosen before a word was written
                open_to(connection, self._person, prompt, audience, shown, at)
        return Saved(number, at, audience)

    def history(self, prompt: str) -> list[Revision]:
        """Return every kept version of an answer, newest first."""
        query = select(schema.revision).where(self._revision(prompt)).order_by(schema.revision.c.number.desc())
        with self._database.reading() as connection:
            return [self._kept(row).revision() for row in connection.execute(query)]

    def set_audience(self, prompt: str, audience: Audience, known: Audience | None = None) -> list[Deposit]:
        """Choose who an entry is for: its rooms are those of this moment, and the others no longer hold a word of it.

        Where others than ``known`` were chosen meanwhile, it raises ``ReadersChanged`` and changes nothing, unless that choice
        is this one too. To choose the same readers is to share it again, with those who have come among them since. A removal
        request is recorded in the deposits that it had already left with.
        """
        values, at = sorted(audience), now()
        with self._writing() as connection:
            before = connection.execute(select(schema.entry.c.audience).where(self._entry(prompt))).scalar()
            if known is not None and (holding := parse_audience(before or ())) not in (known, audience):
                raise ReadersChanged(holding)
            statement = upsert(schema.entry).values(person=self._person, prompt=prompt, head=0, audience=values)
            connection.execute(
                statement.on_conflict_do_update(index_elements=["person", "prompt"], set_={"audience": values})
            )
            shown, again = self._shown(connection, prompt), before == values
            closed = open_to(connection, self._person, prompt, audience, shown, at, again=again)
            left = [item for item in self._deposits(connection) if prompt in item.prompts]
            for item in left:
                withdrawn = set(item.withdrawn) - {prompt} if includes_trainer(audience) else {*item.withdrawn, prompt}
                connection.execute(
                    update(schema.deposit)
                    .where(schema.deposit.c.person == self._person, schema.deposit.c.id == item.id)
                    .values(withdrawn=sorted(withdrawn))
                )
        if closed:
            self._database.fold()
        return [] if includes_trainer(audience) else left

    def replace_history(self, prompt: str, revisions: Sequence[Revision], audience: Audience) -> None:
        """Set the kept versions of an answer; the last one not aside is the current one.

        It is shown where the answer was open already: what comes from elsewhere opens it to nobody more. Those of a journal
        that was erased, which come back from a file, bear new numbers.
        """
        with self._writing() as connection:
            kept = connection.execute(delete(schema.revision).where(self._revision(prompt))).rowcount
            after = 0 if kept else numbers_before(connection, self._person)
            ordered = sorted(
                (replace(item, number=item.number + after) for item in revisions), key=lambda item: item.number
            )
            head = next((item.number for item in reversed(ordered) if not item.aside), 0)
            rows = [
                self._row(prompt, item.number, item.saved_at, json.dumps(item.body, ensure_ascii=False), item.aside)
                for item in ordered
            ]
            if rows:
                connection.execute(statements.ADD, rows)
            self._point(connection, prompt, head)
            connection.execute(update(schema.entry).where(self._entry(prompt)).values(audience=sorted(audience)))
            current = self._shown(connection, prompt)
            if current is not None and follow(connection, self._person, prompt, current):
                self._database.fold_later()

    def held(self) -> Iterator[str]:
        """Give the words of every version as the disk holds them, and in clear when that is different and readable."""
        table = schema.revision.c
        with self._database.reading() as connection:
            rows = connection.execute(select(schema.revision).where(table.person == self._person)).all()
        for row in rows:
            yield row.body
            with suppress(StoreError):
                if (words := self._kept(row).words) != row.body:
                    yield words

    def erase(self) -> tuple[int, bool]:
        """Delete everything of this person's; return how many answers that was, and whether the file was rewritten without them."""
        with self._writing() as connection:
            count = connection.execute(
                select(func.count()).select_from(schema.entry).where(schema.entry.c.person == self._person)
            ).scalar_one()
            close_all(connection, self._person)
            with beyond_all_numbers(connection, self._person):
                for table in schema.JOURNAL:
                    connection.execute(delete(table).where(table.c.person == self._person))
        return int(count), self._database.compact()

    def _shown(self, connection: Connection, prompt: str) -> Version | None:
        """Return the current version in clear, as a room shows it."""
        head = connection.execute(select(schema.entry.c.head).where(self._entry(prompt))).scalar()
        row = self._read(connection, prompt, head) if head else None
        return None if row is None else Version(row.words, row.number, row.saved_at)

    def _entry(self, prompt: str) -> Any:
        return and_(schema.entry.c.person == self._person, schema.entry.c.prompt == prompt)

    def _revision(self, prompt: str, number: int | None = None) -> Any:
        table = schema.revision.c
        here = and_(table.person == self._person, table.prompt == prompt)
        return here if number is None else and_(here, table.number == number)

    def _closed(self, words: str, prompt: str, number: int) -> str:
        """Return words as the row of that prompt and number holds them."""
        return words

    def _opened(self, held: str, prompt: str, number: int) -> str:
        """Return the words that a row holds.

        Raises
        ------
        StoreError
            When they can't be read; nothing is then written either.
        """
        return held

    def _kept(self, row: Row[Any]) -> Kept:
        return Kept(row.number, row.saved_at, row.aside, row.page, self._opened(row.body, row.prompt, row.number))

    def _read(self, connection: Connection, prompt: str, number: int) -> Kept | None:
        row = connection.execute(select(schema.revision).where(self._revision(prompt, number))).first()
        return None if row is None else self._kept(row)

    def _write(
        self, connection: Connection, prompt: str, number: int, at: str, words: str, aside: bool = False
    ) -> None:
        connection.execute(statements.ADD, self._row(prompt, number, at, words, aside))

    def _row(self, prompt: str, number: int, at: str, words: str, aside: bool) -> dict[str, Any]:
        return {
            "person": self._person,
            "prompt": prompt,
            "number": number,
            "saved_at": at,
            "aside": aside,
            "page": self._page,
            "body": self._closed(words, prompt, number),
        }

    def _point(self, connection: Connection, prompt: str, head: int) -> None:
        statement = upsert(schema.entry).values(person=self._person, prompt=prompt, head=head, audience=[])
        connection.execute(statement.on_conflict_do_update(index_elements=["person", "prompt"], set_={"head": head}))

    def _goes_on(self, connection: Connection, prompt: str, earlier: Kept, text: str, at: str) -> bool:
        """Tell whether a version typed a moment ago is but a step: inside the new one, or inside the one before it.

        The latter is a word being taken back letter by letter: it is whole in the version where that began, which stays.
        """
        if not earlier.was_just_typed(self._page, at):
            return False
        if earlier.is_inside(text):
            return True
        place = {"below": earlier.number, "kept_aside": earlier.aside}
        asked = {"whose": self._person, "question": prompt}
        before = connection.execute(statements.BEFORE, {**asked, **place}).first()
        return before is not None and earlier.is_inside(self._opened(before.body, prompt, before.number))

    def _save_aside(
        self,
        connection: Connection,
        prompt: str,
        text: str,
        at: str,
        base: int,
        number: int,
    ) -> tuple[int, str]:
        """Keep a version beside the current one; return under which number, and since when."""
        table = schema.revision.c
        asides = select(schema.revision).where(self._revision(prompt), table.aside).order_by(table.number.desc())
        for row in connection.execute(asides).all():
            if (same := self._kept(row)).words == text:
                return same.number, same.saved_at  # said again: it is kept once
        earlier = self._read(connection, prompt, base)
        if earlier is not None and earlier.aside and self._goes_on(connection, prompt, earlier, text, at):
            connection.execute(delete(schema.revision).where(self._revision(prompt, base)))
        self._write(connection, prompt, number, at, text, aside=True)
        return number, at
