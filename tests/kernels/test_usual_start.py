"""Where no fork is to be had, the kernel is spawned as usual: the log says so, the person at the page sees nothing."""

import asyncio
import logging
import os
import signal

import pytest
from asked_kernel import kernelspecs, write_spec

from parcours_u.server.kernels.forkserver import fork_server
from parcours_u.server.kernels.pages import kernel_name, without_credentials

THREAD = "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()\n"
FILE = "left = open(__file__)\n"
# Its nursery is held up right after each fork, as on a machine that has more to do than it can.
HELD_UP = """
import os, signal
fork = os.fork
def held_up():
    child = fork()
    if child:
        os.kill(os.getpid(), signal.SIGSTOP)
    return child
os.fork = held_up
"""


@pytest.fixture
def preloading(tmp_path, specs, monkeypatch):
    """Have light kernels preload a module made of some code."""
    (tmp_path / "modules").mkdir()
    paths = [str(tmp_path / "modules"), *filter(None, [os.environ.get("PYTHONPATH")])]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(paths))
    specs.kernel_dirs = [*specs.kernel_dirs, str(tmp_path / "autres")]

    def preload(module: str, code: str | None = None) -> str:
        if code is not None:
            (tmp_path / "modules" / f"{module}.py").write_text(code)
        write_spec(tmp_path / "autres", module.replace("_", "-"), [module])
        return module.replace("_", "-")

    return preload


@pytest.mark.parametrize(
    ("module", "code"), [("no_such_module", None), ("starts_a_thread", THREAD), ("leaves_a_file_open", FILE)]
)
def test_what_cannot_be_preloaded_safely_is_not_forked(preloading, start, caplog, module, code):
    with caplog.at_level(logging.WARNING):
        kernel = start(preloading(module, code))
    assert not kernel.forked
    assert kernel.ask("1 + 1") == 2
    assert [record.levelname for record in caplog.records if "started the usual way" in record.getMessage()] == [
        "WARNING"
    ]


def test_a_safe_module_is_forked(preloading, start):
    kernel = start(preloading("a_quiet_module", "value = 3\n"))
    assert kernel.forked
    assert kernel.ask("__import__('a_quiet_module').value") == 3


def test_a_kernel_is_forked_even_when_it_is_ready_before_its_nursery_runs_again(preloading, start):
    kernel = start(preloading("held_up", HELD_UP))
    try:
        assert kernel.forked
        assert kernel.ask("1 + 1") == 2
    finally:
        os.kill(fork_server(["held_up"]).pid, signal.SIGCONT)


def test_a_kernel_that_needs_another_interpreter_is_spawned(start):
    kernel = start(env={**os.environ, "PYTHONHASHSEED": "1"})
    assert not kernel.forked
    assert kernel.ask("1 + 1") == 2


def test_the_server_s_other_kernels_are_left_alone(start, specs):
    assert "kernel_provisioner" not in specs.get_kernel_spec("python3").metadata
    assert not start("python3").forked


def test_a_page_asks_for_python_and_gets_the_light_kernel_where_there_is_one(specs):
    without = kernelspecs()
    without.kernel_dirs = []
    assert asyncio.run(kernel_name("python3", specs)) == "parcours-u"
    assert asyncio.run(kernel_name("python3", without)) == "python3"
    assert asyncio.run(kernel_name("ir", specs)) == "ir"


def test_a_page_s_kernel_is_not_given_the_server_s_credentials():
    environment = {"JUPYTERHUB_API_TOKEN": "a", "AWS_SECRET_ACCESS_KEY": "b", "DB_PASSWORD": "c", "LANG": "fr_FR.UTF-8"}
    assert without_credentials(environment) == {"LANG": "fr_FR.UTF-8"}
