"""The tables of what is shared, in SQLAlchemy Core, beside those of :mod:`.schema`: with both, ``metadata`` is whole."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from parcours_u.store.schema import metadata

__all__ = ["metadata", "reply", "room", "room_news", "shared"]

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
