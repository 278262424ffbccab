"""A kernel started as Jupyter does, that a test asks Python questions."""

import json
import logging
import os
import uuid
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager
from jupyter_core.paths import jupyter_runtime_dir

from parcours_u.server.kernels.pages import offer

__all__ = ["AskedKernel", "kernelspecs", "write_spec"]

_SECONDS = 60


def kernelspecs(*folders: Path) -> KernelSpecManager:
    """Return a manager that knows the light kernel, and the kernelspecs of more folders."""
    manager = KernelSpecManager()
    offer(manager)
    manager.kernel_dirs = [*manager.kernel_dirs, *map(str, folders)]
    return manager


def write_spec(folder: Path, name: str, preload: list[str]) -> None:
    """Write the kernelspec of another light kernel, which preloads something else."""
    spec = json.loads((Path(kernelspecs().get_kernel_spec("parcours-u").resource_dir) / "kernel.json").read_text())
    spec["metadata"]["kernel_provisioner"]["config"]["preload"] = preload
    (folder / name).mkdir(parents=True)
    (folder / name / "kernel.json").write_text(json.dumps(spec))


class AskedKernel:
    """A kernel that answers."""

    def __init__(self, specs: KernelSpecManager, name: str, **options: Any) -> None:
        # Sockets in files beside the connection file, as in the course's own server: no port to share with anything else.
        connection = Path(jupyter_runtime_dir()) / f"kernel-{uuid.uuid4().hex[:8]}.json"
        connection.parent.mkdir(parents=True, exist_ok=True)
        # A log of its own: the usual one is that of whatever application this process made first, nbgrader's for one.
        self.manager = KernelManager(
            kernel_name=name,
            kernel_spec_manager=specs,
            transport="ipc",
            connection_file=str(connection),
            log=logging.getLogger("kernels"),
        )
        self.manager.start_kernel(**{"env": dict(os.environ), **options})
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=_SECONDS)

    @property
    def pid(self) -> int:
        """Its process id."""
        return int(self.manager.provisioner.pid)

    @property
    def process(self) -> Any:
        """What the provisioner follows it with; None once it has ended."""
        return self.manager.provisioner.process

    @property
    def forked(self) -> bool:
        """Whether a nursery gave it."""
        return bool(getattr(self.manager.provisioner, "forked", False))

    def run(self, code: str) -> str:
        """Run code and return what it printed.

        Raises
        ------
        AssertionError
            When it raised; with the name of the exception.
        """
        said: list[str] = []

        def listen(message: dict[str, Any]) -> None:
            if message["msg_type"] == "stream":
                said.append(message["content"]["text"])

        reply = self.client.execute_interactive(code, store_history=False, output_hook=listen, timeout=_SECONDS)
        assert reply["content"]["status"] == "ok", reply["content"]["ename"]
        return "".join(said).strip()

    def ask(self, expression: str) -> Any:
        """Return the value of an expression, as JSON carries it."""
        return json.loads(self.run(f"import json as _json; print(_json.dumps({expression}))"))

    def end(self) -> None:
        """Shut it down, whatever state it is in."""
        self.client.stop_channels()
        if self.manager.has_kernel:
            self.manager.shutdown_kernel(now=True)
