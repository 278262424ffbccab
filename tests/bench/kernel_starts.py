"""A page's kernel as the course's server starts it, beside one that is spawned: until its first widget, and its memory."""

import asyncio
import os
import sys
import time
from pathlib import Path
from queue import Empty

import psutil
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from table import Comparison

from parcours_u.server.kernels.pages import LIGHT, offer

__all__ = ["OURS", "SPAWNED", "measure_starts"]

OURS = "light kernel"
SPAWNED = "spawned ipykernel"
_KERNELSPECS = {OURS: LIGHT, SPAWNED: "python3"}
_SECONDS = 120
# What a module's page imports, and a widget of it: its comm is what makes a page live.
_PAGE = """
from parcours_u.notebook import free_text, scale, deposit, practice
from ipywidgets import Textarea
widget = Textarea()
"""


class _Kernel:
    """One kernel, from its start to its first comm."""

    async def start(self, side: str, specs: KernelSpecManager, folder: Path, number: int) -> float:
        """Start it; return the milliseconds until the first comm opened."""
        self.manager = AsyncKernelManager(
            kernel_name=_KERNELSPECS[side],
            kernel_spec_manager=specs,
            transport="tcp" if os.name == "nt" else "ipc",
            connection_file=str(folder / f"kernel-{number}.json"),
        )
        begun = time.perf_counter()
        await self.manager.start_kernel()
        self.client = self.manager.client()
        self.client.start_channels()
        await self._heard()
        self.client.execute(_PAGE, store_history=False)
        while True:
            message = await self.client.get_iopub_msg(timeout=_SECONDS)
            if message["msg_type"] == "error":
                raise RuntimeError(f"{side}: the page's import failed with {message['content']['ename']}")
            if message["msg_type"] == "comm_open":
                break
        took = (time.perf_counter() - begun) * 1000
        if (
            side == OURS
            and sys.platform == "linux"
            and type(self.manager.provisioner.process).__name__ != "ForkedKernel"
        ):
            raise RuntimeError(f"{side}: it was not forked")
        return took

    async def _heard(self) -> None:
        """Wait until what the kernel says is heard, without the 0.2 s of silence that jupyter_client's own wait ends with."""
        end = time.perf_counter() + _SECONDS
        while time.perf_counter() < end:
            self.client.kernel_info()
            try:
                await self.client.get_shell_msg(timeout=1)
                await self.client.get_iopub_msg(timeout=0.2)
            except Empty:
                continue
            return
        raise RuntimeError("the kernel did not answer")

    async def end(self) -> None:
        """Shut it down."""
        self.client.stop_channels()
        await self.manager.shutdown_kernel()


def _held() -> float:
    """Return the MB held by every process that this one started: kernels, and what they are forked from."""
    held = 0
    for process in psutil.Process().children(recursive=True):
        memory = process.memory_full_info()
        held += getattr(memory, "pss", memory.uss)
    return held / 1e6


async def _measure(rounds: int, folder: Path) -> dict[str, list[tuple[float, float]]]:
    specs = KernelSpecManager()
    offer(specs)
    found: dict[str, list[tuple[float, float]]] = {OURS: [], SPAWNED: []}
    first = [_Kernel() for _ in found]
    # One kernel of each kind stays: what is measured is one more.
    for number, (side, kernel) in enumerate(zip(found, first, strict=True)):
        await kernel.start(side, specs, folder, number)
    for number in range(rounds + 1):
        for side, samples in found.items():
            before, kernel = _held(), _Kernel()
            took = await kernel.start(side, specs, folder, len(first))
            held = _held() - before
            await kernel.end()
            if number:
                samples.append((took, held))
        print(f"kernels: round {number} of {rounds}" if number else "kernels: warm-up", file=sys.stderr, flush=True)
    for kernel in first:
        await kernel.end()
    return found


def measure_starts(rounds: int, folder: Path) -> list[Comparison]:
    """Start kernels of both kinds in turn; return the time to the first comm, and the memory of one more.

    Parameters
    ----------
    rounds : int
        How many of each are kept, besides a warm-up one.
    folder : pathlib.Path
        Where connection files are written.

    Raises
    ------
    RuntimeError
        When a kernel did not do its work: its figures would mean nothing.
    """
    found = asyncio.run(_measure(rounds, folder))
    return [
        Comparison(
            "a page's kernel",
            figure,
            unit,
            [sample[index] for sample in found[OURS]],
            [sample[index] for sample in found[SPAWNED]],
        )
        for index, (figure, unit) in enumerate((("start to first comm", "ms"), ("one more, PSS", "MB")))
    ]
