"""Pages of a course that runs, as browsers ask for them: their kernel, their line, and waiting for something to be true."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import short_delays

from running import Running, launched

__all__ = ["MODULE", "health", "impatient", "kernel_in", "kernels", "number_in", "until"]

MODULE = "/voila/render/course/source/co-initier/co-initier.ipynb"


def kernel_in(page: bytes) -> str:
    """Return the kernel of a page, nothing when it has none."""
    found = re.search(rb'data-noyau="([0-9a-f-]{36})"', page)
    return found[1].decode() if found else ""


def number_in(page: bytes) -> str:
    """Return the number of a page that waits for a place, nothing when it doesn't."""
    found = re.search(rb'id="pu-file" data-number="([0-9a-f]{16})"', page)
    return found[1].decode() if found else ""


def health(course: Running) -> dict[str, Any]:
    """Return what ``/sante`` says to who watches the course."""
    answer: dict[str, Any] = course.ask("GET", "/sante")[1]
    return answer


def until(true: Callable[[], Any], seconds: float = 30.0) -> Any:
    """Ask again and again until the answer is true, and return it."""
    end = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.02)
    return found


def kernels(course: Running) -> list[psutil.Process]:
    """Return the processes of the kernels that live; nurseries are none."""
    children = psutil.Process(course.process.pid).children(recursive=True)
    forked = [child for child in children if child.ppid() != course.process.pid]
    return forked or [child for child in children if "ipykernel" in " ".join(child.cmdline())]


@contextmanager
def impatient(folder: Path, places: int, gone: float = 1.0, ping: float = 0.3) -> Iterator[Running]:
    """Run a course that waits for seconds where it waits for hours.

    ``gone`` is when it culls what no page is connected to; after three ``ping`` without an answer, a line no longer counts.
    """
    program = (short_delays.__file__, str(folder), str(places), str(gone), str(ping))
    course = Running(*launched(folder, *program), folder)
    try:
        yield course
    finally:
        course.stop()
