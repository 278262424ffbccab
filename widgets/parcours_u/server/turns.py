"""The line of the pages that wait for a place: each has a number, and asks again with it.

A page that has fallen silent (closed, or in a computer that sleeps) is passed over, and has its turn again when it wakes.

Whoever loads a waiting page again, or goes from one to another, keeps their turn: the page that leaves says so, and the next one
of the same browser goes on with its number. The browser asks for the second page before the first one leaves, so that one waits a
moment for it. No number is ever ahead of where it was: a turn only changes pages.
"""

import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile

__all__ = ["Turns", "pace"]

_FORGOTTEN_SECONDS = 15 * 60.0
_RESUMED_SECONDS = 15.0
_LONGEST_LINE = 1000
_SOONEST_SECONDS, _LATEST_SECONDS = 2, 10


@dataclass
class _Turn:
    """Whose page waits, since when, when it last asked, until when it is expected to, and when it left, if it said so."""

    browser: str
    since: float
    asked: float
    until: float
    left: float | None = None


class Turns:
    """Who waits, in order of arrival.

    Parameters
    ----------
    clock : callable
        Tells the time, in seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._line: dict[str, _Turn] = {}  # by number, in order of arrival

    @property
    def waiting(self) -> int:
        """How many pages wait and still ask."""
        return sum(map(self._asks, self._line))

    def known(self, number: str) -> str:
        """Return a page's number, another one when nobody knows it."""
        return number if number in self._line else secrets.token_hex(8)

    def go_on(self, number: str, browser: str, heir: bool, kept: bool) -> str:
        """Return the number that a page waits with from now on: its own, or that of a page that it follows, which has left.

        Parameters
        ----------
        number : str
            Its own.
        browser : str
            Names whose page this is; empty when nothing tells.
        heir : bool
            Whether it has just been asked for and took over nothing yet: two pages that are loaded again have a turn each.
        kept : bool
            Whether what is left is kept for such a page.
        """
        self._forget()
        now = self._clock()
        own = self._line.setdefault(number, _Turn(browser, now, now, now))
        for one in takewhile(lambda one: one != number, self._line):
            turn = self._line[one]
            if not browser or turn.browser != browser or turn.left is None or now - turn.left > _RESUMED_SECONDS:
                continue
            # The word that a page left may come late, on a slow line: what was asked for since that page asked follows it.
            if heir or (not kept and own.since >= turn.asked):
                del self._line[number]
                return one
        return number

    def asks(self, number: str, ahead: int, patience: float) -> None:
        """Note that a page asks, waits here for so many seconds, then is told how many are ahead."""
        now = self._clock()
        turn = self._line[number]
        turn.asked, turn.left = now, None
        turn.until = now + patience + 2 * pace(ahead) + _SOONEST_SECONDS

    def end(self, number: str) -> None:
        """Forget a page that waits no more."""
        del self._line[number]

    def leave(self, number: str, browser: str) -> bool:
        """Note that a page of a browser's leaves; return whether it waited. Its turn is kept a moment for the page that follows it."""
        turn = self._line.get(number)
        if turn is None or turn.browser != browser:
            return False
        turn.left = self._clock()
        turn.until = min(turn.until, turn.left + _SOONEST_SECONDS)
        return True

    def before(self, number: str) -> Counter[str]:
        """Return how many pages that still ask come before one, by browser."""
        return Counter(
            self._line[one].browser for one in takewhile(lambda one: one != number, self._line) if self._asks(one)
        )

    def _asks(self, number: str) -> bool:
        return self._clock() < self._line[number].until

    def _forget(self) -> None:
        """Forget who has not come back for long; past any likely number of pages, who has been silent for longest."""
        now = self._clock()
        for number in [one for one, turn in self._line.items() if now - turn.until > _FORGOTTEN_SECONDS]:
            del self._line[number]
        while len(self._line) > _LONGEST_LINE:
            del self._line[min(self._line, key=lambda one: self._line[one].until)]


def pace(ahead: int) -> int:
    """Return after how many seconds to ask again: the further from one's turn, the less often."""
    return min(_LATEST_SECONDS, _SOONEST_SECONDS + ahead // 4)
