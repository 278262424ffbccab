"""The tables, in SQLAlchemy Core. Changing them takes a migration in ``migrations/versions``."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    false,
    text,
)

__all__ = [
    "JOURNAL",
    "assignment",
    "circle_commenter",
    "comment",
    "deposit",
    "device",
    "entry",
    "group",
    "invitation",
    "membership",
    "metadata",
    "person",
    "person_key",
    "phrase_cost",
    "revision",
    "setting",
    "visit_link",
    "visitor",
]

metadata = MetaData()

# One row a version; the number is unique for a person and a prompt, so that two writers can never share one.
revision = Table(
    "revision",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("prompt", String(128), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("saved_at", String(20), nullable=False),
    Column("aside", Boolean, nullable=False, server_default=false()),
    Column("page", String(32), nullable=False, server_default=""),
    Column("body", Text, nullable=False),
)

# Which version is the current one, and who it is for.
entry = Table(
    "entry",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("prompt", String(128), primary_key=True),
    Column("head", Integer, nullable=False),
    Column("audience", JSON, nullable=False),
)

# The id is its author's own: two people of a cohort may take up the same journal file.
deposit = Table(
    "deposit",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("id", String(36), primary_key=True),
    Column("module", String(128), nullable=False),
    Column("at", String(32), nullable=False),
    Column("way", String(16), nullable=False),
    Column("sender", String(128), nullable=False),
    Column("prompts", JSON, nullable=False),
    Column("withdrawn", JSON, nullable=False),
    Column("archive", LargeBinary, nullable=True),
    Index("deposit_person_module", "person", "module"),
)

comment = Table(
    "comment",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("deposit", String(36), primary_key=True),
    Column("prompt", String(128), primary_key=True),
    Column("text", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("received_at", String(20), nullable=False),
)

setting = Table(
    "setting",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("value", JSON, nullable=False),
)

JOURNAL = (revision, entry, deposit, comment, setting)
"""The tables that hold one person's journal, each with a ``person`` column."""

# A cohort's people; empty in a solo journal. See domain/people.py.
person = Table(
    "person",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("last_name", String(200), nullable=False),
    Column("first_name", String(200), nullable=False),
    Column("role", String(16), nullable=False),
    Column("profile", String(16), nullable=False),
    Column("organisation", String(200), nullable=False),
    Column("territory", String(200), nullable=False),
    Column("email", String(200), nullable=False),
    Column("code", String(32), nullable=False),
    Column("superior", String(32), nullable=False),
    Column("added_at", String(20), nullable=False),
    Column("left_at", String(20), nullable=True),
)

# Circles, pairs and core groups. One that was formed anew is ended, never deleted: who has met whom is read from here.
group = Table(
    "group",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("name", String(200), nullable=False),
    Column("formed_at", String(20), nullable=False),
    Column("ended_at", String(20), nullable=True),
)

membership = Table(
    "membership",
    metadata,
    Column("group", String(32), ForeignKey("group.id"), primary_key=True),
    Column("person", String(32), ForeignKey("person.id"), primary_key=True),
    Column("since", String(20), primary_key=True),
    Column("until", String(20), nullable=True),
    # How many changes the group's room had seen by then; -1 for who was there when this was not yet counted.
    Column("number", Integer, nullable=False, server_default=text("-1")),
    Index("membership_person", "person"),
)

# How a cohort's recovery phrases are stretched: one row, made with the first invitation. See store/sealing.py.
phrase_cost = Table(
    "phrase_cost",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("salt", LargeBinary(16), nullable=False),
    Column("n", Integer, nullable=False),
    Column("r", Integer, nullable=False),
    Column("p", Integer, nullable=False),
)

# Somebody's key: never in clear. ``lookup`` recognises their phrase, ``proof`` their key.
person_key = Table(
    "person_key",
    metadata,
    Column("person", String(32), ForeignKey("person.id"), primary_key=True),
    Column("lookup", LargeBinary(32), nullable=False, unique=True),
    Column("wrapped", LargeBinary(128), nullable=False),
    Column("proof", LargeBinary(32), nullable=False),
    Column("made_at", String(20), nullable=False),
)

device = Table(
    "device",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("person", String(32), ForeignKey("person.id"), nullable=False),
    Column("label", String(80), nullable=False),
    Column("wrapped", LargeBinary(128), nullable=False),
    Column("added_at", String(20), nullable=False),
    Column("seen_on", String(10), nullable=False),
    Index("device_person", "person"),
)

# What recognises an invitation, never what opens it. One that is closed stays, to say why it no longer serves.
invitation = Table(
    "invitation",
    metadata,
    Column("token_hash", LargeBinary(32), primary_key=True),
    Column("code_hash", LargeBinary(32), nullable=False, unique=True),
    Column("person", String(32), ForeignKey("person.id"), nullable=False),
    Column("made_at", String(20), nullable=False),
    Column("expires_at", String(20), nullable=False),
    Column("state", String(16), nullable=False),
    Column("renews", Boolean, nullable=False),
    Index("invitation_person", "person"),
)

# Which module is expected of whom; circles and profiles both empty: of everybody. See domain/assigning.py.
assignment = Table(
    "assignment",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("module", String(128), nullable=False),
    Column("due", String(20), nullable=False),
    Column("circles", JSON, nullable=False),
    Column("profiles", JSON, nullable=False),
    Column("made_at", String(20), nullable=False),
)

# Who reads and comments which circle first, among the trainers. See domain/commenters.py.
circle_commenter = Table(
    "circle_commenter",
    metadata,
    Column("circle", String(32), ForeignKey("group.id"), primary_key=True),
    Column("trainer", String(32), ForeignKey("person.id"), nullable=False),
    Column("since", String(20), nullable=False),
)

# The format that a cohort lives, and its first day; ``late`` while a day runs late. One row. See domain/programme.py.
programme = Table(
    "programme",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("format", String(128), nullable=False),
    Column("first_day", String(10), nullable=False),
    Column("late", JSON(none_as_null=True), nullable=True),
)

# An exercise opened to whoever has its link, without an account; the link is kept as its hash alone.
visit_link = Table(
    "visit_link",
    metadata,
    Column("token_hash", LargeBinary(32), primary_key=True),
    Column("page", String(200), nullable=False),
    Column("closes_at", String(20), nullable=False),
    Column("days", Integer, nullable=False),
    Column("most", Integer, nullable=False),
)

visitor = Table(
    "visitor",
    metadata,
    Column("person", String(32), ForeignKey("person.id"), primary_key=True),
    Column("link", LargeBinary(32), nullable=False),
    Column("page", String(200), nullable=False),
    Column("erased_at", String(20), nullable=False),
)
