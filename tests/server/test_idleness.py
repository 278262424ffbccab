"""A clock that is set changes nothing to who is idle, nor to which course still runs; and memory goes back when pages are left."""

import asyncio
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest

from parcours_u.server import culling
from parcours_u.server.culling import Culler, Delays
from parcours_u.server.idleness import Idleness
from parcours_u.server.places import Place, Places
from parcours_u.server.watch.announced import announce, announced, recover
from parcours_u.server.watch.figures import Figures

DAYS_LATER, DAYS_BEFORE = "2026-12-24T09:00:00+00:00", "2026-01-02T09:00:00+00:00"


class Kernels:
    """Kernels of a manager, with what it says of them."""

    def __init__(self, *kernels: str) -> None:
        self.dates = dict.fromkeys(kernels, "2026-11-02T09:00:00+00:00")
        self.ended: list[str] = []

    def list_kernel_ids(self) -> list[str]:
        """Return their ids."""
        return [*self.dates]

    def kernel_model(self, kernel: str) -> dict[str, Any]:
        """Return what Jupyter says of one."""
        return {"id": kernel, "connections": 1, "last_activity": self.dates[kernel], "execution_state": "idle"}

    def get_kernel(self, kernel: str) -> Any:
        """Return one."""

        async def lives() -> bool:
            return True

        return SimpleNamespace(is_alive=lives)

    async def shutdown_kernel(self, kernel: str, now: bool = False) -> None:
        """End one."""
        self.ended.append(kernel)
        del self.dates[kernel]


def culler(kernels: Kernels) -> tuple[Culler, Places]:
    places = Places(9)
    places._held = {Place(kernel) for kernel in kernels.dates}
    return Culler(kernels, places, Figures(), Delays()), places


def test_idleness_is_what_went_by_since_the_date_last_changed() -> None:
    now = 0.0
    idleness = Idleness(lambda: now)
    idleness.seconds("k", DAYS_BEFORE)
    now = 5.0
    assert idleness.seconds("k", DAYS_BEFORE) == 5
    assert idleness.seconds("k", DAYS_LATER) == 0
    now = 7.0
    assert idleness.seconds("k", DAYS_LATER) == 2
    idleness.forget_all_but(())
    assert idleness.seconds("k", DAYS_LATER) == 0


@pytest.mark.parametrize("date", [DAYS_BEFORE, DAYS_LATER])
def test_nobody_is_forgotten_because_the_clock_was_set(date: str) -> None:
    kernels = Kernels("typing")
    kernels.dates["typing"] = date  # as far from this machine's date as a clock may be set
    found, _ = culler(kernels)

    async def look() -> None:
        await found.look()
        await asyncio.sleep(0)

    asyncio.run(look())
    assert kernels.ended == []


def test_memory_is_asked_back_when_a_page_was_left_and_thoroughly_once_nobody_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(culling, "give_back", asked.append)
    found, places = culler(Kernels("one", "two"))

    async def looks() -> None:
        await found.look()
        assert asked == []
        places.left("one")
        await found.look()
        assert asked == [False]
        places.left("two")
        await found.look()

    asyncio.run(looks())
    assert asked == [False, True]


def test_a_course_that_runs_is_left_alone_when_the_clock_was_set_since_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    announce(tmp_path, "http://127.0.0.1:1/")
    own = psutil.Process(os.getpid()).create_time()
    monkeypatch.setattr(psutil.Process, "create_time", lambda _: own + 3600)  # as Linux tells it then
    assert recover(tmp_path) == []
    assert announced(tmp_path) == ["http://127.0.0.1:1/"]


def test_a_disk_that_takes_no_announcement_keeps_nobody_from_the_course(tmp_path: Path) -> None:
    announce(tmp_path / "nulle-part", "http://127.0.0.1:1/")
    assert recover(tmp_path / "nulle-part") == []
