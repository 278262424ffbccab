"""A cohort's people as rows of plain values, the same for a printed table and for JSON."""

from collections.abc import Mapping, Sequence
from typing import Any

from parcours_u.domain.people import Group, GroupKind, Person, Profile, Role

__all__ = ["PEOPLE_COLUMNS", "ROLES", "charge_sentence", "charge_words", "group_rows", "people_rows", "shown"]

Row = dict[str, Any]

PEOPLE_COLUMNS = ("code", "nom", "prenom", "role", "profil", "organisation", "territoire", "groupes")
"""What the printed table shows of the rows; the JSON holds the rest too."""

ROLES = {
    Role.PARTICIPANT: "participant",
    Role.TRAINER: "formation",
    Role.HOST: "hote",
    Role.ACCOMPANIST: "accompagnement",
    Role.VISITOR: "visite",
}
"""The roles in every JSON result."""

_KINDS = {GroupKind.CIRCLE: "cercle", GroupKind.PAIR: "binome", GroupKind.CORE_GROUP: "noyau"}


def people_rows(
    people: Sequence[Person], groups: Sequence[Group], charges: Mapping[str, Sequence[Group]] | None = None
) -> list[Row]:
    """Return each person, with their groups, the code of their superior, and what they are in charge of."""
    codes, given = {one.id: one.code for one in people}, charges or {}
    return [
        _row(one, codes, [group for group in groups if one.id in group.members], given.get(one.id, ()))
        for one in people
    ]


def charge_sentence(one: Person, groups: Sequence[Group]) -> str:
    """Return a role and what it is in charge of, in a few words; a circle without anybody has ended."""
    return "\u00a0: ".join(filter(None, (one.role.label, charge_words(one, groups))))


def charge_words(one: Person, groups: Sequence[Group]) -> str:
    """Return what a role is in charge of, in a few words; nothing for a role that is in charge of nothing."""
    match one.role:
        case Role.TRAINER if not groups:
            return "toute la cohorte"
        case Role.TRAINER | Role.ACCOMPANIST:
            names = [one.name if one.members else f"{one.name} (plus personne)" for one in groups]
            return ", ".join(names) or "aucun noyau pour l’instant"
        case Role.HOST:
            return one.territory
        case _:
            return ""


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
        "role": row["role_dit"],
        "profil": profiles.get(row["profil"], ""),
        "groupes": ", ".join(group["nom"] for group in row["groupes"]),
    }


def _row(one: Person, codes: Mapping[str, str], groups: Sequence[Group], charge: Sequence[Group]) -> Row:
    return {
        "id": one.id,
        "code": one.code,
        "nom": one.last_name,
        "prenom": one.first_name,
        "courriel": one.email,
        "role": ROLES[one.role],
        "role_dit": charge_sentence(one, charge),
        "charge": [{"id": group.id, "nom": group.name, "finie": not group.members} for group in charge],
        "toute_la_cohorte": one.role is Role.TRAINER and not charge,
        "profil": one.profile.value if one.role is Role.PARTICIPANT else "",
        "organisation": one.organisation,
        "territoire": one.territory,
        "superieur": codes.get(one.superior, ""),
        "groupes": [{"id": group.id, "sorte": _KINDS[group.kind], "nom": group.name} for group in groups],
    }
