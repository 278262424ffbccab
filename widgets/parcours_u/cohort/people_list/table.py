"""What both sorts of files come down to: numbered rows of clean cells."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from parcours_u.domain.french_words import counted
from parcours_u.domain.people_list import ListError

__all__ = [
    "MAX_BYTES",
    "MAX_CELLS",
    "MAX_PEOPLE",
    "MAX_TEXT",
    "NOT_TEXT",
    "Table",
    "full",
    "is_binary",
    "letters",
]

MAX_BYTES = 5_000_000
MAX_PEOPLE = 5_000
MAX_CELLS = 100
MAX_TEXT = 200
NOT_TEXT = "Ce fichier n’est pas du texte\u00a0: enregistrez la liste au format CSV UTF-8, ou en classeur .xlsx."
SLACK = 50
"""Rows allowed besides people's: what stands above the titles, titles printed again."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_STRAY = 20  # in a file of any other kind, one byte in ten would be such a sign


@dataclass(frozen=True, repr=False)
class Table:
    """A sheet.

    Attributes
    ----------
    rows : list of (int, list of str)
        The number of each row that holds something, as a spreadsheet shows it, and its cells.
    faults : mapping
        By row number and cell, why what a cell holds is no text: the end of a French sentence.
    notices : tuple of str
        French sentences about how the file was read.
    """

    rows: list[tuple[int, list[str]]]
    faults: Mapping[tuple[int, int], str] = field(default_factory=dict)
    notices: tuple[str, ...] = ()


def is_binary(text: str) -> bool:
    """Tell whether so much of a text is signs that nobody writes that it is none: a list has a stray one at most."""
    return "\0" in text or len(_CONTROL.findall(text)) * _STRAY > len(text)


def full() -> ListError:
    """Return the refusal of a list that is too long."""
    most = counted(MAX_PEOPLE, "personne", "personnes")
    return ListError([f"La liste dépasse {most}\u00a0: faites-en plusieurs cohortes."])


def letters(at: int) -> str:
    """Return how a spreadsheet names a column, counted from 0: A, B … Z, AA."""
    name, rest = "", at + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        name = chr(ord("A") + letter) + name
    return name
