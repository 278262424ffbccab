"""From the fork to a running kernel: take one's own environment, tie one's life to the server's, be an ipykernel."""

import fcntl
import gc
import json
import os
import re
import select
import signal
import socket
import sys
import threading
import time
from types import ModuleType
from typing import Any, ClassVar

import zmq
from ipykernel import ipkernel
from ipykernel.iostream import OutStream
from ipykernel.kernelapp import IPKernelApp
from traitlets import Container, Dict
from traitlets.config import Config
from traitlets.config.loader import DeferredConfig, DeferredConfigList, DeferredConfigString

from parcours_u.server.kernels.nursery import BORN, LENGTH_BYTES, MESSAGE, READY, Newborn
from parcours_u.server.kernels.shell import take_shell

__all__ = ["LightApp", "LightKernel", "LightStream", "run"]

# <fcntl.h>: Python 3.11 doesn't name it. The signal to send when a file with O_ASYNC has something to say.
_F_SETSIG = 10
_OPTION = re.compile(r"--(?P<class>[A-Za-z]\w*)\.(?P<trait>[a-z]\w*)=(?P<value>.*)")


class LightKernel(ipkernel.IPythonKernel):
    """IPython's kernel, with the shell made before the fork, and no list of all modules' files for a debugger that it has not."""

    _supports_kernel_subshells = False

    def __init__(self, **options: Any) -> None:
        app = options["parent"]
        shell = take_shell(app.config, app.profile_dir, app.ipython_dir)
        # Reading one attribute of each of 700 modules copies the page that each is on: 2.5 MB a kernel.
        ipkernel.sys = _WithoutModules(sys.__name__)  # type: ignore[attr-defined]
        try:
            super().__init__(**options)
        finally:
            ipkernel.sys = sys  # type: ignore[attr-defined]
        if shell is not None:
            shell.kernel = shell.parent = self
        # ipywidgets was imported where no kernel was: without its targets, a page that is loaded again finds no widget.
        if widgets := sys.modules.get("ipywidgets"):
            widgets.register_comm_target()

    def _abort_queues(self, subshell_id: str | None = None) -> None:
        """After an error, answer to the cells that wait that they are not run.

        ipykernel forgets those that came while a cell awaited, when it has no thread for its shell channel: they wait for that
        cell's end already.
        """
        self._aborting = True
        self.shell_stream.flush()  # type: ignore[union-attr]  # it has one
        self.io_loop.call_later(self.stop_on_error_timeout, self._stop_aborting)

    async def _stop_aborting(self) -> None:
        async with self._main_asyncio_lock:  # each in turn: after all that wait for it
            self._aborting = False


class _NoThread:
    """Stands for the shell channel's thread where there is none: false, as None, but it knows which thread runs cells.

    ipykernel asks that before a cell that awaits, without looking whether there is one.
    """

    def __init__(self) -> None:
        self.parent_thread = threading.current_thread()

    def __bool__(self) -> bool:
        return False


class _WithoutModules(ModuleType):
    """``sys``, as if nothing were imported."""

    modules: ClassVar[dict[str, ModuleType]] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(sys, name)


class LightStream(OutStream):
    """A standard stream that is flushed only when something was written in it.

    ipykernel flushes both after each message, and waits each time for the thread that sends: a third of what a kernel does
    for a key that is saved.
    """

    def flush(self) -> None:
        """Send what was written, if anything was."""
        if self._buffers:
            super().flush()


