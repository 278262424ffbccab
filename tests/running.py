"""A course that really runs: ``parcours-u ouvrir`` in a process of its own, on a free port."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

__all__ = ["Running", "launched", "running", "start"]


@dataclass
class Running:
    """A server that answers; ``link`` is what it printed."""

    process: "subprocess.Popen[str]"
    link: str
    folder: Path

    @property
    def base(self) -> str:
        """The address without its path and its token."""
        parts = urlsplit(self.link)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def token(self) -> str:
        """The private link's token."""
        return parse_qs(urlsplit(self.link).query)["token"][0]

    @property
    def door(self) -> str:
        """The quickest way in for a browser: it leaves the cookie of the private link, and starts no kernel."""
        return f"{self.base}/parcours-u/page?token={self.token}"

    def page(self, path: str) -> str:
        """The address of a notebook, by its path in the repository."""
        return f"{self.base}/voila/render/{path}"

    def module(self, module: str) -> str:
        """The address of a module's page."""
        return self.page(f"course/source/{module}/{module}.ipynb")

    def ask(self, method: str, path: str, body: Any = None, token: bool = True) -> tuple[int, Any, dict[str, str]]:
        """Send one request; return its status, its body (JSON read, else bytes) and its headers."""
        parts = urlsplit(self.base)
        connection = HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        headers = {"Authorization": f"token {self.token}"} if token else {}
        try:
            connection.request(method, path, content, headers)
            answer = connection.getresponse()
            data = answer.read()
        finally:
            connection.close()
        found = {name.lower(): value for name, value in answer.getheaders()}
        is_json = found.get("content-type", "").startswith("application/json") and "content-disposition" not in found
        return answer.status, json.loads(data) if is_json else data, found

    def stop(self) -> int:
        """Ask for the end as Ctrl-C does; return the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=60)

    def kill(self) -> None:
        """End it as a power cut does."""
        self.process.kill()
        self.process.wait()


def launched(
    folder: Path, *program: str, environment: Mapping[str, str] | None = None
) -> tuple["subprocess.Popen[str]", str]:
    """Start a Python program that serves, from beside ``folder``; return its process and the link that it prints."""
    process = subprocess.Popen(
        [sys.executable, *program],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **(environment or {})},
        cwd=folder.parent,
    )
    assert process.stdout is not None
    link = process.stdout.readline().strip()
    if not link:
        assert process.stderr is not None
        raise RuntimeError(f"{' '.join(program)} did not start: {process.stderr.read()}")
    return process, link


def start(folder: Path, *options: str, environment: dict[str, str] | None = None, port: int | None = 0) -> Running:
    """Start a course on ``folder`` and wait for its link; with no port, it chooses as it does for a person."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    command = ("-m", "parcours_u.cli", "ouvrir", "--sans-navigateur", "--dossier", str(folder), *_port(options, port))
    return Running(*launched(folder, *command, environment=environment), folder)


@contextmanager
def running(folder: Path, *options: str, environment: dict[str, str] | None = None) -> Iterator[Running]:
    """Run a course for the length of a block."""
    course = start(folder, *options, environment=environment)
    try:
        yield course
    finally:
        if course.process.poll() is None:
            course.stop()


def _port(options: tuple[str, ...], port: int | None) -> list[str]:
    return list(options) if "--port" in options or port is None else ["--port", str(port), *options]
