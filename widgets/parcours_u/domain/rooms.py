"""Where words are shared: a pair, a circle, a core group, or the whole cohort."""

from dataclasses import dataclass

from parcours_u.domain.audience import Reader
from parcours_u.domain.people import GroupKind

__all__ = ["GROUP_OF", "ROOM_KINDS", "Room"]

GROUP_OF = {
    Reader.PAIR: GroupKind.PAIR,
    Reader.CIRCLE: GroupKind.CIRCLE,
    Reader.CORE_GROUP: GroupKind.CORE_GROUP,
}
"""The groups whose members are such readers."""

ROOM_KINDS = frozenset({*GROUP_OF, Reader.COHORT})
"""Which readers are a room; the trainer and the commons are none."""


@dataclass(frozen=True)
class Room:
    """Where words are shared: one group, or the whole cohort, which has no id of its own."""

    kind: Reader
    group: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.group}" if self.group else str(self.kind)

    @classmethod
    def parse(cls, text: str) -> "Room":
        """Return the room of that name.

        Raises
        ------
        ValueError
            When it names none.
        """
        kind, colon, group = text.partition(":")
        room = cls(Reader(kind), group)
        if room.kind not in ROOM_KINDS or (room.kind is Reader.COHORT) == bool(colon) or bool(colon) != bool(group):
            raise ValueError("not a room")
        return room
