"""What a page's kernel is allowed: one person, one page, as long as the page's kernel lives."""

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass

__all__ = ["Grant", "Grants"]

_MOST = 4096  # far more pages than one server can hold open; the oldest go first


@dataclass(frozen=True)
class Grant:
    """Whose journal a kernel may read and write, and from which page.

    Attributes
    ----------
    person : str
        Who asked for the page.
    page : str
        Which open page.
    device : str
        The device that asked for it, where people have several; what a device opened ends with it.
    """

    person: str
    page: str
    device: str = ""


class Grants:
    """Tokens given to kernels. They live in memory only: a server that restarts knows none of the old ones."""

    def __init__(self) -> None:
        # By digest: looking one up takes the same time whatever part of it was guessed, and however many there are.
        self._grants: OrderedDict[bytes, Grant] = OrderedDict()
        self._kernels: dict[str, bytes] = {}

    def __repr__(self) -> str:
        return f"Grants({len(self._grants)})"

    def give(self, person: str, device: str = "") -> tuple[str, Grant]:
        """Return a new token for one page of ``person``, and what it grants."""
        token, grant = secrets.token_urlsafe(32), Grant(person, secrets.token_hex(8), device)
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

    def bind(self, token: str, kernel: str, living: Collection[str]) -> None:
        """Tie a token to the kernel that it was given to; those of kernels that are no longer among the living are forgotten."""
        for one in [one for one in self._kernels if one not in living]:
            self._grants.pop(self._kernels.pop(one), None)
        self._kernels[kernel] = _digest(token)

    def of_kernel(self, kernel: str) -> Grant | None:
        """Return what a kernel was granted; None for one that is no page's, or whose token was taken back."""
        return self._grants.get(self._kernels.get(kernel, b""))

    def holders(self) -> set[tuple[str, str]]:
        """Return who holds a token, each with the device that it was given on."""
        return {(grant.person, grant.device) for grant in self._grants.values()}

    def withdraw(self, person: str, device: str | None = None) -> list[str]:
        """Take back all that a person was given, or what one device of theirs was; return the kernels that had it."""
        taken = {
            token
            for token, grant in self._grants.items()
            if grant.person == person and (device is None or grant.device == device)
        }
        for token in taken:
            del self._grants[token]
        return [kernel for kernel, token in self._kernels.items() if token in taken]


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()
