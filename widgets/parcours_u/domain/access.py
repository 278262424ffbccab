"""How somebody of a cohort gets in: an invitation, a recovery phrase, devices. Data only; no secret is in a ``repr``."""

import re
from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "INVITATION_DAYS",
    "USUAL_DAYS",
    "Device",
    "Erased",
    "Invitation",
    "InvitationState",
    "Looked",
    "Opened",
    "VisitLink",
    "is_token",
]

INVITATION_DAYS = range(1, 61)
"""How many days an invitation may last."""

USUAL_DAYS = 7
"""How many it lasts when nobody says otherwise."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def is_token(presented: str) -> bool:
    """Tell whether something has the shape of a link's token: 256 random bits, that nobody guesses."""
    return _TOKEN.fullmatch(presented) is not None


class InvitationState(StrEnum):
    """What an invitation is good for."""

    VALID = "valid"
    USED = "used"
    EXPIRED = "expired"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"

    @property
    def sentence(self) -> str:
        """What is said to whoever presents it: what happened, what was kept, what to do. Empty when it is valid."""
        return _SENTENCES[self]


_SENTENCES = {
    InvitationState.VALID: "",
    InvitationState.USED: (
        "Cette invitation a déjà servi\u00a0: si c’était vous, rien n’est perdu, entrez avec votre phrase de récupération "
        "ou depuis un appareil déjà ouvert\u202f; sinon, prévenez l’équipe de formation."
    ),
    InvitationState.EXPIRED: (
        "Cette invitation est arrivée à son terme\u00a0: rien n’est perdu, demandez-en une autre à l’équipe de formation."
    ),
    InvitationState.REPLACED: (
        "Cette invitation a été remplacée par une plus récente\u00a0: rien n’est perdu, prenez la dernière reçue."
    ),
    InvitationState.WITHDRAWN: (
        "Cette invitation a été retirée\u00a0: rien n’est perdu, entrez avec votre phrase de récupération, "
        "ou demandez une autre invitation à l’équipe de formation."
    ),
    InvitationState.UNKNOWN: (
        "Cette invitation n’est pas reconnue\u00a0: rien n’a changé, vérifiez le lien ou le code, ou demandez-en une autre."
    ),
}


@dataclass(frozen=True, repr=False)
class Invitation:
    """What is handed to somebody, once: the store keeps only what recognises it.

    Attributes
    ----------
    token : str
        For the link and its QR code: 43 signs fit for a URL, 256 bits.
    code : str
        To type by hand, grouped (``7KQ4M-9T2XB``), 50 bits: only for a route that limits attempts.
    expires_at : str
        ISO 8601, UTC.
    renews : bool
        Whether accepting it erases a former journal (somebody lost everything); say so before they accept.
    """

    person_id: str
    token: str
    code: str
    expires_at: str
    renews: bool = False


@dataclass(frozen=True, repr=False)
class Looked:
    """What an invitation turned out to be; nothing was consumed. ``person_id`` is None unless it is valid."""

    person_id: str | None
    state: InvitationState
    renews: bool = False


@dataclass(frozen=True)
class Erased:
    """What accepting a renewed invitation erased (counts); what was shared or deposited is in the journal again.

    Attributes
    ----------
    answers : int
        Answers that can no longer be read, all versions included.
    versions : int
        Versions of them.
    """

    answers: int = 0
    versions: int = 0


@dataclass(frozen=True, repr=False)
class Opened:
    """Somebody is in, on one device.

    Attributes
    ----------
    device_id, device_secret : str
        For that device's cookie, and nowhere else: ASCII, fit for a cookie. Empty for whom no device was made.
    key : bytes
        Opens the person's journal (:class:`parcours_u.store.sealed_journal.SealedJournal`); in memory only.
    phrase : str
        The recovery phrase, only when it was just made: shown once, never kept.
    erased : Erased
        What a renewed invitation erased.
    """

    person_id: str
    device_id: str
    device_secret: str
    key: bytes
    phrase: str = ""
    erased: Erased = Erased()


@dataclass(frozen=True)
class Device:
    """A device that opens somebody's journal, as its owner sees it in the list of their devices.

    Attributes
    ----------
    label : str
        What it was called when it was added (« Téléphone », « Firefox sur Windows »); at most 80 signs.
    added_at : str
        ISO 8601, UTC.
    seen_on : str
        The day it was last opened, ``2026-03-02``, where the cohort is: a day says enough to recognise it.
    """

    id: str
    label: str
    added_at: str
    seen_on: str


@dataclass(frozen=True, repr=False)
class VisitLink:
    """What opens one exercise to whoever has it, without an account.

    Attributes
    ----------
    token : str
        For the link and its QR code; empty once it has been shown.
    page : str
        The only page that it opens.
    closes_at : str
        Until when visitors may come, ISO 8601, UTC.
    days : int
        After how many days what a visitor wrote is erased.
    """

    token: str
    page: str
    closes_at: str
    days: int
