"""Calling what imports nbgrader, or works for long, in a short-lived process: the server loads neither, and waits for neither."""

import asyncio
import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

__all__ = ["ShortProcessError", "call"]

_SECONDS = 120.0
_END_SECONDS = 5.0


class ShortProcessError(RuntimeError):
    """The process failed in a way that it did not explain. What it printed is not kept: it may quote an answer."""


async def call(module: str, request: dict[str, Any], folder: Path, seconds: float = _SECONDS) -> dict[str, Any]:
    """Run ``python -m module``, one JSON object in, one JSON object out.

    Parameters
    ----------
    module : str
        The dotted name of a module of ``parcours_u.grading`` or ``parcours_u.diagnosis``.
    request : dict
        What it reads on standard input.
    folder : pathlib.Path
        Its working directory: the journal's, never the course's.
    seconds : float
        How long it may take. It is ended then, as when nobody waits for it any more.

    Raises
    ------
    ShortProcessError
        When it ends without an answer, or not in time.
    """
    scripts = str(Path(sys.executable).parent)  # nbgrader calls the `alembic` command by its name
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        cwd=folder,
        env={**os.environ, "PATH": os.pathsep.join([scripts, os.environ.get("PATH", "")])},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        output, _ = await asyncio.wait_for(process.communicate(json.dumps(request).encode()), seconds)
    except TimeoutError:
        raise ShortProcessError(f"{module} gave no answer") from None
    finally:
        await _end(process)
    try:
        answer = json.loads(output)
    except ValueError:
        raise ShortProcessError(f"{module} ended with code {process.returncode} and no answer") from None
    if not isinstance(answer, dict):
        raise ShortProcessError(f"{module} did not answer with an object")
    return answer


async def _end(process: asyncio.subprocess.Process) -> None:
    """End a process that has not ended by itself: asked first, so that it leaves nothing half-done."""
    for end in (process.terminate, process.kill):
        if process.returncode is not None:
            return
        with suppress(ProcessLookupError):
            end()
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), _END_SECONDS)
