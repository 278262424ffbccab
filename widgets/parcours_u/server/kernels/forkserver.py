"""The server's side of the nurseries: start them, order kernels, follow what these become."""

import asyncio
import atexit
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from typing import Any

from parcours_u.server.kernels.forked import ForkedKernel, release
from parcours_u.server.kernels.nursery import BORN, FILES, LENGTH_BYTES, MESSAGE, READY

__all__ = ["ForkFailed", "ForkServer", "birthmarks", "fork_server"]

# A slow machine that imports everything; far beyond, something is stuck.
_LONGEST_BIRTH_SECONDS = 30
_LONGEST_END_SECONDS = 5
# What an interpreter, its C library, or the preloaded modules read once and for all. Never add a name that may hold a secret.
_BIRTHMARKS = ("LANG", "LANGUAGE", "LC_", "LD_", "MALLOC_", "PYTHON", "ANYWIDGET_", "JUPYTER_WIDGETS_", "COVERAGE_")
# Code that doesn't know its columns, only its lines, is smaller: 0.2 MB less copied by each kernel.
_FLAGS = ("-X", "no_debug_ranges")
_OF_THE_ACCOUNT = ("HOME", "PATH", "TMPDIR", "TZ", "USER")


class ForkFailed(Exception):
    """No kernel came from the nursery: it is to be spawned as usual. The message is for the log."""


