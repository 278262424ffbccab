"""Where phrases and codes are stretched: 0.05 s of one core each, on purpose, and so in threads of their own that are few.

Guesses have one, whoever makes them: a flood of them waits for itself, and leaves the other core to the pages. Those who have
shown that they are in the right, by a link, a code or their device, have another: no flood is before them.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

__all__ = ["SlowWork"]

Result = TypeVar("Result")


class SlowWork:
    """Two threads."""

    def __init__(self) -> None:
        self._guesses = ThreadPoolExecutor(max_workers=1, thread_name_prefix="guesses")
        self._known = ThreadPoolExecutor(max_workers=1, thread_name_prefix="access")

    async def guess(self, action: Callable[[], Result]) -> Result:
        """Run what looks at a guess."""
        return await asyncio.get_running_loop().run_in_executor(self._guesses, action)

    async def run(self, action: Callable[[], Result]) -> Result:
        """Run what is asked by somebody who may."""
        return await asyncio.get_running_loop().run_in_executor(self._known, action)

    def close(self) -> None:
        """Finish what is under way; what waits is not done."""
        for threads in (self._guesses, self._known):
            threads.shutdown(wait=True, cancel_futures=True)
