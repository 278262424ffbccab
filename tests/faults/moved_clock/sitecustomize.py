"""Moves the clock of one process, by as many seconds as a file says: Python imports this before anything else.

What measures lengths of time (``time.monotonic``) stays true, as on a machine whose clock is set. What the process starts
has the machine's own clock.
"""

import datetime
import os
import time
from pathlib import Path
from typing import Any

_file = os.environ.pop("MOVED_CLOCK", "")
_time, _Datetime = time.time, datetime.datetime


def _moved() -> float:
    return _time() + float(Path(_file).read_text(encoding="ascii"))


class _Kind(type):
    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, _Datetime)


class _Moved(_Datetime, metaclass=_Kind):
    @classmethod
    def now(cls, tz: Any = None) -> Any:
        return cls.fromtimestamp(_moved(), tz)

    @classmethod
    def utcnow(cls) -> Any:
        return cls.fromtimestamp(_moved(), datetime.UTC).replace(tzinfo=None)


if _file:
    time.time = _moved
    datetime.datetime = _Moved  # type: ignore[misc]
