"""Bringing a list of people into a cohort, inside one transaction: who is new, who changed, who is no longer on it."""

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import Connection, insert, update

from parcours_u.domain.joined import Joined, Renamed
from parcours_u.domain.people import Group, GroupKind, Person, Profile, Role
from parcours_u.domain.people_list import Listed, ListError, PeopleList, matching, mirrors, name_key, plain
from parcours_u.store.pairs import current_groups, form_pairs
from parcours_u.store.people import new_id, read_people, row_of
from parcours_u.store.schema import person
from parcours_u.store.shared_rows import holding
from parcours_u.store.sql_journal import now

__all__ = ["Joining"]


class Joining:
    """A list that meets a cohort. The same person is the same e-mail address, else the same name; nobody loses their id.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        One that holds the write lock: nobody can join in between.

    Attributes
    ----------
    begins : bool
        Whether nobody of the cohort ever had a code.

    Raises
    ------
    ListError
        When a row may be several people of the cohort or is two of them, or a pair is with somebody who takes no part in it.
    """

    def __init__(self, connection: Connection, found: PeopleList) -> None:
        self._connection = connection
        self._list = found
        self._present = read_people(connection)
        left = read_people(connection, gone=True)
        self._gone = {one.id for one in left}
        self.begins = not any(one.code for one in (*self._present, *left))
        known = [one for one in (*self._present, *left) if one.role is not Role.VISITOR]
        self._matches, problems = matching(found.people, known)
        if problems := [*problems, *self._wrong_pairs()]:
            raise ListError(problems)

    @property
    def codes(self) -> dict[int, str]:
        """The codes that people of the list already have, by row."""
        pairs = zip(self._list.people, self._matches, strict=True)
        return {row.row: one.code for row, one in pairs if one is not None and one.code}

    def write(self, codes: dict[int, str]) -> Joined:
        """Write everybody, and their pairs: those of today that hold something go on, whatever the list says of their people.

        Parameters
        ----------
        codes : dict
            The code of each person of the list, by row.
        """
        at = now()
        before = {row.row: one for row, one in zip(self._list.people, self._matches, strict=True)}
        ids = {row: one.id if one is not None else new_id() for row, one in before.items()}
        people = {row.row: self._person(row, before[row.row], ids, codes[row.row]) for row in self._list.people}
        new = [row for row, one in before.items() if one is None]
        back = [row for row, one in before.items() if one is not None and one.id in self._gone]
        changed = [row for row, one in before.items() if one is not None and one != people[row] and row not in back]
        if new:
            self._connection.execute(
                insert(person), [{**row_of(people[row]), "added_at": at, "left_at": None} for row in new]
            )
        for row in (*changed, *back):
            values = {**row_of(people[row]), "left_at": None}
            self._connection.execute(update(person).where(person.c.id == ids[row]).values(values))
        told = [
            (_pair_name(people[one], people[other]), frozenset({ids[one], ids[other]}))
            for one, other in self._list.pairs
        ]
        kept = self._kept([two for _, two in told])
        bound = {member for one in kept for member in one.members}
        formed, ended = form_pairs(self._connection, [(name, two) for name, two in told if not two & bound], at)
        here = set(ids.values())
        now_there = {one.id: one for one in read_people(self._connection)}
        people = {
            row: now_there[one.id] for row, one in people.items()
        }  # each told from the others, newcomers among them
        absent = [one for one in now_there.values() if one.role is Role.PARTICIPANT and one.id not in here]
        return Joined(
            people=tuple(people.values()),
            added=len(new),
            updated=len(changed),
            returned=tuple(people[row] for row in back),
            absent=tuple(sorted(absent, key=name_key)),
            pairs=len(formed),
            ended=tuple(ended),
            kept=kept,
            unlisted=tuple(one for one in self._unlisted(ids) if one not in kept),
            readdressed=tuple(
                people[row]
                for row, one in before.items()
                if one is not None and one.email and one.email.casefold() != people[row].email.casefold()
            ),
            renamed=tuple(self._renamed(before, people, turned=False)),
            turned=tuple(self._renamed(before, people, turned=True)),
            mirrored=tuple(self._mirrored([people[row] for row in new], here)),
        )

    @staticmethod
    def _renamed(before: dict[int, Person | None], people: dict[int, Person], *, turned: bool) -> Iterator[Renamed]:
        for row, one in before.items():
            if one is not None and name_key(one) != name_key(people[row]) and mirrors(one, people[row]) is turned:
                yield Renamed(people[row], one.name)

    def _mirrored(self, new: list[Person], here: set[str]) -> Iterator[Renamed]:
        """Return the newcomers who bear, in the other order, the names of somebody of the cohort whom the list leaves out."""
        others = [one for one in self._present if one.role is not Role.VISITOR and one.id not in here]
        there = {name_key(one): one for one in others}
        for one in new:
            other = there.get(name_key(one)[::-1])
            if other is not None and mirrors(one, other):
                yield Renamed(one, other.told)

    def _kept(self, told: list[frozenset[str]]) -> tuple[Group, ...]:
        """Return the pairs that the list would end, and that hold something: only a trainer who asks for it by name ends one."""
        pairs = [one for one in current_groups(self._connection) if one.kind is GroupKind.PAIR]
        undone = [one for one in pairs if any(two & set(one.members) and two != set(one.members) for two in told)]
        return tuple(holding(self._connection, undone))

    def _unlisted(self, ids: dict[int, str]) -> tuple[Group, ...]:
        """Return the pairs that the list would tell of, and doesn't: emptying their cells ends nothing, as what they share would go."""
        if "pair" not in self._list.columns:
            return ()
        here, told = set(ids.values()), [{ids[one], ids[other]} for one, other in self._list.pairs]
        return tuple(
            one
            for one in current_groups(self._connection)
            if one.kind is GroupKind.PAIR and here.issuperset(one.members) and set(one.members) not in told
        )

    def _wrong_pairs(self) -> list[str]:
        """Return what is wrong with pairs with trainers, hosts and accompanists: a list tells nobody's role."""
        paired = {row for pair in self._list.pairs for row in pair}
        return [
            f"Ligne {row.row}, colonne «\u00a0binôme\u00a0»\u00a0: {one.told} a un autre rôle dans la cohorte ({one.role.label}), "
            "et un binôme réunit deux personnes qui suivent le parcours\u202f; videz la case."
            for row, one in zip(self._list.people, self._matches, strict=True)
            if row.row in paired and one is not None and one.role is not Role.PARTICIPANT
        ]

    def _person(self, row: Listed, former: Person | None, ids: dict[int, str], code: str) -> Person:
        """Return somebody as the list tells them; what it has no column for stays as it was.

        The territory of who has another role than taking part is what they have in charge, which no list gives.
        """
        tells = self._list.columns
        if former is not None and former.role is not Role.PARTICIPANT:
            tells -= {"territory"}
        profile = row.profile or (former.profile if former else Profile.AGENT)
        base = former or Person(ids[row.row], row.last_name, row.first_name)
        return replace(
            base,
            last_name=row.last_name,
            first_name=row.first_name,
            profile=profile,
            organisation=row.organisation if "organisation" in tells else base.organisation,
            territory=row.territory if "territory" in tells else base.territory,
            email=row.email or base.email,
            code=code,
            superior=ids.get(row.superior, "") if "superior" in tells else base.superior,
        )


def _pair_name(one: Person, other: Person) -> str:
    first, second = sorted((one.first_name or one.last_name, other.first_name or other.last_name), key=plain)
    return f"{first} et {second}"[:200]
