"""Ending well: no new page, the last words saved, every kernel ended, within a time that nobody finds long.

Pages are told first: their line closes, they keep what is typed from then on, and look for the course until it is back. What
they had sent is still with their kernels, which save it through this very server: it goes on listening until all of them have
been quiet for a moment.
"""

import asyncio
import os
import shutil
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from tornado.httpserver import HTTPServer

from parcours_u.server.course_server import CourseServer
from parcours_u.server.idleness import Idleness
from parcours_u.server.kernels.pages import LIGHT
from parcours_u.server.page_kernels import end_kernel
from parcours_u.server.watch.announced import withdraw

__all__ = ["drain", "end_in_haste", "let_last_words_in"]

_LONGEST_SECONDS = 8.0
_QUIET_SECONDS = 0.3
_LOOK_SECONDS = 0.05
_KERNELS_SECONDS = 8.0
_HASTE_SECONDS = 1.0
_GOING_AWAY = 1001


async def drain(listening: Sequence[HTTPServer], server: CourseServer, manager: Any) -> None:
    """Let what is under way end, then every kernel.

    Parameters
    ----------
    listening : sequence of tornado.httpserver.HTTPServer
        What listens; none does afterwards.
    server : CourseServer
        The course; its store stays open.
    manager : jupyter_server.services.kernels.kernelmanager.MappingKernelManager
        The kernels' manager.
    """
    await let_last_words_in(server, manager)
    for http in listening:
        http.stop()
    await _end_kernels(manager)
    await server.let_go()
    for http in listening:
        with suppress(TimeoutError):
            await asyncio.wait_for(http.close_all_connections(), _QUIET_SECONDS)


async def let_last_words_in(server: CourseServer, manager: Any) -> None:
    """Tell the pages, take no other in, and wait until what they had sent is saved; nothing more when that was done already.

    Inside Jupyter, other kernels are those of notebooks that somebody opened in JupyterLab: one that computes for long is not
    waited for, one that has just heard of something is.
    """
    if server.ending:
        return
    server.ending = True
    for line in [*server.lines]:
        line.close(_GOING_AWAY)
    late, idleness = time.monotonic() + _LONGEST_SECONDS, Idleness()
    while time.monotonic() < late and (server.requests or not _all_quiet(manager.list_kernels(), idleness)):
        await asyncio.sleep(_LOOK_SECONDS)


def end_in_haste(server: CourseServer, temporary: Path, number: int) -> NoReturn:
    """End now, as a signal that nobody handles does, but for what can be put away within a second.

    Kernels end with this process. What was interrupted may hold what is needed to put things away: nobody waits for it any longer
    than that, and the next start recovers what is left.

    Parameters
    ----------
    server : CourseServer
        The course.
    temporary : pathlib.Path
        The folder of this process's sockets.
    number : int
        The signal's.
    """

    def put_away() -> None:
        withdraw(server.folder)
        shutil.rmtree(temporary, ignore_errors=True)
        server.close()

    tidying = threading.Thread(target=put_away, daemon=True)
    tidying.start()
    tidying.join(_HASTE_SECONDS)
    os._exit(128 + number)


async def _end_kernels(manager: Any) -> None:
    """End them together; what is left after that ends with this process."""
    asked = [asyncio.ensure_future(end_kernel(manager, kernel)) for kernel in [*manager.list_kernel_ids()]]
    if asked:
        done, _ = await asyncio.wait(asked, timeout=_KERNELS_SECONDS)
        for one in done:
            one.exception()  # one that can't be asked leaves the others to end


def _all_quiet(models: list[dict[str, Any]], idleness: Idleness) -> bool:
    """Tell whether no kernel has done anything for a moment, and none does anything for a page."""
    # Every one of them is looked at each time: what is not seen is not measured.
    idle = [idleness.seconds(model["id"], model["last_activity"]) for model in models]
    works = any(model["execution_state"] == "busy" and model["name"] == LIGHT for model in models)
    return not works and all(one > _QUIET_SECONDS for one in idle)
