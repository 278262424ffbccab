"""Who tries too often to come in: guesses are counted by address and by what is guessed, in memory, and soon refused.

Only what may be guessed is: a short code, a phrase. A link holds 256 random bits; it is looked up, never refused nor counted, so
that no one in a room closes the door to those who hold theirs. Only failures count: sixty people who share one public address
all come in.

Failures from everywhere are not counted together: a few machines would close the door to everybody. What bounds them is the
server's one thread for guesses (see :mod:`.slow_work`), where each takes 0.05 s on purpose: twenty a second, twelve million in
the seven days of an invitation. A short code is one of 2**50: with sixty of them open all that time, one is found with a
chance of 60 x 1.2e7 / 1.1e15, less than one in a million. A phrase is one of 2**88.
"""

import hashlib
import ipaddress
import math
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["Limits", "TooMany", "network_of"]

_WINDOW_SECONDS = 10 * 60.0
_BY_ADDRESS = 60  # a whole room may be behind one, and some mistype their phrase
_AT_ONCE = 100  # from one address
_AT_ONCE_IN_ALL = 200  # the last one is looked at ten seconds later
_SOON_SECONDS = 2
_BY_GUESS = 5
_MOST = 4096  # addresses and guesses remembered; the oldest go first


class TooMany(Exception):
    """Somebody tries too often; ``seconds`` says when to try again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"again in {seconds} s")
        self.seconds = seconds


class Limits:
    """Failures of the last ten minutes.

    Parameters
    ----------
    clock : callable
        Tells the time, in seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._failures: OrderedDict[str, deque[float]] = OrderedDict()
        self._under_way: Counter[str] = Counter()
        self._clock = clock

    def __repr__(self) -> str:
        return f"Limits({len(self._failures)})"

    @contextmanager
    def attempt(self, address: str, guess: str) -> Iterator[None]:
        """Let an attempt through, for as long as it is looked at.

        Raises
        ------
        TooMany
            When there were too many failures from this address, or with this guess; or when as many as could fail are under way,
            sent all at once so that none is counted before the others are let in.
        """
        self._check(address, guess)
        network = network_of(address)
        if self._under_way[network] >= _AT_ONCE or self._under_way.total() >= _AT_ONCE_IN_ALL:
            raise TooMany(_SOON_SECONDS)
        self._under_way[network] += 1
        try:
            yield
        finally:
            self._under_way[network] -= 1
            if not self._under_way[network]:
                del self._under_way[network]

    def _check(self, address: str, guess: str) -> None:
        for key, most in _keys(address, guess):
            failures = self._recent(key)
            if len(failures) >= most:
                raise TooMany(max(1, math.ceil(failures[0] + _WINDOW_SECONDS - self._clock())))

    def failed(self, address: str, guess: str) -> None:
        """Count a failure."""
        for key, most in _keys(address, guess):
            failures = self._failures.setdefault(key, deque(maxlen=most))
            failures.append(self._clock())
            self._failures.move_to_end(key)
        while len(self._failures) > _MOST:
            self._failures.popitem(last=False)

    def _recent(self, key: str) -> "deque[float]":
        failures = self._failures.get(key, deque())
        while failures and self._clock() - failures[0] > _WINDOW_SECONDS:
            failures.popleft()
        return failures


def network_of(address: str) -> str:
    """Return whose attempts an address's are: in IPv6, everybody has billions of addresses in one network."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 6 and found.ipv4_mapped is None:
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def _keys(address: str, guess: str) -> tuple[tuple[str, int], ...]:
    told = hashlib.sha256(guess.encode("utf-8", "replace")).hexdigest()  # what was typed may be somebody's real phrase
    return (f"address {network_of(address)}", _BY_ADDRESS), (f"guess {told}", _BY_GUESS)
