"""Reads YAML as text, lists and mappings, each knowing its line; everything else in YAML is refused.

Every scalar is the text that the author wrote: ``on``, ``1e3``, ``12:30`` and ``2027-03-01`` stay as they are, because a
question may well be « Non ». Numbers are asked for by the schema (:mod:`parcours_u.content.record`). Anchors, aliases and
tags are refused: a few lines of them can expand to gigabytes or name Python objects, and no course needs them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, NoReturn

import yaml

from parcours_u.content.errors import ContentError

__all__ = ["Node", "parse_yaml", "read_quickly"]

MAX_DEPTH = 12
"""Deepest nesting read. The exercises, the deepest documents here, use five."""


@dataclass(frozen=True)
class Node:
    """A value of a YAML document, and where it is.

    Parameters
    ----------
    value : str, list of Node, or dict of str to Node
        Exactly what was written.
    line : int
        The line of its key, or of the item in its list.
    path : tuple of str
        The keys that lead to it from the document's root.
    """

    value: "str | list[Node] | dict[str, Node]"
    line: int
    path: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The path as authors read it."""
        return ".".join(self.path)

    def plain(self) -> Any:
        """Return the value as plain strings, lists and dictionaries."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value


def parse_yaml(text: str, file: str, first_line: int = 1) -> Node:
    """Return the only document of ``text``.

    Parameters
    ----------
    text : str
        The YAML.
    file : str
        What errors call the file.
    first_line : int
        The line of the file that the text begins on.

    Raises
    ------
    ContentError
        When the text is not well-formed, is empty, or uses what is refused here.
    """
    return _Parser(text, file, first_line).document()


# BaseLoader guesses no types; the pure Python one is used so that the same text fails the same way everywhere.
_loader: ContextVar[Any] = ContextVar("loader", default=yaml.BaseLoader)


@contextmanager
def read_quickly() -> Iterator[None]:
    """Read what is parsed inside with libyaml, where it is: sixteen times faster, not quite as strict, and other words for errors.

    For texts that were accepted before, and a caller who reads again without this whatever is then at fault.
    """
    token = _loader.set(getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    try:
        yield
    finally:
        _loader.reset(token)


class _Parser:
    """Builds nodes from PyYAML's events. Events rather than nodes: a nested bomb is refused before it is built."""

    def __init__(self, text: str, file: str, first_line: int) -> None:
        self.file = file
        self.first_line = first_line
        self.line = first_line
        self.path: tuple[str, ...] = ()
        self.text = text
        self.events = self._read()

    def document(self) -> Node:
        try:
            next(self.events)  # the stream's start
            if isinstance(next(self.events), yaml.StreamEndEvent):
                self._fail("il est vide")
            node = self._node(next(self.events), (), 0, None)
            next(self.events)  # the document's end
            if not isinstance(next(self.events), yaml.StreamEndEvent):
                self._fail("il contient plusieurs documents YAML\u202f; n’en gardez qu’un")
        except yaml.YAMLError as error:
            self._malformed(error)
        except (ValueError, OverflowError) as error:
            # PyYAML lets these out for an impossible \U escape or a version number of thousands of digits.
            raise self._error("ce n’est pas du YAML bien formé\u202f; vérifiez les barres obliques inverses") from error
        return node

    def _read(self) -> Iterator[yaml.Event]:
        for event in yaml.parse(self.text, Loader=_loader.get()):
            if event.start_mark is not None:
                self.line = self.first_line + event.start_mark.line
            yield event

    def _node(self, event: yaml.Event, path: tuple[str, ...], depth: int, line: int | None) -> Node:
        self.path = path
        line = self.line if line is None else line
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            self._fail(
                "les ancres (&) et les renvois (*) de YAML ne sont pas acceptés\u202f; écrivez le texte en entier"
            )
        if getattr(event, "tag", None) not in (None, "!"):
            self._fail("les étiquettes (!) de YAML ne sont pas acceptées\u202f; mettez le texte entre guillemets")
        if depth > MAX_DEPTH:
            self._fail("les listes et les clés sont trop imbriquées\u202f; vérifiez l’indentation et les crochets")
        if isinstance(event, yaml.ScalarEvent):
            return Node(self._text(event), line, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return Node(list(self._items(path, depth)), line, path)
        return Node(self._entries(path, depth), line, path)

    def _items(self, path: tuple[str, ...], depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            yield self._node(event, path, depth + 1, None)

    def _entries(self, path: tuple[str, ...], depth: int) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            line = self.line
            key = self._node(event, path, depth + 1, None).value
            if not isinstance(key, str):
                self._fail("une clé doit être un simple mot")
            self.path = (*path, key)
            if key in entries:
                self._fail(f"cette clé est déjà donnée à la ligne {entries[key].line}\u202f; gardez-en une seule")
            entries[key] = self._node(next(self.events), (*path, key), depth + 1, line)
        return entries

    def _text(self, event: yaml.ScalarEvent) -> str:
        value = str(event.value)
        if not value.isascii() and any("\ud800" <= char <= "\udfff" for char in value):
            self._fail("un caractère écrit avec \\u n’existe pas (la moitié d’un seul)\u202f; écrivez-le directement")
        return value

    def _malformed(self, error: yaml.YAMLError) -> NoReturn:
        if isinstance(error, yaml.reader.ReaderError):
            self.line = self.first_line + self.text.count("\n", 0, error.position)
            raise self._error("un caractère de contrôle invisible s’y trouve\u202f; effacez-le") from error
        problem = str(getattr(error, "problem", ""))
        begins, advice = next(
            (told for words, told in _ADVICE.items() if words in problem),
            (False, "vérifiez l’indentation, les deux-points et les guillemets"),
        )
        mark = getattr(error, "context_mark" if begins else "problem_mark", None)
        if mark is not None:
            self.line = self.first_line + mark.line
        raise self._error(f"ce n’est pas du YAML bien formé\u202f; {advice}") from error

    def _fail(self, message: str) -> NoReturn:
        raise self._error(message)

    def _error(self, message: str) -> ContentError:
        return ContentError(self.file, self.line, ".".join(self.path), message)


# What PyYAML says in English, whether the mistake is where its context begins, and what an author can do about it.
_ADVICE = {
    "mapping values are not allowed": (False, "un texte qui contient un deux-points s’écrit entre guillemets"),
    "could not find expected ':'": (True, "il manque un deux-points après une clé, ou l’indentation est à revoir"),
    "cannot start any token": (
        False,
        "remplacez les tabulations par des espaces, et mettez entre guillemets un texte qui commence par un signe",
    ),
    "found unexpected end of stream": (True, "un guillemet ouvert n’est pas refermé"),
    "expected ',' or": (
        True,
        "un crochet ou une accolade n’est pas refermé, ou un texte qui contient ? ou : y demande des guillemets",
    ),
    "expected the node content": (False, "il manque une valeur, ou un crochet ouvert n’est pas refermé"),
    "sequence entries are not allowed": (False, "une liste commence sur sa propre ligne, sous sa clé"),
    "expected <block end>": (False, "les lignes d’une même liste doivent commencer à la même colonne"),
    "found unknown escape character": (False, "entre guillemets droits, une barre oblique inverse se double"),
}
