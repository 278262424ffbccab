"""Composing a deposit: the released notebook, the shared answers in their cells, and ``depot.json``. Nothing else.

The same for the button in the page, for JupyterLab's submit button and for the file sent by mail. Imports nbgrader.
"""

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

from parcours_u.grading.depot_file import DEPOT_NAME, DepotFile
from parcours_u.grading.notebooks import fill, generate, read_released, to_bytes
from parcours_u.paths import content_root

__all__ = ["Composed", "as_zip", "compose", "course_source"]


@dataclass(frozen=True, repr=False)
class Composed:
    """The two files of a deposit, by name."""

    files: dict[str, bytes]


def course_source(module: str) -> Path:
    """Return where the course keeps the notebook of a module, whether it exists or not."""
    return content_root() / "course" / "source" / module / f"{module}.ipynb"


def compose(depot: DepotFile, released: Path | None = None) -> Composed:
    """Return the files of a deposit.

    Parameters
    ----------
    depot : DepotFile
        Who deposits what.
    released : pathlib.Path or None
        The notebook released in an exchange; None to make it from the course's source as nbgrader would.

    Raises
    ------
    FileNotFoundError
        When the module has no notebook.
    UnknownPrompts
        When the notebook has no cell for an answer.
    """
    blank = generate(course_source(depot.module)) if released is None else read_released(released)
    notebook = fill(blank, depot.texts)
    return Composed({f"{depot.module}.ipynb": to_bytes(notebook), DEPOT_NAME: depot.to_bytes()})


def as_zip(depot: DepotFile, composed: Composed) -> bytes:
    """Return the deposit as a zip laid out ``<code>/<module>/…``, the form that ``depot importer`` takes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in composed.files.items():
            entry = zipfile.ZipInfo(f"{depot.code}/{depot.module}/{name}", depot.moment.timetuple()[:6])
            entry.external_attr = 0o100600 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return packed.getvalue()
