"""The course's pages get light kernels; the notebooks still say ``python3``, and other notebooks still get what that is."""

import sys
from collections.abc import Mapping
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import NATIVE_KERNEL_NAME, KernelSpec, KernelSpecManager, NoSuchKernel
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_core.utils import ensure_async

from parcours_u.server.kernels.forkserver import ForkFailed, fork_server

__all__ = ["LIGHT", "kernel_name", "offer", "without_credentials"]

LIGHT = "parcours-u"
"""The name of the kernelspec."""

_PROVISIONER = EntryPoint(
    name="parcours-u-light",
    value="parcours_u.server.kernels.provisioner:LightProvisioner",
    group=KernelProvisionerFactory.GROUP_NAME,
)
_SPECS = Path(__file__).parents[1] / "share" / "kernels"
_CREDENTIALS = ("TOKEN", "SECRET", "PASSWORD", "PASSWD", "CREDENTIAL", "API_KEY", "PRIVATE_KEY", "COOKIE")


def offer(kernel_spec_manager: KernelSpecManager) -> None:
    """Let a server find the light kernel, and get ready to start one without waiting.

    Parameters
    ----------
    kernel_spec_manager : jupyter_client.kernelspec.KernelSpecManager
        The server's. The light kernel is added to those it knows, and takes the place of none.
    """
    # An installation in development mode knows the entry points and the kernelspecs of the day it was made.
    KernelProvisionerFactory.provisioners.setdefault(_PROVISIONER.name, _PROVISIONER)
    if str(_SPECS) not in kernel_spec_manager.kernel_dirs:
        kernel_spec_manager.kernel_dirs = [*kernel_spec_manager.kernel_dirs, str(_SPECS)]
    if sys.platform != "linux":
        return
    spec = KernelSpec.from_resource_dir(str(_SPECS / LIGHT))
    try:
        fork_server(spec.metadata["kernel_provisioner"]["config"]["preload"]).warm_up()
    except ForkFailed:
        return  # said when a kernel is asked for, with what is done instead


async def kernel_name(asked: str, kernel_spec_manager: Any) -> str:
    """Return the kernel that a page of the course gets: the light one for Python, where the server has it."""
    if asked != NATIVE_KERNEL_NAME:
        return asked
    try:
        await ensure_async(kernel_spec_manager.get_kernel_spec(LIGHT))
    except NoSuchKernel:
        return asked
    return LIGHT


def without_credentials(environment: Mapping[str, str]) -> dict[str, str]:
    """Return an environment without what opens a door to the server, the hub or elsewhere: a page's kernel needs none."""
    return {
        name: value for name, value in environment.items() if not any(word in name.upper() for word in _CREDENTIALS)
    }
