"""Who the people of a cohort opened their entries to, read for those who accompany them: readers only, no word."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import Connection, select

from parcours_u.domain.audience import Audience, Reader
from parcours_u.store.schema import entry

__all__ = ["audiences"]


def audiences(connection: Connection, prompts: Collection[str]) -> dict[str, dict[str, Audience]]:
    """Return the audience of each entry to some prompts, by person then prompt."""
    found: dict[str, dict[str, Audience]] = defaultdict(dict)
    query = select(entry.c.person, entry.c.prompt, entry.c.audience).where(entry.c.prompt.in_(prompts))
    for person, prompt, opened in connection.execute(query):
        found[person][prompt] = frozenset(map(Reader, opened))
    return dict(found)
