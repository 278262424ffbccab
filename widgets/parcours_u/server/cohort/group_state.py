"""What the gradebook says of the cohort, asked of the trainer's desk, again only when it has changed."""

import asyncio
from pathlib import Path

from parcours_u.domain.following import Deposited, Released
from parcours_u.grading.group_state import read_answer
from parcours_u.grading.keeping import GRADEBOOK
from parcours_u.server.grading_line import GradingLine

__all__ = ["GroupState"]

State = tuple[list[Released], list[Deposited]]
_Stamp = tuple[tuple[int, int], ...]


class GroupState:
    """The gradebook of one trainer's folder, as it was when it last changed.

    Parameters
    ----------
    folder : pathlib.Path
        The trainer's.
    line : GradingLine
        Asks its desk.
    """

    def __init__(self, folder: Path, line: GradingLine) -> None:
        self._folder, self._line = folder, line
        self._lock = asyncio.Lock()
        self._seen: tuple[_Stamp, State] | None = None

    async def read(self) -> State:
        """Return the modules released and the deposits made.

        Raises
        ------
        Refusal
            When the gradebook can't be read now.
        """
        async with self._lock:
            stamp = self._stamp()
            if not stamp:
                return [], []
            if self._seen is None or self._seen[0] != stamp:
                self._seen = stamp, read_answer(await self._line.ask("group"))
            return self._seen[1]

    @property
    def last(self) -> State:
        """What was last read, without asking again: for what must not wait for nbgrader."""
        return ([], []) if self._seen is None else self._seen[1]

    def _stamp(self) -> _Stamp:
        """Return what tells that the gradebook changed; nothing when there is none yet."""
        found = []
        for name in (GRADEBOOK, f"{GRADEBOOK}-wal"):
            try:
                told = (self._folder / name).stat()
            except FileNotFoundError:
                continue
            found.append((told.st_mtime_ns, told.st_size))
        return tuple(found)
