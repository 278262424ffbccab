"""The table of progress as rows of plain values, the same for a printed table and for JSON."""

from datetime import datetime
from typing import Any

from parcours_u.cohort.progress import ModuleLine, PersonLine

__all__ = ["MODULE_COLUMNS", "PERSON_COLUMNS", "module_row", "person_row"]

Row = dict[str, Any]

MODULE_COLUMNS = ("titre", "deposes", "commentes", "en_retard", "reponses", "premier_depot_le", "dernier_depot_le")
PERSON_COLUMNS = (
    "personne",
    "situation",
    "deposes",
    "commentes",
    "en_retard",
    "reponses",
    "commentaires",
    "dernier_depot_le",
)
"""What the printed tables show of the rows; the JSON holds the rest too."""


def module_row(line: ModuleLine, title: str) -> Row:
    """Return a module's line: ``deposes``, ``commentes`` and ``en_retard`` count people."""
    return {
        "module": line.module,
        "titre": title,
        "questions": line.questions,
        **_counts(line),
        "premier_depot_le": _written(line.first),
        "dernier_depot_le": _written(line.last),
    }


def person_row(line: PersonLine, label: str, situation: str = "") -> Row:
    """Return a person's line: ``deposes``, ``commentes`` and ``en_retard`` count modules; each module is told besides.

    ``situation`` is what they are to the cohort, nothing for who is in it, or where there is none.
    """
    return {
        "personne": label,
        "code": line.person,
        "situation": situation,
        **_counts(line),
        "dernier_depot_le": _written(line.last),
        "modules": {
            module: {
                "depose_le": _written(deposit.at),
                "retard": deposit.late,
                "reponses": deposit.answers,
                "commentaires": deposit.comments,
            }
            for module, deposit in line.modules.items()
        },
    }


def _counts(line: ModuleLine | PersonLine) -> Row:
    return {
        "deposes": line.deposited,
        "commentes": line.commented,
        "en_retard": line.late,
        "reponses": line.answers,
        "commentaires": line.comments,
    }


def _written(moment: datetime | None) -> str:
    return f"{moment.isoformat(timespec='seconds')}Z" if moment else ""
