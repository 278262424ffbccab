"""What a pair or a core group agreed on: short items, some with a date, that its members write, change and remind each other of.

An agreement is the group's, whoever wrote it down: those who are in the group now read and change it, see :func:`.policy.may_agree`.
It has a version, so that of two people who change it at once the second is shown what the first wrote.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from parcours_u.domain.rooms import Room
from parcours_u.domain.storable import storable
from parcours_u.domain.visible import is_visible

__all__ = [
    "LONGEST_AGREEMENT",
    "MOST_AGREEMENTS",
    "Agreement",
    "AgreementError",
    "Reminder",
    "check_due",
    "check_text",
    "reminder",
]

LONGEST_AGREEMENT = 300
"""Most signs: one thing to hold to."""

MOST_AGREEMENTS = 60
"""Most of them in one group: beyond, nobody holds to them."""

_AHEAD = timedelta(days=7)
_YEARS = range(2020, 2100)


class AgreementError(ValueError):
    """What can't be agreed on as it is written. The message is for the person, and quotes nothing they wrote."""


@dataclass(frozen=True, repr=False)
class Agreement:
    """One thing agreed on.

    Attributes
    ----------
    author, name : str
        The id and name of whoever wrote the words as they are now.
    due : str
        By when, an ISO 8601 day; empty when no day was chosen.
    version : int
        Counts its changes; a change says which version it was made from.
    """

    id: str
    room: Room
    author: str
    name: str
    text: str
    due: str
    done: bool
    version: int
    at: str


class Reminder(StrEnum):
    """When an agreement is to be remembered."""

    SOON = "soon"
    LATE = "late"


def reminder(agreement: Agreement, today: date) -> Reminder | None:
    """Tell whether a group is reminded of an agreement: within a week of its day, and from then on until it is done."""
    if agreement.done or not agreement.due:
        return None
    day = date.fromisoformat(agreement.due)
    if day < today:
        return Reminder.LATE
    return Reminder.SOON if day <= today + _AHEAD else None


def check_text(text: object) -> str:
    """Return an agreement's text, on one line.

    Raises
    ------
    AgreementError
        When it is empty, too long, or not text that can be stored.
    """
    if not isinstance(text, str) or (storable(text) and not is_visible(text)):
        raise AgreementError("Rien n’est écrit\u00a0: rien n’a été gardé, dites en quelques mots ce que vous convenez.")
    told = " ".join(text.split())
    if len(told) > LONGEST_AGREEMENT:
        raise AgreementError(
            f"Ce texte dépasse {LONGEST_AGREEMENT}\u00a0signes\u00a0: il reste sur cette page, raccourcissez-le, "
            "ou faites-en deux."
        )
    if not storable(told):
        raise AgreementError("Ce texte contient un signe illisible\u00a0: il reste sur cette page, corrigez-le.")
    return told


def check_due(day: object) -> str:
    """Return a day as it is kept; empty for none.

    Raises
    ------
    AgreementError
        When it is no day.
    """
    if day in ("", None):
        return ""
    try:
        found = date.fromisoformat(day) if isinstance(day, str) else None
    except ValueError:
        found = None
    if found is None or found.year not in _YEARS:
        raise AgreementError(
            "Cette date n’en est pas une\u00a0: rien n’a été changé, choisissez-en une autre, ou aucune."
        )
    return found.isoformat()
