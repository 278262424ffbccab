"""The whole course from its sources: the manifest, a Markdown text a page, a YAML a shared exercise or a format."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from parcours_u.content.body import PAGE_FUNCTIONS, check_placement, read_body, split_front_matter
from parcours_u.content.errors import ContentError
from parcours_u.content.exercise_page import exercise_page
from parcours_u.content.exercises import main_format_id, read_exercise
from parcours_u.content.explained import explained
from parcours_u.content.format_page import format_page
from parcours_u.content.formats import FormatSource, read_format
from parcours_u.content.glossary import read_glossary
from parcours_u.content.guide import FOLDER as GUIDE_FOLDER
from parcours_u.content.guide import GUIDE, guide_id, host_links, with_host_sides
from parcours_u.content.links import check_links, without_links_to
from parcours_u.content.lists import with_lists
from parcours_u.content.messages import read_messages
from parcours_u.content.outline import with_outline
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
        The parts of the common course that a variant left out: an exercise may still name a module, it is not met there.

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
    for page_id in manifest.pages:
        kind = PageKind.GUIDE if manifest.guide and page_id == GUIDE else PageKind.PAGE
        pages.append(_read_page(root, f"course/texte/{page_id}.md", page_id, kind))
    for name in manifest.guide:
        pages.append(_read_page(root, f"{GUIDE_FOLDER}/{name}.md", guide_id(name), PageKind.GUIDE))
    hosts = host_links(pages)
    for exercise_id in manifest.exercises:
        file = f"exercises/{exercise_id}.yaml"
        exercise, node = read_exercise(read_source(root, file), file, exercise_id, manifest.modules, gone)
        ids.claim(file, node, [main_format_id(exercise_id)])
        exercises.append(exercise)
        pages.append(exercise_page(exercise, file, hosts.get(exercise.title, "")))
    source = FormatSource(exercises, manifest.modules)
    formats = tuple(_read_format(root, format_id, source) for format_id in manifest.formats)
    course = Course(manifest.title, tuple(modules), tuple(exercises), formats, messages=read_messages(root))
    pages.extend(format_page(course, one) for one in formats)
    terms = read_glossary(root)
    listed = [with_lists(page, root, terms, course) for page in pages]
    outlined = [with_outline(with_host_sides(page, exercises)) for page in listed]
    told = explained([without_links_to(page, gone) for page in outlined], terms)
    pages = [with_pictures(page, root) for page in told]
    check_links(pages, root)
    _check_practices(pages, course)
    return CourseText(replace(course, project=manifest.checked_against(course)), tuple(pages))


class _Manifest:
    """``course/parcours.yaml``: what the course is made of, in order."""

    def __init__(self, node: Node) -> None:
        record = self._record = Record(node, MANIFEST, "title modules pages", "exercises formats project guide")
        self.title = record.line("title")
        self.modules = _slugs(record, "modules")
        self.pages = _slugs(record, "pages")
        self.exercises = _slugs(record, "exercises")
        self.formats = _slugs(record, "formats")
        self.guide = _slugs(record, "guide")
        for page in PAGES:
            if page not in self.pages:
                record.fail(
                    record.at("pages"), f"la page «\u00a0{page}\u00a0» manque\u202f; toutes les autres y mènent"
                )
        if self.guide and GUIDE not in self.pages:
            message = (
                f"la page «\u00a0{GUIDE}\u00a0» manque dans «\u00a0pages\u00a0»\u202f; c’est elle qui mène au guide"
            )
            record.fail(record.at("guide"), message)
        seen: dict[str, str] = {}
        for key in ("modules", "pages", "exercises", "formats", "guide"):
            for slug, item in zip(_slugs(record, key), _list(node, key), strict=True):
                name = guide_id(slug) if key == "guide" else slug
                # A page and an exercise are in folders of their own: « cercle » is the page of one's circle, and a way to hold one.
                if name in seen and {key, seen[name]} != {"pages", "exercises"}:
                    record.fail(item, f"«\u00a0{name}\u00a0» y est déjà\u202f; chaque identifiant ne sert qu’une fois")
                seen[name] = key

    def check_files(self, root: Path) -> None:
        """Check that no source lies beside those of the manifest, where it would be edited in vain."""
        for folder, ending, known in (
            ("course/texte", ".md", {*self.modules, *self.pages}),
            ("exercises", ".yaml", set(self.exercises)),
            ("course/formats", ".yaml", set(self.formats)),
            (GUIDE_FOLDER, ".md", set(self.guide)),
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
    known = tuple(before)
    earlier = {prompt.id for module in known for prompt in module.prompts}
    own = {prompt.id for prompt in prompts}
    names = [module.id for module in known]
    check_drawn(cells, file, module_id, own, earlier, modules=names, told=situation is not None)
    module = Module(module_id, record.line("title"), record.line("summary"), prompts, practices, situation)
    return module, Page(PageKind.MODULE, module_id, module.title, module.summary, cells, file)


def _read_page(root: Path, file: str, page_id: str, kind: PageKind) -> Page:
    front, body, first_line = split_front_matter(read_source(root, file), file)
    record = Record(front, file, "title summary")
    page = Page(kind, page_id, record.line("title"), record.line("summary"), read_body(body, file, first_line), file)
    for call in page.calls():
        if call.function not in ({"practice"} if call.argument else PAGE_FUNCTIONS):
            known = ", ".join(f"{name}()" for name in sorted(PAGE_FUNCTIONS))
            message = f'une page qui n’est pas un module n’appelle que {known}, ou practice("un-exercice-seance")'
            raise ContentError(file, call.line, call.source, message)
    return page


def _check_practices(pages: Iterable[Page], course: Course) -> None:
    """Check that a page that is no module times something that the course has."""
    known = {practice.id for part in course.parts() for practice in part.practices}
    for page in (page for page in pages if page.kind is PageKind.PAGE):
        for call in page.calls():
            if call.argument and (call.argument not in known or call.other):
                message = "aucune pratique ni aucun exercice du parcours n’a cet identifiant"
                raise ContentError(page.file, call.line, call.source, message)


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
