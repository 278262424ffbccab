"""Every shared exercise is used: a module leads to it, or a format holds it."""

from collections.abc import Iterator
from pathlib import Path

from parcours_u.content.checks.finding import Finding
from parcours_u.content.pages import CourseText, PageKind, Prose
from parcours_u.content.reading import MANIFEST
from parcours_u.content.source_text import read_source
from parcours_u.content.yaml_source import Node, parse_yaml

__all__ = ["check_use"]


def check_use(root: Path, text: CourseText) -> Iterator[Finding]:
    """Yield each exercise that no module's text links to and that no format holds.

    Raises
    ------
    ContentError
        When the manifest cannot be read.
    """
    manifest = parse_yaml(read_source(root, MANIFEST), MANIFEST)
    entries = manifest.value if isinstance(manifest.value, dict) else {}
    lived = {version for one in text.course.formats for version in one.versions()}
    linked = " ".join(
        cell.text
        for page in text.pages
        if page.kind is PageKind.MODULE
        for cell in page.cells
        if isinstance(cell, Prose)
    )
    lines = {str(item.value): item.line for item in _items(entries["exercises"])} if "exercises" in entries else {}
    for exercise in text.course.exercises:
        used = any(one.id in lived for one in exercise.formats)
        if not used and f"exercises/{exercise.id}.ipynb" not in linked:
            message = (
                f"Aucun module ni aucun format n’emploie l’exercice «\u00a0{exercise.id}\u00a0»\u202f; "
                "menez-y depuis un texte, ou retirez-le du parcours."
            )
            yield Finding(MANIFEST, lines[exercise.id], "emploi", message)


def _items(node: Node) -> list[Node]:
    return node.value if isinstance(node.value, list) else []
