"""The light kernel is a kernel as any other: in a bare Voilà, in a Jupyter server without our extension, where nothing can fork."""

import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import nbformat
import psutil
import pytest
import requests
from jupyter_client.blocking import BlockingKernelClient
from nbformat.v4 import new_code_cell, new_notebook
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

import parcours_u
from parcours_u.server.kernels import provisioner

SHARE = Path(parcours_u.__file__).parent / "server" / "share"
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/")
# What Windows has not, and a kernel that is started there the usual way must do without.
WITHOUT_POSIX = """
import sys, psutil
for name in ("fcntl", "pwd", "grp", "resource"):
    sys.modules[name] = None
import os, socket, signal
del os.fork, os.pidfd_open, socket.send_fds, socket.recv_fds, signal.pidfd_send_signal
import parcours_u.server.kernels.provisioner, parcours_u.server.kernels.pages, parcours_u.server.memory
"""


@contextmanager
def served(place: Path, *words: str) -> Iterator[tuple[psutil.Process, str]]:
    """Run one of Jupyter's servers, told of the light kernel by its search path alone; give its process and its address."""
    environment = {**os.environ, "JUPYTER_PATH": str(SHARE), "JUPYTER_RUNTIME_DIR": str(place / "marche")}
    process = subprocess.Popen(
        [sys.executable, "-m", *words, "--no-browser"],
        cwd=place,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    said = []
    try:
        for line in process.stderr:
            said.append(line)
            if found := ADDRESS.search(line):
                break
        else:
            pytest.fail("the server did not start:\n" + "".join(said))
        drain = threading.Thread(target=process.stderr.read, daemon=True)
        drain.start()
        yield psutil.Process(process.pid), found[0]
    finally:
        process.terminate()
        process.wait(timeout=60)


def free_port() -> int:
    """Return a port that nobody listens on: Voilà takes none by itself."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def forked_of(server: psutil.Process) -> list[psutil.Process]:
    """Return the kernels that a nursery of this server's forked."""
    return [one for one in server.children(recursive=True) if one.ppid() != server.pid]


def test_a_bare_voila_serves_a_page_with_it(tmp_path: Path) -> None:
    notebook = new_notebook(
        cells=[new_code_cell("import os; print('enfant', 'de', os.getppid())")],
        metadata={"kernelspec": {"name": "parcours-u", "display_name": "parcours-u", "language": "python"}},
    )
    nbformat.write(notebook, tmp_path / "page.ipynb")
    words = ["voila", "--Voila.ip=127.0.0.1", f"--port={free_port()}", "--template=lab", "page.ipynb"]
    with served(tmp_path, *words) as (server, address):
        page = requests.get(address, timeout=120).text
        found = re.search(r"enfant de (\d+)", page)
        assert found
        nursery = psutil.Process(int(found[1]))
        assert nursery.ppid() == server.pid


def test_a_jupyter_server_starts_runs_interrupts_restarts_and_ends_it(tmp_path: Path) -> None:
    words = ["jupyter", "server", "--allow-root", "--ServerApp.ip=127.0.0.1", "--port=0", "--IdentityProvider.token="]
    words += ["--ServerApp.disable_check_xsrf=True", "--ServerApp.jpserver_extensions=parcours_u.server=False"]
    with served(tmp_path, *words) as (server, address):
        asked = requests.Session()
        asked.mount(address, HTTPAdapter(max_retries=Retry(connect=60, backoff_factor=0.05)))  # told before it listens
        started = asked.post(f"{address}api/kernels", json={"name": "parcours-u"}, timeout=120).json()
        kernel = f"{address}api/kernels/{started['id']}"
        client = BlockingKernelClient(connection_file=str(tmp_path / "marche" / f"kernel-{started['id']}.json"))
        client.load_connection_file()
        client.start_channels()
        client.wait_for_ready(timeout=60)
        [first] = forked_of(server)
        client.execute("print('parti', flush=True)\nwhile True: pass")
        while client.get_iopub_msg(timeout=60)["msg_type"] != "stream":
            pass
        assert asked.post(f"{kernel}/interrupt", timeout=60).status_code == 204
        assert client.get_shell_msg(timeout=60)["content"]["ename"] == "KeyboardInterrupt"
        assert asked.post(f"{kernel}/restart", timeout=60).status_code == 200
        client.wait_for_ready(timeout=60)
        assert psutil.wait_procs([first], timeout=30)[1] == []
        [second] = forked_of(server)
        client.stop_channels()
        assert asked.delete(kernel, timeout=60).status_code == 204
        assert psutil.wait_procs([second], timeout=30)[1] == []


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_where_nothing_forks_it_starts_as_usual_and_answers(system: str, start, monkeypatch) -> None:
    monkeypatch.setattr(provisioner, "sys", SimpleNamespace(platform=system, executable=sys.executable))
    kernel = start()
    assert not kernel.forked
    assert kernel.ask("1 + 1") == 2


def test_what_the_server_imports_of_it_needs_nothing_that_windows_has_not() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT_POSIX], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
