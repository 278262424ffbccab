"""Copies of the checkout, empty environments to install into, and servers started there."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

__all__ = ["Environment", "Server", "copy_checkout"]

ROOT = Path(__file__).resolve().parents[2]
# Left behind by these tests, or by the `make` that runs them.
_SET_FOR_THE_TESTS = ("IPYTHONDIR", "MAKE", "MFLAGS", "JUPYTER_", "PYTHON", "VIRTUAL_ENV", "COVERAGE_", "COV_CORE_")


def copy_checkout(destination: Path) -> Path:
    """Copy what a clone of the repository would hold, as it stands now: nothing that git ignores."""
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        check=True,
        capture_output=True,
        text=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        source = ROOT / name
        if source.is_file():
            target = destination / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    return destination


class Environment:
    """A virtual environment that holds the pinned dependencies, and nothing of this checkout."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.bin = folder / "bin"
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        account = self.variables_of_a_new_account(home)
        self.variables = {**account, "PATH": os.pathsep.join([str(self.bin), account["PATH"]])}

    @staticmethod
    def variables_of_a_new_account(home: Path) -> dict[str, str]:
        """Return variables that say nothing of the environment that runs these tests: folders follow from HOME."""
        home.mkdir(parents=True, exist_ok=True)
        own = Path(sys.executable).parent
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_SET_FOR_THE_TESTS)}
        path = os.pathsep.join(part for part in kept["PATH"].split(os.pathsep) if Path(part) != own)
        return {**kept, "HOME": str(home), "PATH": path}

    def install(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run ``pip install`` here, with the test environment's pip: newer, and several times faster."""
        command = [sys.executable, "-m", "pip", "--python", str(self.bin / "python"), "install", "--quiet"]
        return subprocess.run(
            [*command, "--no-compile", *arguments], capture_output=True, text=True, env=self.variables, check=False
        )

    def run(self, *command: str, cwd: Path, **variables: str) -> "subprocess.CompletedProcess[str]":
        """Run a command to its end, as a person would who activated the environment."""
        return subprocess.run(
            command, cwd=cwd, env={**self.variables, **variables}, capture_output=True, text=True, check=False
        )

    @contextmanager
    def server(
        self, *command: str, cwd: Path, ready: "re.Pattern[str]", end: int = signal.SIGINT, **variables: str
    ) -> "Iterator[Server]":
        """Start a server for the length of a block; ``end`` is the signal that stops it, Ctrl-C's by default."""
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env={**self.variables, **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        server = Server(process, ready, end)
        try:
            yield server
        finally:
            server.stop()


class Server:
    """A running server: its address, what it printed, and how it ended."""

    def __init__(self, process: "subprocess.Popen[str]", ready: "re.Pattern[str]", end: int) -> None:
        self.process = process
        self._end = end
        self.output: list[str] = []
        self._announced = threading.Event()
        self._pause = threading.Event()  # never set: bounds how often the port is tried
        self._found: re.Match[str] | None = None
        self._reader = threading.Thread(target=self._read, args=(ready,), daemon=True)
        self._reader.start()

    def _read(self, ready: "re.Pattern[str]") -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.output.append(line)
            found = ready.search(line)
            if found and self._found is None:
                self._found = found
                self._announced.set()
        self._announced.set()

    @property
    def address(self) -> str:
        """The address that the server printed, once it answers there: Jupyter prints it before it listens."""
        assert self._announced.wait(120), "no address after two minutes:\n" + "".join(self.output)
        assert self._found is not None, "the server stopped:\n" + "".join(self.output)
        parts = urlsplit(self._found[0])
        deadline = time.monotonic() + 60
        while not _listens(parts.hostname, parts.port):
            assert self.process.poll() is None, "the server stopped:\n" + "".join(self.output)
            assert time.monotonic() < deadline, "nothing listens there:\n" + "".join(self.output)
            self._pause.wait(0.05)
        return self._found[0]

    def stop(self) -> int:
        """Ask the server to end, and return its exit code; one that doesn't end is killed, and fails the test."""
        if self.process.poll() is None:
            self.process.send_signal(self._end)
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                raise
        self._reader.join(60)
        return self.process.returncode


def _listens(host: str | None, port: int | None) -> bool:
    try:
        with socket.create_connection((host or "", port or 0), timeout=5):
            return True
    except ConnectionRefusedError:
        return False
