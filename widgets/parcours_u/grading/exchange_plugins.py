"""nbgrader's exchange, as closed as its folder is, and never seen half-written. Imports nbgrader.

nbgrader opens its exchange to every account of the machine: folders 0777, submissions world-readable. Where the
exchange's root is closed to others, so is all that is put in it here; a root that an institution left open keeps
nbgrader's own modes, or its trainers could read nothing.
"""

import os
import shutil
import stat
import tempfile
from pathlib import Path

from nbgrader.exchange.default import ExchangeReleaseAssignment, ExchangeSubmit

__all__ = ["PrivateRelease", "PrivateSubmit"]


class PrivateRelease(ExchangeReleaseAssignment):
    """Release without opening the exchange, and again without harm."""

    dest_path: str

    def ensure_root(self) -> None:
        """Create the exchange closed; leave the mode of one that is there as it was chosen."""
        Path(self.root).mkdir(parents=True, exist_ok=True, mode=0o700)

    def init_dest(self) -> None:
        """Let nbgrader prepare its folders, then close them if the root is closed."""
        super().init_dest()
        if _is_private(self.root):
            for folder in (self.course_path, self.outbound_path, self.inbound_path):
                os.chmod(folder, 0o700)

    def copy_files(self) -> None:
        """Copy beside the current release, then swap: a learner who deposits meanwhile finds one or the other."""
        current, self.force = str(self.dest_path), False
        with tempfile.TemporaryDirectory(prefix=".diffusion-", dir=self.outbound_path) as staging:
            self.dest_path = os.path.join(staging, "new")
            try:
                super().copy_files()
            finally:
                fresh, self.dest_path = self.dest_path, current
            if _is_private(self.root):
                _close(Path(fresh))
            if os.path.isdir(current):
                os.rename(current, os.path.join(staging, "old"))
            os.rename(fresh, current)


class PrivateSubmit(ExchangeSubmit):
    """Submit in one rename, closed to others, and keep no answer in nbgrader's cache."""

    inbound_path: str

    def copy_files(self) -> None:
        """Let nbgrader copy into a hidden folder, then put the submission in place whole."""
        inbound, private = str(self.inbound_path), _is_private(self.root)
        with tempfile.TemporaryDirectory(prefix=".depot-", dir=inbound) as staging:
            self.inbound_path = staging
            try:
                super().copy_files()
            finally:
                self.inbound_path = inbound
            arrived = Path(staging, self.assignment_filename)
            if private:
                _close(arrived)
            os.rename(arrived, Path(inbound, self.assignment_filename))
        self._empty_cache()

    @property
    def cached(self) -> Path:
        """Where nbgrader keeps its copy of this submission."""
        name = self.assignment_filename
        return Path(self.cache_path, name.rsplit("+", 1)[0] if self.add_random_string else name)

    def _empty_cache(self) -> None:
        # Fetching comments needs the secret, the date and the notebooks' names: no word of anybody's.
        for path in self.cached.iterdir():
            if path.suffix == ".ipynb":
                path.write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}\n')
            elif path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            elif path.name not in {"timestamp.txt", "submission_secret.txt"}:
                path.unlink()


def _is_private(root: str) -> bool:
    return stat.S_IMODE(os.stat(root).st_mode) & 0o077 == 0


def _close(folder: Path) -> None:
    for current, _, names in os.walk(folder):
        os.chmod(current, 0o700)
        for name in names:
            os.chmod(os.path.join(current, name), 0o600)
