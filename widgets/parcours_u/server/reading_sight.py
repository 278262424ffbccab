"""Whom a trainer reads today: made anew for each request, in the store's thread, from what the database says now."""

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from parcours_u.domain.audience import Audience
from parcours_u.domain.people import Group, GroupKind, Person, Role
from parcours_u.domain.people_list import plain
from parcours_u.domain.policy import Relation, relations
from parcours_u.domain.reading import may_comment, may_read, outsider
from parcours_u.domain.standing import Standing
from parcours_u.store.opened import audiences
from parcours_u.store.pairs import current_groups
from parcours_u.store.people import read_people
from parcours_u.store.standings import standings

__all__ = ["WHOEVER_HOLDS_THE_FOLDER", "Author", "Sight", "key_of", "look_around"]

WHOEVER_HOLDS_THE_FOLDER = Standing("", Role.TRAINER)
"""Who types a command: in charge of the whole cohort."""

_OF_THE_TEAM = frozenset({Relation.COHORT_TRAINER, Relation.CIRCLE_TRAINER})


@dataclass(frozen=True, repr=False)
class Author:
    """Somebody who may have deposited.

    Attributes
    ----------
    key : str
        What addresses name them by: never a name, nor a code that is an account's.
    known : bool
        Whether the cohort knows them.
    circle : str
        The id of their circle of today, empty when they are in none.
    """

    key: str
    name: str
    standing: Standing
    opened: Mapping[str, Audience]
    known: bool = True
    circle: str = ""


@dataclass(frozen=True, repr=False)
class Sight:
    """What one trainer may see.

    Attributes
    ----------
    circles : tuple of Group
        The circles of today that they see, by name.
    """

    reader: Standing
    circles: tuple[Group, ...]
    _authors: Mapping[str, Author]  # by code

    def author(self, code: str, label: str = "") -> Author:
        """Return who deposits under a code."""
        found = self._authors.get(code)
        return found or Author(key_of(code), label or code, outsider(code), {}, known=False)

    def sees(self, author: Author) -> bool:
        """Tell whether these people are this trainer's to accompany."""
        return bool(relations(self.reader, author.standing) & _OF_THE_TEAM)

    def awaited(self, expected: Callable[[str], bool], deposited: Collection[str]) -> list[Author]:
        """Return who of this trainer's people has not deposited yet what is expected of them, by name.

        Parameters
        ----------
        expected : callable
            Tells whether it is expected of somebody, by their id.
        deposited : collection of str
            The codes under which somebody deposited.
        """
        found = [
            one for code, one in self._authors.items() if code not in deposited and self.sees(one) and expected(one.key)
        ]
        return sorted(found, key=lambda one: (plain(one.name), one.key))

    def reads(self, author: Author, prompt: str, way: str) -> bool:
        """Tell whether one answer that was deposited may be read."""
        from_here = author.known and way == "exchange"
        return may_read(self.reader, author.standing, author.opened.get(prompt), from_here=from_here)

    def comments(self, author: Author, prompt: str, way: str) -> bool:
        """Tell whether one answer that was deposited may be commented."""
        from_here = author.known and way == "exchange"
        return may_comment(self.reader, author.standing, author.opened.get(prompt), from_here=from_here)


def look_around(connection: Connection, reader: str | Standing, prompts: frozenset[str]) -> Sight:
    """Return what a trainer, by their id or as what they are, may see of the answers to some prompts."""
    stand, opened = standings(connection), audiences(connection, prompts)
    own = stand.get(reader, Standing(reader)) if isinstance(reader, str) else reader
    circles = [
        one
        for one in current_groups(connection)
        if one.kind is GroupKind.CIRCLE and (not own.trains or one.id in own.trains)
    ]
    circle_of = {member: one.id for one in circles for member in one.members}
    # Who is there comes last: a code that somebody who left had too is theirs.
    people = [*read_people(connection, gone=True), *read_people(connection)]
    authors = {
        one.code: Author(one.id, _name(one), stand[one.id], opened.get(one.id, {}), circle=circle_of.get(one.id, ""))
        for one in people
        if one.code
    }
    return Sight(own, tuple(circles), authors)


def key_of(code: str) -> str:
    """Return what addresses name somebody by whom the cohort does not know."""
    return "x" + hashlib.sha256(code.encode()).hexdigest()[:16]


def _name(one: Person) -> str:
    return one.told or one.code
