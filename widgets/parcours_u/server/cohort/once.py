"""What a form that lets somebody in has opened, for two minutes: sent twice by the same browser, it opens once.

A double click sends it twice, and whoever saw no answer come sends it again: an invitation would be consumed, and its person left
outside. A form is known by all that it holds and by its browser's own anti-forgery token, which nobody else has: whoever holds the
same link in another browser is answered as before.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import replace

from parcours_u.domain.access import Opened

__all__ = ["Once"]

_SECONDS = 120.0
_MOST = 1024

Later = Callable[[float, Callable[[], None]], object]


def _later(seconds: float, action: Callable[[], None]) -> object:
    return asyncio.get_running_loop().call_later(seconds, action)


class Once:
    """What forms have opened, by form. Neither a phrase nor a key is kept: only what the same cookie is made of again.

    Parameters
    ----------
    later : callable
        Runs an action after so many seconds.
    """

    def __init__(self, later: Later = _later) -> None:
        self._under_way: dict[bytes, asyncio.Task[Opened]] = {}
        self._opened: OrderedDict[bytes, Opened] = OrderedDict()
        self._later = later

    def __repr__(self) -> str:
        return f"Once({len(self._opened)})"

    def found(self, form: bytes) -> Opened | None:
        """Return what a form has opened, None when it has opened nothing, or no longer."""
        return self._opened.get(form)

    async def open(self, form: bytes, opens: Callable[[], Awaitable[Opened]]) -> Opened:
        """Return what a form opens; sent again meanwhile or since, what it has opened. What was refused is looked at anew."""
        found = self._opened.get(form)
        if found is not None:
            return found
        task = self._under_way.get(form)
        if task is None:
            task = self._under_way[form] = asyncio.ensure_future(self._open(form, opens))
        return await asyncio.shield(task)  # whoever is gone before the answer has it when they come back

    async def _open(self, form: bytes, opens: Callable[[], Awaitable[Opened]]) -> Opened:
        try:
            opened = replace(await opens(), phrase="", key=b"")
        finally:
            del self._under_way[form]
        self._opened[form] = opened
        while len(self._opened) > _MOST:
            self._opened.popitem(last=False)
        self._later(_SECONDS, lambda: self._wipe(form))
        return opened

    def _wipe(self, form: bytes) -> None:
        self._opened.pop(form, None)

    def forget(self, device: str) -> None:
        """Forget what opened a device that is closed."""
        for form in [form for form, opened in self._opened.items() if opened.device_id == device]:
            del self._opened[form]
