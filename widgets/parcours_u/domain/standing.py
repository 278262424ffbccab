"""What somebody is in a cohort today: what :mod:`.policy` decides from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from parcours_u.domain.people import GroupKind, Role

__all__ = ["Standing"]


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
    came : mapping of str to int
        How many changes the room of each of their groups had seen when they came into it, by the group's id; a group that is not
        here is one whose members were all there from its first word.
    """

    person: str
    role: Role | None = None
    present: bool = True
    groups: frozenset[tuple[GroupKind, str]] = field(default=frozenset())
    territory: str = ""
    trains: frozenset[str] = frozenset()
    came: Mapping[str, int] = field(default_factory=dict, hash=False)

    def of_kind(self, kind: GroupKind) -> frozenset[str]:
        """Return the ids of their groups of one kind."""
        return frozenset(group for one, group in self.groups if one is kind)
