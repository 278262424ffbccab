"""The tables of what is shared, in SQLAlchemy Core, beside those of :mod:`.schema`: with both, ``metadata`` is whole."""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text, text

from parcours_u.store.schema import metadata

__all__ = ["agreement", "metadata", "reply", "room", "room_news", "shared"]

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
    # The number of the room's change that opened it there, or opened it again; 0 from when this was not yet kept.
    Column("number", Integer, nullable=False, server_default=text("0")),
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

# What a pair or a core group agreed on, in clear; the author is whoever wrote the words as they are now. See store/agreements.py.
agreement = Table(
    "agreement",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("room", String(64), nullable=False),
    Column("author", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("due", String(10), nullable=False),
    Column("done", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", String(20), nullable=False),
    Index("agreement_room", "room"),
    Index("agreement_author", "author"),
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
