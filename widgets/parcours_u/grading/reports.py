"""Results of the trainer's commands as rows of French words, the same for a table and for JSON; and that table."""

import shutil
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from parcours_u.domain.french_dates import french_moment
from parcours_u.grading.collecting import Collected, Taken
from parcours_u.grading.feedback import Returned
from parcours_u.grading.people import Participant
from parcours_u.grading.release import Released
from parcours_u.grading.state import Standing
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

_TITLES = {
    "prenom": "prénom",
    "etat": "état",
    "depose_le": "déposé le",
    "reponses": "réponses",
    "renvoye_le": "renvoyé le",
    "titre": "module",
    "deposes": "déposés",
    "commentes": "commentés",
    "en_retard": "en retard",
    "premier_depot_le": "premier dépôt",
    "dernier_depot_le": "dernier dépôt",
}
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
_GAP = "   "
_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], "\ufffd")  # the name of a file may hold any of them


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


def print_table(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    """Print rows on standard output, one line each where the terminal is wide enough; nothing when there is none."""
    if not rows:
        return
    from rich.cells import cell_len

    titles = [_TITLES.get(column, column) for column in columns]
    lines = [titles, *([_cell(column, row[column]) for column in columns] for row in rows)]
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    if sys.stdout.isatty() and sum(widths) + len(_GAP) * (len(widths) - 1) > shutil.get_terminal_size().columns:
        _print_folded(lines)
        return
    for line in lines:
        padded = (cell + " " * (width - cell_len(cell)) for cell, width in zip(line, widths, strict=True))
        sys.stdout.write(_GAP.join(padded).rstrip() + "\n")


def _print_folded(lines: Sequence[Sequence[str]]) -> None:
    """Print a table that is wider than the terminal. rich folds its cells, and takes a hundred times longer."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, len(_GAP), 0, 0))
    for title in lines[0]:
        table.add_column(title, overflow="fold")
    for line in lines[1:]:
        table.add_row(*map(Text, line))  # Text: a name is no markup
    Console().print(table)


def _cell(column: str, value: object) -> str:
    if isinstance(value, bool):
        return "en retard" if value else ""
    told = french_moment(str(value)) if column.endswith("_le") and value else str(value)
    return told.translate(_CONTROLS)
