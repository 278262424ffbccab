"""Somebody who follows the README: a terminal in an empty home, and a learner's hands without a browser."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from running import Running

__all__ = ["Formgrader", "Learner", "Terminal"]

_PRELUDES = ("cd ", ". ")


class Terminal:
    """A shell whose home is a temporary folder that holds the checkout, as after the README's first lines.

    Only the checkout's environment is there, and nothing of it is on ``PATH`` before the README says to activate it.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        checkout = home / "parcours-u"
        checkout.mkdir(parents=True)
        (checkout / ".venv").symlink_to(sys.prefix, target_is_directory=True)
        self._place = checkout
        self._before: list[str] = []
        own = Path(sys.executable).parent
        path = os.pathsep.join(part for part in os.environ["PATH"].split(os.pathsep) if Path(part) != own)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "PARCOURS_U_"))}
        self._environment = {**kept, "HOME": str(home), "PATH": path, "PYTHONUNBUFFERED": "1"}

    def run(self, line: str) -> str:
        """Run one line as it is written, and return what it prints, on both outputs, as a person sees it."""
        if line.startswith(_PRELUDES):
            self._before.append(line)
        done = subprocess.run(
            self._command("" if line.startswith(_PRELUDES) else line),
            cwd=self._place,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=240,
            check=False,
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}"
        return done.stdout

    @contextmanager
    def serve(self, line: str, *added: str, quietly: str = "--sans-navigateur") -> "Iterator[Running]":
        """Run a line that serves, with options that keep it from opening a browser or taking a port; then Ctrl-C."""
        with tempfile.TemporaryFile("w+") as told:
            process = subprocess.Popen(
                self._command(" ".join(["exec", line, quietly, "--port 0", *added])),
                cwd=self._place,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=told,
                text=True,
            )
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            try:
                told.seek(0)
                assert address, f"{line}\n{told.read()}"
                yield Running(process, address, self.home)
            finally:
                process.send_signal(signal.SIGINT)
                code = process.wait(timeout=120)
            told.seek(0)
            assert code == 0, f"{line}\n{told.read()}"

    def _command(self, line: str) -> list[str]:
        return ["sh", "-e", "-c", "\n".join([*self._before, line])]


class Learner:
    """A learner who does by the JSON routes what a page does when it is used."""

    def __init__(self, course: Running) -> None:
        self._course = course

    def write(self, prompt: str, **body: str) -> None:
        """Write an answer, in the form that its kind has; it is for nobody else yet."""
        self._ask("PUT", f"entries/{prompt}", {"body": body, "base": 0})

    def share(self, prompt: str) -> None:
        """Open an answer to the trainer."""
        self._ask("PATCH", f"entries/{prompt}", {"audience": ["trainer"]})

    def deposit(self, module: str, code: str = "") -> tuple[str, bytes]:
        """Deposit a module; return the name and the bytes of the file to send, empty through the exchange."""
        done = self._ask("POST", f"deposits/{module}", {"code": code})
        if not done["file"]:
            return "", b""
        status, content, headers = self._course.ask("GET", f"/parcours-u/{done['file']}")
        assert status == 200
        return headers["content-disposition"].partition('filename="')[2].rstrip('"'), content

    def open_return(self, content: bytes) -> None:
        """Open a return file."""
        self._ask("POST", "returns", content)

    def comments(self, prompt: str) -> list[str]:
        """Return the comments beside an answer."""
        (entry,) = self._ask("GET", f"entries?prompt={prompt}")["entries"]
        return [comment["text"] for comment in entry["comments"]]

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        status, answer, _ = self._course.ask(method, f"/parcours-u/{path}", body)
        assert status == 200, answer
        return answer


class Formgrader:
    """nbgrader's formgrader, asked as its own pages ask it."""

    def __init__(self, address: str) -> None:
        self._parts = urlsplit(address)
        self._token = parse_qs(self._parts.query)["token"][0]

    def deposits(self, module: str) -> dict[str, str]:
        """Return the deposits of a module that can be commented: each person's code or account, and its id."""
        found = self._ask("GET", f"submitted_notebooks/{module}/{module}")
        return {item["student"]: item["id"] for item in found if item["id"]}

    def comment(self, deposit: str, prompt: str, text: str) -> None:
        """Write in the box under one answer."""
        boxes = self._ask("GET", f"comments?submission_id={deposit}")
        (box,) = [box["id"] for box in boxes if box["name"] == prompt]
        self._ask("PUT", f"comment/{box}", {"manual_comment": text})

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        connection = HTTPConnection(self._parts.hostname or "", self._parts.port, timeout=120)
        headers = {"Authorization": f"token {self._token}"}
        try:
            connection.request(method, f"/formgrader/api/{path}", None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        assert answer.status == 200, content
        return json.loads(content)
