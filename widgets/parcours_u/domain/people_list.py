"""A list of people as it was read, and who in it is already known. What can't be used is told problem by problem."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from parcours_u.domain.people import Profile

__all__ = ["ListError", "Listed", "PeopleList", "matches", "matching", "mirrors", "name_key", "name_order", "plain"]


class ListError(Exception):
    """The list can't be used. ``problems`` are French sentences; nothing was imported."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, repr=False)
class Listed:
    """One person of a list.

    Attributes
    ----------
    row : int
        The number of the row in the spreadsheet, counted from 1, titles included.
    profile : Profile or None
        None when the list says nothing of profiles.
    superior : int
        The row of the hierarchical superior, 0 for none.
    """

    row: int
    last_name: str
    first_name: str
    email: str = ""
    profile: Profile | None = None
    organisation: str = ""
    territory: str = ""
    superior: int = 0

    @property
    def name(self) -> str:
        """The name as people say it."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, repr=False)
class PeopleList:
    """A whole list, with nothing left to correct.

    Attributes
    ----------
    pairs : tuple of (int, int)
        The rows of those who are a pair.
    columns : frozenset of str
        What the list tells of each person, by the names of :class:`Listed`'s attributes, and ``pair``.
    left_out : tuple of str
        The titles of the columns that nobody knows.
    notices : tuple of str
        French sentences about how it was read.
    """

    people: tuple[Listed, ...]
    pairs: tuple[tuple[int, int], ...] = ()
    columns: frozenset[str] = frozenset()
    left_out: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


class Named(Protocol):
    """Somebody who is already known somewhere."""

    @property
    def last_name(self) -> str: ...

    @property
    def first_name(self) -> str: ...

    @property
    def email(self) -> str: ...


Known = TypeVar("Known", bound=Named)


def plain(text: str) -> str:
    """Return a text without what people forget or change when they type it again: case, accents, œ, hyphens, points."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    letters = (letter if letter.isalnum() else " " for letter in decomposed if not unicodedata.combining(letter))
    return " ".join("".join(letters).split())


def name_order(name: str) -> tuple[list[str | int], str]:
    """Return what orders names as a reader expects: alphabetical, whatever the accents and the case, 2 before 10."""
    words = re.split(r"([0-9]+)", plain(name))  # in turn what is not a number, and what is
    return [int(word) if at % 2 else word for at, word in enumerate(words)], name


def name_key(person: Named) -> tuple[str, str]:
    """Return what makes two names the same."""
    return plain(person.last_name) or person.last_name, plain(person.first_name) or person.first_name


def mirrors(one: Named, other: Named) -> bool:
    """Tell whether somebody's last and first names are another's first and last ones."""
    key = name_key(one)
    return key == name_key(other)[::-1] and key != key[::-1]


def matches(people: Sequence[Listed], known: Sequence[Known], *, whole: bool = True) -> list[Known | None]:
    """Return, for each person of a list, who they are among those already known, None for somebody new.

    The same person is the same e-mail address, else the same name: an address may have been missing, or be corrected. Whom
    another row designates by their address is left out, for a row that has an address too: that one is a namesake of theirs.
    An address typed one row too low must not turn somebody into somebody else who is known, and would hold their journal.
    A list whose titles exchange last and first names is recognised as a whole: one such row may be somebody else's, « Paul Martin »
    and « Martin Paul ».

    Parameters
    ----------
    whole : bool
        Whether these are all the people of the list.

    Raises
    ------
    ListError
        When a name is borne by several, when two rows designate the same person, or when one row designates two.
    """
    found, problems = matching(people, known, whole=whole)
    if problems:
        raise ListError(problems)
    return found


def matching(
    people: Sequence[Listed], known: Sequence[Known], *, whole: bool = True
) -> tuple[list[Known | None], list[str]]:
    """Return what :func:`matches` does, and what is wrong in place of refusing it: other problems may be told with it."""
    by_email = {person.email.casefold(): person for person in known if person.email}
    by_name: dict[tuple[str, str], list[Known]] = {}
    for person in known:
        by_name.setdefault(name_key(person), []).append(person)
    addressed = [by_email.get(row.email.casefold()) if row.email else None for row in people]
    designated = {id(one) for one in addressed if one is not None}
    settled = {
        id(one)
        for row, one in zip(people, addressed, strict=True)
        if one is not None and name_key(one) == name_key(row)
    }
    found: list[Known | None] = []
    taken: set[int] = set()
    problems: list[str] = []
    for row, known_address in zip(people, addressed, strict=True):
        namesakes = by_name.get(name_key(row), [])
        if known_address is not None:
            if name_key(known_address) != name_key(row) and any(id(one) not in settled for one in namesakes):
                problems.append(_two_people(row, known_address))
                found.append(None)
                continue
            namesakes = [known_address]
        elif row.email:
            namesakes = [one for one in namesakes if id(one) not in designated]
        if len(namesakes) > 1:
            problems.append(_which(row))
        match = namesakes[0] if namesakes else None
        if match is not None and id(match) in taken:
            problems.append(
                f"Ligne {row.row}, colonne «\u00a0nom\u00a0»\u00a0: cette ligne et une autre désignent la même personne déjà inscrite, "
                "distinguez-les par leur nom ou leur adresse."
            )
        if match is not None:
            taken.add(id(match))
        found.append(match)
    return (_turned(people, found, by_name) if whole and not problems else found), problems


def _turned(
    people: Sequence[Listed], found: list[Known | None], by_name: Mapping[tuple[str, str], Sequence[Known]]
) -> list[Known | None]:
    """Recognise those whose names are in the other order, where several are and nobody's are in the order that is known."""
    taken = {id(one) for one in found if one is not None}
    turned = [*found]
    for at, (row, one) in enumerate(zip(people, found, strict=True)):
        key = name_key(row)
        if one is not None:
            if name_key(one) == key != key[::-1]:
                return found
            continue
        others = by_name.get(key[::-1], ())
        if len(others) == 1 and id(others[0]) not in taken and not (row.email and others[0].email):
            turned[at] = others[0]
            taken.add(id(others[0]))
    return turned if sum(one is not None for one in turned) > 1 + sum(one is not None for one in found) else found


def _which(row: Listed) -> str:
    place = f"Ligne {row.row}, colonne «\u00a0courriel\u00a0»\u00a0: plusieurs personnes portent déjà ce nom, "
    if row.email:
        return f"{place}sous d’autres adresses\u202f; ajoutez à la liste celles qui gardent la leur, pour savoir de qui il s’agit."
    return f"{place}il faut l’adresse pour savoir laquelle."


def _two_people(row: Listed, known: Named) -> str:
    name = f"{known.first_name} {known.last_name}".strip()
    return (
        f"Ligne {row.row}, colonne «\u00a0courriel\u00a0»\u00a0: cette adresse est celle d’une personne déjà inscrite, {name}, et ce nom celui d’une autre"
        "\u202f; corrigez l’adresse ou le nom, ou donnez d’abord une autre adresse à "
        f"{name} dans une liste à part, si la sienne a changé de main."
    )
