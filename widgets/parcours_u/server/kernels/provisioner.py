"""What Jupyter calls to start a light kernel: entry point ``parcours-u-light`` of ``jupyter_client.kernel_provisioners``."""

import os
import sys
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import List, Unicode

from parcours_u.server.kernels.forked import ForkedKernel
from parcours_u.server.kernels.forkserver import ForkFailed, fork_server

__all__ = ["LightProvisioner"]

_LAUNCHER = ["-m", "ipykernel_launcher"]
# What is asked of a start and a fork can honour; anything else (a preexec_fn, a process group…) is for subprocess.
_HONOURED = {"env", "cwd", "stdout", "stderr", "kernel_id", "extra_arguments"}


class LightProvisioner(LocalProvisioner):
    """Fork an ipykernel from a process that has already imported ``preload``; spawn it as usual where that can't be.

    A kernelspec asks for it in its metadata::

        "kernel_provisioner": {"provisioner_name": "parcours-u-light", "config": {"preload": ["a.module"]}}

    Its ``argv`` must be ``python -m ipykernel_launcher …``: it is what is run on Windows and macOS, or when the fork fails,
    which a line of the log says and the person at the page never sees.
    """

    preload = List(Unicode(), config=True, help="Modules that every kernel of this kind finds already imported.")

    @property
    def forked(self) -> bool:
        """Whether the kernel was forked: it then says a word of welcome to each new listener, however late."""
        return isinstance(self.process, ForkedKernel)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the kernel and return how to reach it."""
        if not _can_be_forked(cmd, kwargs):
            self.log.info("This kernel is started the usual way: a fork is not what it asks for, or not on this system")
            return await super().launch_kernel(cmd, **kwargs)
        folder = os.path.abspath(
            kwargs.get("cwd") or "."
        )  # as a child of this process would have it, not of the nursery
        environment = {**kwargs["env"], "JPY_PARENT_PID": str(os.getpid())}
        output, errors = (_file(kwargs.get(name), standard) for name, standard in (("stdout", 1), ("stderr", 2)))
        try:
            kernel = await fork_server(self.preload).fork(cmd[3:], environment, folder, output, errors)
        except (ForkFailed, OSError) as error:
            self.log.warning("This kernel is started the usual way, slower and heavier: %s", error)
            return await super().launch_kernel(cmd, **kwargs)
        self.process = kernel  # type: ignore[assignment]  # what LocalProvisioner asks of a Popen, it has
        self.pid = self.pgid = kernel.pid
        self.cwd = folder
        return self.connection_info


def _can_be_forked(cmd: list[str], options: dict[str, Any]) -> bool:
    return (
        sys.platform == "linux"
        and cmd[:3] == [sys.executable, *_LAUNCHER]
        and options.keys() <= _HONOURED
        # Negative: one of subprocess's own requests, such as a pipe.
        and not any(isinstance(options.get(name), int) and options[name] < 0 for name in ("stdout", "stderr"))
    )


def _file(asked: Any, standard: int) -> int:
    """Return the file descriptor for a stream asked for as subprocess would take it, None for the server's own."""
    if asked is None:
        return standard
    return asked if isinstance(asked, int) else int(asked.fileno())
