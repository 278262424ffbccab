"""A clock that jumps under a course that runs."""

import os
from pathlib import Path

__all__ = ["MovedClock"]

_CUSTOM = Path(__file__).parent / "moved_clock"


class MovedClock:
    """The clock of the courses that start with its environment: see ``moved_clock/sitecustomize.py``.

    Parameters
    ----------
    folder : pathlib.Path
        Where to keep how far it is moved.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / "horloge"
        self._seconds = 0.0
        self.jump(0)

    def jump(self, seconds: float) -> None:
        """Move it, forward or back."""
        self._seconds += seconds
        draft = self._file.with_suffix(".brouillon")
        draft.write_text(str(self._seconds), encoding="ascii")
        draft.replace(self._file)

    def environment(self) -> dict[str, str]:
        """Return what a course must have in its environment to follow it."""
        path = os.pathsep.join(filter(None, [str(_CUSTOM), os.environ.get("PYTHONPATH", "")]))
        return {"PYTHONPATH": path, "MOVED_CLOCK": str(self._file)}
