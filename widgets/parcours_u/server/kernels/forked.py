"""A kernel that a nursery forked, followed as ``subprocess.Popen`` follows its child."""

import os
import select
import signal
import socket
import subprocess
import weakref
from collections.abc import Sequence

from parcours_u.server.kernels.nursery import ENDED, MESSAGE

__all__ = ["ForkedKernel", "release"]

_LONGEST_END_SECONDS = 5
_UNKNOWN_CODE = 1


class ForkedKernel:
    """A kernel forked by a nursery, with ``Popen``'s interface.

    It ends with this object: the other end of its lifeline is here.

    Attributes
    ----------
    pid : int
        Its process id, which is its group's too.
    returncode : int or None
        Its exit code, minus the signal's number, 1 where nobody could tell; None while it runs.
    """

    stdin = stdout = stderr = None

    def __init__(self, pid: int, handle: int, talk: socket.socket, lifeline: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._handle = handle
        self._talk = talk
        self._release = weakref.finalize(self, release, talk, [handle, lifeline])

    def poll(self) -> int | None:
        """Return the exit code, None while the kernel runs."""
        return self._look(0)

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end and return the exit code.

        Raises
        ------
        subprocess.TimeoutExpired
            When it has not ended after ``timeout`` seconds.
        """
        code = self._look(timeout)
        if code is None:
            raise subprocess.TimeoutExpired("kernel", timeout or 0)
        return code

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel; nothing happens when it has ended."""
        if self.poll() is None:
            signal.pidfd_send_signal(self._handle, number)

    def terminate(self) -> None:
        """Ask for the end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Force the end."""
        self.send_signal(signal.SIGKILL)

    def _look(self, timeout: float | None) -> int | None:
        if self.returncode is None and _readable(self._handle, timeout):
            self.returncode = self._told_code()
            self._release()
        return self.returncode

    def _told_code(self) -> int:
        """Return the code that the nursery tells; it may have been killed itself, and its kernels go on without it."""
        if _readable(self._talk, _LONGEST_END_SECONDS):
            said = self._talk.recv(MESSAGE.size)
            if len(said) == MESSAGE.size:
                kind, code = MESSAGE.unpack(said)
                if kind == ENDED:
                    return int(code)
        return _UNKNOWN_CODE


def release(talk: socket.socket, files: Sequence[int]) -> None:
    """Close a socket and files."""
    talk.close()
    for file in files:
        os.close(file)


def _readable(file: int | socket.socket, timeout: float | None) -> bool:
    """Wait until a file has something to say; tell whether it has. ``select`` would refuse a server's files past the first 1,024."""
    poll = select.poll()
    poll.register(file, select.POLLIN)
    return bool(poll.poll(None if timeout is None else 1000 * timeout))
