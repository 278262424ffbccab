"""Another server of the same journal, that is quicker by a moment."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import Connection

from parcours_u.store.database import Database


@contextmanager
def writing_first(database: Database, action: Callable[[], object]) -> Iterator[None]:
    """Have an action done, through another connection, just before the next transaction that writes through this one."""
    usual, waiting = database.writing, [action]

    def writing() -> AbstractContextManager[Connection]:
        while waiting:
            waiting.pop()()
        return usual()

    database.writing = writing  # type: ignore[method-assign]
    try:
        yield
    finally:
        database.writing = usual  # type: ignore[method-assign]
    assert not waiting
