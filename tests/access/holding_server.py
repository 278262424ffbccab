"""``parcours-u`` whose store stops where a test says, as it saves :data:`WORDS`, until the test lets it go on.

Two named pipes are in the folder that ``PARCOURS_U_HELD`` names: the store writes in « reached », then reads « go ». It stops
out of any transaction, before or after it takes the key of whoever asks.
"""

import os
from pathlib import Path
from typing import Any

from parcours_u.cli import app
from parcours_u.server.cohort.server import CohortServer
from parcours_u.server.routes import OneEntry

__all__ = ["WORDS"]

WORDS = "retenu"

_write, _writes = OneEntry._write, CohortServer.writes
_under_way: list[str] = []


def _wait() -> None:
    held = Path(os.environ["PARCOURS_U_HELD"])
    (held / "reached").write_text("x", encoding="utf-8")
    (held / "go").read_text(encoding="utf-8")


def _held_before_the_key(self: OneEntry, prompt: str, body: Any, base: int, place: list[str]) -> Any:
    if body == {"text": WORDS}:
        _wait()
    return _write(self, prompt, body, base, place)


def _noted(self: OneEntry, prompt: str, body: Any, base: int, place: list[str]) -> Any:
    if body == {"text": WORDS}:
        _under_way.append(prompt)
    return _write(self, prompt, body, base, place)


def _held_with_the_key(self: CohortServer, person: str) -> bool:
    if _under_way:
        _under_way.clear()
        _wait()
    return _writes(self, person)


if __name__ == "__main__":
    if os.environ["PARCOURS_U_HELD_AT"] == "before the key":
        OneEntry._write = _held_before_the_key  # type: ignore[method-assign]
    else:
        OneEntry._write, CohortServer.writes = _noted, _held_with_the_key  # type: ignore[method-assign]
    app()
