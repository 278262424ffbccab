"""Writes that wait for the disk go there together: thirty people who type would otherwise queue for it one by one.

A disk takes about the same time for one transaction as for ten. What is asked for while one is being written waits, and is
written as one with all that waits. Nobody is told that their words are saved before the transaction that holds them is.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any

from parcours_u.store.database import Database

__all__ = ["Saves"]

_Outcome = tuple[Any, BaseException | None]


class Saves:
    """Writes on their way to the disk.

    Parameters
    ----------
    database : Database
        Where they go.
    thread : concurrent.futures.Executor
        The one thread that uses it.
    """

    def __init__(self, database: Database, thread: Executor) -> None:
        self._database = database
        self._thread = thread
        self._waiting: deque[tuple[Callable[[], Any], asyncio.Future[Any]]] = deque()

    async def save(self, action: Callable[[], Any]) -> Any:
        """Run an action that writes; return what it returns, once it is on the disk.

        Raises
        ------
        StoreError
            When the disk refuses it.
        """
        loop = asyncio.get_running_loop()
        done = loop.create_future()
        self._waiting.append((action, done))
        self._thread.submit(self._write, loop)
        return await done

    def _write(self, loop: asyncio.AbstractEventLoop) -> None:
        """Write all that waits; there may be nothing left."""
        taken = []
        while self._waiting:
            taken.append(self._waiting.popleft())
        if taken:
            outcomes = self._together([action for action, _ in taken])
            loop.call_soon_threadsafe(_tell, [done for _, done in taken], outcomes)

    def _together(self, actions: list[Callable[[], Any]]) -> list[_Outcome]:
        if len(actions) > 1:
            made = None
            try:
                with self._database.writing():
                    made = [action() for action in actions]
            except Exception as error:
                if made is not None:
                    # The disk refused them all. Asked again at once, a system may answer that they are there: it tells an error of
                    # its disk once, then holds what it could not write for written.
                    return [(None, error) for _ in actions]
                # Nothing of it was written: whose fault it is shows one by one.
                return [_alone(action) for action in actions]
            return [(value, None) for value in made]
        return [_alone(action) for action in actions]


def _alone(action: Callable[[], Any]) -> _Outcome:
    try:
        return action(), None
    except Exception as error:
        return None, error


def _tell(waiting: list["asyncio.Future[Any]"], outcomes: list[_Outcome]) -> None:
    for done, (value, error) in zip(waiting, outcomes, strict=True):
        if done.done():
            continue  # nobody waits for it any more
        if error is None:
            done.set_result(value)
        else:
            done.set_exception(error)
