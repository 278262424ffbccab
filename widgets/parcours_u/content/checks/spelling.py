"""Spelling, by hunspell and a French dictionary of the machine, with the project's own words beside it.

hunspell is a program and not a Python package here: the packages that carry a French dictionary weigh 47 MB and more, in every
language, and are no longer kept. ``tests/hunspell.py`` installs it where it can, as ``tests/chromium.py`` does for the browser.
"""

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from parcours_u.content.checks.finding import Finding
from parcours_u.content.checks.passages import Passage
from parcours_u.content.errors import ContentError
from parcours_u.content.glossary import in_french_order
from parcours_u.content.source_text import read_source

__all__ = ["MISSING", "WORDS", "NoDictionary", "check_spelling", "unknown_words"]

WORDS = "course/mots.txt"
"""The words that are right here and in no dictionary: one a line, in alphabetical order, a comment after # if it helps."""

MISSING = (
    "L’orthographe n’a pas été vérifiée\u00a0: le programme hunspell et son dictionnaire français sont introuvables\u202f; "
    "installez-les (sous Debian ou Ubuntu, paquets hunspell et hunspell-fr), puis relancez."
)

_DICTIONARIES = ("fr_FR", "fr", "fr-classique", "fr-toutesvariantes")
_RIGHT, _WRONG = "bibliothèque", "biblioteque"
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_ELIDED = re.compile(r"^(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)'", re.IGNORECASE)
_ADDRESS = re.compile(r"[\w-]+(?:\.[\w-]{2,})+(?:/\S*)?")
_SECONDS = 60


class NoDictionary(Exception):
    """There is no hunspell on the machine, or no French dictionary for it."""


def check_spelling(root: Path, passages: list[Passage]) -> Iterator[Finding]:
    """Yield each word that neither the dictionary nor the project's list knows; or that there is no dictionary.

    Raises
    ------
    ContentError
        When the project's list cannot be read.
    """
    listed = _listed(root)
    yield from _misplaced(listed)
    known = {word for _, word in listed}
    places: dict[str, list[tuple[str, int]]] = {}
    for passage in passages:
        for found in _WORD.finditer(_ADDRESS.sub(lambda address: " " * len(address[0]), passage.own)):
            places.setdefault(found[0].replace("’", "'"), []).append((passage.file, passage.line_at(found.start())))
    try:
        unknown = unknown_words(places)
    except NoDictionary:
        yield Finding(WORDS, 1, "orthographe", MISSING)
        return
    for word in sorted(unknown):
        bare = _ELIDED.sub("", word)
        if known.isdisjoint({word, bare, _lowered(word), _lowered(bare)}):
            message = (
                f"Le dictionnaire ne connaît pas «\u00a0{word}\u00a0»\u202f; corrigez ce mot, ou ajoutez-le à {WORDS}."
            )
            yield from (Finding(file, line, "orthographe", message.replace("'", "’")) for file, line in places[word])


def _lowered(word: str) -> str:
    """Return a word as it is inside a sentence: a list that holds « co-initier » knows « Co-initier » too."""
    return word[:1].lower() + word[1:]


def unknown_words(words: Iterable[str]) -> set[str]:
    """Return the words that the French dictionary of this machine does not know.

    Raises
    ------
    NoDictionary
        When there is none, or no program to read it.
    """
    program = shutil.which("hunspell")
    for name in _DICTIONARIES if program else ():
        answered = _ask(str(program), name, [_RIGHT, _WRONG, *words])
        if _WRONG in answered and _RIGHT not in answered:
            return answered & set(words)
    raise NoDictionary


def _ask(program: str, dictionary: str, words: list[str]) -> set[str]:
    """Return the words that hunspell refuses, or nothing when it has no such dictionary."""
    command = [program, "-d", dictionary, "-i", "utf-8", "-l"]
    told = "\n".join(words) + "\n"
    try:
        done = subprocess.run(  # noqa: S603 - fixed arguments, no shell; the words go in by standard input
            command, input=told, capture_output=True, text=True, encoding="utf-8", timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return set()
    return set(done.stdout.splitlines()) if done.returncode == 0 else set()


def _listed(root: Path) -> list[tuple[int, str]]:
    try:
        lines = read_source(root, WORDS).splitlines()
    except ContentError:
        if (root / WORDS).exists():
            raise
        return []
    words = ((number, line.partition("#")[0].strip()) for number, line in enumerate(lines, start=1))
    return [(number, word.replace("’", "'")) for number, word in words if word]


def _misplaced(listed: list[tuple[int, str]]) -> Iterator[Finding]:
    for (_, before), (line, word) in pairwise(listed):
        if in_french_order(word) < in_french_order(before) or word == before:
            message = f"«\u00a0{word}\u00a0» n’est pas à sa place\u202f; gardez cette liste dans l’ordre alphabétique, sans doublon."
            yield Finding(WORDS, line, "orthographe", message)
