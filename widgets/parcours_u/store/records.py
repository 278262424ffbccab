"""What stands beside the answers: deposits made, comments received, a person's settings."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from parcours_u.domain.audience import includes_trainer, parse_audience
from parcours_u.domain.journal import Comment, Deposit
from parcours_u.store import schema
from parcours_u.store.database import Database
from parcours_u.store.upsert import upsert

__all__ = ["Records", "comments_by_prompt"]


_SETTING = select(schema.setting.c.value).where(
    schema.setting.c.person == bindparam("person"), schema.setting.c.name == bindparam("name")
)
_SET = upsert(schema.setting)
_SET = _SET.on_conflict_do_update(index_elements=["person", "name"], set_={"value": _SET.excluded.value})


class Records:
    """The records of one person; see :class:`parcours_u.store.sql_journal.SqlJournal`."""

    def __init__(self, database: Database, person: str) -> None:
        self._database = database
        self._person = person

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"

    def deposits(self, module: str | None = None) -> list[Deposit]:
        """Return what was deposited, newest first."""
        with self._database.reading() as connection:
            return self._deposits(connection, module)

    def add_deposit(self, deposit: Deposit, archive: bytes | None = None) -> None:
        """Record a deposit that was made; the archives of earlier ones of the same module are dropped."""
        table = schema.deposit
        with self._writing() as connection:
            connection.execute(
                update(table)
                .where(table.c.person == self._person, table.c.module == deposit.module)
                .values(archive=None)
            )
            connection.execute(
                insert(table).values(
                    id=deposit.id,
                    person=self._person,
                    module=deposit.module,
                    at=deposit.at,
                    way=deposit.way,
                    sender=deposit.sender,
                    prompts=list(deposit.prompts),
                    withdrawn=list(deposit.withdrawn),
                    archive=archive,
                )
            )

    def record_deposit(self, deposit: Deposit, archive: bytes | None = None) -> Deposit | None:
        """Record a deposit just made, and return it: what is closed to the trainer by then has left all the same, and its removal is asked for.

        None when its answers were erased meanwhile and it is only an archive, which would bring their words back: it is not kept.
        """
        entry = schema.entry.c
        query = select(entry.prompt, entry.audience).where(
            entry.person == self._person, entry.prompt.in_(deposit.prompts)
        )
        with self._writing() as connection:
            found = connection.execute(query).all()
            if archive is not None and deposit.prompts and not found:
                return None
            still = {row.prompt for row in found if includes_trainer(parse_audience(row.audience))}
            made = replace(deposit, withdrawn=tuple(sorted({*deposit.prompts} - still)))
            self.add_deposit(made, archive)
        return made

    def archive(self, deposit_id: str) -> bytes | None:
        """Return the zip of a deposit, None when it is not this person's or was replaced since."""
        table = schema.deposit
        query = select(table.c.archive).where(table.c.id == deposit_id, table.c.person == self._person)
        with self._database.reading() as connection:
            return connection.execute(query).scalar()

    def add_comments(self, deposit_id: str, comments: Iterable[Comment]) -> int:
        """Record a trainer's comments on a deposit, replacing earlier ones on the same answers; return how many."""
        rows = [
            {
                "person": self._person,
                "deposit": deposit_id,
                "prompt": item.prompt,
                "text": item.text,
                "about": item.about,
                "received_at": item.received_at,
            }
            for item in comments
        ]
        with self._writing() as connection:
            for row in rows:
                statement = upsert(schema.comment).values(row)
                changed = {"text": row["text"], "about": row["about"], "received_at": row["received_at"]}
                connection.execute(
                    statement.on_conflict_do_update(
                        index_elements=["person", "deposit", "prompt"],
                        set_=changed,
                        where=schema.comment.c.text != row["text"],
                    )
                )
                statement = upsert(schema.entry).values(
                    person=self._person, prompt=row["prompt"], head=0, audience=[]
                )  # a comment may come back to a journal that was emptied meanwhile
                connection.execute(statement.on_conflict_do_nothing())
        return len(rows)

    def set_comments(self, deposit_id: str, comments: Iterable[Comment]) -> int:
        """Record a trainer's comments on a deposit as they now stand: those taken back since are gone.

        Returns
        -------
        int
            On how many answers that changed something.
        """
        kept = list(comments)
        table = schema.comment
        standing = select(table.c.prompt, table.c.text).where(
            table.c.person == self._person, table.c.deposit == deposit_id
        )
        with self._writing() as connection:
            before = {(row.prompt, row.text) for row in connection.execute(standing)}
            connection.execute(
                delete(table).where(
                    table.c.person == self._person,
                    table.c.deposit == deposit_id,
                    table.c.prompt.not_in([item.prompt for item in kept]),
                )
            )
            self.add_comments(deposit_id, kept)
        return len({prompt for prompt, _ in before ^ {(item.prompt, item.text) for item in kept}})

    def comments(self) -> list[tuple[str, Comment]]:
        """Return every comment received, with the deposit that it answers."""
        with self._database.reading() as connection:
            rows = connection.execute(select(schema.comment).where(schema.comment.c.person == self._person))
            return [(row.deposit, _comment(row)) for row in rows]

    def setting(self, name: str, default: Any = None) -> Any:
        """Return one of the person's settings."""
        with self._database.reading() as connection:
            row = connection.execute(_SETTING, {"person": self._person, "name": name}).first()
        return default if row is None else row.value

    def set_setting(self, name: str, value: Any) -> None:
        """Keep one of the person's settings; nothing is written when it is so already."""
        asked = {"person": self._person, "name": name}
        with self._writing() as connection:
            if (found := connection.execute(_SETTING, asked).first()) is None or found.value != value:
                connection.execute(_SET, {**asked, "value": value})

    def _writing(self) -> AbstractContextManager[Connection]:
        """Return the transaction that each write is made in."""
        return self._database.writing()

    def _deposits(self, connection: Connection, module: str | None = None) -> list[Deposit]:
        table = schema.deposit
        columns = [column for column in table.c if column.name not in {"archive", "person"}]
        query = select(*columns).where(table.c.person == self._person).order_by(table.c.at.desc(), table.c.id)
        if module is not None:
            query = query.where(table.c.module == module)
        return [
            Deposit(row.id, row.module, row.at, row.way, row.sender, tuple(row.prompts), tuple(row.withdrawn))
            for row in connection.execute(query)
        ]


def comments_by_prompt(connection: Connection, person: str) -> dict[str, list[Comment]]:
    """Return the comments by prompt, oldest first. The same comment returned with two deposits is one."""
    query = select(schema.comment).where(schema.comment.c.person == person).order_by(schema.comment.c.received_at)
    found: dict[str, dict[tuple[str, str], Comment]] = {}
    for row in connection.execute(query):
        found.setdefault(row.prompt, {}).setdefault((row.text, row.about), _comment(row))
    return {prompt: list(comments.values()) for prompt, comments in found.items()}


def _comment(row: Row[Any]) -> Comment:
    return Comment(prompt=row.prompt, text=row.text, received_at=row.received_at, about=row.about)
