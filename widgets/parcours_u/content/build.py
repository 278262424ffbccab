"""``parcours-u construire``: writes what is derived from the course's sources, and tells where it differs from them."""

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from parcours_u.content.criteria import observation_sheet, read_criteria
from parcours_u.content.errors import ContentError
from parcours_u.content.exercise_page import exercise_paper
from parcours_u.content.notebooks import notebook_bytes
from parcours_u.content.pages import CourseText
from parcours_u.content.reading import read_course
from parcours_u.content.starters import read_starters, starters_bytes
from parcours_u.paths import OBSERVATION_SHEET, PAPER, STARTERS

__all__ = ["CATALOGUE", "build", "derive", "derived_files", "differs", "drift", "write"]

CATALOGUE = PurePosixPath("course/catalogue.json")

_SOURCE = "course/source"
_LEFT_BY_JUPYTER = ".ipynb_checkpoints"  # nbgrader releases no such folder


def derive(root: Path) -> dict[PurePosixPath, bytes]:
    """Return every derived file and its bytes, from the sources in ``root``, in the order of the course.

    Raises
    ------
    ContentError
        When the sources are at fault.
    """
    return derived_files(root, read_course(root))


def derived_files(root: Path, text: CourseText) -> dict[PurePosixPath, bytes]:
    """Return every file derived from a course that was read in ``root``, and its bytes, in the order of the course."""
    catalogue = json.dumps(text.course.to_dict(), ensure_ascii=False, indent=1) + "\n"
    derived = {page.path: notebook_bytes(page, text.pages, text.course) for page in text.pages}
    papers = {PAPER / f"{one.id}.html": exercise_paper(one, text.course.modules) for one in text.course.exercises}
    criteria = read_criteria(root)
    if criteria is not None:
        papers[PAPER / f"{OBSERVATION_SHEET}.html"] = observation_sheet(criteria)
    starters = read_starters(root)
    if starters:
        papers[PurePosixPath(STARTERS)] = starters_bytes(starters)
    return {CATALOGUE: catalogue.encode(), **derived, **papers}


def build(root: Path) -> list[Path]:
    """Write the derived files whose bytes are not already there, each in one step, and return their paths.

    Nothing is written while anything is wrong, and nothing is ever removed.

    Raises
    ------
    ContentError
        When the sources are at fault, or when something else lies in ``course/source/``: nbgrader would hand it out.
    """
    derived = derive(root)
    for stray in _strays_in_source(root, derived):
        message = "les apprenants le recevraient avec le module\u202f; déplacez-le, ou supprimez-le"
        raise ContentError(stray.relative_to(root).as_posix(), None, "", message)
    return write(root, derived)


def write(root: Path, derived: Mapping[PurePosixPath, bytes]) -> list[Path]:
    """Write the files whose bytes are not already in ``root``, each in one step, and return their paths."""
    changed = [(root / name, content) for name, content in derived.items() if differs(root / name, content)]
    if changed:
        # Beside the course and not beside the notebook: what a crash leaves in source/ would be released.
        with tempfile.TemporaryDirectory(prefix=".construire-", dir=root) as folder:
            for path, content in changed:
                path.parent.mkdir(parents=True, exist_ok=True)
                new = Path(folder, path.name)
                new.write_bytes(content)
                os.replace(new, path)
    return [path for path, _ in changed]


def drift(root: Path) -> list[Path]:
    """Return, sorted, the files that are not what ``build`` would leave: different, missing, or derived from nothing.

    Raises
    ------
    ContentError
        When the sources are at fault.
    """
    derived = derive(root)
    differing = {root / name for name, content in derived.items() if differs(root / name, content)}
    return sorted(differing.union(_strays_in_source(root, derived), _strays_among_pages(root, derived)))


def differs(path: Path, content: bytes) -> bool:
    """Tell whether a file is missing, or holds something else."""
    try:
        return path.read_bytes() != content
    except FileNotFoundError:
        return True


def _strays_in_source(root: Path, derived: dict[PurePosixPath, bytes]) -> Iterator[Path]:
    for path in sorted((root / _SOURCE).rglob("*")):
        name = PurePosixPath(path.relative_to(root).as_posix())
        if _LEFT_BY_JUPYTER not in name.parts and name not in derived and not path.is_dir():
            yield path


def _strays_among_pages(root: Path, derived: dict[PurePosixPath, bytes]) -> Iterator[Path]:
    for pattern in ("course/*.ipynb", "course/formats/*.ipynb", "exercises/*.ipynb", f"{PAPER}/*"):
        for path in sorted(root.glob(pattern)):
            if PurePosixPath(path.relative_to(root).as_posix()) not in derived:
                yield path
