"""Light kernels are restarted, interrupted, culled, killed, and end with their server, as any other."""

import asyncio
import contextlib
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from traitlets.config import Config

from parcours_u.server.memory import allow_files
from running import start as start_course


def ended(*pids: int) -> bool:
    """Wait for processes to end."""
    processes = []
    for pid in pids:
        with contextlib.suppress(psutil.NoSuchProcess):
            processes.append(psutil.Process(pid))
    return psutil.wait_procs(processes, timeout=30)[1] == []


def test_thirty_kernels_started_at_once_all_answer(start):
    with ThreadPoolExecutor(30) as pool:
        kernels = list(pool.map(lambda _: start(), range(30)))
        answers = list(pool.map(lambda kernel: kernel.ask("__import__('os').getpid()"), kernels))
    assert all(kernel.forked for kernel in kernels)
    assert sorted(answers) == sorted(kernel.pid for kernel in kernels)
    assert len(set(answers)) == 30


def test_a_restarted_kernel_is_new_and_answers(start):
    kernel = start()
    kernel.run("x = 1")
    before = kernel.pid
    kernel.manager.restart_kernel()
    kernel.client.wait_for_ready(timeout=60)
    assert kernel.forked
    assert kernel.pid != before
    assert kernel.ask("'x' in globals()") is False
    assert ended(before)


def test_an_interrupted_computation_stops_and_the_kernel_goes_on(start):
    kernel = start()
    request = kernel.client.execute("print('parti', flush=True)\nwhile True: pass", stop_on_error=False)
    while kernel.client.get_iopub_msg(timeout=60)["msg_type"] != "stream":
        pass
    kernel.manager.interrupt_kernel()
    reply = kernel.client.get_shell_msg(timeout=60)
    while reply["parent_header"]["msg_id"] != request:
        reply = kernel.client.get_shell_msg(timeout=60)
    assert reply["content"]["ename"] == "KeyboardInterrupt"
    assert kernel.ask("1 + 1") == 2


def test_a_kernel_shut_down_ends_by_itself_with_its_files(start, tmp_path):
    kernel = start(cwd=str(tmp_path))
    kernel.run("import atexit, pathlib; _ = atexit.register(pathlib.Path('fini').touch)")
    process, connection = kernel.process, Path(kernel.manager.connection_file)
    kernel.manager.shutdown_kernel()
    assert process.wait(30) == 0
    assert (tmp_path / "fini").exists()
    assert not connection.exists()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_kernel_is_seen_to_have_ended(start, number):
    kernel = start()
    process = kernel.process
    os.kill(kernel.pid, number)
    assert process.wait(30) == -number
    assert not kernel.manager.is_alive()


def test_a_kernel_is_ended_by_a_server_that_has_more_than_a_thousand_files_open(start):
    allow_files()
    with contextlib.ExitStack() as files:
        for _ in range(1100):
            files.callback(os.close, os.dup(0))
        kernel = start()
        process = kernel.process
        kernel.manager.shutdown_kernel()
        assert process.wait(30) == 0


def test_a_kernel_that_a_page_left_idle_is_culled(specs, tmp_path):
    async def live() -> bool:
        settings = {"cull_idle_timeout": 1, "cull_interval": 1, "cull_connected": True}
        manager = AsyncMappingKernelManager(
            config=Config({"MappingKernelManager": settings}), kernel_spec_manager=specs, connection_dir=str(tmp_path)
        )
        kernel = await manager.start_kernel(kernel_name="parcours-u")
        pid = manager.get_kernel(kernel).provisioner.pid
        manager.initialize_culler()
        async with asyncio.timeout(60):
            while kernel in manager:
                await asyncio.sleep(0.05)
        return ended(pid)

    assert asyncio.run(live())


def test_when_the_nursery_is_killed_its_kernels_go_on_and_the_next_has_a_new_one(start, nursery):
    first = start()
    before = nursery.pid
    os.kill(before, signal.SIGKILL)
    assert ended(before)
    assert first.ask("1 + 1") == 2
    second = start()
    assert second.forked
    assert nursery.pid not in {None, before}
    os.kill(first.pid, signal.SIGKILL)
    first.process.wait(30)
    assert not first.manager.is_alive()
    assert second.manager.is_alive()


def test_a_kernel_that_computes_without_pause_ends_with_its_lifeline(start):
    kernel = start()
    kernel.client.execute("import re; re.match(r'(a*)*b', 'a' * 60)")  # keeps the interpreter to itself
    pid = kernel.pid
    kernel.manager.provisioner.process = None  # what holds the lifeline is forgotten, as all is when a server is killed
    assert ended(pid)


@pytest.mark.parametrize("how", ["kill", "stop"])
def test_no_kernel_outlives_its_server(tmp_path, how):
    course = start_course(tmp_path / "carnet")
    for page in ("course/accueil.ipynb", "course/carnet.ipynb"):
        status, body, _ = course.ask("GET", f"/voila/render/{page}")
        assert status == 200
        assert b"There was an error when executing cell" not in body
    family = psutil.Process(course.process.pid).children(recursive=True)
    assert len(family) == 3  # the nursery, and one kernel a page
    getattr(course, how)()
    assert psutil.wait_procs(family, timeout=30)[1] == []
