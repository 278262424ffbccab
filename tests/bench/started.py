"""A server in a process of its own: started, waited for, listened to so that it never blocks, ended."""

import socket
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

__all__ = ["free_port", "started"]


@contextmanager
def started(
    command: list[str], folder: Path, environment: Mapping[str, str], ready: Callable[[str], bool]
) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """Run a server until the end of the block; yield its process and the line by which it said that it is ready.

    Raises
    ------
    RuntimeError
        When it ends before saying so; with the last that it said.
    """
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    assert process.stdout is not None
    said: deque[str] = deque(maxlen=40)
    found = ""
    for line in process.stdout:
        said.append(line)
        if ready(line):
            found = line
            break
    if not found:
        process.wait()
        raise RuntimeError(f"{' '.join(command[1:4])} did not start:\n" + "".join(said))
    drain = threading.Thread(target=said.extend, args=(process.stdout,), daemon=True)
    drain.start()
    try:
        yield process, found
    finally:
        process.terminate()
        process.wait(timeout=60)
        drain.join(timeout=60)
        process.stdout.close()


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
