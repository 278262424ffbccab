"""How many pages may live at once, and who comes next: first come, first served.

A page that finds no place gets a number, and asks again with it; nobody is kept on the line meanwhile. A browser lends a
server six connections: seven pages that waited on one each would have none left to be saved with.

The one who has waited longest is served first, if they still ask: see :mod:`parcours_u.server.turns`.

Whoever goes from one page to the next, or loads theirs again, keeps their place: a browser asks for the second page while the
first one still holds it, and what it leaves then goes to it before those who wait.

Where several people share a server nobody holds all of it: past their share, a page of somebody's takes the place of another of
theirs, the one that they have left alone for longest, and of nobody else's.
"""

import asyncio
import math
import os
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from parcours_u.server.memory import PAGE_BYTES, RESERVE_BYTES, available_bytes, usual_places
from parcours_u.server.turns import Turns, pace

__all__ = ["VARIABLE", "Full", "Place", "Places"]

VARIABLE = "PARCOURS_U_PAGES_VIVANTES"
"""The environment variable that says how many pages may live at once, where no option does."""


@dataclass(eq=False)
class Place:
    """Room for one page's kernel; ``kernel`` is its id, empty while it starts, ``browser`` names whose page it is, if anything."""

    kernel: str = ""
    browser: str = ""


class Full(Exception):
    """No place is free.

    Attributes
    ----------
    number : str
        What to ask again with, to keep one's turn.
    ahead : int
        How many pages come first.
    seconds : int
        When to ask again.
    """

    def __init__(self, number: str, ahead: int) -> None:
        super().__init__(f"{ahead} before")
        self.number = number
        self.ahead = ahead
        self.seconds = pace(ahead)

    def to_dict(self) -> dict[str, str | int]:
        """Return what a page is told."""
        return {"number": self.number, "ahead": self.ahead, "seconds": self.seconds}


