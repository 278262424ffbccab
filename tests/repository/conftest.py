"""The repository's own files, as git sees them."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def tracked_files() -> list[Path]:
    """Return every file that a commit of everything would hold, relative to the repository's root."""
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        check=True,
        capture_output=True,
        text=True,
    )
    return sorted({Path(name) for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()})


@pytest.fixture(scope="session")
def texts(tracked_files: list[Path]) -> dict[Path, str]:
    """Return the text of every file that is text, but these checks' own: they spell what they look for."""
    found = {}
    for file in tracked_files:
        if file.is_relative_to("tests/repository"):
            continue
        content = (ROOT / file).read_bytes()
        if b"\0" not in content:
            found[file] = content.decode("utf-8")
    return found
