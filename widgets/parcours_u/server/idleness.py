"""For how long kernels have been idle, whatever becomes of the machine's clock.

Jupyter dates what a kernel does last. A laptop whose clock is set forward would make every page seem forgotten, somebody's who
types included; set back, none would for as long. So dates are only compared with each other: a date that has changed is a
sign of life, and what goes by since is measured.
"""

import time
from collections.abc import Callable, Container

__all__ = ["Idleness"]


class Idleness:
    """What was seen of each kernel.

    Parameters
    ----------
    clock : callable
        Tells the time, in seconds, and is never set.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: dict[str, tuple[object, float]] = {}

    def seconds(self, kernel: str, last_activity: object) -> float:
        """Return for how long a kernel has shown the same date of activity; never more than it was really idle."""
        now = self._clock()
        date, since = self._seen.get(kernel, (last_activity, now))
        if date != last_activity:
            since = now
        self._seen[kernel] = (last_activity, since)
        return now - since

    def forget_all_but(self, kernels: Container[str]) -> None:
        """Forget the kernels that are no more."""
        self._seen = {kernel: seen for kernel, seen in self._seen.items() if kernel in kernels}
