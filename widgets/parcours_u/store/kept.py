"""A version of an answer as the database keeps it, once opened; and when it is but a step towards the next words."""

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

    def was_just_typed(self, page: str, at: str) -> bool:
        """Tell whether it was saved by that open page, a moment before ``at``: the typing goes on."""
        pause = datetime.fromisoformat(at) - datetime.fromisoformat(self.saved_at)
        return page == self.page and timedelta(0) <= pause <= _PAUSE

    def is_inside(self, words: str) -> bool:
        """Tell whether ``words`` are these with something inserted at one place: nothing of these would be lost."""
        old, new = self.words, words
        if len(new) < len(old):
            return False
        same, differing = (
            0,
            len(old) + 1,
        )  # how much of their beginnings is known to be the same, from where on it is not
        while differing - same > 1:
            middle = (same + differing) // 2
            if old[same:middle] == new[same:middle]:
                same = middle
            else:
                differing = middle
        return new.endswith(old[same:])
