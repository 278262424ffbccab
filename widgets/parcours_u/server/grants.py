"""What a page's kernel is allowed: one person, one page, as long as the page's kernel lives."""

import hashlib
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
        # By digest: how long a look-up takes tells nothing of a token that was nearly found.
        self._grants: OrderedDict[bytes, Grant] = OrderedDict()

    def __repr__(self) -> str:
        return f"Grants({len(self._grants)})"

    def give(self, person: str) -> tuple[str, Grant]:
        """Return a new token for one page of ``person``, and what it grants."""
        token, grant = secrets.token_urlsafe(32), Grant(person, secrets.token_hex(8))
        self._grants[_digest(token)] = grant
        while len(self._grants) > _MOST:
            self._grants.popitem(last=False)
        return token, grant

    def find(self, token: str) -> Grant | None:
        """Return what a token grants, None when it was never given or was taken back."""
        return self._grants.get(_digest(token))

    def take_back(self, token: str) -> None:
        """Forget a token; unknown ones are no matter."""
        self._grants.pop(_digest(token), None)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
