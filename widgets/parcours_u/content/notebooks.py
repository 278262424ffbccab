"""Pages to notebooks: the same bytes for the same sources, on any machine, whatever was there before."""

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

import nbformat.v4

from parcours_u.content.guide import GUIDE
from parcours_u.content.outline import IN_PARTS
from parcours_u.content.pages import Call, Page, PageKind, Prose
from parcours_u.domain.course import Course, Kind

__all__ = ["PLACEHOLDER", "notebook_bytes"]

PLACEHOLDER = "*Si vous choisissez de la partager, votre réponse s’écrira ici au moment du dépôt.*"
"""What an answer cell holds before a deposit; also the stub that nbgrader may put in its place."""

_nbformat: Any = nbformat  # nbformat types some of its functions only
_new: Any = nbformat.v4

_KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_ANSWERED = frozenset(kind.value for kind in Kind)  # a function that only shows an answer has no cell to write it in
_WALKED = frozenset({PageKind.MODULE, PageKind.GUIDE})  # from page to page, in the manifest's order
_COMMON_TITLE = "Un parcours inspiré de la Théorie\u00a0U"
"""What the template calls a course whose pages carry no name: only a variant's do."""
_LINKED = {
    "home": "accueil",
    "journal": "carnet",
    "exercises": "exercices",
    "formats": "formats",
    "project": "projet",
    "data": "donnees",
    "accessibility": "accessibilite",
    "guide": GUIDE,
    "glossary": "glossaire",
    "resources": "ressources",
}


def notebook_bytes(page: Page, pages: Iterable[Page], course: Course) -> bytes:
    """Return the notebook of one page as the bytes of its file.

    Cells' ids are their positions: that is what ``nbstripout`` makes of any id, so a notebook that somebody opened and
    saved comes back to these bytes. nbgrader knows answers by their ``grade_id``, never by a cell's id.

    Parameters
    ----------
    page : Page
        The page.
    pages : iterable of Page
        Every page of the course, in order: the links between them are written in the notebook's metadata.
    course : Course
        The course that the page is of.
    """
    prompts = {prompt.id for prompt in course.part(page.id).prompts} if page.kind is PageKind.MODULE else set()
    cells = list(_cells(page, prompts))
    for position, cell in enumerate(cells):
        cell["id"] = str(position)
    notebook = _new.new_notebook(cells=cells, metadata={**_KERNEL, "parcours_u": _metadata(page, tuple(pages), course)})
    notebook.nbformat_minor = 5
    _nbformat.validate(notebook)
    text: str = _nbformat.writes(notebook, version=_nbformat.NO_CONVERT)
    return (text + "\n").encode()


def _cells(page: Page, prompts: set[str]) -> Iterator[Any]:
    names = {call.function for call in page.calls()}
    if page.kind is PageKind.MODULE:
        names.add("deposit")
    if names:
        yield _cell("code", f"from parcours_u.notebook import {', '.join(sorted(names))}")
    for cell in page.cells:
        if isinstance(cell, Prose):
            yield _cell("markdown", cell.text)
            continue
        yield _cell("code", cell.source)
        if cell.function in _ANSWERED and cell.argument in prompts:
            yield _answer_cell(cell.argument)
    if page.kind is PageKind.MODULE:
        yield _cell("code", Call("deposit", page.id).source)


def _cell(kind: str, source: str, metadata: Mapping[str, object] | None = None) -> Any:
    """Return a cell, not validated: the notebook is, once, which takes a tenth of the time."""
    own: dict[str, object] = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return _nbformat.from_dict({"cell_type": kind, "metadata": dict(metadata or {}), "source": source, **own})


def _answer_cell(prompt_id: str) -> Any:
    """Return nbgrader's cell for an answer: graded by hand, for no points, so that it can be commented."""
    grading: Mapping[str, object] = {
        "cell_type": "markdown",
        "grade": True,
        "grade_id": prompt_id,
        "locked": False,
        "points": 0,
        "schema_version": 3,
        "solution": True,
        "task": False,
    }
    return _cell("markdown", PLACEHOLDER, {"nbgrader": grading})


def _metadata(page: Page, pages: tuple[Page, ...], course: Course) -> dict[str, Any]:
    """Return what the template needs to draw the page's surroundings, every address relative to the page."""
    modules = [other for other in pages if other.kind is PageKind.MODULE]
    by_id = {other.id: other for other in pages if other.kind in {PageKind.PAGE, PageKind.GUIDE}}
    walked = [other for other in pages if other.kind is page.kind] if page.kind in _WALKED else []
    rank = walked.index(page) if page in walked else None
    previous = walked[rank - 1] if rank else None
    following = walked[rank + 1] if rank is not None and rank + 1 < len(walked) else None
    return {
        "page": page.kind.value,
        "id": page.id,
        "title": page.title,
        "summary": page.summary,
        **({} if course.title.split() == _COMMON_TITLE.split() else {"course": course.title}),
        "position": modules.index(page) + 1 if page in modules else None,
        **{key: _href(page, by_id[name].path) for key, name in _LINKED.items() if name in by_id},
        "modules": [{"id": module.id, "title": module.title, "href": _href(page, module.path)} for module in modules],
        **({"in_parts": True} if page.id in IN_PARTS else {}),
        "previous": _link(page, previous),
        "next": _link(page, following),
    }


def _link(page: Page, other: Page | None) -> dict[str, str] | None:
    return None if other is None else {"title": other.title, "href": _href(page, other.path)}


def _href(page: Page, target: PurePosixPath) -> str:
    return posixpath.relpath(target.as_posix(), page.path.parent.as_posix())
