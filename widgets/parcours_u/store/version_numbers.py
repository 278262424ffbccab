"""The numbers of versions, which never come back: what was made from an erased version is told from what goes on from a kept one.

Pages say which version they went on from. Were numbers to begin again with an erased journal, a page that was open meanwhile would
take a new version for its own. So each erasure leaves one thing behind, which tells how often it happened and nothing more: the
number that all those before it stay below.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, bindparam, func, insert, select

from parcours_u.store import schema

__all__ = ["NUMBERS_BEFORE", "beyond_all_numbers", "numbers_before"]

NUMBERS_BEFORE = "numbers_before"
"""Where that number is kept, among a person's settings: nothing of theirs, and nothing that would be lost with it."""

_STEP = 1_000_000  # beyond what anybody types in one answer
_BEFORE = select(schema.setting.c.value).where(
    schema.setting.c.person == bindparam("whose"), schema.setting.c.name == NUMBERS_BEFORE
)


def numbers_before(connection: Connection, person: str) -> int:
    """Return the last number that an erased version of this person's may have had; 0 when nothing was ever erased."""
    return int(connection.execute(_BEFORE, {"whose": person}).scalar() or 0)


@contextmanager
def beyond_all_numbers(connection: Connection, person: str) -> Iterator[None]:
    """Have what is written from now on bear numbers of its own, once the body has deleted what there is, settings included."""
    revision = schema.revision.c
    highest = connection.execute(select(func.max(revision.number)).where(revision.person == person)).scalar() or 0
    highest = max(highest, numbers_before(connection, person))
    yield
    beyond = (highest // _STEP + 1) * _STEP
    connection.execute(insert(schema.setting).values(person=person, name=NUMBERS_BEFORE, value=beyond))
