"""Light, instant kernels: a ``jupyter_client`` provisioner that forks a Python which has already imported what pages use.

A kernel started the usual way spends its first second, and most of its memory, importing the same modules as every other
one. Here a process, the *nursery*, imports them once and forks: a new kernel shares its pages and has nothing to import.

Who does what
-------------
- ``provisioner``: what Jupyter calls; takes the fork, or the usual spawn where there is none to take.
- ``forkserver``: the server's side, one nursery for each list of preloaded modules;
  ``forked``: a kernel that came of it.
- ``nursery``: the process that imports, freezes, forks, and tells how its children ended.
- ``newborn``: from the fork to a running ipykernel; ``shell``: its IPython shell, made before the fork.
- ``pages``: gives the course's pages these kernels, and leaves the rest of a Jupyter server alone.

Why not ``multiprocessing``'s own fork server: it is one for the whole process, started with the environment of whoever asks
first (tokens included, for ever readable in ``/proc/*/environ`` of each child), listens on a named socket, is sent the
server's ``authkey``, ``sys.argv`` and pickles (unpickling an environment that holds Voilà's enum members imported all of
Voilà in each child: 2 s and 45 MB), and joins its children when the server ends. What is wanted of it fits in ``nursery``.

Why each trick
--------------
- The nursery's environment holds only what an interpreter reads as it starts (:func:`~.forkserver.birthmarks`). A kernel's
  own, with its page's token, goes from the server to that kernel on a socket of their own: it never is in the nursery.
- That socket pair and the one that orders are anonymous: there is no address that another account or page could connect to.
- ``gc.freeze()`` after the imports, and no collection before it: a collector that writes in every object's header would
  copy every page in every child.
- The IPython shell is made before the fork too: in each kernel it touched what it shares, 1.3 MB of it. A kernel whose
  settings ask for another shell makes its own.
- Holes that the imports left in the C library's memory are filled before the fork: zmq, OpenSSL and ``putenv`` would put a
  few bytes in each, and copy its page: 1.2 MB a kernel, for 0.7 MB once.
- A pidfd, opened by the parent before anything could reap: signals never reach a process that took the same number.
- The lifeline is a pipe whose other end the server keeps, with ``O_ASYNC`` and ``F_SETSIG``: when the server ends, ``kill
  -9`` included, the system itself kills the kernel's whole process group. ipykernel's own watch looks at its parent, which
  here is the nursery, from a thread, which a computation that keeps the interpreter to itself would silence.
- The server waits for the kernel's sockets to be bound before it connects: ZeroMQ would otherwise try, fail, and try again
  100 ms later.
- No debugger, no history file, no parser for every possible option, no look at every module: each copied pages, or
  wrote what was run, for nothing that a page uses. With all of them a kernel held 18.4 MB of its own; without, and with
  the two tricks above, 13.1.
- A nursery with a second thread, an open file or a ZeroMQ context would give its children broken ones: it refuses to serve,
  and kernels are spawned as usual. Python and OpenSSL draw new random states in a child; string hashing is the same
  in all children of a nursery.
"""
