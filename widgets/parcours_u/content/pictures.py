"""A text's pictures: drawings of ``course/images/``, put whole into the notebook that shows them.

A page is then one file wherever it is read, and a picture costs no request. It is drawn for light and for dark, and its
words are said again by its text alternative: that is what must be there, and what this module insists on.
"""

import base64
import posixpath
import re
from dataclasses import replace
from html import escape
from pathlib import Path
from xml.etree import ElementTree as ET

from parcours_u.content.errors import ContentError
from parcours_u.content.pages import Page, Prose
from parcours_u.content.source_text import line_of, read_source

__all__ = ["with_pictures"]

_IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
_FOLDER = "course/images/"


def with_pictures(page: Page, root: Path) -> Page:
    """Return a page whose ``![text alternative](../images/name.svg)`` are the drawings themselves.

    Raises
    ------
    ContentError
        When a picture has no text alternative, is not an SVG of ``course/images/``, or cannot be read as one.
    """

    def embedded(found: re.Match[str]) -> str:
        alternative, target = found[1].strip(), found[2]
        name = posixpath.normpath(posixpath.join(posixpath.dirname(page.file), target))
        if not alternative:
            raise _fault(
                page, root, target, "cette image n’a pas de texte de remplacement\u202f; écrivez-le entre les crochets"
            )
        if not name.startswith(_FOLDER) or not name.endswith(".svg"):
            raise _fault(page, root, target, f"une image est un dessin .svg du dossier {_FOLDER}")
        if not (root / name).is_file():
            raise _fault(page, root, target, f"le dessin {name} n’existe pas\u202f; ajoutez-le, ou retirez l’image")
        return _image(read_source(root, name), name, alternative)

    cells = (Prose(_IMAGE.sub(embedded, cell.text)) if isinstance(cell, Prose) else cell for cell in page.cells)
    return replace(page, cells=tuple(cells))


def _image(drawing: str, name: str, alternative: str) -> str:
    if "<!DOCTYPE" in drawing or "<!ENTITY" in drawing:
        message = "ce dessin contient une déclaration DOCTYPE ou ENTITY\u202f; retirez-la, elle ne dessine rien"
        raise ContentError(name, None, "", message)
    try:
        size = ET.fromstring(drawing).attrib  # noqa: S314 (a source of this repository, like any of its code)
        width, height = int(size["width"]), int(size["height"])
    except (ET.ParseError, KeyError, ValueError) as error:
        message = "ce dessin n’est pas un SVG avec une largeur et une hauteur entières\u202f; corrigez-le"
        raise ContentError(name, None, "", message) from error
    data = base64.b64encode(drawing.encode()).decode()
    return (
        f'<img class="pu-image" alt="{escape(alternative)}" width="{width}" height="{height}" '
        f'src="data:image/svg+xml;base64,{data}">'
    )


def _fault(page: Page, root: Path, target: str, message: str) -> ContentError:
    return ContentError(page.file, line_of(root, page.file, target), target, message)
