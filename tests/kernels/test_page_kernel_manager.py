"""Whether a kernel works, and when it last did, is known without reading all that it says; of one that ended, nothing stays."""

import asyncio
import os
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpecManager

from parcours_u.server.page_kernel_manager import PageKernels


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
            # Jupyter's manager may have missed the first words of a kernel that says no welcome: it is asked until it was heard.
            async with asyncio.timeout(60):
                while manager.kernel_model(kernel)["execution_state"] != "idle":
                    await client.wait_for_ready(timeout=60)
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


def test_nothing_stays_open_of_a_kernel_whose_page_left_while_it_was_ending(
    specs: KernelSpecManager, tmp_path: Path
) -> None:
    async def live() -> list[bool]:
        manager = PageKernels(kernel_spec_manager=specs, connection_dir=str(tmp_path))
        kernel = await manager.start_kernel(kernel_name="parcours-u")
        one = manager.get_kernel(kernel)
        channels = {"shell": one.connect_shell(), "iopub": one.connect_iopub()}
        ending = asyncio.create_task(manager.shutdown_kernel(kernel))
        await asyncio.sleep(0)
        assert kernel in manager
        manager.start_buffering(kernel, "page", channels)  # as jupyter_server does for a page whose line is broken
        await ending
        return [stream.closed() for stream in channels.values()]

    assert asyncio.run(live()) == [True, True]
