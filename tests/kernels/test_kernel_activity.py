"""Whether a kernel works, and when it last did, is known without reading all that it says."""

import asyncio
import os
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpecManager

from parcours_u.server.activity import PageKernels


async def state_is(manager: PageKernels, kernel: str, state: str) -> None:
    async with asyncio.timeout(60):
        while manager.kernel_model(kernel)["execution_state"] != state:
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("name", ["parcours-u", "python3"])
def test_a_kernel_is_busy_as_long_as_it_works_and_its_last_work_is_dated(
    specs: KernelSpecManager, tmp_path: Path, name: str
) -> None:
    gate = tmp_path / "porte"
    os.mkfifo(gate)

    async def live() -> tuple[str, str]:
        manager = PageKernels(kernel_spec_manager=specs, connection_dir=str(tmp_path))
        kernel = await manager.start_kernel(kernel_name=name)
        client = manager.get_kernel(kernel).client()
        client.start_channels()
        try:
            await client.wait_for_ready(timeout=60)
            await state_is(manager, kernel, "idle")
            before = manager.kernel_model(kernel)["last_activity"]
            client.execute(f"open({str(gate)!r}).close()")
            await state_is(manager, kernel, "busy")
            os.close(await asyncio.to_thread(os.open, gate, os.O_WRONLY))
            await state_is(manager, kernel, "idle")
            return before, manager.kernel_model(kernel)["last_activity"]
        finally:
            client.stop_channels()
            await manager.shutdown_all(now=True)

    before, after = asyncio.run(live())
    assert before < after
