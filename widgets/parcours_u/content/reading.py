"""The whole course from its sources: the manifest, a Markdown text a page, a YAML a shared exercise or a format."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from parcours_u.content.body import (
    FORMAT_FUNCTIONS,
    PAGE_FUNCTIONS,
    check_formats,
    check_placement,
    read_body,
    split_front_matter,
)
from parcours_u.content.errors import ContentError
from parcours_u.content.exercise_page import exercise_page
from parcours_u.content.exercises import main_format_id, read_exercise
from parcours_u.content.explained import explained
from parcours_u.content.formats import FormatSource, read_format
from parcours_u.content.glossary import read_glossary
from parcours_u.content.links import check_links
from parcours_u.content.lists import with_lists
from parcours_u.content.pages import CourseText, Page, PageKind
from parcours_u.content.pictures import with_pictures
from parcours_u.content.placement import check_drawn
from parcours_u.content.prompts import read_practices, read_prompts
from parcours_u.content.record import SLUG, Record
from parcours_u.content.situations import FOLDER, check_starting_point, read_situation
from parcours_u.content.source_text import read_source
from parcours_u.content.yaml_source import Node, parse_yaml
from parcours_u.domain.course import Course, Exercise, Module
from parcours_u.domain.formats import CourseFormat

__all__ = ["MANIFEST", "PAGES", "read_course"]

MANIFEST = "course/parcours.yaml"

PAGES = ("accueil", "carnet", "exercices", "donnees", "accessibilite")
"""The pages that every other page links to: a course without one of them would have dead links everywhere."""


def read_course(root: Path, gone: Collection[str] = ()) -> CourseText:
    """Return the course whose ``course/`` and ``exercises/`` folders are in ``root``.

    Parameters
    ----------
    root : pathlib.Path
        The folder.
    gone : collection of str
        The modules of the common course that a variant left out: an exercise may still name them, it is not met there.

    Raises
    ------
    ContentError
        For the first thing found wrong, with its file, line and key.
    """
    manifest = _Manifest(parse_yaml(read_source(root, MANIFEST), MANIFEST))
    manifest.check_files(root)
    ids = _Ids()
    modules: list[Module] = []
    exercises: list[Exercise] = []
    pages: list[Page] = []
    for module_id in manifest.modules:
        module, page = _read_module(root, module_id, ids, modules)
        modules.append(module)
        pages.append(page)
    pages.extend(_read_page(root, page_id) for page_id in manifest.pages)
    for exercise_id in manifest.exercises:
        file = f"exercises/{exercise_id}.yaml"
        exercise, node = read_exercise(read_source(root, file), file, exercise_id, manifest.modules, gone)
        ids.claim(file, node, [main_format_id(exercise_id)])
        exercises.append(exercise)
        pages.append(exercise_page(exercise, file))
    terms = read_glossary(root)
    listed = [with_lists(page, root, terms, modules, exercises) for page in pages]
    pages = [with_pictures(page, root) for page in explained(listed, terms)]
    source = FormatSource(exercises, manifest.modules)
    formats = tuple(_read_format(root, format_id, source) for format_id in manifest.formats)
    check_formats(pages, formats)
    check_links(pages, root)
    course = Course(manifest.title, tuple(modules), tuple(exercises), formats)
    return CourseText(replace(course, project=manifest.checked_against(course)), tuple(pages))


class _Manifest:
    """``course/parcours.yaml``: what the course is made of, in order."""

    def __init__(self, node: Node) -> None:
        record = self._record = Record(node, MANIFEST, "title modules pages", "exercises formats project")
        self.title = record.line("title")
        self.modules = _slugs(record, "modules")
        self.pages = _slugs(record, "pages")
        self.exercises = _slugs(record, "exercises")
        self.formats = _slugs(record, "formats")
        for page in PAGES:
            if page not in self.pages:
                record.fail(
                    record.at("pages"), f"la page «\u00a0{page}\u00a0» manque\u202f; toutes les autres y mènent"
                )
        seen: set[str] = set()
        for key in ("modules", "pages", "exercises", "formats"):
            for name, item in zip(_slugs(record, key), _list(node, key), strict=True):
                if name in seen:
                    record.fail(item, f"«\u00a0{name}\u00a0» y est déjà\u202f; chaque identifiant ne sert qu’une fois")
                seen.add(name)

    def check_files(self, root: Path) -> None:
        """Check that no source lies beside those of the manifest, where it would be edited in vain."""
        for folder, ending, known in (
            ("course/texte", ".md", {*self.modules, *self.pages}),
            ("exercises", ".yaml", set(self.exercises)),
            ("course/formats", ".yaml", set(self.formats)),
            (FOLDER, ".yaml", set(self.modules)),
        ):
            for path in sorted((root / folder).glob(f"*{ending}")):
                if path.stem not in known:
                    message = f"il n’est pas dans {MANIFEST}\u202f; ajoutez-l’y, ou retirez-le"
                    raise ContentError(f"{folder}/{path.name}", None, "", message)

    def checked_against(self, course: Course) -> tuple[str, ...]:
        """Return the prompts that tell a project, once the course is known to ask them, and where the learner starts."""
        if any(module.situation for module in course.modules):
            check_starting_point(tuple(course.prompts()), self._record)
        asked = [prompt.id for prompt in course.prompts()]
        return self._record.references("project", asked, "une question du parcours")


def _slugs(record: Record, key: str) -> tuple[str, ...]:
    def slug(node: Node) -> str:
        if not isinstance(node.value, str) or not SLUG.fullmatch(node.value):
            message = "un identifiant s’écrit en minuscules sans accent, les mots séparés par un tiret"
            raise ContentError(record.file, node.line, node.key, message)
        return node.value

    return record.parts(key, slug)


def _read_module(root: Path, module_id: str, ids: "_Ids", before: Iterable[Module]) -> tuple[Module, Page]:
    file = f"course/texte/{module_id}.md"
    front, body, first_line = split_front_matter(read_source(root, file), file)
    record = Record(front, file, "title summary prompts", "practices")
    prompts = read_prompts(record, module_id)
    practices = read_practices(record, module_id)
    ids.claim(file, front)
    cells = read_body(body, file, first_line)
    check_placement(cells, front, file, prompts, practices)
    situation = read_situation(root, module_id, prompts)
    earlier = {prompt.id for module in before for prompt in module.prompts}
    own = {prompt.id for prompt in prompts}
    check_drawn(cells, file, module_id, own, earlier, told=situation is not None)
    module = Module(module_id, record.line("title"), record.line("summary"), prompts, practices, situation)
    return module, Page(PageKind.MODULE, module_id, module.title, module.summary, cells, file)


def _read_page(root: Path, page_id: str) -> Page:
    file = f"course/texte/{page_id}.md"
    front, body, first_line = split_front_matter(read_source(root, file), file)
    record = Record(front, file, "title summary")
    page = Page(
        PageKind.PAGE, page_id, record.line("title"), record.line("summary"), read_body(body, file, first_line), file
    )
    for call in page.calls():
        if call.function not in (FORMAT_FUNCTIONS if call.argument else PAGE_FUNCTIONS):
            known = [f"{name}()" for name in sorted(PAGE_FUNCTIONS)]
            known += [f'{name}("un-format")' for name in sorted(FORMAT_FUNCTIONS)]
            message = f"une page qui n’est pas un module n’appelle que {', '.join(known)}"
            raise ContentError(file, call.line, call.source, message)
    return page


def _read_format(root: Path, format_id: str, source: FormatSource) -> CourseFormat:
    file = f"course/formats/{format_id}.yaml"
    return read_format(read_source(root, file), file, format_id, source)


class _Ids:
    """The ids of prompts and practices used so far in the course, and where."""

    def __init__(self) -> None:
        self._places: dict[str, str] = {}

    def claim(self, file: str, front: Node, others: Iterable[str] = ()) -> None:
        """Take the ids that a part of the course declares; ``others`` are those that follow from its own id.

        Raises
        ------
        ContentError
            When one is already taken, in this file or another: nbgrader and the journal know answers by it.
        """
        for name in others:
            if name in self._places:
                message = f"son minuteur s’appellerait «\u00a0{name}\u00a0», qui sert déjà dans {self._places[name]}"
                raise ContentError(file, None, "", message)
            self._places[name] = file
        for key in ("prompts", "practices", "variants"):
            for item in _list(front, key):
                node = item.value["id"] if isinstance(item.value, dict) else item
                name = str(node.value)
                if name in self._places:
                    message = f"l’identifiant «\u00a0{name}\u00a0» sert déjà dans {self._places[name]}\u202f; choisissez-en un autre"
                    raise ContentError(file, node.line, node.key, message)
                self._places[name] = f"{file}, ligne {node.line}"


def _list(front: Node, key: str) -> list[Node]:
    entries = front.value
    found = entries[key].value if isinstance(entries, dict) and key in entries else []
    return found if isinstance(found, list) else []
