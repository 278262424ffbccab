"""The server's line to the trainer's desk: one process that holds nbgrader, for a whole cohort. See :mod:`..grading.desk`.

It is started by the first request, ends after some minutes without any, and is started again when it has died. One request is
on the line at a time; one that gets no answer is refused in a sentence, and takes the process with it: what it might still say
must never be taken for the answer to the next one.
"""

import asyncio
import json
import logging
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from parcours_u.server.refusal import Refusal
from parcours_u.server.watch.log import event

__all__ = ["GradingLine"]

_IDLE_SECONDS = 600.0
_ANSWER_SECONDS = 120.0
_END_SECONDS = 5.0
_LONGEST_LINE = 256 * 1024 * 1024  # a deposit may hold long answers; it is one line
_SILENT = "Cette demande n’a pas pu aboutir\u00a0: rien n’est perdu, ce qui est sur la page y reste, réessayez dans un instant."


class GradingLine:
    """Asks the desk of one trainer's folder.

    Parameters
    ----------
    folder : pathlib.Path
        The trainer's.
    idle : float
        After how many seconds without a request the process ends.
    longest : float
        For how many seconds an answer is waited for.
    """

    def __init__(self, folder: Path, idle: float = _IDLE_SECONDS, longest: float = _ANSWER_SECONDS) -> None:
        self._folder, self._idle, self._longest = folder, idle, longest
        self._turn = asyncio.Lock()
        self._process: asyncio.subprocess.Process | None = None
        self._rest: asyncio.TimerHandle | None = None
        self._ended = False

    @property
    def pid(self) -> int | None:
        """The process that lives now, if one does."""
        process = self._process
        return process.pid if process is not None and process.returncode is None else None

    async def ask(self, do: str, **details: Any) -> dict[str, Any]:
        """Ask, and return the answer.

        Raises
        ------
        Refusal
            When it is refused, or none came; nothing is lost.
        """
        async with self._turn:
            if self._rest is not None:
                self._rest.cancel()
            try:
                answer = await self._asked({"do": do, **details})
            except BaseException as error:
                self._kill()
                if isinstance(error, TimeoutError | OSError | ValueError):
                    event("failure", logging.ERROR, error=type(error).__name__, handler="GradingLine")
                    raise Refusal(_SILENT) from None
                raise
            self._rest = asyncio.get_running_loop().call_later(self._idle, self._let_go)
        if not answer.get("ok"):
            if answer.get("error"):
                event("failure", logging.ERROR, error=str(answer["error"]), handler="GradingLine")
            raise Refusal(answer.get("message") or _SILENT)
        return answer

    async def end(self) -> None:
        """End the process for good, once it has done what it was asked."""
        self._ended = True
        with suppress(TimeoutError):
            async with asyncio.timeout(_END_SECONDS), self._turn:
                pass
        if self._rest is not None:
            self._rest.cancel()
        process, self._process = self._process, None
        if process is None or process.returncode is not None:
            return
        _close(process)
        try:
            await asyncio.wait_for(process.wait(), _END_SECONDS)
        except TimeoutError:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def _asked(self, request: dict[str, Any]) -> dict[str, Any]:
        process = await self._living()
        sent, heard = process.stdin, process.stdout
        assert sent is not None  # noqa: S101 - both are pipes
        assert heard is not None  # noqa: S101
        sent.write(json.dumps(request).encode() + b"\n")

        async def exchanged() -> bytes:
            await sent.drain()
            return await heard.readline()

        line = await asyncio.wait_for(exchanged(), self._longest)
        if not line.endswith(b"\n"):
            raise ConnectionResetError
        answer: dict[str, Any] = json.loads(line)
        return answer

    async def _living(self) -> asyncio.subprocess.Process:
        if self._ended:
            raise ConnectionResetError
        if self._process is None or self._process.returncode is not None:
            scripts = str(Path(sys.executable).parent)  # nbgrader calls the `alembic` command by its name
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "parcours_u.grading.desk",
                str(self._folder),
                cwd=self._folder,
                env={**os.environ, "PATH": os.pathsep.join([scripts, os.environ.get("PATH", "")])},
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                limit=_LONGEST_LINE,
            )
        return self._process

    def _let_go(self) -> None:
        """Let the process end: nothing was asked for a while. The next request starts another."""
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            _close(process)

    def _kill(self) -> None:
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()


def _close(process: asyncio.subprocess.Process) -> None:
    """End the input of a process that reads it until then."""
    if process.stdin is not None:
        process.stdin.close()
