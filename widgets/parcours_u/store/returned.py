"""That comments came back, told to whom they came: one room for everybody, where each hears of their own and of nobody else's.

The news say which module, never a word; the comments themselves are in the person's own journal by then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from parcours_u.domain.journal import Comment
from parcours_u.domain.sharing import NewsKind
from parcours_u.store import shared_schema
from parcours_u.store.database import Database
from parcours_u.store.shared_rows import RETURNS, tell
from parcours_u.store.sql_journal import SqlJournal

__all__ = ["RETURNS", "Heard", "last_return", "receive", "returns_since"]


@dataclass(frozen=True)
class Heard:
    """What somebody has not heard yet: the modules of which comments came back, each with its number, oldest first."""

    number: int
    modules: tuple[tuple[int, str], ...]


def receive(
    database: Database, journal: SqlJournal, person: str, module: str, deposit: str, comments: Sequence[Comment]
) -> int:
    """Put what a trainer returned beside the answers that it is about; where that changed something, it is news.

    Returns
    -------
    int
        On how many answers it changed something.
    """
    with database.writing() as connection:
        changed = journal.set_comments(deposit, comments)
        if changed:
            tell(connection, RETURNS, NewsKind.RETURNED, person, module)
    return changed


def last_return(database: Database) -> int:
    """Return the number of the last return to anybody: whoever reads their comments now has all that came before it."""
    room = shared_schema.room.c
    with database.reading() as connection:
        return connection.execute(select(room.number).where(room.name == RETURNS)).scalar() or 0


def returns_since(database: Database, people: Mapping[str, int]) -> dict[str, Heard]:
    """Return what some people have not heard yet, each after the number that they had."""
    if not people:
        return {}
    news, room = shared_schema.room_news.c, shared_schema.room.c
    query = select(news.owner, news.number, news.prompt).where(
        news.room == RETURNS, news.number > min(people.values()), news.owner.in_(people)
    )
    with database.reading() as connection:
        rows = connection.execute(query.order_by(news.number)).all()
        last = connection.execute(select(room.number).where(room.name == RETURNS)).scalar() or 0
    return {
        person: Heard(
            last, tuple((row.number, row.prompt) for row in rows if row.owner == person and row.number > number)
        )
        for person, number in people.items()
    }
