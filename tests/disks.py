"""The disk that a journal is on while it is hurt: one of our own where the system lets us make it, else a folder."""

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from running import Running

__all__ = ["Disk", "FolderDisk", "LoopDisk", "disk", "fill_up"]

_MEGA = 1024 * 1024
_SIZE = 64 * _MEGA


def fill_up(ballast: Path) -> None:
    """Write a file until its disk has no room, not for a byte."""
    with ballast.open("ab", buffering=0) as file:
        for size in (_MEGA, 4096, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue


class Disk:
    """A disk that can be filled and made read-only; ``folder`` is the journal's."""

    kind = ""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self, course: Running) -> None:
        """Leave no room on it."""
        raise NotImplementedError

    def free(self, course: Running) -> None:
        """Give the room back."""
        raise NotImplementedError

    def fail(self) -> None:
        """Have it only read from now on, whoever has files open on it."""
        raise NotImplementedError

    def mend(self) -> None:
        """Have it written again; nobody may have a file open on it."""
        raise NotImplementedError


class FolderDisk(Disk):
    """A folder of the machine's own disk: full for one process, closed by its rights."""

    kind = "dossier\u00a0: taille des fichiers bornée, droits retirés"

    def fill(self, course: Running) -> None:
        """Refuse to the course any file longer than the shortest it writes to."""
        log = self.folder / "carnet.sqlite3-wal"
        size = log.stat().st_size if log.exists() else 4096
        _, hard = resource.prlimit(course.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(course.process.pid, resource.RLIMIT_FSIZE, (size, hard))

    def free(self, course: Running) -> None:
        """Let files grow again."""
        _, hard = resource.prlimit(course.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(course.process.pid, resource.RLIMIT_FSIZE, (hard, hard))

    def fail(self) -> None:
        """Take the right to write away."""
        self.folder.chmod(0o500)

    def mend(self) -> None:
        """Give it back."""
        self.folder.chmod(0o700)


class LoopDisk(Disk):
    """A file system of our own, on a loop device: it is really full, and Linux itself makes it read-only on an error."""

    kind = "disque à part (ext4 en boucle)"

    def __init__(self, place: Path) -> None:
        self._place, self._image, self._ballast = place / "disque", place / "disque.img", place / "disque" / "lest"
        self._place.mkdir()
        with self._image.open("wb") as image:
            image.truncate(_SIZE)
        _run("mkfs.ext4", "-q", "-F", str(self._image))
        self._mount()
        super().__init__(self._place / "carnet")

    def fill(self, course: Running | None = None) -> None:
        """Write until there is no room, not even for a page of the journal's log."""
        fill_up(self._ballast)

    def free(self, course: Running | None = None) -> None:
        """Remove what filled it."""
        self._ballast.unlink(missing_ok=True)

    def fail(self) -> None:
        """Have the system find an error on it: it makes such a disk read-only at once."""
        device = subprocess.run(
            ["findmnt", "--noheadings", "--output", "SOURCE", str(self._place)],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        Path(f"/sys/fs/ext4/{Path(device).name}/trigger_fs_error").write_text("1")

    def mend(self) -> None:
        """Check it, as a start of the machine would, and have it written again."""
        _run("umount", str(self._place))
        # 1: errors were found, and corrected.
        if (
            code := subprocess.run(
                ["e2fsck", "-p", "-f", str(self._image)], capture_output=True, check=False
            ).returncode
        ) > 1:
            raise RuntimeError(f"e2fsck ended with code {code}")
        self._mount()

    def close(self) -> None:
        """Let it go."""
        _run(
            "umount", "--lazy", str(self._place)
        )  # whatever still has a file open on it, on a campaign that was stopped

    def _mount(self) -> None:
        _run("mount", "-o", "loop,errors=remount-ro", str(self._image), str(self._place))


@contextmanager
def disk(place: Path) -> Iterator[Disk]:
    """Give a disk for the length of a block."""
    if os.geteuid() == 0:
        try:
            ours = LoopDisk(place)
        except (OSError, subprocess.CalledProcessError):  # a container without loop devices
            pass
        else:
            try:
                yield ours
            finally:
                ours.close()
            return
    yield FolderDisk(place / "carnet")


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
