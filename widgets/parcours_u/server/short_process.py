"""Calling ``parcours_u.grading`` in a short-lived process, so that the server never loads nbgrader."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

__all__ = ["ShortProcessError", "call"]

_SECONDS = 120


class ShortProcessError(RuntimeError):
    """The process failed in a way that it did not explain. What it printed is not kept: it may quote an answer."""


async def call(module: str, request: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Run ``python -m module``, one JSON object in, one JSON object out.

    Parameters
    ----------
    module : str
        The dotted name of a module of ``parcours_u.grading``.
    request : dict
        What it reads on standard input.
    folder : pathlib.Path
        Its working directory: the journal's, never the course's.

    Raises
    ------
    ShortProcessError
        When it ends without an answer, or not within two minutes.
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
        output, _ = await asyncio.wait_for(process.communicate(json.dumps(request).encode()), _SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()
        raise ShortProcessError(f"{module} gave no answer") from None
    try:
        answer = json.loads(output)
    except ValueError:
        raise ShortProcessError(f"{module} ended with code {process.returncode} and no answer") from None
    if not isinstance(answer, dict):
        raise ShortProcessError(f"{module} did not answer with an object")
    return answer
