"""Where a benchmark runs: an environment of its own, the machine told in one line, and whether it is idle."""

import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil

import parcours_u

__all__ = ["clean_environment", "describe", "load_warning", "one_line"]

_DROPPED = ("BINDER_", "IPYTHON", "JUPYTER", "NBGRADER", "PARCOURS_U_", "PYTHON", "XDG_")
# Beyond a quarter of a core each, others' work is in the figures.
_IDLE_LOAD_A_CORE = 0.25


@contextmanager
def clean_environment() -> Iterator[Path]:
    """Give this process, and every one it starts, an empty home; yield a folder that goes away at the end.

    No configuration of this machine or account is read, Jupyter's system-wide one included (``JUPYTER_NO_CONFIG``);
    ``PYTHON…`` variables go too: without bytecode caches, say, every kernel would compile the project again. One is set, so that
    what is started reads the code that this process reads, wherever the project is installed.
    """
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="parcours-u-bench-") as name:
        folder = Path(name)
        for variable in before:
            if variable.startswith(_DROPPED):
                del os.environ[variable]
        os.environ.update(
            {
                "HOME": str(folder / "home"),
                "USERPROFILE": str(folder / "home"),
                "IPYTHONDIR": str(folder / "ipython"),
                "JUPYTER_DATA_DIR": str(folder / "jupyter-data"),
                "JUPYTER_RUNTIME_DIR": str(folder / "jupyter-runtime"),
                "JUPYTER_NO_CONFIG": "1",
                "PYTHONPATH": str(Path(parcours_u.__file__).resolve().parents[1]),
                "JUPYTER_PREFER_ENV_PATH": "1",
                # nbgrader calls `alembic` by its bare name.
                "PATH": os.pathsep.join([str(Path(sys.executable).parent), before.get("PATH", "")]),
            }
        )
        (folder / "home").mkdir()
        try:
            yield folder
        finally:
            os.environ.clear()
            os.environ.update(before)


def describe(packages: list[str], **more: str) -> dict[str, Any]:
    """Return what the figures depend on: cores, memory, system, Python, versions of packages, and what else is given."""
    return {
        "cores": psutil.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "system": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
        **more,
        **{package: version(package) for package in packages},
    }


def one_line(machine: dict[str, Any]) -> str:
    """Return a description as a sentence."""
    rest = {name: value for name, value in machine.items() if name not in {"cores", "memory_gib", "system"}}
    told = ", ".join(f"{name} {value}" for name, value in rest.items())
    return f"Machine: {machine['cores']} cores, {machine['memory_gib']} GiB, {machine['system']}; {told}."


def load_warning() -> tuple[float, str]:
    """Return the load average of the last minute, and a warning when it says that the machine is not idle.

    To be asked before the benchmark loads the machine itself.
    """
    load = psutil.getloadavg()[0]
    if load <= _IDLE_LOAD_A_CORE * (psutil.cpu_count() or 1):
        return load, ""
    return load, (
        f"WARNING: the machine is not idle (load average {load:.2f} before the first round): "
        "times are inflated and uneven, run this again when nothing else runs."
    )
