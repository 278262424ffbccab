"""What a page's kernel is allowed: one person, one page, as long as the page's kernel lives."""

import hmac
import secrets
from collections import OrderedDict
from dataclasses import dataclass

__all__ = ["Grant", "Grants"]

_MOST = 4096  # far more pages than one server can hold open; the oldest go first


@dataclass(frozen=True)
class Grant:
    """Whose journal a kernel may read and write, and from which page."""

    person: str
    page: str


class Grants:
    """Tokens given to kernels. They live in memory only: a server that restarts knows none of the old ones."""

    def __init__(self) -> None:
        self._grants: OrderedDict[str, Grant] = OrderedDict()

    def __repr__(self) -> str:
        return f"Grants({len(self._grants)})"

    def give(self, person: str) -> tuple[str, Grant]:
        """Return a new token for one page of ``person``, and what it grants."""
        token, grant = secrets.token_urlsafe(32), Grant(person, secrets.token_hex(8))
        self._grants[token] = grant
        while len(self._grants) > _MOST:
            self._grants.popitem(last=False)
        return token, grant

    def find(self, token: str) -> Grant | None:
        """Return what a token grants, None when it was never given or was taken back."""
        found = None
        for known, grant in self._grants.items():
            if hmac.compare_digest(known.encode(), token.encode()):
                found = grant
        return found

    def take_back(self, token: str) -> None:
        """Forget a token; unknown ones are no matter."""
        self._grants.pop(token, None)
