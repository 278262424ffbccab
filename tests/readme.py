"""README.md as the tests read it: its commands, its prose, its links and its headings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

__all__ = [
    "COMMAND_LANGUAGES",
    "README",
    "ROOT",
    "Block",
    "blocks",
    "commands",
    "headings",
    "inline_code",
    "links",
    "prose",
]

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
COMMAND_LANGUAGES = frozenset({"console", "powershell", "sh"})


@dataclass(frozen=True)
class Block:
    """One fenced block; ``door`` is the second-level title that it is under."""

    language: str
    door: str
    text: str

    @property
    def lines(self) -> list[str]:
        """Return its lines, without the empty ones."""
        return [line for line in self.text.splitlines() if line.strip()]


def blocks() -> list[Block]:
    """Return every fenced block, in order."""
    found, door, tokens = [], "", _tokens()
    for at, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            door = tokens[at + 1].content
        elif token.type == "fence":
            found.append(Block(token.info.strip(), door, token.content))
    return found


def commands(door: str = "", language: str = "sh") -> list[str]:
    """Return the command lines under one title, or under all of them, in order."""
    return [
        line for block in blocks() if block.language == language and door in {"", block.door} for line in block.lines
    ]


def prose() -> list[str]:
    """Return what people read, paragraph by paragraph: no code, no address, but what stands for each picture."""
    return ["".join(_read(token.children or [])) for token in _tokens() if token.type == "inline"]


def inline_code() -> list[str]:
    """Return every piece of code inside a sentence or a table."""
    return [child.content for child in _children() if child.type == "code_inline"]


def links() -> list[str]:
    """Return every address that the page links to or shows."""
    return [str(child.attrs[name]) for child in _children() for name in ("href", "src") if name in child.attrs]


def headings() -> dict[str, str]:
    """Return each title by the anchor that GitHub gives it."""
    tokens = _tokens()
    titles = [tokens[at + 1].content for at, token in enumerate(tokens) if token.type == "heading_open"]
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-"): title for title in titles}


def _tokens() -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(README.read_text(encoding="utf-8"))


def _children() -> Iterator[Token]:
    for token in _tokens():
        yield from token.children or []


def _read(children: list[Token]) -> Iterator[str]:
    for child in children:
        if child.type in {"text", "image"}:
            yield child.content
        elif child.type == "softbreak":
            yield "\n"
        elif child.type == "code_inline":
            yield "X"  # a word stands there: what is around it is still set as French sets it
