"""A clean checkout, the wheel built from it, and environments with the pinned dependencies: each made once."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from installations import Environment, copy_checkout


@pytest.fixture(scope="session")
def clean_checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the repository as a fresh clone holds it."""
    return copy_checkout(tmp_path_factory.mktemp("checkout") / "parcours-u")


@pytest.fixture(scope="session")
def pinned_environment(tmp_path_factory: pytest.TempPathFactory, clean_checkout: Path) -> Callable[[str], Environment]:
    """Return a function that makes an empty environment and installs Binder's pinned list into it, hashes checked."""

    def make(name: str) -> Environment:
        folder = tmp_path_factory.mktemp(name)
        environment = Environment(folder / "env", folder / "home")
        done = environment.install("--require-hashes", "-r", str(clean_checkout / "binder" / "requirements.txt"))
        assert done.returncode == 0, done.stderr
        return environment

    return make


@pytest.fixture(scope="session")
def built_wheel(clean_checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the source archive, then the wheel from it, and return the wheel's path."""
    folder = tmp_path_factory.mktemp("dist")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--outdir", str(folder), str(clean_checkout)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert list(folder.glob("*.tar.gz")), "no source archive"
    (wheel,) = folder.glob("*.whl")
    return wheel
