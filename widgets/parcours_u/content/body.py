"""The Markdown body of a module or a page: its prose, its widget calls, and whether each prompt has its place."""

import ast
from collections.abc import Sequence

import jupytext

from parcours_u.content.errors import ContentError
from parcours_u.content.pages import Call, Prose, joined
from parcours_u.content.placement import DRAWN
from parcours_u.content.yaml_source import Node, parse_yaml
from parcours_u.domain.course import Practice, Prompt

__all__ = ["PAGE_FUNCTIONS", "check_placement", "read_body", "split_front_matter"]

PAGE_FUNCTIONS = frozenset(
    {
        "circle",
        "core_group",
        "home",
        "journal",
        "pair",
        "project_story",
        "trainer_assign",
        "trainer_groups",
        "trainer_messages",
        "trainer_people",
        "trainer_reading",
        "trainer_server",
        "trainer_space",
        "trainer_today",
    }
)
"""What a page that is no module may call without an argument."""

_FENCE = "---"
_TICKS = "```"
_BLOCK = "```python"

# Jupytext guesses a text's dialect and parses any YAML that it begins with, and fails in its own ways on both. Told the
# dialect, and given a header before the body, it has nothing left to guess.
_DIALECT = {"extension": ".md", "format_name": "markdown"}
_HEADER = """---
jupyter:
  kernelspec:
    display_name: Python 3
    language: python
    name: python3
---

"""

_ONE_CALL = 'un bloc ```python contient un seul appel, comme scale("mon-identifiant"), et rien d’autre'


def split_front_matter(text: str, file: str) -> tuple[Node, str, int]:
    """Part a source in its YAML front matter and its Markdown body.

    Returns
    -------
    tuple of Node, str, int
        The front matter, the body, and the line of the file that the body begins on.

    Raises
    ------
    ContentError
        When there is no front matter, or it is not well-formed YAML.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        raise ContentError(file, 1, "", "il doit commencer par une ligne --- suivie de «\u00a0title: …\u00a0»")
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == _FENCE:
            return parse_yaml("\n".join(lines[1:number]), file, 2), "\n".join(lines[number + 1 :]), number + 2
    raise ContentError(file, 1, "", "son en-tête n’est pas refermé\u202f; ajoutez une ligne --- avant le texte")


def read_body(body: str, file: str, first_line: int) -> tuple[Prose | Call, ...]:
    """Return the cells of a Markdown body, prose between two widgets held together.

    Jupytext tells prose from code, as it does in every editor that opens such a file; what the code may be is ours.

    Raises
    ------
    ContentError
        When a code block is anything but one call with at most two plain strings, or there is no prose at all.
    """
    lines = body.split("\n")
    cells: list[Prose | Call] = []
    after = 0
    for cell in jupytext.reads(_HEADER + body, fmt=_DIALECT).cells:
        if cell.cell_type == "code":
            position = _position(lines, cell.source, after)
            after = position + cell.source.count("\n") + 2  # beyond its closing fence
            cells.append(_call(lines, position, cell.source, file, first_line))
        elif cell.cell_type == "raw":
            raise ContentError(file, first_line, "", "un bloc brut (#raw) s’y trouve\u202f; écrivez-le en Markdown")
        else:
            cells.append(Prose(cell.source))
    if not any(isinstance(cell, Prose) and cell.text.strip() for cell in cells):
        raise ContentError(file, first_line, "", "il n’y a aucun texte après l’en-tête\u202f; écrivez-en")
    return joined(cells)


def _position(lines: Sequence[str], source: str, after: int) -> int:
    """Return the index of a code cell's first line, which Jupytext does not tell: the next fence that it follows."""
    wanted = source.split("\n")
    for number in range(after, len(lines)):
        if lines[number].startswith(_TICKS) and lines[number + 1 : number + 1 + len(wanted)] == wanted:
            return number + 1
    # A block that Jupytext rewrites (another language, an empty one) is refused anyway: the next fence will do.
    return next((number + 1 for number in range(after, len(lines)) if lines[number].startswith(_TICKS)), after)


def _call(lines: Sequence[str], position: int, source: str, file: str, first_line: int) -> Call:
    line = first_line + position
    if lines[position - 1].rstrip() != _BLOCK or lines[position : position + 1] != [source]:
        raise ContentError(file, line, "", _ONE_CALL)
    try:
        expression = ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise ContentError(file, line, "", _ONE_CALL) from error
    match expression:
        case ast.Call(func=ast.Name(id=function), args=[], keywords=[]):
            return Call(function, "", line)
        case ast.Call(func=ast.Name(id=function), args=[ast.Constant(value=str(argument))], keywords=[]) if argument:
            return Call(function, argument, line)
        case ast.Call(
            func=ast.Name(id=function),
            args=[ast.Constant(value=str(argument)), ast.Constant(value=str(other))],
            keywords=[],
        ) if argument and other:
            return Call(function, argument, line, other)
    raise ContentError(file, line, "", _ONE_CALL)


def check_placement(
    cells: Sequence[Prose | Call],
    front: Node,
    file: str,
    prompts: Sequence[Prompt],
    practices: Sequence[Practice],
) -> None:
    """Check that the widgets of a module are its prompts and practices, each exactly once and by its kind's function.

    What else a module may draw is checked by :func:`parcours_u.content.placement.check_drawn`.

    Raises
    ------
    ContentError
        When a call names something unknown, of another kind, or already placed, or something declared has no place.
    """
    functions = {prompt.id: prompt.kind.value for prompt in prompts} | {
        practice.id: "practice" for practice in practices
    }
    placed: dict[str, int] = {}
    for call in cells:
        if isinstance(call, Prose) or call.function in DRAWN:
            continue
        if call.other:
            raise ContentError(file, call.line, call.source, f"{call.function} ne prend qu’un identifiant")
        if call.argument not in functions:
            raise ContentError(
                file,
                call.line,
                call.source,
                "aucune question ni aucune pratique de ce fichier n’a cet identifiant",
            )
        if call.function != (function := functions[call.argument]):
            raise ContentError(
                file, call.line, call.source, f'il faut ici {function}("{call.argument}"), d’après l’en-tête'
            )
        if call.argument in placed:
            message = f"elle est déjà placée à la ligne {placed[call.argument]}\u202f; gardez une seule place"
            raise ContentError(file, call.line, call.source, message)
        placed[call.argument] = call.line
    declared: dict[str, Sequence[Prompt | Practice]] = {"prompts": prompts, "practices": practices}
    for key, parts in declared.items():
        for part, node in zip(parts, _items(front, key), strict=True):
            if part.id not in placed:
                function = functions[part.id]
                raise ContentError(file, node.line, f"{key}.id", f'il manque {function}("{part.id}") dans le texte')


def _items(front: Node, key: str) -> list[Node]:
    entries = front.value
    found = entries[key].value if isinstance(entries, dict) and key in entries else []
    return found if isinstance(found, list) else []
