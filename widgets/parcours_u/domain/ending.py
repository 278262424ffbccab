"""What the end of groups erases, told before it is done, and what says yes to the end of these very groups."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from parcours_u.domain.french_words import listed
from parcours_u.domain.people import ERASED, Group, GroupKind
from parcours_u.domain.people_list import plain

__all__ = ["ended_without", "ending_sentence", "yes_to"]

_SIGNS = 4  # to be copied from one line of a terminal to the next


def ended_without(person: str, groups: Iterable[Group]) -> list[Group]:
    """Return the groups that end when somebody leaves them: a pair does not go on with one, nor any group with nobody."""
    return [
        one for one in groups if person in one.members and (one.kind is GroupKind.PAIR or not {*one.members} - {person})
    ]


def ending_sentence(groups: Sequence[Group], names: Mapping[str, str] | None = None) -> str:
    """Return which groups end, and what goes with them, as one French sentence; nothing for none.

    Parameters
    ----------
    groups : sequence of Group
    names : mapping of str to str, optional
        The cohort's people as they are told, by id, where pairs are among the groups: their members are told, as a pair bears two first
        names that others may bear too.
    """
    if not groups:
        return ""
    told = [
        f"{'les' if len(some) > 1 else 'le'} {kind.label}{'s' * (len(some) > 1)} {listed(_told(one, names or {}) for one in some)}"
        for kind in GroupKind
        if (some := [one for one in groups if one.kind is kind])
    ]
    sentence = f"{listed(told)} {'finissent' if len(groups) > 1 else 'finit'}\u00a0: {ERASED}."
    return sentence[0].upper() + sentence[1:]


def yes_to(groups: Sequence[Group]) -> str:
    """Return what says yes to the end of these groups, and of no others; nothing for none."""
    ids = " ".join(sorted(one.id for one in groups))
    return hashlib.sha256(ids.encode()).hexdigest()[:_SIGNS] if ids else ""


def _told(one: Group, names: Mapping[str, str]) -> str:
    members = sorted((names[member] for member in one.members if member in names), key=plain)
    return f"«\u00a0{one.name}\u00a0»" + (f" ({', '.join(members)})" if one.kind is GroupKind.PAIR else "")
