"""Places and a clock of the tests' own."""

import pytest

from parcours_u.server.memory import PAGE_BYTES
from parcours_u.server.places import Full, Places

__all__ = ["Clock", "places", "refused"]


class Clock:
    """A clock that the tests move."""

    now = 1000.0

    def __call__(self) -> float:
        """Return the time, in seconds."""
        return self.now


def places(most: int, clock: Clock, available: int = 100 * PAGE_BYTES) -> Places:
    """Return so many places, and memory for a hundred pages."""
    return Places(most, available=lambda: available, clock=clock)


async def refused(found: Places, number: str = "", browser: str = "") -> Full:
    """Ask for a place that there isn't; return what the page is told."""
    with pytest.raises(Full) as refusal:
        await found.take(number, browser=browser)
    return refusal.value
