"""What somebody is in a cohort today, and the rooms where words are shared: what :mod:`.policy` decides from."""

from dataclasses import dataclass, field

from parcours_u.domain.audience import Reader
from parcours_u.domain.people import GroupKind, Role

__all__ = ["ROOM_KINDS", "Room", "Standing"]

ROOM_KINDS = frozenset({Reader.PAIR, Reader.CIRCLE, Reader.CORE_GROUP, Reader.COHORT})


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


@dataclass(frozen=True)
class Standing:
    """What somebody is in the cohort today.

    Attributes
    ----------
    person : str
        Their id.
    role : Role or None
        None for somebody whom the cohort does not know.
    present : bool
        Whether they are still there.
    groups : frozenset of (GroupKind, str)
        The groups, not ended, that they are in now; for an accompanist, the core groups that they accompany.
    territory : str
        Theirs, or for a host the one that they host.
    trains : frozenset of str
        For a trainer in charge of some circles only, their ids, those that have ended included: whoever was given circles is in
        charge of nobody when these end. Empty for the whole cohort.
    """

    person: str
    role: Role | None = None
    present: bool = True
    groups: frozenset[tuple[GroupKind, str]] = field(default=frozenset())
    territory: str = ""
    trains: frozenset[str] = frozenset()

    def of_kind(self, kind: GroupKind) -> frozenset[str]:
        """Return the ids of their groups of one kind."""
        return frozenset(group for one, group in self.groups if one is kind)
