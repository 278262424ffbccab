"""A cohort's people as rows of plain values, the same for a printed table and for JSON."""

from collections.abc import Mapping, Sequence
from typing import Any

from parcours_u.domain.people import Group, GroupKind, Person, Profile, Role

__all__ = ["PEOPLE_COLUMNS", "group_rows", "people_rows", "shown"]

Row = dict[str, Any]

PEOPLE_COLUMNS = ("code", "nom", "prenom", "profil", "organisation", "territoire", "groupes")
"""What the printed table shows of the rows; the JSON holds the rest too."""

_ROLES = {
    Role.PARTICIPANT: "participant",
    Role.TRAINER: "formation",
    Role.HOST: "hote",
    Role.ACCOMPANIST: "accompagnement",
    Role.VISITOR: "visite",
}
_KINDS = {GroupKind.CIRCLE: "cercle", GroupKind.PAIR: "binome", GroupKind.CORE_GROUP: "noyau"}


def people_rows(people: Sequence[Person], groups: Sequence[Group]) -> list[Row]:
    """Return each person, with their groups and the code of their superior."""
    codes = {one.id: one.code for one in people}
    return [_row(one, codes, [group for group in groups if one.id in group.members]) for one in people]


def group_rows(groups: Sequence[Group]) -> list[Row]:
    """Return each circle, pair and core group, with the ids of its members."""
    return [
        {"id": group.id, "sorte": _KINDS[group.kind], "nom": group.name, "membres": list(group.members)}
        for group in groups
    ]


def shown(row: Row) -> Row:
    """Return a row as the printed table shows it."""
    profiles = {profile.value: profile.label for profile in Profile}
    return {
        **row,
        "profil": profiles[row["profil"]],
        "groupes": ", ".join(group["nom"] for group in row["groupes"]),
    }


def _row(one: Person, codes: Mapping[str, str], groups: Sequence[Group]) -> Row:
    return {
        "id": one.id,
        "code": one.code,
        "nom": one.last_name,
        "prenom": one.first_name,
        "courriel": one.email,
        "role": _ROLES[one.role],
        "profil": one.profile.value,
        "organisation": one.organisation,
        "territoire": one.territory,
        "superieur": codes.get(one.superior, ""),
        "groupes": [{"id": group.id, "sorte": _KINDS[group.kind], "nom": group.name} for group in groups],
    }
