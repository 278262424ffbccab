"""What is in memory for a moment: a recovery phrase until it is noted, a link that opens one more device, what a form has opened.

Nothing of it is written anywhere: a server that restarts knows none, and another is asked for. No key is among it: the keyring
alone has those.
"""

import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from parcours_u.server.cohort.once import Once

__all__ = ["LINK_MINUTES", "Passing", "Phrase", "Ticket"]

LINK_MINUTES = 10
_PHRASE_SECONDS = 60 * 60.0
_MOST = 1024


@dataclass(frozen=True, repr=False)
class Phrase:
    """A phrase that its person has not noted yet, and what making it erased."""

    words: str
    erased: int = 0


@dataclass(frozen=True, repr=False)
class Ticket:
    """What a link to one more device stands for: whose it is, and the device that it was made on."""

    person: str
    device: str


class Passing:
    """Phrases by device, tickets by link.

    Parameters
    ----------
    clock : callable
        Tells the time, in seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._phrases: OrderedDict[str, tuple[float, Phrase]] = OrderedDict()
        self._tickets: OrderedDict[bytes, tuple[float, Ticket]] = OrderedDict()
        self._clock = clock
        self.once = Once()

    def __repr__(self) -> str:
        return "Passing()"

    def show(self, device: str, phrase: Phrase) -> None:
        """Keep a phrase for the device that it was made on, until it is noted or, at most, for an hour."""
        self._phrases[device] = (self._clock() + _PHRASE_SECONDS, phrase)
        while len(self._phrases) > _MOST:
            self._phrases.popitem(last=False)

    def phrase(self, device: str) -> Phrase | None:
        """Return the phrase that a device has to note, None when there is none (any more)."""
        until, phrase = self._phrases.get(device, (0.0, None))
        return phrase if self._clock() < until else None

    def noted(self, device: str) -> None:
        """Forget the phrase of a device."""
        self._phrases.pop(device, None)

    def open_link(self, ticket: Ticket) -> str:
        """Return a new link's token, good once, for :data:`LINK_MINUTES`; the former one of the same device is worth nothing more."""
        self.forget_links(ticket.device)
        token = secrets.token_urlsafe(32)
        self._tickets[_digest(token)] = (self._clock() + LINK_MINUTES * 60, ticket)
        while len(self._tickets) > _MOST:
            self._tickets.popitem(last=False)
        return token

    def look(self, token: str) -> Ticket | None:
        """Return what a link stands for, consuming nothing; None when it is not good, or no longer."""
        until, ticket = self._tickets.get(_digest(token), (0.0, None))
        return ticket if self._clock() < until else None

    def take(self, token: str) -> Ticket | None:
        """Return what a link stands for, once."""
        ticket = self.look(token)
        self._tickets.pop(_digest(token), None)
        return ticket

    def forget_links(self, device: str) -> None:
        """Forget the links that a device made."""
        for token in [token for token, (_, ticket) in self._tickets.items() if ticket.device == device]:
            del self._tickets[token]

    def let_over_go(self) -> None:
        """Forget the phrases and the links whose time is over, asked for again or not."""
        now = self._clock()
        for device in [device for device, (until, _) in self._phrases.items() if until <= now]:
            del self._phrases[device]
        for token in [token for token, (until, _) in self._tickets.items() if until <= now]:
            del self._tickets[token]

    def forget(self, device: str) -> None:
        """Forget everything of a device."""
        self.noted(device)
        self.forget_links(device)
        self.once.forget(device)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
