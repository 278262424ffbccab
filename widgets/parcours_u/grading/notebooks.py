"""A module's notebook: made ready for learners, and its answer cells filled or read. Imports nbgrader."""

from collections.abc import Mapping
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader import utils
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.nbgraderformat import read as read_nbgrader
from nbgrader.preprocessors import SaveCells
from traitlets.config import Config

from parcours_u.domain.course import Course
from parcours_u.grading.config import TEXT_STUB
from parcours_u.grading.fences import fence, unfence

__all__ = [
    "UnknownPrompts",
    "answers_in",
    "fill",
    "for_comments",
    "generate",
    "grade_id",
    "kept",
    "prompt_ids",
    "read_notebook",
    "read_released",
    "read_submitted",
    "to_bytes",
    "words_of",
]


class UnknownPrompts(ValueError):
    """Answers to prompts that a notebook has no cell for; ``ids`` names them."""

    def __init__(self, ids: list[str]) -> None:
        super().__init__(", ".join(ids))
        self.ids = ids


def read_notebook(path: Path) -> Any:
    """Return a notebook, its nbgrader metadata checked by nbgrader."""
    with path.open(encoding="utf-8") as file:
        return read_nbgrader(file, as_version=nbformat.current_nbformat)


def read_submitted(path: Path) -> Any:
    """Return a notebook as somebody handed it in, as nbgrader's autograde reads it: older formats too.

    nbgrader's metadata is not checked: a cell that was copied in JupyterLab has its twin's, which teachers only must not do.
    """
    with path.open(encoding="utf-8") as file:
        return nbformat.read(file, as_version=nbformat.current_nbformat)


def read_released(path: Path) -> Any:
    """Return a released notebook, read and checked once for a whole group. It is shared: copy it to change it."""
    found = path.stat()
    return _released(path, found.st_mtime_ns, found.st_size, found.st_ino)


@lru_cache(maxsize=8)
def _released(path: Path, _changed: int, _size: int, _inode: int) -> Any:
    return read_notebook(path)


def generate(source: Path) -> Any:
    """Return the notebook that ``nbgrader generate_assignment`` would release, in memory: no gradebook, no folder.

    Its preprocessors are nbgrader's own list, less the one that writes to the gradebook.
    """
    config = Config()
    config.Exporter.default_preprocessors = []
    config.ClearSolutions.text_stub = TEXT_STUB
    exporter = NotebookExporter(config=config)
    for rule in GenerateAssignment(coursedir=CourseDirectory()).preprocessors:
        if rule is not SaveCells:
            exporter.register_preprocessor(rule)
    text, _ = exporter.from_filename(str(source))
    return nbformat.reads(text, as_version=nbformat.current_nbformat)


def prompt_ids(notebook: Any) -> list[str]:
    """Return the ids of a notebook's prompts, in order."""
    return [cell.metadata.nbgrader.grade_id for cell in notebook.cells if utils.is_solution(cell)]


def fill(notebook: Any, texts: Mapping[str, str]) -> Any:
    """Return a copy of a released notebook with answers in their cells, each inert.

    Raises
    ------
    UnknownPrompts
        When an answer has no cell.
    """
    missing = sorted(set(texts) - set(prompt_ids(notebook)))
    if missing:
        raise UnknownPrompts(missing)
    filled = deepcopy(notebook)
    for cell in filled.cells:
        if utils.is_solution(cell) and cell.metadata.nbgrader.grade_id in texts:
            cell.source = fence(texts[cell.metadata.nbgrader.grade_id])
    return filled


def for_comments(filled: Any, title: str, questions: Mapping[str, str]) -> Any:
    """Return a filled notebook as a trainer reads it: each question, then its answer cell, and nothing to scroll past.

    Parameters
    ----------
    title : str
        The module's title.
    questions : mapping
        The question of each prompt, by id.
    """
    shown = deepcopy(filled)
    cells = [nbformat.v4.new_markdown_cell(f"# {title}", id="title")]
    for cell in filled.cells:
        if utils.is_solution(cell):
            prompt = cell.metadata.nbgrader.grade_id
            heading = f"## {questions.get(prompt, prompt)}"
            cells += [nbformat.v4.new_markdown_cell(heading, id=f"q{len(cells)}"), deepcopy(cell)]
    shown.cells = cells
    return shown


def words_of(course: Course, module: str) -> tuple[str, dict[str, str]]:
    """Return a module's title as a trainer reads it, and the question of every prompt of the course by its id."""
    titles = {part.id: part.title for part in course.parts()}
    return titles.get(module, module), {prompt.id: prompt.question for prompt in course.prompts()}


def kept(blank: Any, texts: Mapping[str, str], title: str, questions: Mapping[str, str]) -> Any:
    """Return all that is kept of a deposit: its answers to the released notebook's prompts, each under its question."""
    known = set(prompt_ids(blank))
    return for_comments(
        fill(blank, {prompt: text for prompt, text in texts.items() if prompt in known}), title, questions
    )


def answers_in(notebook: Any, blank: Any) -> dict[str, str]:
    """Return what was written in a notebook's answer cells, by prompt id; ``blank`` is the released notebook.

    A cell that somebody filled by hand counts as it is; one that still says what the release said does not. Where a cell
    was copied, what each copy says is kept, one after the other: nbgrader would keep the last. Half a character that no file
    can hold (a lone surrogate) is replaced by the sign that says so.
    """
    stubs = {cell.metadata.nbgrader.grade_id: cell.source for cell in blank.cells if utils.is_solution(cell)}
    found: dict[str, dict[str, None]] = {}
    for cell in notebook.cells:
        prompt, source = grade_id(cell), cell.get("source")
        if prompt in stubs and isinstance(source, str) and source.strip() and source != stubs[prompt]:
            text = unfence(source)
            found.setdefault(prompt, {})[_writable(source if text is None else text)] = None
    return {prompt: "\n\n".join(texts) for prompt, texts in found.items()}


def grade_id(cell: Any) -> str:
    """Return which prompt a cell of a notebook from elsewhere answers, empty when it says none."""
    told = cell.get("metadata", {}).get("nbgrader")
    found = told.get("grade_id") if isinstance(told, dict) else None
    return found if isinstance(found, str) else ""


def _writable(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def to_bytes(notebook: Any) -> bytes:
    """Return a notebook as the content of an ``.ipynb`` file."""
    return (str(nbformat.writes(notebook)).rstrip("\n") + "\n").encode()
