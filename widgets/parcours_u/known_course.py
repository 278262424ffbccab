"""The course's catalogue as a kernel reads it: once for as long as its file is the same. Standard library only."""

import json
from functools import cache
from pathlib import Path

from parcours_u.domain.course import Course
from parcours_u.paths import catalogue_file

__all__ = ["known_course"]


def known_course() -> Course:
    """Return the course's catalogue; read again only when the file is another one, or has changed."""
    file = catalogue_file()
    found = file.stat()
    return _read_course(file, found.st_mtime_ns, found.st_size)


@cache
def _read_course(file: Path, _changed: int, _size: int) -> Course:
    return Course.from_dict(json.loads(file.read_text(encoding="utf-8")))
