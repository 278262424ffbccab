"""A cohort in a database: people, the groups that they are in, and what happens to both."""

from pathlib import Path

from sqlalchemy import delete, insert, select, update

from parcours_u.domain.audience import Reader
from parcours_u.domain.people import Group, GroupKind, Role
from parcours_u.domain.rooms import Room
from parcours_u.store import schema
from parcours_u.store.database import Database
from parcours_u.store.pairs import enter
from parcours_u.store.shared_space import SqlSharedSpace
from parcours_u.store.sql_journal import SqlJournal

AT = "2026-03-03T08:00:00Z"
LATER = "2026-03-04T08:00:00Z"


def circle(name: str) -> Room:
    return Room(Reader.CIRCLE, name)


COHORT = Room(Reader.COHORT)


class Gathered:
    """A cohort whose members share; each of their journals and each of their views is opened anew, as a request does."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @classmethod
    def at(cls, path: Path) -> "Gathered":
        """Open a cohort's file, or make one."""
        return cls(Database(path))

    def usual(self) -> None:
        """Let in Ada and Bo, who are a pair and, with Cy, a circle; Di, in another circle; a trainer, a host, a visitor."""
        for name in ("ada", "bo", "cy", "di"):
            self.person(name)
        self.person("trainer", Role.TRAINER)
        self.person("host", Role.HOST)
        self.person("visitor", Role.VISITOR)
        self.group("c1", GroupKind.CIRCLE, "ada", "bo", "cy")
        self.group("c2", GroupKind.CIRCLE, "di")
        self.group("p1", GroupKind.PAIR, "ada", "bo")

    def person(self, name: str, role: Role = Role.PARTICIPANT, **more: str) -> str:
        """Add somebody, whose name is their id."""
        columns = ("last_name", "organisation", "territory", "email", "code", "superior")
        row = dict.fromkeys(columns, "") | {"first_name": name.title(), "profile": "agent"} | more
        with self.database.writing() as connection:
            connection.execute(insert(schema.person).values(id=name, role=str(role), added_at=AT, left_at=None, **row))
        return name

    def group(self, name: str, kind: GroupKind, *members: str) -> str:
        """Form a group."""
        with self.database.writing() as connection:
            connection.execute(
                insert(schema.group).values(id=name, kind=str(kind), name=f"Groupe {name}", formed_at=AT, ended_at=None)
            )
        for member in members:
            self.joins(member, name)
        return name

    def joins(self, person: str, group: str) -> None:
        """Put somebody in a group; whoever comes back comes back."""
        table = schema.membership
        with self.database.writing() as connection:
            connection.execute(
                delete(table).where(table.c.group == group, table.c.person == person, table.c.until.is_not(None))
            )
            kind = connection.execute(select(schema.group.c.kind).where(schema.group.c.id == group)).scalar_one()
            enter(connection, Group(group, GroupKind(kind), "", ()), [person], AT)

    def leaves(self, person: str, group: str) -> None:
        """Take somebody out of a group."""
        table = schema.membership
        with self.database.writing() as connection:
            connection.execute(
                update(table).where(table.c.group == group, table.c.person == person).values(until=LATER)
            )

    def ends(self, group: str) -> None:
        """End a group."""
        with self.database.writing() as connection:
            connection.execute(update(schema.group).where(schema.group.c.id == group).values(ended_at=LATER))

    def departs(self, person: str, at: str | None = LATER) -> None:
        """Let somebody leave the cohort, or come back when ``at`` is None."""
        with self.database.writing() as connection:
            connection.execute(update(schema.person).where(schema.person.c.id == person).values(left_at=at))

    def journal(self, person: str) -> SqlJournal:
        """Open somebody's journal."""
        return SqlJournal(self.database, person, "page")

    def space(self, person: str) -> SqlSharedSpace:
        """Open the shared space as somebody sees it."""
        return SqlSharedSpace(self.database, person)

    def writes(self, person: str, prompt: str, text: str) -> int:
        """Save a version; return its number."""
        journal = self.journal(person)
        before = journal.entries([prompt])
        return journal.save(prompt, {"text": text}, before[prompt].revision if before else 0).revision

    def shares(self, person: str, prompt: str, text: str, *readers: Reader) -> None:
        """Save a version, then choose who it is for."""
        self.writes(person, prompt, text)
        self.journal(person).set_audience(prompt, frozenset(readers))

    def texts(self, person: str, prompt: str | None = None) -> list[str]:
        """Return what somebody sees of the others' words, in the order in which it was shared."""
        look = self.space(person).look(None if prompt is None else [prompt])
        return [entry.body["text"] for entry in look.entries if entry.owner != person]
