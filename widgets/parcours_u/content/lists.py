"""Lists that a page shows and that are kept as data: a line of its text says where each one goes.

====================  ===================================================
``{{ exercices }}``   every shared exercise, by the module where it is met
``{{ formats }}``     every way to live the course
``{{ glossaire }}``   every term of ``course/glossaire.yaml``
``{{ ressources }}``  every entry of ``course/ressources.yaml``, by group
``{{ critères }}``    every criterion of ``course/criteres.yaml``, by group
====================  ===================================================
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from parcours_u.content.criteria import CRITERIA, read_criteria
from parcours_u.content.errors import ContentError
from parcours_u.content.exercise_page import exercise_list
from parcours_u.content.format_page import format_list
from parcours_u.content.glossary import GLOSSARY, Term
from parcours_u.content.markdown import render
from parcours_u.content.pages import Page, Prose
from parcours_u.content.resources import RESOURCES, read_resources
from parcours_u.domain.course import Course

__all__ = ["with_lists"]

_EXERCISES_MARK, _FORMATS_MARK = "{{ exercices }}", "{{ formats }}"
_GLOSSARY_MARK, _RESOURCES_MARK = "{{ glossaire }}", "{{ ressources }}"
_CRITERIA_MARK = "{{ critères }}"


def with_lists(page: Page, root: Path, terms: Sequence[Term], course: Course) -> Page:
    """Return the page with its lists in the place of their marks.

    Raises
    ------
    ContentError
        When a page asks for a list that the course does not keep, or that is at fault.
    """
    text = "\n".join(cell.text for cell in page.cells if isinstance(cell, Prose))
    lists = dict[str, str]()
    if _EXERCISES_MARK in text:
        lists[_EXERCISES_MARK] = exercise_list(course.modules, course.exercises)
    if _FORMATS_MARK in text:
        lists[_FORMATS_MARK] = format_list(course.formats)
    if _GLOSSARY_MARK in text:
        if not terms:
            raise _missing(page, GLOSSARY)
        lists[_GLOSSARY_MARK] = render("glossary", terms=terms)
    if _RESOURCES_MARK in text:
        groups = read_resources(root)
        if not groups:
            raise _missing(page, RESOURCES)
        lists[_RESOURCES_MARK] = render("resources", groups=groups)
    if _CRITERIA_MARK in text:
        criteria = read_criteria(root)
        if criteria is None:
            raise _missing(page, CRITERIA)
        lists[_CRITERIA_MARK] = render("criteria", criteria=criteria)
    cells = [Prose(_filled(cell.text, lists)) if isinstance(cell, Prose) else cell for cell in page.cells]
    return replace(page, cells=tuple(cells))


def _filled(text: str, lists: dict[str, str]) -> str:
    for mark, content in lists.items():
        text = text.replace(mark, content)
    return text


def _missing(page: Page, file: str) -> ContentError:
    return ContentError(page.file, None, "", f"il montre une liste qui n’existe pas\u202f; créez {file}")
