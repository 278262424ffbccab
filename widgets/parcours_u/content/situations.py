"""``course/situations/<module>.yaml``: an invented story, and how it looks from each of the five places."""

import re
from collections.abc import Sequence
from pathlib import Path

from parcours_u.content.record import Record
from parcours_u.content.source_text import read_source
from parcours_u.content.yaml_source import Node, parse_yaml
from parcours_u.domain.course import Prompt
from parcours_u.domain.situation import PLACES, STARTING_POINT, Situation, View

__all__ = ["FOLDER", "check_starting_point", "read_situation"]

FOLDER = "course/situations"

# The story is shown as text, on pages where nothing passes HTML: what Markdown would set off would be read as signs.
_MARKS = re.compile(r"^(?:#|>|[-+*] |\d+[.)] )|\*\*|`|\]\(", re.M)


def read_situation(root: Path, module_id: str, prompts: Sequence[Prompt]) -> Situation | None:
    """Return the situation that a module's text tells; None when the module has none.

    Parameters
    ----------
    root : pathlib.Path
        The folder that holds ``course/``.
    module_id : str
        The module.
    prompts : sequence of Prompt
        The module's own prompts, that the examples may be for.

    Raises
    ------
    ContentError
        When a view is missing, an example is for no prompt of the module, or a text has more than paragraphs.
    """
    file = f"{FOLDER}/{module_id}.yaml"
    if not (root / file).exists():
        return None
    record = Record(parse_yaml(read_source(root, file), file), file, "title story views")
    views = Record(record.at("views"), file, " ".join(PLACES))
    ids = [prompt.id for prompt in prompts]
    return Situation(
        title=record.line("title"),
        story=_paragraphs(record, "story"),
        views={place: _view(file, ids, views.at(place)) for place in PLACES},
    )


def _view(file: str, ids: Sequence[str], node: Node) -> View:
    record = Record(node, file, "text practice", "examples")
    examples: dict[str, str] = {}
    if "examples" in record:
        told = Record(record.at("examples"), file, "", " ".join(ids))
        examples = {prompt: told.line(prompt) for prompt in ids if prompt in told}
    return View(_paragraphs(record, "text"), _paragraphs(record, "practice"), examples)


def _paragraphs(record: Record, key: str) -> str:
    text = record.text(key)
    if found := _MARKS.search(text):
        record.fail(
            record.at(key),
            f"ce texte se montre en simples paragraphes\u202f; retirez le signe «\u00a0{found.group().strip()}\u00a0»",
        )
    return text


def check_starting_point(prompts: Sequence[Prompt], record: Record) -> None:
    """Check that the course asks where the learner starts from, with the five places as options, once it tells a situation.

    Parameters
    ----------
    prompts : sequence of Prompt
        Those of the whole course.
    record : Record
        The manifest, whose modules are named when the question is missing.

    Raises
    ------
    ContentError
        When no prompt, or a prompt with other options, is the starting point.
    """
    found = next((prompt for prompt in prompts if prompt.id == STARTING_POINT), None)
    if found is None or tuple(option.id for option in found.options) != PLACES:
        record.fail(
            record.at("modules"),
            f"les situations demandent la question «\u00a0{STARTING_POINT}\u00a0», de type choice, "
            f"avec dans cet ordre les choix {', '.join(PLACES)}",
        )
