"""People of a small cohort, as the policy sees them."""

from parcours_u.domain.people import GroupKind, Role
from parcours_u.domain.standing import Standing

__all__ = ["ADA", "C1", "C2", "GONE", "N1", "N2", "P1", "TRAINER", "somebody"]

C1, C2 = (GroupKind.CIRCLE, "c1"), (GroupKind.CIRCLE, "c2")
P1, N1, N2 = (GroupKind.PAIR, "p1"), (GroupKind.CORE_GROUP, "n1"), (GroupKind.CORE_GROUP, "n2")


def somebody(name: str, role: Role | None, *groups: tuple[GroupKind, str], **more: object) -> Standing:
    return Standing(name, role, groups=frozenset(groups), **more)  # type: ignore[arg-type]


ADA = somebody("ada", Role.PARTICIPANT, C1, P1, N1, territory="Nord")
GONE = somebody("gone", Role.PARTICIPANT, C1, P1, N1, present=False)
TRAINER = somebody("trainer", Role.TRAINER)
