"""Letting go of the kernels of pages that nobody looks at: in time, or at once when somebody waits for their place.

Jupyter's own culler looks at idle time and connections too, but knows one delay for both, nothing of who waits, and is off in
most Jupyter servers. A page whose kernel was culled shows everything it showed, and gets another as soon as somebody comes back
to it: see ``fresh_kernel.js``. Typing counts as activity, key after key: a kernel in use is never idle.

A line that was cut without a word (a computer that sleeps, a phone out of reach) counts as connected until the socket's pings
have remained unanswered for ``ping_seconds`` times three: jupyter_server sends them and closes it.
"""

import asyncio
import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from parcours_u.server.idleness import Idleness
from parcours_u.server.memory import give_back
from parcours_u.server.page_kernels import end_kernel, still_lives
from parcours_u.server.places import Places
from parcours_u.server.watch.figures import Figures
from parcours_u.server.watch.log import event

__all__ = ["Culler", "Delays"]

# jupyter_server's timer of a page's line, which holds all of it for a minute after the page is gone; and a few looks more.
_REMEMBERED_SECONDS = 90.0


@dataclass(frozen=True)
class Delays:
    """After how long, in seconds.

    Attributes
    ----------
    gone : float
        A kernel that no page is connected to, and that does nothing, is culled.
    forgotten : float
        A kernel that does nothing is culled, though a page is connected: a tab left open for the night.
    spared : float
        Somebody waits, and a kernel that no page is connected to may be let go for them: a line that is cut for a moment comes
        back sooner.
    spared_connected : float
        The same, though a page is connected; it gets another kernel when somebody comes back to it.
    look : float
        From one look at all kernels to the next.
    ping : float
        From one ping to the next, on a page's line.
    """

    gone: float = 30 * 60
    forgotten: float = 4 * 60 * 60
    spared: float = 60
    spared_connected: float = 60 * 60
    look: float = 10
    ping: float = 30


class Culler:
    """Looks after the kernels of the course's pages.

    Parameters
    ----------
    manager : jupyter_server.services.kernels.kernelmanager.MappingKernelManager
        The server's. Kernels that hold no place are none of ours.
    places : Places
        Theirs.
    figures : Figures
        Where what was culled is counted.
    delays : Delays
        After how long.
    """

    def __init__(self, manager: Any, places: Places, figures: Figures, delays: Delays) -> None:
        self._manager = manager
        self._places = places
        self._figures = figures
        self._delays = delays
        self._idleness = Idleness()
        self._held: set[str] = set()
        self._last_left = -_REMEMBERED_SECONDS
        self._ending: set[asyncio.Task[None]] = set()
        self._looking: asyncio.Task[None] | None = None
        places.make_room = self.make_room
        places.make_room_of = self.make_room_of

    def begin(self) -> None:
        """Look at all kernels again and again, as long as the event loop runs."""
        self._looking = asyncio.ensure_future(self._look_for_ever())

    def make_room(self) -> bool:
        """Let the kernel go that has been idle for longest among those that nobody would miss; tell whether there was one."""
        delays = self._delays
        for connected, enough in ((False, delays.spared), (True, delays.spared_connected)):
            found = [one for one in self._seen() if one.connected is connected and one.idle > enough]
            if found:
                self._cull(max(found, key=lambda one: one.idle), "room")
                return True
        return False

    def make_room_of(self, browser: str) -> bool:
        """Let the kernel go, of one person's, that no page is connected to or else that has been idle for longest."""
        held = self._places.held
        found = [one for one in self._seen() if held[one.kernel].browser == browser]
        if found:
            self._cull(min(found, key=lambda one: (one.connected, one.active_at)), "share")
        return bool(found)

    async def look(self) -> None:
        """Let go of what has been idle for too long, and of the places whose kernel is no more."""
        for kernel in self._places.held:
            if kernel not in self._manager.list_kernel_ids():
                self._places.left(kernel)
            elif not await still_lives(self._manager, kernel):
                self._places.left(kernel)
                await end_kernel(self._manager, kernel, now=True)
        self._give_memory_back()
        self._idleness.forget_all_but(self._places.held)
        for one in [*self._seen()]:
            if one.idle > (self._delays.forgotten if one.connected else self._delays.gone):
                self._cull(one, "forgotten" if one.connected else "gone")

    def _give_memory_back(self) -> None:
        """Give back what pages took, for as long as something may still remember those that were left."""
        held, now = set(self._places.held), time.monotonic()
        if self._held - held:
            self._last_left = now
        self._held = held
        if now - self._last_left < _REMEMBERED_SECONDS:
            give_back(not self._places.taken)

    async def _look_for_ever(self) -> None:
        while True:
            await asyncio.sleep(self._delays.look)
            try:
                await self.look()
            except Exception as error:  # one kernel that can't be looked at must not keep all others alive
                event("failure", logging.ERROR, error=type(error).__name__, handler="Culler")

    def _seen(self) -> Iterator["_Seen"]:
        for kernel in self._places.held:
            if kernel in self._manager.list_kernel_ids():
                model = self._manager.kernel_model(kernel)
                active_at = model["last_activity"]
                yield _Seen(kernel, model["connections"] > 0, self._idleness.seconds(kernel, active_at), str(active_at))

    def _cull(self, one: "_Seen", reason: str) -> None:
        self._places.left(one.kernel)
        self._figures.culled(reason)
        event("culled", reason=reason)
        ending = asyncio.ensure_future(end_kernel(self._manager, one.kernel))
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)


@dataclass(frozen=True)
class _Seen:
    kernel: str
    connected: bool
    idle: float
    active_at: str
