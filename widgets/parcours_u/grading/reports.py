"""Results of the trainer's commands as rows of French words, the same for a table and for JSON."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from parcours_u.domain.french_words import counted, listed
from parcours_u.grading.collecting import Collected, Taken
from parcours_u.grading.feedback import Returned
from parcours_u.grading.people import Participant
from parcours_u.grading.release import Released
from parcours_u.grading.state import Standing
from parcours_u.grading.tables import print_table
from parcours_u.grading.zips import Delivered
from parcours_u.store.roll import Place

__all__ = [
    "COLUMNS",
    "OF_A_COHORT",
    "Row",
    "collected_row",
    "delivered_row",
    "elsewhere_sentence",
    "participant_row",
    "print_table",
    "released_row",
    "returned_row",
    "standing_row",
]

Row = dict[str, Any]

COLUMNS = {
    "participants": ("code", "nom", "prenom", "courriel", "situation"),
    "recueillir": ("personne", "etat", "depose_le", "retard"),
    "importer": ("fichier", "module", "personne", "etat", "depose_le", "retard"),
    "retours": ("personne", "etat", "commentaires", "voie", "fichier"),
    "etat": ("personne", "situation", "pour_le", "depose_le", "retard", "reponses", "commentaires", "renvoye_le"),
}
"""What a command's table shows of its rows; the JSON holds the rest too."""

OF_A_COHORT = frozenset({"situation", "pour_le"})
"""The columns that a cohort alone fills: a table shows them where there is something in them."""

_TAKEN = {
    Taken.NEW: "nouveau",
    Taken.UPDATED: "mis à jour",
    Taken.UNCHANGED: "inchangé",
    Taken.OLDER: "plus ancien, laissé de côté",
    Taken.REFUSED: "refusé",
}
_STATES = {
    "returned": "renvoyé",
    "unchanged": "déjà renvoyé",
    "uncommented": "pas de commentaire",
    "failed": "échec",
}
_WAYS = {"exchange": "espace d’échange", "file": "fichier", "": ""}


def participant_row(person: Participant, place: Place = Place.INSIDE) -> Row:
    """Return somebody of the group, and what they are to the cohort of its folder."""
    return {
        "code": person.code,
        "nom": person.last_name,
        "prenom": person.first_name,
        "courriel": person.email,
        "situation": place.value,
    }


def released_row(done: Released) -> Row:
    """Return a module that was released."""
    return {
        "module": done.module,
        "questions": done.prompts,
        "pour_le": done.due,
        "deja_diffuse": done.again,
        "espace_echange": done.exchange,
    }


def collected_row(result: Collected) -> Row:
    """Return what became of a deposit."""
    return {
        "personne": result.label,
        "code": result.person,
        "etat": _TAKEN[result.taken],
        "depose_le": result.deposited_at,
        "retard": result.late,
        "sur_la_liste": result.listed,
        "message": result.message,
    }


def delivered_row(item: Delivered) -> Row:
    """Return what became of a deposit received as a file."""
    return {"fichier": item.file, "module": item.module, **collected_row(item.result)}


def returned_row(item: Returned) -> Row:
    """Return what somebody gets back."""
    return {
        "personne": item.label,
        "code": item.person,
        "etat": _STATES[item.state],
        "commentaires": item.comments,
        "voie": _WAYS[item.way],
        "fichier": item.file,
        "message": item.message,
    }


def standing_row(item: Standing) -> Row:
    """Return where somebody stands."""
    return {
        "personne": item.label,
        "code": item.person,
        "situation": item.place.value,
        "pour_le": item.due,
        "depose_le": item.deposited_at,
        "retard": item.late,
        "voie": _WAYS[item.way],
        "reponses": item.answers,
        "commentaires": item.comments,
        "renvoye_le": item.returned_at,
    }


def elsewhere_sentence(places: Iterable[Place]) -> str:
    """Return a sentence on those who are shown and of whom nothing is expected; nothing where there is nobody."""
    found = Counter(places)
    told = [
        counted(found[place], *words)
        for place, words in (
            (Place.OTHER_ROLE, ("personne qui a un autre rôle", "personnes qui ont un autre rôle")),
            (Place.LEFT, ("départ noté", "départs notés")),
            (Place.OUTSIDE, ("personne hors de la cohorte", "personnes hors de la cohorte")),
        )
        if found[place]
    ]
    return f"{listed(told)}\u00a0: rien n’en est attendu, et les nombres ne les comptent pas." if told else ""
