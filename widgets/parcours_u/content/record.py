"""Reads a YAML mapping against a schema: which keys, which kind of text, which references."""

import re
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from enum import StrEnum
from typing import NoReturn, TypeVar

from parcours_u.content.errors import ContentError
from parcours_u.content.yaml_source import Node

__all__ = ["SLUG", "Record"]

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""A name that is safe as a file's name, in a URL, and as an nbgrader assignment."""

_PROMPT_ID = re.compile(r"[a-zA-Z0-9_-]+")
_NUMBER = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6})?")

Choice = TypeVar("Choice", bound=StrEnum)
Part = TypeVar("Part")


class Record:
    """One mapping of a source, whose keys are known from the start.

    Parameters
    ----------
    node : Node
        The mapping.
    file : str
        What errors call the file.
    required, optional : str
        The keys that it must and may have, separated by spaces.

    Raises
    ------
    ContentError
        When it is no mapping, has a key of another name, or lacks one.
    """

    def __init__(self, node: Node, file: str, required: str, optional: str = "") -> None:
        self.node = node
        self.file = file
        if not isinstance(node.value, dict):
            self.fail(node, "il faut ici des clés et leurs valeurs, comme «\u00a0title: …\u00a0»")
        self._entries = node.value
        known = [*required.split(), *optional.split()]
        for key, entry in node.value.items():
            if key not in known:
                near = get_close_matches(key, known, n=1)
                hint = (
                    f"vouliez-vous dire «\u00a0{near[0]}\u00a0»\u202f?"
                    if near
                    else f"les clés admises sont {', '.join(known)}"
                )
                self.fail(entry, f"cette clé n’est pas connue ici\u202f; {hint}".removesuffix("."))
        for key in required.split():
            if key not in node.value:
                self.fail(Node("", node.line, (*node.path, key)), "cette clé manque\u202f; ajoutez-la")

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def at(self, key: str) -> Node:
        """Return the node of a key that is there."""
        return self._entries[key]

    def fail(self, node: Node, message: str) -> NoReturn:
        """Raise a ContentError that names this node."""
        raise ContentError(self.file, node.line, node.key, message)

    def line(self, key: str, default: str | None = None) -> str:
        """Return a text that holds on one line."""
        if default is not None and key not in self:
            return default
        return self._line(self.at(key))

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text exactly as it is written, but for the line breaks that YAML leaves at its end.

        A key that is there must hold something; ``default`` is for one that is not.
        """
        if default is not None and key not in self:
            return default
        return self._text(self.at(key))

    def number(self, key: str, default: float | None = None) -> float:
        """Return a number above zero."""
        if default is not None and key not in self:
            return default
        text = self.text(key)
        if not _NUMBER.fullmatch(text) or float(text) == 0:
            self.fail(self.at(key), "il faut un nombre positif, comme 5 ou 2.5")
        return float(text) if "." in text else int(text)

    def integer(self, key: str) -> int:
        """Return a whole number above zero."""
        number = self.number(key)
        if not isinstance(number, int):
            self.fail(self.at(key), "il faut un nombre entier")
        return number

    def choice(self, key: str, choices: type[Choice]) -> Choice:
        """Return a member of an enumeration."""
        text = self.text(key)
        try:
            return choices(text)
        except ValueError:
            self.fail(self.at(key), f"il faut l’un de {', '.join(choices)}")

    def identifier(self, key: str, prefix: str = "") -> str:
        """Return an id of a prompt or a practice: ASCII, and beginning with the id of what it belongs to."""
        text = self.text(key)
        if not _PROMPT_ID.fullmatch(text):
            self.fail(
                self.at(key),
                "un identifiant s’écrit sans accent ni espace, avec des lettres, des chiffres, - et _",
            )
        if prefix and not text.startswith(f"{prefix}-"):
            self.fail(self.at(key), f"cet identifiant doit commencer par «\u00a0{prefix}-\u00a0»")
        return text

    def parts(self, key: str, read: Callable[[Node], Part], least: int = 1, most: int = 100) -> tuple[Part, ...]:
        """Return what ``read`` makes of each item of a list; nothing when the key is not there."""
        if key not in self:
            return ()
        items = self._items(self.at(key), least, most)
        return tuple(read(item) for item in items)

    def lines(self, key: str) -> tuple[str, ...]:
        """Return a list of texts that each hold on one line; nothing when the key is not there."""
        return self.parts(key, self._line)

    def references(self, key: str, known: Iterable[str], what: str) -> tuple[str, ...]:
        """Return a list of ids, each one of ``known`` and given once; nothing when the key is not there.

        Parameters
        ----------
        key : str
            The list's key.
        known : iterable of str
            The ids that exist.
        what : str
            What they are the ids of, in French, with its article.
        """
        found: list[str] = []
        for item in self._items(self.at(key), 1, 100) if key in self else ():
            text = self._text(item)
            if text not in (choices := tuple(known)):
                self.fail(
                    item,
                    f"«\u00a0{text}\u00a0» n’est pas {what}\u202f; il faut l’un de {', '.join(choices) or '(aucun)'}",
                )
            if text in found:
                self.fail(item, f"«\u00a0{text}\u00a0» y est deux fois")
            found.append(text)
        return tuple(found)

    def unique(self, key: str, parts: Sequence[object], attribute: str = "id") -> None:
        """Check that no two items of a list have the same id."""
        seen: set[str] = set()
        items = self.at(key).value if key in self else []
        for item, part in zip(items, parts, strict=True):
            name = getattr(part, attribute)
            if name in seen and isinstance(item, Node):
                self.fail(item, f"l’identifiant «\u00a0{name}\u00a0» y est deux fois")
            seen.add(name)

    def _items(self, node: Node, least: int, most: int) -> list[Node]:
        if not isinstance(node.value, list):
            self.fail(node, "il faut ici une liste, un tiret devant chaque élément")
        if not least <= len(node.value) <= most:
            self.fail(node, f"il faut de {least} à {most} éléments, et il y en a {len(node.value)}")
        return node.value

    def _line(self, node: Node) -> str:
        text = self._text(node)
        if "\n" in text:
            self.fail(
                node,
                "ce texte doit tenir en un seul paragraphe\u202f; écrivez «\u00a0>-\u00a0» au lieu de «\u00a0|\u00a0»",
            )
        return text

    def _text(self, node: Node) -> str:
        if not isinstance(node.value, str):
            self.fail(node, "il faut ici un texte\u202f; mettez-le entre guillemets s’il contient des signes")
        if not node.value.strip():
            self.fail(node, "ce texte est vide\u202f; écrivez-le, ou retirez la clé")
        return node.value.rstrip("\n")
