"""The process that kernels are forked from. It imports, it forks, it tells how its children end; it learns nothing else."""

import contextlib
import ctypes
import gc
import importlib
import os
import selectors
import socket
import struct
import sys
from dataclasses import dataclass

__all__ = ["BORN", "ENDED", "FILES", "LENGTH_BYTES", "MESSAGE", "READY", "Newborn", "main"]

# What is said about a kernel, on its own socket: one letter, and its process id or its exit code.
MESSAGE = struct.Struct("!cq")
BORN, READY, ENDED = b"b", b"r", b"e"
# What an ipykernel imports as it starts and at its first cell: a test says when one is missing.
_ALWAYS = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "IPython.utils.wildcard",
    "encodings.ascii",
    "encodings.idna",
    "encodings.latin_1",
    "faulthandler",
    "http.server",
    "sqlite3",
    "tornado.platform.asyncio",
    "parcours_u.server.kernels.newborn",
)
# At most this much is taken to fill holes, where another allocator than glibc's would never be seen to have none left.
_LARGEST_FILL_BYTES = 4 * 2**20
_PAGE_BYTES = 4096
LENGTH_BYTES = 8  # of what a kernel is told, before it
FILES = 4  # sent with each order: the kernel's socket, its lifeline, its standard output and error


@dataclass(frozen=True)
class Newborn:
    """What a kernel just forked was given."""

    talk: socket.socket
    """Where its orders come from, and where it says that it is ready."""
    lifeline: int
    """A file descriptor that ends when the server does."""


def main(arguments: list[str]) -> Newborn | None:
    """Import, then fork on order until the server is gone.

    Parameters
    ----------
    arguments : list of str
        The file descriptor of the socket on which orders come, then the names of the modules to import.

    Returns
    -------
    Newborn or None
        In a child, what it was given; None in the nursery, once there is nobody to serve.

    Raises
    ------
    ImportError
        When a module is not there.
    RuntimeError
        When what was imported can't be forked safely.
    """
    orders = socket.socket(fileno=int(arguments[0]))
    gc.disable()  # an object freed now leaves a hole, which each child would fill: a page copied for each of them
    _import_the_kernel_without_its_debugger()
    for name in (*_ALWAYS, *arguments[1:]):
        importlib.import_module(name)
    importlib.import_module("parcours_u.server.kernels.shell").make_shell()
    _refuse_what_cannot_be_forked(orders)
    _fill_the_holes()
    gc.freeze()
    return _serve(orders)


def _import_the_kernel_without_its_debugger() -> None:
    """Import ipykernel as where debugpy is not installed: it costs each kernel 1.5 MB, and a learner's page debugs nothing."""
    sys.modules["debugpy"] = None  # type: ignore[assignment]  # "not there", to the import system
    try:
        importlib.import_module("ipykernel.debugger")
        importlib.import_module("ipykernel.kernelapp")
    finally:
        del sys.modules["debugpy"]


def _fill_the_holes() -> None:
    """Take what the C library has free between blocks in use: each child's blocks would go there, and copy a page for each.

    Found once a size's blocks come one right after the other, over a whole page. What is taken is never given back: a child
    then allocates on pages of its own, side by side, and these hold nothing that others share.
    """
    malloc = ctypes.CDLL(None).malloc
    malloc.argtypes, malloc.restype = [ctypes.c_size_t], ctypes.c_void_p
    taken = 0
    for size in range(24, 1033, 16):  # what a block of glibc's holds: its size less 8, a multiple of 16
        row, last = 0, 0
        while row * size <= _PAGE_BYTES and taken < _LARGEST_FILL_BYTES:
            address = malloc(size)
            row = row + 1 if address == last + size + 8 else 0
            last = address
            taken += size


def _refuse_what_cannot_be_forked(orders: socket.socket) -> None:
    """Refuse to serve with anything that a fork would break or share by mistake."""
    os.close(os.pidfd_open(os.getpid()))  # OSError where the system can't, or won't
    threads = len(os.listdir("/proc/self/task"))
    if threads > 1:
        raise RuntimeError(f"{threads - 1} thread(s) started by a preloaded module would be missing in its kernels")
    # The file that lists them is among them, and closed by the time it is asked for.
    listed = {number for number in map(int, os.listdir("/proc/self/fd")) if os.path.exists(f"/proc/self/fd/{number}")}
    opened = listed - {0, 1, 2, orders.fileno()}
    if opened:
        raise RuntimeError(f"{len(opened)} file(s) left open by a preloaded module would be shared by its kernels")
    zmq = sys.modules.get("zmq")
    if zmq is not None and zmq.Context._instance is not None:
        raise RuntimeError("a ZeroMQ context made by a preloaded module would be broken in its kernels")


def _serve(orders: socket.socket) -> Newborn | None:
    """Fork for each order; return in each child, and in the nursery when the server is gone."""
    with selectors.DefaultSelector() as selector:
        selector.register(orders, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                if key.fileobj is not orders:
                    selector.unregister(key.fileobj)
                    _tell_the_end(key.fd, *key.data)
                    continue
                order, files, _, _ = socket.recv_fds(orders, 1, FILES)
                if not order:
                    return None
                newborn = _fork(selector, files)
                if newborn is not None:
                    return newborn


def _fork(selector: selectors.BaseSelector, files: list[int]) -> Newborn | None:
    """Fork one kernel; return what it was given in the child, None in the nursery."""
    talk, lifeline, output, errors = socket.socket(fileno=files[0]), *files[1:]
    try:
        child = os.fork()
    except OSError as error:  # no memory, too many processes: closing its socket tells the server, which spawns
        print(f"parcours-u: a kernel could not be forked: {error.strerror}", file=sys.stderr, flush=True)  # noqa: T201
        talk.close()
        child = -1
    if child == 0:
        os.setsid()  # a group of its own, that an interruption or the end of the server reaches whole
        os.dup2(output, 1)
        os.dup2(errors, 2)
        os.close(output)
        os.close(errors)
        for key in list(selector.get_map().values()):  # orders, and what belongs to other kernels
            if isinstance(key.fileobj, socket.socket):
                key.fileobj.close()
            else:
                os.close(key.fd)
                key.data[1].close()
        return Newborn(talk, lifeline)
    for file in files[1:]:
        os.close(file)
    if child > 0:
        # Nobody but this loop reaps it: the number is still its own.
        selector.register(os.pidfd_open(child), selectors.EVENT_READ, (child, talk))
    return None


def _tell_the_end(handle: int, child: int, talk: socket.socket) -> None:
    """Reap a kernel and tell its exit code."""
    _, status = os.waitpid(child, 0)
    os.close(handle)
    with talk, contextlib.suppress(BrokenPipeError):  # nobody waits for this one any more
        talk.sendall(MESSAGE.pack(ENDED, os.waitstatus_to_exitcode(status)))
