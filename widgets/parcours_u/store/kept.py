"""A version of an answer as the database keeps it, once opened; and when the next words are still the same version."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from parcours_u.domain.journal import Revision

__all__ = ["Kept"]

_PAUSE = timedelta(seconds=10)


@dataclass(frozen=True, repr=False)
class Kept:
    """A version in memory; ``words`` is the JSON text of its body, in clear, ``page`` the open page that wrote it."""

    number: int
    saved_at: str
    aside: bool
    page: str
    words: str

    def revision(self) -> Revision:
        """Return it as its author reads it."""
        return Revision(self.number, self.saved_at, json.loads(self.words), self.aside)

    def goes_on(self, page: str, words: str, at: str) -> bool:
        """Tell whether ``words`` are this version typed on, in the same page, without a pause: they may take its row."""
        pause = datetime.fromisoformat(at) - datetime.fromisoformat(self.saved_at)
        return page == self.page and timedelta(0) <= pause <= _PAUSE and _absorbs(self.words, words)


def _absorbs(old: str, new: str) -> bool:
    """Tell whether ``new`` is ``old`` with something inserted at one place: nothing of it was lost."""
    if len(new) < len(old):
        return False
    start = 0
    while start < len(old) and old[start] == new[start]:
        start += 1
    return new.endswith(old[start:])
