"""A course to be hurt: started, killed, started again on the same folder and port, whatever state that folder is in."""

import asyncio
import threading
from collections import deque
from contextlib import suppress
from pathlib import Path

import psutil
from clock import MovedClock
from sides import OURS, Side

from disks import Disk
from parcours_u.content.catalogue import load_course
from running import Running, start

__all__ = ["Refused", "Scene"]

_OPENED = "Le parcours est ouvert"


class Refused(Exception):
    """The course would not start; the message is what it said."""


class Scene:
    """The course under test.

    Parameters
    ----------
    disk : Disk
        What its journal is on.
    clock : MovedClock or None
        Its clock, where it can be moved.
    """

    def __init__(self, disk: Disk, clock: MovedClock | None = None) -> None:
        self.disk, self.clock = disk, clock
        self.said: deque[str] = deque(maxlen=200)
        self._course: Running | None = None
        self._port = 0

    @property
    def folder(self) -> Path:
        """The journal's folder."""
        return self.disk.folder

    @property
    def course(self) -> Running:
        """The course that runs, or ran last."""
        assert self._course is not None
        return self._course

    @property
    def runs(self) -> bool:
        """Whether it runs."""
        return self._course is not None and self._course.process.poll() is None

    def side(self, course: Running | None = None) -> Side:
        """The course, as learners see it."""
        course = course or self.course
        modules = [course.module(module.id) for module in load_course().modules]
        try:
            process = psutil.Process(course.process.pid)
        except psutil.NoSuchProcess:  # between two lives: who looks for its pages then finds none, and measures nothing
            process = psutil.Process()
        return Side(OURS, modules, process, course.door)

    async def begin(self) -> None:
        """Start it; where its pages look for it, once that is known.

        Raises
        ------
        Refused
            When it would not start, with its sentence.
        """
        self._course = await self.another(self._port)
        self._port = int(self._course.base.rsplit(":", 1)[1])

    async def another(self, port: int = 0) -> Running:
        """Start one more on the same folder.

        Raises
        ------
        Refused
            When it would not start.
        """
        environment = self.clock.environment() if self.clock else {}
        try:
            course = await asyncio.to_thread(start, self.folder, "--port", str(port), environment=environment)
        except RuntimeError as error:
            raise Refused(str(error).partition(": ")[2].strip()) from None
        # Nobody else reads it: a pipe that is full would stop the course.
        threading.Thread(target=self._listen, args=(course,), daemon=True).start()
        return course

    async def kill(self, course: Running | None = None) -> None:
        """End it as a power cut does, with its kernels."""
        course = course or self.course
        family = self.family(course)
        course.kill()
        await asyncio.to_thread(psutil.wait_procs, family, 20)

    async def stop(self, course: Running | None = None) -> None:
        """End it as Ctrl-C does."""
        await asyncio.to_thread((course or self.course).stop)

    def family(self, course: Running | None = None) -> list[psutil.Process]:
        """Return the processes that the course started: kernels, and what they are forked from."""
        with suppress(psutil.NoSuchProcess):
            return psutil.Process((course or self.course).process.pid).children(recursive=True)
        return []

    def kernels(self) -> list[psutil.Process]:
        """Return its kernels."""
        return self._descendants(children=False)

    def nurseries(self) -> list[psutil.Process]:
        """Return what its kernels are forked from."""
        return self._descendants(children=True)

    def _descendants(self, children: bool) -> list[psutil.Process]:
        own, found = self.course.process.pid, []
        for one in self.family():
            with suppress(psutil.NoSuchProcess):  # it may end meanwhile
                if (one.ppid() == own) is children:
                    found.append(one)
        return found

    def tracebacks(self) -> list[str]:
        """Return what it said that no person should read."""
        return [line for line in self.said if line.startswith("Traceback")]

    def _listen(self, course: Running) -> None:
        assert course.process.stderr is not None
        for line in course.process.stderr:
            if _OPENED not in line:
                self.said.append(line.rstrip())
