"""Entries and replies of a room as their rows have them, and who reads them there: asked of the policy, in one place."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Row

from parcours_u.domain.policy import may_read_in, was_there
from parcours_u.domain.rooms import Room
from parcours_u.domain.sharing import Reply, SharedEntry
from parcours_u.domain.standing import Standing

__all__ = ["entry_of", "reads", "reply_of", "with_newcomers"]


def reads(me: Standing, told: SharedEntry | Reply, author: str, everybody: Mapping[str, Standing]) -> bool:
    """Tell whether somebody reads an entry, or a reply, of an author in its room."""
    return may_read_in(told.room, me, everybody.get(author, Standing(author)), told.number)


def with_newcomers(entry: SharedEntry, people: Iterable[str], everybody: Mapping[str, Standing]) -> SharedEntry:
    """Return an entry with those who came into its room since it was shared there, ``people`` being all who are in it."""
    if not entry.room.group:
        return entry  # the whole cohort's: whoever comes later reads it too
    others = (one for one in people if one != entry.owner)
    since = (one for one in others if not was_there(everybody[one], entry.room, entry.number))
    return replace(entry, newcomers=tuple(sorted(since)))


def entry_of(row: Row[Any], names: Mapping[str, str]) -> SharedEntry:
    """Return an entry as its row has it, without its replies."""
    return SharedEntry(
        room=Room.parse(row.room),
        owner=row.owner,
        name=names.get(row.owner, ""),
        prompt=row.prompt,
        body=json.loads(row.body),
        revision=row.revision,
        saved_at=row.saved_at,
        since=row.since,
        number=row.number,
    )


def reply_of(row: Row[Any], names: Mapping[str, str]) -> Reply:
    """Return a reply as its row has it."""
    return Reply(
        id=row.id,
        room=Room.parse(row.room),
        owner=row.owner,
        prompt=row.prompt,
        author=row.author,
        name=names.get(row.author, ""),
        text=row.text,
        at=row.at,
        number=row.number,
    )
