"""What people read in the course's sources, passage by passage, each with its file and line.

Markdown is read by markdown-it, so that a link's address or a piece of code is told from a sentence for good. In YAML, each
text is a passage of its own, and its Markdown is read the same way: the exercises' texts become Markdown pages.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from parcours_u.content.body import split_front_matter
from parcours_u.content.source_text import read_source
from parcours_u.content.yaml_source import Node, parse_yaml

__all__ = ["Link", "Passage", "read_markdown", "read_passages", "source_files"]

_PATTERNS = (
    "course/texte/*.md",
    "course/guide/*.md",
    "course/*.yaml",
    "course/formats/*.yaml",
    "course/situations/*.yaml",
    "exercises/*.yaml",
)

# What is under these keys is for the machine, or names somebody else's work in its own words.
_FOR_THE_MACHINE = (
    "id kind scale minutes duration min max who sees writes owner prompts checked "
    "modules pages guide exercises formats project module version versions when start end fixed unit lead"
)
_MACHINE = frozenset(_FOR_THE_MACHINE.split())
_ADDRESSES = frozenset({"link", "url"})
_NAMES = frozenset({"attribution", "source", "licence"})

_CODE = "X"  # a word stands there: what is around it is still set as French sets it


@dataclass(frozen=True)
class Link:
    """One link, as it is written; ``text`` is what people click on."""

    line: int
    target: str
    text: str


@dataclass(frozen=True)
class Passage:
    r"""A paragraph, a title, an item or a cell of a table, or one text of a YAML file.

    Parameters
    ----------
    file, line : str, int
        Where it begins.
    text : str
        What people read, line breaks as in the source; a piece of code is one capital X.
    own : str
        The same characters, but those that are not our French (italics, code, addresses, credits) are spaces.
    heading : int
        A title's level; 0 for anything else.
    key : str
        The YAML key; empty in a Markdown body.
    links : tuple of Link
        The links that it holds.
    """

    file: str
    line: int
    text: str
    own: str
    heading: int = 0
    key: str = ""
    links: tuple[Link, ...] = field(default=())

    def line_at(self, position: int) -> int:
        """Return the line of the file that a character is on."""
        return self.line + self.text.count("\n", 0, position)


def source_files(root: Path) -> list[str]:
    """Return the sources that people read in the end, in order, relative to ``root``."""
    found = [path.relative_to(root).as_posix() for pattern in _PATTERNS for path in sorted(root.glob(pattern))]
    return [name for name in found if not name.rpartition("/")[2].startswith(".")]


def read_passages(root: Path, file: str) -> list[Passage]:
    """Return the passages of one source.

    Raises
    ------
    ContentError
        When the source cannot be read, or its YAML is not well-formed.
    """
    text = read_source(root, file)
    if file.endswith(".yaml"):
        return list(_in_yaml(parse_yaml(text, file), file))
    front, body, first_line = split_front_matter(text, file)
    return [*_in_yaml(front, file), *read_markdown(body, file, first_line)]


def read_markdown(text: str, file: str, first_line: int, key: str = "", *, credit: bool = False) -> Iterator[Passage]:
    """Yield the passages of a Markdown text; with ``credit``, nothing in it is our own French."""
    level = 0
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "heading_close":
            level = 0
        elif token.type == "inline" and token.map:
            line = first_line + token.map[0]
            yield _passage(token, file, line, level, key, credit=credit)


def _passage(token: Token, file: str, line: int, level: int, key: str, *, credit: bool) -> Passage:
    text, own, links = "", "", list[Link]()
    italic, begun = 0, 0
    for child in token.children or []:
        if child.type in {"em_open", "em_close"}:
            italic += 1 if child.type == "em_open" else -1
        elif child.type == "link_open":
            begun = len(text)
            links.append(Link(line + text.count("\n"), str(child.attrs.get("href", "")), ""))
        elif child.type == "link_close":
            links[-1] = Link(links[-1].line, links[-1].target, text[begun:])
        else:
            read, foreign = _read(child)
            foreign = foreign or credit or italic > 0
            text += read
            own += "".join(char if char == "\n" else " " for char in read) if foreign else read
            if child.type == "image":
                links.append(Link(line + text.count("\n"), str(child.attrs.get("src", "")), read))
    return Passage(file, line, text, own, level, key, tuple(links))


def _read(child: Token) -> tuple[str, bool]:
    """Return what people read of one inline token, and whether it is something else than our French."""
    if child.type in {"softbreak", "hardbreak"}:
        return "\n", False
    if child.type in {"text", "image"}:
        return child.content, "://" in child.content
    return (_CODE, True) if child.type == "code_inline" else ("", False)


def _in_yaml(node: Node, file: str) -> Iterator[Passage]:
    name = node.path[-1] if node.path else ""
    if isinstance(node.value, dict):
        for entry in node.value.values():
            yield from _in_yaml(entry, file)
    elif isinstance(node.value, list):
        for item in node.value:
            yield from _in_yaml(item, file)
    elif name in _ADDRESSES:
        yield Passage(file, node.line, "", "", key=node.key, links=(Link(node.line, node.value, ""),))
    elif name not in _MACHINE and node.value.strip():
        yield from read_markdown(node.value, file, node.line, node.key, credit=name in _NAMES)
