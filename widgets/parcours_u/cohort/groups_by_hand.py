"""Pairs and core groups, formed by hand: people named by a trainer, no optimisation."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from parcours_u.cohort.unassigned import unassigned_sentences
from parcours_u.domain.ending import yes_to
from parcours_u.domain.people import Group, GroupKind, Person
from parcours_u.domain.people_list import plain
from parcours_u.domain.storable import storable
from parcours_u.domain.visible import one_line
from parcours_u.store.database import Database
from parcours_u.store.errors import StoreError
from parcours_u.store.groups import Groups
from parcours_u.store.naming import group_key
from parcours_u.store.people import People

__all__ = ["ByHand", "change", "end_seen"]

_CHANGED = (
    "Ce groupe a changé entre-temps, depuis une autre commande ou une autre page\u00a0: il est gardé tel quel, "
    "relancez la commande pour partir de là."
)
_LONGEST = 200


@dataclass(frozen=True, repr=False)
class ByHand:
    """The groups of a kind after a change, the names of those who are in them, and what was done, in French."""

    groups: tuple[Group, ...]
    names: dict[str, str]
    sentences: tuple[str, ...]


def change(
    database: Database,
    kind: GroupKind,
    name: str,
    people: Sequence[str],
    ended: str | None = None,
    seen: Collection[str] | None = None,
    agreed: str = "",
) -> ByHand:
    """End the group that has a name, or form one of the people told, or change nothing; return all of that kind.

    Parameters
    ----------
    seen : collection of str, optional
        The members that the core group had where the change was made from, empty for a new one; None not to look.
    agreed : str
        The yes to the end of the pairs that a new one ends.

    Raises
    ------
    StoreError
        When somebody or a group is not found, the core group has other members than those seen, its name can't be one, or nobody said
        yes to the end of a pair. Nothing is changed.
    """
    groups, known, said = Groups(database), People(database), []
    if ended is not None:
        said += _ended(database, groups.end(kind, ended))
    elif people:
        found = list({one.id: one for one in map(known.find, people)}.values())
        pair = kind is GroupKind.PAIR
        said += _pair(groups, found, agreed) if pair else _core_group(groups, known, name, found, seen)
    names = {one.id: one.told for one in known.present()}
    current = groups.current(kind)
    if not current and not said:
        said.append(f"Il n’y a pas encore de {kind.label}.")
    return ByHand(tuple(current), names, tuple(said))


def _pair(groups: Groups, people: Sequence[Person], agreed: str) -> list[str]:
    if len(people) != 2:
        raise StoreError("Un binôme réunit deux personnes différentes\u00a0: rien n’a été changé.")
    name = " et ".join(sorted((one.first_name or one.last_name for one in people), key=plain))
    formed, ended = groups.form_pair(people[0].id, people[1].id, name, agreed)
    if not formed:
        return [f"{' et '.join(one.told for one in people)} sont déjà en binôme\u00a0: rien n’a été changé."]
    return [
        f"Le binôme «\u00a0{name}\u00a0» est formé.",
        *(one.ended_sentence for one in ended),
    ]


def end_seen(database: Database, group_id: str, seen: Collection[str]) -> list[str]:
    """End a group by its id, if its members are those that somebody saw; return what was done, in French sentences.

    Raises
    ------
    StoreError
        When it has ended, or its members are others now. Nothing is changed.
    """
    groups = Groups(database)
    there = [one for kind in GroupKind for one in groups.current(kind) if one.id == group_id]
    if not there or set(there[0].members) != set(seen):
        raise StoreError(_CHANGED)
    kind = there[0].kind
    today = groups.current(kind)
    groups.replace(kind, today, [one for one in today if one.id != group_id], yes_to(there))
    return _ended(database, there[0])


def _ended(database: Database, group: Group) -> list[str]:
    return [group.ended_sentence, *unassigned_sentences(database, [group])]


def _core_group(
    groups: Groups, known: People, name: str, people: Sequence[Person], seen: Collection[str] | None
) -> list[str]:
    name = one_line(name)
    if not (0 < len(name) <= _LONGEST and storable(name)):
        raise StoreError(f"Le nom d’un noyau compte de 1 à {_LONGEST}\u00a0signes lisibles\u00a0: rien n’a été changé.")
    today = groups.current(GroupKind.CORE_GROUP)
    members = tuple(one.id for one in people)
    former = next((one for one in today if group_key(one.name) == group_key(name)), None)
    if seen is not None and set(seen) != set(former.members if former else ()):
        raise StoreError(_CHANGED)
    others = [one for one in today if one is not former]
    wanted = replace(former, members=members) if former else Group("", GroupKind.CORE_GROUP, name, members)
    groups.replace(GroupKind.CORE_GROUP, today, [*others, wanted])
    told = f"Le noyau «\u00a0{wanted.name}\u00a0» {'est changé' if former else 'est formé'}."
    gone = [one.told for one in known.present() if former and one.id in {*former.members} - {*members}]
    left = f"N’en font plus partie\u00a0: {', '.join(gone)}\u202f; leurs réponses n’y sont plus lues."
    return [told, left] if gone else [told]