@dataclass
class Places:
    """The places of one server.

    Only the course's pages are counted: the notebooks that somebody opens in JupyterLab are theirs to open and to close, and
    weigh through the memory that they leave.

    Parameters
    ----------
    most : int
        How many pages may live at once.
    available : callable
        Tells how many bytes are left; with less than a page takes, no further one starts, whatever ``most`` says. The first
        one always does.
    clock : callable
        Tells the time, in seconds.
    """

    most: int
    available: Callable[[], int] = available_bytes
    clock: Callable[[], float] = time.monotonic
    share: int = 0
    """How many pages of one person, or browser, may live at once; 0 for as many as there are places."""
    make_room: Callable[[], bool] = field(default=lambda: False, repr=False)
    """Called when there is no room for the first in line: lets a page's kernel go that nobody would miss, and tells
    whether it did."""
    make_room_of: Callable[[str], bool] = field(default=lambda _: False, repr=False)
    """Called when somebody has their share: lets the one of their pages go that they miss least, and tells whether it did."""

    def __post_init__(self) -> None:
        self._held: set[Place] = set()
        self._turns = Turns(self.clock)
        self._freed = asyncio.Event()
        self._patient: list[str] = []  # the browsers that wait here for a page of theirs to be left
        self._inherited: list[str] = []  # those of them whose page has just been left: the place is theirs

    @classmethod
    def usual(cls) -> "Places":
        """Return the places of this machine, or as many as :data:`VARIABLE` says."""
        said = os.environ.get(VARIABLE, "").strip()
        return cls(int(said) if re.fullmatch(r"[1-9]\d{0,5}", said) else usual_places())

    @property
    def held(self) -> dict[str, Place]:
        """The places whose kernel has started, by its id."""
        return {place.kernel: place for place in self._held if place.kernel}

    @property
    def taken(self) -> int:
        """How many places are taken, those of starting kernels included."""
        return len(self._held)

    @property
    def free(self) -> int:
        """How many more pages could live now."""
        left = self.most - self.taken
        if left <= 0 or not self.taken:
            return max(0, left)
        starting = sum(not place.kernel for place in self._held)  # they have not taken their memory yet
        return max(0, min(left, (self.available() - RESERVE_BYTES) // PAGE_BYTES - starting))

    @property
    def waiting(self) -> int:
        """How many pages wait for a place and still ask for it."""
        return self._turns.waiting

    async def take(self, number: str = "", patience: float = 0.0, browser: str = "") -> Place:
        """Take a place.

        Parameters
        ----------
        number : str
            What :class:`Full` gave; empty for whoever has not asked yet.
        patience : float
            For how many seconds to wait here: a page that is being left frees its place a moment after the next one asks.
        browser : str
            Names whose page this is, so that it gets the place of the page that it follows; empty when nothing tells.

        Raises
        ------
        Full
            When there is none for this page yet.
        """
        heir = browser if patience else ""
        self._patient.append(heir)
        try:
            place = await self._taken(self._turns.known(number), self.clock() + patience, browser, heir)
        finally:
            self._patient.remove(heir)
            if heir not in self._patient:
                self._inherited = [one for one in self._inherited if one != heir]
        return place

    async def _taken(self, asked: str, until: float, browser: str, heir: str) -> Place:
        number = asked
        while True:
            number = self._turns.go_on(
                number, browser, heir=bool(heir) and number == asked, kept=browser in self._patient
            )
            ahead = self._ahead(number)
            left = until - self.clock()
            self._turns.asks(number, ahead, max(0, left))
            # From here to the place, nothing awaits: two pages can't take the same one.
            if self._inherits(heir) or self._may_take(ahead, browser, late=left <= 0):
                self._turns.end(number)
                place = Place(browser=browser)
                self._held.add(place)
                return place
            if left <= 0:
                raise Full(number, ahead)
            try:
                await asyncio.wait_for(self._freed.wait(), left)
            except TimeoutError:
                until = self.clock()

    def _inherits(self, heir: str) -> bool:
        """Tell whether a place is kept for whoever asks, which is then theirs."""
        if heir not in self._inherited:
            return False
        self._inherited.remove(heir)
        return True

    def _may_take(self, ahead: int, browser: str, late: bool) -> bool:
        if self._has_share(browser):
            gives = late and self.make_room_of(browser)  # before that, one of their pages may be about to be left
            if gives:
                self._inherits(browser)
            return gives
        kept = len(self._inherited)
        return ahead < self.free - kept or (not ahead and self.make_room() and self.free > kept)

    def _has_share(self, browser: str) -> bool:
        return self._left_to(browser) <= 0

    def _left_to(self, browser: str) -> float:
        """Return how many more pages somebody may have."""
        if not (self.share and browser):
            return math.inf
        return self.share - sum(place.browser == browser for place in self._held)

    def hand_on(self, kernel: str) -> Place | None:
        """Return the place of a kernel that is about to be replaced, for the next one; None when it has none."""
        place = self.held.get(kernel)
        if place is not None:
            place.kernel = ""
        return place

    def give_back(self, place: Place) -> None:
        """Free a place; nothing happens when it is free already."""
        if place in self._held:
            self._held.discard(place)
            if place.browser and place.browser in self._patient:
                self._inherited.append(place.browser)
            self._wake()

    def left(self, kernel: str) -> None:
        """Free the place of a kernel that is about to end, if it had one."""
        if (place := self.held.get(kernel)) is not None:
            self.give_back(place)

    def leave(self, number: str, browser: str) -> None:
        """Let the page that follows a waiting one, in the same browser, have its turn: that one has been left."""
        if self._turns.leave(number, browser):
            self._wake()

    def _wake(self) -> None:
        """Have those that wait here look again."""
        self._freed.set()
        self._freed = asyncio.Event()

    def _ahead(self, number: str) -> int:
        """Return how many pages come first: of each person, those that they may have, however many they ask for."""
        before = self._turns.before(number)
        return sum(int(min(count, max(0, self._left_to(one)))) for one, count in before.items())
