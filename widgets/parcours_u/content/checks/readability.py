"""How easily a text is read: the Flesch reading ease as Kandel and Moles fitted it to French.

L. Kandel and A. Moles, « Application de l'indice de Flesch à la langue française », *Cahiers d'études de
radio-télévision*, n° 19, 1958, p. 253-274::

    ease = 207 - 1.015 x (words / sentences) - 73.6 x (syllables / words)

from 0 (very hard) to 100 and above (very easy); 70 to 80 is « fairly easy », 60 to 70 « standard », under 30 academic. It sees the
length of words and of sentences and nothing else: a low figure asks for a second reading, it is no proof; a good one neither.

textstat 0.7.13 (well kept, and the only such library) has the same formula, but counts syllables by pyphen's hyphenation
points, which never leave a vowel alone: one syllable in « école », « agir » and « réunion », which makes any French text look
easier than it is, for 20 MB of nltk. So the formula is here, and syllables are counted as they are said.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from parcours_u.content.checks.credits import SECTION
from parcours_u.content.checks.finding import Finding
from parcours_u.content.checks.passages import Passage
from parcours_u.content.errors import ContentError
from parcours_u.content.record import Record
from parcours_u.content.source_text import read_source
from parcours_u.content.yaml_source import Node, parse_yaml

__all__ = ["LEAST_EASE", "NOTES", "check_readability", "ease", "syllables"]

LEAST_EASE = 70
"""Under this, a text needs a note: the border between « standard » and « fairly easy » on the scale of the measure."""

NOTES = "course/lisibilite.yaml"
"""The texts that are harder for a reason, each with that reason."""

_FEWEST_WORDS = 100  # Flesch's own sample: on fewer words, one long one moves the figure by points

_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE_END = re.compile(r"[.!?…]+(?=\s|[»)]|$)|:\s*$")
_BETWEEN_VOWELS = re.compile(r"(?<=[aeiouéèêâôûîàù])y(?=[aeiouéèêâôûîàù])")
_NUCLEUS = re.compile(r"i?[éèêëïüö]|œu|[aeiouyàâæœùûîô]+")
_SILENT_END = re.compile(r"(?<=[^aeiouyàâæœùûîôèêëïüö])es?$")


@dataclass(frozen=True)
class _Text:
    """What is measured as one: a part of a Markdown page between two titles, or what a YAML file has under one key."""

    file: str
    title: str
    passages: Sequence[Passage]


def syllables(word: str) -> int:
    """Return how many syllables a French word has as it is said, its final silent e left out."""
    word = _BETWEEN_VOWELS.sub("i-", word.lower())
    return max(1, len(_NUCLEUS.findall(_SILENT_END.sub("", word))))


def ease(texts: Sequence[str]) -> float:
    """Return the reading ease of some paragraphs; the end of each ends a sentence."""
    words = [word for text in texts for word in _WORD.findall(text)]
    sentences = sum(_sentences(text) for text in texts if _WORD.search(text))
    if not words:
        return 100.0
    return 207 - 1.015 * len(words) / sentences - 73.6 * sum(map(syllables, words)) / len(words)


def _sentences(text: str) -> int:
    parts = _SENTENCE_END.split(text)
    return max(1, sum(1 for part in parts if _WORD.search(part)))


def check_readability(root: Path, passages: list[Passage]) -> Iterator[Finding]:
    """Yield each text that is hard and says not why, and each note that is about no hard text.

    Raises
    ------
    ContentError
        When the file of notes is not what it should be.
    """
    notes = _read_notes(root)
    for text in _texts(passages):
        words = [one.own for one in text.passages]
        # Names of people, of tools and of licences are as long as they are.
        if text.title == SECTION or sum(len(_WORD.findall(one)) for one in words) < _FEWEST_WORDS:
            continue
        measured = ease(words)
        if measured < LEAST_EASE and not notes.pop((text.file, text.title), None):
            about = f"le passage «\u00a0{text.title}\u00a0»" if text.title else "ce texte"
            message = (
                f"{about} est difficile à lire ({measured:.0f}, pour {LEAST_EASE} au moins, d’après Kandel et Moles)\u202f; "
                f"raccourcissez des phrases et des mots, ou dites pourquoi dans {NOTES}."
            )
            yield Finding(text.file, text.passages[0].line, "lisibilité", message[:1].upper() + message[1:])
    for (file, title), line in notes.items():
        message = (
            f"Cette note parle d’un passage qui n’est pas difficile, ou plus là\u00a0: {file}, «\u00a0{title}\u00a0»."
        )
        yield Finding(NOTES, line, "lisibilité", message)


def _texts(passages: list[Passage]) -> Iterator[_Text]:
    for file, group in groupby(passages, key=lambda passage: passage.file):
        title, part = "", list[Passage]()
        for passage in group:
            under = passage.key.partition(".")[0]
            if under != title and (under or passage.file.endswith(".yaml")):
                if part:
                    yield _Text(file, title, part)
                title, part = under, [passage]
            elif 0 < passage.heading <= 2:
                if part:
                    yield _Text(file, title, part)
                title, part = passage.text, []
            elif not passage.heading:
                part.append(passage)
        if part:
            yield _Text(file, title, part)


def _read_notes(root: Path) -> dict[tuple[str, str], int]:
    try:
        text = read_source(root, NOTES)
    except ContentError as error:
        if error.line is None and not (root / NOTES).exists():
            return {}  # no text is hard: no file is needed
        raise
    record = Record(parse_yaml(text, NOTES), NOTES, "notes")
    return dict(record.parts("notes", _note))


def _note(node: Node) -> tuple[tuple[str, str], int]:
    record = Record(node, NOTES, "file why", "title")
    record.line("why")
    return (record.line("file"), record.line("title", "")), node.line
