"""The IPython shell of a light kernel, made once before any fork: made in each kernel, it copied 1.3 MB of what they share."""

import atexit
import os
from pathlib import Path

from ipykernel.compiler import XCachingCompiler
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.profiledir import ProfileDir
from traitlets.config import Config
from traitlets.config.loader import DeferredConfigString

__all__ = ["make_shell", "take_shell"]

# What the course's kernelspec asks of its kernels, as its command line says it.
_CONFIG = {"HistoryManager": {"enabled": DeferredConfigString("False")}}
# The application's own, such as the name of its connection file, is nothing to the shell.
_NOT_THE_SHELL_S = "IPKernelApp"


def make_shell() -> None:
    """Make the shell, in the process to fork; it is for no environment, folder or account in particular yet."""
    before = dict(os.environ)
    shell = ZMQInteractiveShell.instance(
        config=Config(_CONFIG), ipython_dir="/", profile_dir=ProfileDir(), compiler_class=XCachingCompiler
    )
    # What Python and IPython put together at a first cell: 20 ms of each kernel's time otherwise.
    shell.transform_cell("0\n")
    shell.display_formatter.format(0)  # type: ignore[union-attr]  # it has one
    atexit.unregister(shell.atexit_operations)  # for the kernels, not for this process
    os.environ.clear()
    os.environ.update(before)


def take_shell(config: Config, profile: ProfileDir, folder: str) -> ZMQInteractiveShell | None:
    """Give the shell its environment, in a kernel just forked; None, and no shell any more, when it would be another one.

    Parameters
    ----------
    config : traitlets.config.Config
        The kernel's: files, then command line.
    profile : IPython.core.profiledir.ProfileDir
        Its profile.
    folder : str
        IPython's folder.
    """
    if {section: traits for section, traits in config.items() if section != _NOT_THE_SHELL_S and traits} != _CONFIG:
        ZMQInteractiveShell.clear_instance()
        return None
    shell = ZMQInteractiveShell.instance()
    shell.ipython_dir, shell.profile_dir = folder, profile
    shell.starting_dir = os.getcwd()
    shell.user_ns["_dh"][:] = [Path.cwd()]
    shell.init_environment()
    shell.init_virtualenv()
    shell.init_pushd_popd_magic()  # the account's home
    atexit.register(shell.atexit_operations)
    return shell