def birthmarks(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the variables of an environment that a running interpreter can't take up any more."""
    return {name: value for name, value in environment.items() if name.startswith(_BIRTHMARKS)}


class ForkServer:
    """A nursery, started when first needed, and again when it was killed.

    Parameters
    ----------
    modules : sequence of str
        What it imports.
    """

    def __init__(self, modules: Sequence[str]) -> None:
        self._modules = tuple(modules)
        self._lock = threading.Lock()  # several event loops, in several threads, may start kernels
        self._process: subprocess.Popen[bytes] | None = None
        self._orders: socket.socket | None = None
        self._marks: dict[str, str] = {}
        self._served = False
        self._hopeless = ""
        atexit.register(self.stop)

    @property
    def pid(self) -> int | None:
        """The process id of the nursery; None when there is none."""
        return None if self._process is None or self._process.poll() is not None else self._process.pid

    def warm_up(self) -> None:
        """Start the nursery, without waiting for it.

        Raises
        ------
        ForkFailed
            When it can't be started.
        """
        with self._lock:
            self._ready_to_order()

    async def fork(
        self, arguments: Sequence[str], environment: Mapping[str, str], folder: str, output: int, errors: int
    ) -> ForkedKernel:
        """Have a kernel forked, and wait until its sockets are bound.

        Parameters
        ----------
        arguments : sequence of str
            Those of ``ipykernel_launcher``.
        environment : mapping
            The kernel's whole environment.
        folder : str
            Its working directory.
        output, errors : int
            The file descriptors of its standard output and error.

        Raises
        ------
        ForkFailed
            When it could not be had.
        """
        if self._hopeless:
            raise ForkFailed(self._hopeless)
        try:
            return await self._forked(arguments, environment, folder, output, errors)
        except _NurseryGone:
            if not self._served:  # it never gave a kernel: another one would not either
                self._hopeless = "the nursery ended before it could give a kernel"
                raise ForkFailed(self._hopeless) from None
        try:
            return await self._forked(arguments, environment, folder, output, errors)  # it was killed: from a new one
        except _NurseryGone:
            raise ForkFailed("the nursery ended twice while a kernel was being born") from None

    async def _forked(
        self, arguments: Sequence[str], environment: Mapping[str, str], folder: str, output: int, errors: int
    ) -> ForkedKernel:
        # Plain strings: Voilà's names are enum members, and a subclass of str may write itself as it likes.
        plain = {"".join(name): "".join(value) for name, value in environment.items()}
        order = json.dumps({"arguments": list(arguments), "environment": plain, "folder": folder}).encode()
        talk, lifeline = self._order(plain, output, errors)
        handles: list[int] = []
        try:
            async with asyncio.timeout(_LONGEST_BIRTH_SECONDS):
                await _send(talk, len(order).to_bytes(LENGTH_BYTES) + order)
                pid = await _told(talk, BORN, handles)
                await _told(talk, READY, handles)
        except BaseException as error:
            release(talk, [lifeline, *handles])  # what was born, if it was, ends
            if isinstance(error, TimeoutError):
                self.stop()
                raise ForkFailed(f"no kernel came from the nursery within {_LONGEST_BIRTH_SECONDS} s") from None
            raise
        self._served = True
        return ForkedKernel(pid, handles[0], talk, lifeline)

    def stop(self) -> None:
        """End the nursery. Its kernels go on."""
        with self._lock:
            self._let_go()

    def _order(self, environment: Mapping[str, str], output: int, errors: int) -> tuple[socket.socket, int]:
        """Order a kernel; return the socket to talk to it, and the end of its lifeline that must stay open."""
        here, there = socket.socketpair()
        ending, lifeline = os.pipe()
        try:
            with self._lock:
                orders = self._ready_to_order()
                self._refuse_another_interpreter(environment)
                files = [there.fileno(), ending, output, errors]
                assert len(files) == FILES  # noqa: S101  both ends agree
                socket.send_fds(orders, [b"+"], files)
        except BaseException as error:
            release(here, [lifeline])
            raise (_NurseryGone if isinstance(error, BrokenPipeError | ConnectionResetError) else error) from error
        finally:
            release(there, [ending])
        here.setblocking(False)
        return here, lifeline

    def _refuse_another_interpreter(self, environment: Mapping[str, str]) -> None:
        differing = {name for name, _ in birthmarks(environment).items() ^ self._marks.items()}
        differing.discard("PYTHONEXECUTABLE")  # jupyter_client takes it from its kernels
        if differing:
            raise ForkFailed(f"it asks for another interpreter than the nursery's, by {', '.join(sorted(differing))}")

    def _ready_to_order(self) -> socket.socket:
        if self._orders is None or self.pid is None:
            self._let_go()
            self._start()
        assert self._orders is not None  # noqa: S101  just started
        return self._orders

    def _start(self) -> None:
        here, there = socket.socketpair()
        self._marks = birthmarks(os.environ)
        account = {name: os.environ[name] for name in _OF_THE_ACCOUNT if name in os.environ}
        with there:
            try:
                self._process = subprocess.Popen(  # noqa: S603  our own interpreter, our own modules
                    [sys.executable, *_FLAGS, "-m", "parcours_u.server.kernels", str(there.fileno()), *self._modules],
                    env={**account, **self._marks},
                    cwd="/",
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    pass_fds=[there.fileno()],
                    start_new_session=True,  # Ctrl-C in the terminal is for the server
                )
            except OSError as error:
                here.close()
                raise ForkFailed(f"the nursery could not be started: {error.strerror}") from error
        self._orders = here

    def _let_go(self) -> None:
        if self._orders is not None:
            self._orders.close()
            self._orders = None
        if self._process is not None:
            try:
                self._process.wait(_LONGEST_END_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None


class _NurseryGone(Exception):
    """The nursery ended before a kernel said that it was ready."""


async def _send(talk: socket.socket, data: bytes) -> None:
    try:
        await asyncio.get_running_loop().sock_sendall(talk, data)
    except (BrokenPipeError, ConnectionResetError) as error:
        raise _NurseryGone from error


async def _told(talk: socket.socket, expected: bytes, handles: list[int]) -> int:
    """Wait for a message about a birth and return its number; add to ``handles`` the file that comes with it."""
    loop = asyncio.get_running_loop()
    said = b""
    while len(said) < MESSAGE.size:
        readable: asyncio.Future[Any] = loop.create_future()
        loop.add_reader(talk, _set, readable)
        try:
            await readable
        finally:
            loop.remove_reader(talk)
        try:
            part, files, _, _ = socket.recv_fds(talk, MESSAGE.size - len(said), 1)
        except ConnectionResetError as error:
            raise _NurseryGone from error
        handles.extend(files)
        if not part:
            raise _NurseryGone
        said += part
    kind, number = MESSAGE.unpack(said)
    if kind != expected:
        raise ForkFailed(f"the kernel ended with code {number} before it was ready")
    return int(number)


def _set(future: "asyncio.Future[Any]") -> None:
    if not future.done():
        future.set_result(None)


_servers: dict[tuple[str, ...], ForkServer] = {}


def fork_server(modules: Sequence[str]) -> ForkServer:
    """Return this process's fork server for a list of modules."""
    return _servers.setdefault(tuple(modules), ForkServer(modules))
