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
    text,
)

__all__ = [
    "JOURNAL",
    "comment",
    "deposit",
    "entry",
    "group",
    "membership",
    "metadata",
    "person",
    "reply",
    "revision",
    "room",
    "room_news",
    "setting",
    "shared",
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
    Column("aside", Boolean, nullable=False, server_default=text("0")),
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

deposit = Table(
    "deposit",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("person", String(64), nullable=False),
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
    Index("membership_person", "person"),
)

# What is shared, in clear, once a room that it is open to: the current version of an entry. See store/shared_rows.py.
shared = Table(
    "shared",
    metadata,
    Column("room", String(64), primary_key=True),
    Column("owner", String(64), primary_key=True),
    Column("prompt", String(128), primary_key=True),
    Column("body", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("saved_at", String(20), nullable=False),
    Column("since", String(20), nullable=False),
    Index("shared_owner", "owner", "prompt"),
)

reply = Table(
    "reply",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("room", String(64), nullable=False),
    Column("owner", String(64), nullable=False),
    Column("prompt", String(128), nullable=False),
    Column("author", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", String(20), nullable=False),
    Column("number", Integer, nullable=False),
    Index("reply_entry", "room", "owner", "prompt"),
    Index("reply_author", "author"),
)

# How many changes a room has seen; and the last change of each thing in it, without a word of what was written. An entry's
# own change has no reply.
room = Table(
    "room",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("number", Integer, nullable=False),
)

room_news = Table(
    "room_news",
    metadata,
    Column("room", String(64), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("owner", String(64), nullable=False),
    Column("prompt", String(128), nullable=False),
    Column("reply", String(32), nullable=False),
    Index("room_news_thing", "room", "owner", "prompt", "reply", unique=True),
)
