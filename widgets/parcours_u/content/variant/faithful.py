"""What a variant owes: to those who wrote before (credits), to those who answered (kinds), to those who will read (no script).

The common course is held to the first by ``parcours-u verifier``; a group may never run it, so here it is part of building.
"""

import re
from collections.abc import Iterator
from html import unescape

from parcours_u.content.checks.credits import SECTION, check_credits
from parcours_u.content.checks.passages import read_passages, source_files
from parcours_u.content.errors import ContentError
from parcours_u.content.pages import CourseText, PageKind
from parcours_u.content.source_text import line_of, read_source
from parcours_u.content.variant.assembly import Assembly
from parcours_u.domain.course import Exercise

__all__ = ["check_faithful"]

_TAG = re.compile(r"<(?!https?:|mailto:)[a-zA-Z/!?]")
_SCRIPT = re.compile(r"(?:java|vb)script:", re.IGNORECASE)
_NOT_READ = re.compile(r"[\x00-\x20\x7f\\]")  # what browsers leave out of an address's beginning, and Markdown's escape


def check_faithful(sources: Assembly, text: CourseText) -> None:
    """Check a variant that can be built.

    Raises
    ------
    ContentError
        When a question that people may have answered changes its kind, a credit was removed, or a text holds more than text.
    """
    for file in sorted(sources.own):
        if not file.endswith(".svg"):
            _check_plain(file, read_source(sources.root, file))
    _check_kinds(sources, text)
    passages = [passage for file in source_files(sources.root) for passage in read_passages(sources.root, file)]
    for exercise in text.course.exercises:
        _check_exercise(sources, exercise)
    for page in text.pages:
        if page.kind is PageKind.MODULE and page.file in sources.own:
            _check_sources(sources, page.file)
    for finding in check_credits(text, passages):
        if finding.file in sources.own:
            raise ContentError(finding.file, finding.line, "", _ending(finding.message))


def _check_plain(file: str, text: str) -> None:
    """Check that a text is one: a variant may come from people one never met, and a page reads its reader's journal."""
    for number, line in enumerate(text.split("\n"), start=1):
        if _TAG.search(line):
            message = "il s’y trouve du HTML («\u00a0<\u00a0»)\u202f; écrivez-le en Markdown, ou avec des mots"
            raise ContentError(file, number, "", message)
        if _SCRIPT.search(_NOT_READ.sub("", unescape(line))):
            raise ContentError(file, number, "", "un lien y lance un script\u202f; mettez l’adresse d’une page")
    if _SCRIPT.search(_NOT_READ.sub("", unescape(text))):
        raise ContentError(file, None, "", "un lien y lance un script\u202f; mettez l’adresse d’une page")


def _check_kinds(sources: Assembly, text: CourseText) -> None:
    kinds = {prompt.id: prompt.kind for prompt in sources.course.prompts()}
    files = {page.id: page.file for page in text.pages}
    for prompt in text.course.prompts():
        known = kinds.get(prompt.id, prompt.kind)
        if known is not prompt.kind:
            file = files[text.course.part_of(prompt.id).id]
            message = (
                f"la question «\u00a0{prompt.id}\u00a0» est de type {known} dans le parcours commun, et des personnes y ont répondu\u202f; "
                "rendez-lui ce type, ou donnez à la vôtre un autre identifiant"
            )
            raise ContentError(file, line_of(sources.root, file, f"id: {prompt.id}"), "prompts.kind", message)


def _check_exercise(sources: Assembly, exercise: Exercise) -> None:
    file = f"exercises/{exercise.id}.yaml"
    common = next((one for one in sources.course.exercises if one.id == exercise.id), None)
    if common is None or file not in sources.own:
        return
    for key, credit, written in (
        ("licence", common.licence, exercise.licence),
        ("source", common.source, exercise.source),
        ("attribution", common.attribution, exercise.attribution),
    ):
        if " ".join(credit.split()) not in " ".join(written.split()):
            message = (
                f"il manque «\u00a0{credit}\u00a0»\u202f; remettez-le tel quel, vous pouvez ajouter vos noms ensuite"
            )
            raise ContentError(file, line_of(sources.root, file, f"{key}:"), key, message)


def _check_sources(sources: Assembly, file: str) -> None:
    """Check that a module which was rewritten still credits, word for word, what the common one credits."""
    if not (sources.common / file).is_file():
        return
    written = " ".join(_credits(read_source(sources.root, file)))
    for paragraph in _credits(read_source(sources.common, file)):
        if paragraph not in written:
            begun = paragraph[:60].rpartition(" ")[0] if len(paragraph) > 60 else paragraph
            message = (
                f"la partie «\u00a0{SECTION}\u00a0» n’a plus le passage qui commence par «\u00a0{begun}\u00a0»\u202f; "
                "remettez-le tel quel, vous pouvez ajouter vos noms ensuite"
            )
            raise ContentError(file, line_of(sources.root, file, f"## {SECTION}"), "", message)


def _credits(text: str) -> Iterator[str]:
    section = text.partition(f"\n## {SECTION}")[2].partition("\n## ")[0]
    for paragraph in re.split(r"\n\s*\n|\n(?=- )", section):
        if words := " ".join(paragraph.split()):
            yield words


def _ending(message: str) -> str:
    """Return a finding's sentence as the end of an error's."""
    return message[:1].lower() + message[1:].removesuffix(".")