class LightApp(IPKernelApp):
    """IPython's kernel application, which reads a kernelspec's plain options without making a parser of every option.

    It has no thread of its own for the shell channel, which is for subshells: each message would go through two.
    """

    def _bind_socket(self, s: zmq.Socket[Any], port: int) -> int:
        """Bind a socket; the one that publishes is told of each new listener, and not only of the first: it says its welcome to each."""
        if s.type == zmq.XPUB:
            s.setsockopt(zmq.XPUB_VERBOSE, 1)
        return int(super()._bind_socket(s, port))

    def init_control(self, context: zmq.Context[Any]) -> None:
        """Make the control channel, and leave it at that."""
        super().init_control(context)
        self.shell_channel_thread = _NoThread()

    def parse_command_line(self, argv: list[str] | None = None) -> None:
        """Take ``-f FILE`` and ``--Class.trait=value``; leave anything else to ipykernel."""
        argv = argv or []
        options = [_OPTION.fullmatch(argument) for argument in argv[2:]]
        if len(argv) < 2 or argv[0] != "-f" or not all(options):
            super().parse_command_line(argv)
            return
        self.argv, file = list(argv), argv[1]
        self.cli_config = Config({"IPKernelApp": {"connection_file": file}})
        said: dict[tuple[str, str], list[str]] = {}
        for option in filter(None, options):
            said.setdefault((option["class"], option["trait"]), []).append(option["value"])
        for (name, trait), values in said.items():
            self.cli_config[name][trait] = self._deferred(name, trait, values)
        self.update_config(self.cli_config)

    def _deferred(self, name: str, trait: str, values: list[str]) -> DeferredConfig:
        """Return what was said of a trait, as traitlets' own parser hands it to the trait, which will read it.

        What is said of a list is one more each time, of anything else the last counts; traits of classes that this application
        doesn't name are told all.
        """
        named = {one.__name__: one for listed in self.classes for one in listed.mro()}
        found = getattr(named.get(name), trait, None)
        if isinstance(found, Container | Dict) or (found is None and len(values) > 1):
            return DeferredConfigList(values)
        return DeferredConfigString(values[-1])


def run(born: Newborn) -> None:
    """Become the kernel that the server asked for; return when it is shut down.

    Parameters
    ----------
    born : Newborn
        Its socket, where its order waits: ``{"arguments": […], "environment": {…}, "folder": "…"}``.
    """
    _say_born(born.talk)
    order = json.loads(_received(born.talk, int.from_bytes(_received(born.talk, LENGTH_BYTES))))
    _end_with_the_server(born.lifeline)
    os.environ.clear()
    os.environ.update(order["environment"])
    time.tzset()
    os.chdir(order["folder"])
    _usual_signals()
    gc.enable()

    # Where a kernel that was spawned would show its launcher's path.
    sys.argv = ["ipykernel_launcher.py", *order["arguments"]]
    # ipykernel would watch its parent, the nursery: the lifeline watches the server. 1 says that somebody else does.
    stream = f"{LightStream.__module__}.{LightStream.__qualname__}"
    app = LightApp.instance(parent_handle=1, kernel_class=LightKernel, outstream_class=stream)
    app.initialize(order["arguments"])
    born.talk.sendall(MESSAGE.pack(READY, os.getpid()))
    born.talk.close()
    app.start()
    # At the interpreter's end ipykernel stops its IOPub thread first. The control thread, which took the order to shut down,
    # may still be saying there that it has, and would wait for ever: a kernel that was spawned is seldom quick enough.
    if app.control_thread:
        app.control_thread.stop()
        app.control_thread.join()


def _say_born(talk: socket.socket) -> None:
    """Give the server this process's id, and a handle on it.

    Said here rather than by the nursery, which may not run again before this kernel is ready: what it said would come second.
    """
    handle = os.pidfd_open(os.getpid())
    try:
        socket.send_fds(talk, [MESSAGE.pack(BORN, os.getpid())], [handle])
    except BrokenPipeError:
        raise SystemExit(1) from None  # the server gave this kernel up, or was killed
    finally:
        os.close(handle)


def _received(talk: socket.socket, length: int) -> bytes:
    data = bytearray()
    while len(data) < length:
        try:
            part = talk.recv(length - len(data))
        except ConnectionResetError:
            part = b""
        if not part:
            raise SystemExit(1)  # the server gave this kernel up, or was killed
        data += part
    return bytes(data)


def _end_with_the_server(lifeline: int) -> None:
    """Have the system kill this process and those that it starts when the other end of the pipe is closed."""
    fcntl.fcntl(lifeline, fcntl.F_SETOWN, -os.getpid())  # the whole group
    fcntl.fcntl(lifeline, _F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC)
    if select.select([lifeline], [], [], 0)[0]:  # closed before it was watched
        raise SystemExit(1)


def _usual_signals() -> None:
    """Undo what the server's process may have left ignored or blocked: an exec doesn't."""
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGQUIT, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
