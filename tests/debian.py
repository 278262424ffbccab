"""Install packages of the system for the tests, where nobody has to be asked: as root on a Debian-like machine."""

import os
import shutil
import subprocess
import sys

__all__ = ["install_packages", "runs"]


def install_packages(*packages: str) -> bool:
    """Install Debian packages and tell whether it could be done; elsewhere, or without root's rights, do nothing."""
    if not (hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get")):
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    update = ["apt-get", "update", "--quiet=2"]
    install = ["apt-get", "install", "--quiet=2", "--yes", "--no-install-recommends", *packages]
    return runs(update, environment) and runs(install, environment)


def runs(command: list[str], environment: dict[str, str]) -> bool:
    """Run a command, its words on standard error, and tell whether it went well."""
    print(f"+ {' '.join(command)}", file=sys.stderr)
    # A package's questions would wait for ever in CI, where there is no standard input.
    done = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=sys.stderr, timeout=900, check=False
    )
    return done.returncode == 0
