"""How fast one person may ask, or send: much at once, then steadily."""

import time
from collections.abc import Callable

__all__ = ["Pace"]


class Pace:
    """A bucket that fills by itself and from which each request takes what it costs.

    Parameters
    ----------
    burst : int
        How many may come at once.
    per_second : float
        How many may come steadily.
    clock : callable
        Gives the time, in seconds.
    """

    def __init__(self, burst: int = 60, per_second: float = 15.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst, self._clock = float(burst), clock
        self.per_second = per_second
        self._left, self._at = float(burst), clock()

    def allows(self, cost: float = 1.0) -> bool:
        """Take so much, if there is as much."""
        now = self._clock()
        self._left = min(self._burst, self._left + (now - self._at) * self.per_second)
        self._at = now
        if self._left < cost:
            return False
        self._left -= cost
        return True
