"""Whom or what somebody means by what they typed; when it is nobody, the nearest names are told."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from parcours_u.domain.people import Group, GroupKind, Person
from parcours_u.domain.people_list import plain
from parcours_u.store.errors import StoreError

__all__ = ["group_key", "group_named", "person_named"]

_UNCHANGED = "rien n’a été changé"
_MOST_TOLD = 12


def group_key(name: str) -> str:
    """Return what makes the names of two groups the same; a name of signs alone is compared as it is."""
    return plain(name) or name


def group_named(
    groups: Iterable[Group],
    kind: GroupKind,
    text: str,
    *,
    kept: str = _UNCHANGED,
    people: Mapping[str, str] | None = None,
) -> Group:
    """Return the group of a kind that is meant by its name or its id.

    Parameters
    ----------
    kept : str
        What was kept as it was, when it is none.
    people : mapping, optional
        The names of those who may be in these groups, by id: they tell apart two groups of one name.

    Raises
    ------
    StoreError
        When it is none of them, or several.
    """
    there = [one for one in groups if one.kind is kind]
    found = [one for one in there if text == one.id or group_key(one.name) == group_key(text)]
    if len(found) == 1:
        return found[0]
    if found:
        raise StoreError(
            f"Plusieurs groupes s’appellent «\u00a0{text}\u00a0»\u00a0: {kept}, donnez plutôt l’identifiant de celui "
            f"que vous voulez dire, {' ou '.join(_told(one, people or {}) for one in found)}."
        )
    names = sorted((one.name for one in there), key=plain)
    raise StoreError(
        f"Aucun {kind.label} ne s’appelle «\u00a0{text}\u00a0»\u00a0: {kept}, "
        f"{_meant(text, [(name, name) for name in names]) or _there(names)}"
    )


def person_named(people: Sequence[Person], text: str) -> Person:
    """Return who is meant by a code, an address, a name, alone or as it is told among others, or an id.

    Raises
    ------
    StoreError
        When it is nobody, or several people.
    """
    words = plain(text)
    found = [
        one
        for one in people
        if text.casefold() in {one.id, one.code.casefold(), one.email.casefold()} - {""}
        or (words and words in {plain(one.name), plain(f"{one.last_name} {one.first_name}"), plain(one.told)})
    ]
    if len(found) == 1:
        return found[0]
    if found:
        which = " ou ".join(
            f"{one.code or one.id} pour {one.told}" for one in sorted(found, key=lambda one: plain(one.told))
        )
        raise StoreError(
            f"Plusieurs personnes répondent à «\u00a0{text}\u00a0»\u00a0: rien n’a été changé, "
            f"donnez plutôt leur code, ou leur identifiant quand elles n’en ont pas\u00a0: {which}."
        )
    names = [(called, one.told) for one in people for called in (one.name, one.last_name, one.first_name)]
    raise StoreError(
        f"Personne ne répond à «\u00a0{text}\u00a0» dans cette cohorte\u00a0: rien n’a été changé, "
        + (_meant(text, names) or "«\u00a0parcours-u cohorte lister\u00a0» donne les noms et les codes.")
    )


def _meant(text: str, names: Sequence[tuple[str, str]]) -> str:
    """Ask whether one of the nearest names is meant; each is given with what it is told as. Nothing when none is near."""
    near = set(get_close_matches(plain(text), [plain(called) for called, _ in names]))
    told = list(dict.fromkeys(name for called, name in names if plain(called) in near - {""}))
    return f"voulez-vous dire {' ou '.join(told)}\u202f?" if 0 < len(told) <= _MOST_TOLD else ""


def _there(names: Sequence[str]) -> str:
    if not names:
        return "il n’y en a pas encore."
    if len(names) > _MOST_TOLD:
        return "«\u00a0parcours-u cohorte lister\u00a0» les montre."
    return f"il y a {', '.join(names)}."


def _told(one: Group, people: Mapping[str, str]) -> str:
    names = sorted((people[member] for member in one.members if member in people), key=plain)
    return f"{one.id} ({', '.join(names)})" if names else one.id
