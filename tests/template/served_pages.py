"""Servers of pages for the template's tests, and what to wait for and to look at in a page."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page

import parcours_u
from axe import in_light_and_dark

__all__ = ["SHARE", "Served", "axe_findings", "bare_voila", "free_port", "served", "wait_until_ready"]

SHARE = Path(parcours_u.__file__).parent / "server" / "share"
HERE = Path(__file__).parent


@dataclass
class Served:
    """A server of pages, and its process."""

    process: "subprocess.Popen[str]"
    base: str

    def url(self, page: str) -> str:
        """Return the address of a notebook of the test course."""
        return f"{self.base}voila/render/course/{page}.ipynb"


@contextmanager
def served(command: list[str], ready: str, base: str, folder: Path) -> Iterator[Served]:
    """Run a server, from the line of its log that says it listens to the end of the block."""
    environment = {
        **os.environ,
        "JUPYTER_PATH": str(SHARE),
        "PYTHONPATH": os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")]),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=folder,
        env=environment,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    assert process.stderr is not None
    seen = []
    for line in process.stderr:
        seen.append(line)
        if ready in line:
            break
    else:
        pytest.fail("the server did not start:\n" + "".join(seen))
    drain = threading.Thread(target=process.stderr.read, daemon=True)
    drain.start()
    try:
        yield Served(process, base)
    finally:
        process.terminate()
        process.wait(timeout=60)
        drain.join(timeout=60)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def bare_voila(folder: Path) -> Iterator[Served]:
    """Run Voilà itself, as an application, with our template."""
    port = free_port()
    # A bare Voilà hands out no anti-forgery cookie, and so refuses its own page's request to end a kernel. The course's
    # server hands one out; here the check is off.
    lenient = "--Voila.tornado_settings={'disable_check_xsrf': True}"
    dead = "--KernelManager.autorestart=False"  # as the course has it: a kernel that dies is said to be dead
    where = ["--Voila.ip=127.0.0.1", f"--port={port}"]
    sockets = "--ConnectionFileMixin.transport=ipc"  # as the course has it; two servers may draw the same free ports
    command = ["voila", lenient, dead, sockets, "--template=parcours_u", "--no-browser", *where, "."]
    with served(command, "running at", f"http://127.0.0.1:{port}/", folder) as found:
        yield found


def wait_until_ready(page: Page) -> None:
    """Wait for the template's own sign."""
    page.wait_for_selector("html[data-pu-pret]", state="attached")


def axe_findings(page: Page) -> list[str]:
    """Return what axe-core finds on the page as it is now, « needs review » included."""
    return [
        f"{kind} {rule['id']} ({rule['impact']}): " + " | ".join(str(node["target"]) for node in rule["nodes"])
        for found in in_light_and_dark(page)
        for kind in ("violations", "incomplete")
        for rule in found[kind]
    ]
