"""Results of the trainer's commands as rows of French words, the same for a table and for JSON."""

from typing import Any

from parcours_u.grading.collecting import Collected, Taken
from parcours_u.grading.feedback import Returned
from parcours_u.grading.people import Participant
from parcours_u.grading.release import Released
from parcours_u.grading.state import Standing
from parcours_u.grading.tables import print_table
from parcours_u.grading.zips import Delivered

__all__ = [
    "COLUMNS",
    "Row",
    "collected_row",
    "delivered_row",
    "participant_row",
    "print_table",
    "released_row",
    "returned_row",
    "standing_row",
]

Row = dict[str, Any]

COLUMNS = {
    "participants": ("code", "nom", "prenom", "courriel"),
    "recueillir": ("personne", "etat", "depose_le", "retard"),
    "importer": ("fichier", "module", "personne", "etat", "depose_le", "retard"),
    "retours": ("personne", "etat", "commentaires", "voie", "fichier"),
    "etat": ("personne", "depose_le", "retard", "reponses", "commentaires", "renvoye_le"),
}
"""What a command's table shows of its rows; the JSON holds the rest too."""

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


def participant_row(person: Participant) -> Row:
    """Return somebody of the group."""
    return {
        "code": person.code,
        "nom": person.last_name,
        "prenom": person.first_name,
        "courriel": person.email,
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
        "depose_le": item.deposited_at,
        "retard": item.late,
        "voie": _WAYS[item.way],
        "reponses": item.answers,
        "commentaires": item.comments,
        "renvoye_le": item.returned_at,
    }
