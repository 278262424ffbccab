"""Light kernels that tests start and ask, with the nursery of their choice."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from asked_kernel import AskedKernel, kernelspecs
from jupyter_client.kernelspec import KernelSpecManager

from parcours_u.server.kernels.forkserver import ForkServer, fork_server


@pytest.fixture
def specs(tmp_path: Path, isolated_environment: Path) -> KernelSpecManager:
    """Know the course's kernelspec, as a server of the course does."""
    return kernelspecs()


@pytest.fixture
def start(specs: KernelSpecManager) -> Iterator[Callable[..., AskedKernel]]:
    """Start kernels, and end them with the test."""
    started: list[AskedKernel] = []

    def start_kernel(name: str = "parcours-u", **options: Any) -> AskedKernel:
        kernel = AskedKernel(specs, name, **options)
        started.append(kernel)
        return kernel

    yield start_kernel
    for kernel in started:
        kernel.end()


@pytest.fixture
def nursery(isolated_environment: Path) -> ForkServer:
    """The nursery of the course's kernels."""
    return fork_server(["parcours_u.notebook", "parcours_u.ready"])
