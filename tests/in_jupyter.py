"""The course inside a Jupyter server, as on Binder or a hub: its extension, a base address, Jupyter's own token."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from parcours_u.server.watch.announced import announced
from running import Running

__all__ = ["BASE", "TOKEN", "in_jupyter", "in_jupyterlab"]

BASE = "/user/x"
TOKEN = "jeton-de-jupyter"


@contextmanager
def in_jupyter(place: Path, **environment: str) -> Iterator[tuple[Running, Path]]:
    """Run a Jupyter server for the length of a block; give it, and the file of all that it says.

    Parameters
    ----------
    place : pathlib.Path
        An empty folder: the server's root, and where the journal and the log are made.
    """
    folder, log = place / "carnet", place / "dit.txt"
    words = [
        "-m", "jupyter", "server", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1", "--ServerApp.port=0",
        f"--ServerApp.base_url={BASE}/", f"--IdentityProvider.token={TOKEN}",
        "--ServerApp.jpserver_extensions=parcours_u.server=True",
    ]  # fmt: skip
    with _started(words, place, log, folder, environment) as (process, address):
        yield Running(process, f"{address}?token={TOKEN}", folder), log


@contextmanager
def in_jupyterlab(place: Path, journal: Path) -> Iterator[str]:
    """Run JupyterLab on a folder for the length of a block, as anybody starts it there; give its base address.

    Parameters
    ----------
    place : pathlib.Path
        Where it is started.
    journal : pathlib.Path
        The folder of whoever learns there; what the server says is beside it.
    """
    words = [
        "-m", "jupyter", "lab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1", "--ServerApp.port=0",
        f"--IdentityProvider.token={TOKEN}",
    ]  # fmt: skip
    with _started(words, place, journal.with_suffix(".txt"), journal, {}) as (_, address):
        yield address


@contextmanager
def _started(
    words: list[str], place: Path, log: Path, folder: Path, environment: dict[str, str]
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start Python with some words, and wait until the course's extension says where it listens."""
    with log.open("w") as told:
        process = subprocess.Popen(
            [sys.executable, *words],
            cwd=place,
            env={**os.environ, "PARCOURS_U_DOSSIER": str(folder), **environment},
            stdin=subprocess.DEVNULL,
            stdout=told,
            stderr=told,
            text=True,
        )
        end = time.monotonic() + 60
        while not (addresses := announced(folder)):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < end, log.read_text()
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.1)
        try:
            yield process, addresses[0]
        finally:
            process.terminate()
            process.wait(timeout=60)
