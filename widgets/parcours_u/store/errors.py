"""What can go wrong with a journal's file, in one French sentence each."""

import sqlite3

from sqlalchemy.exc import DBAPIError

__all__ = [
    "AccessRefused",
    "DiskTrouble",
    "LaterVersion",
    "SignedOut",
    "StoreError",
    "StoreTrouble",
    "busy",
    "damaged",
    "emptied",
    "explain",
    "gone",
    "log_alone",
    "missing",
    "not_a_file",
    "read_only",
]


class StoreError(Exception):
    """The journal could not be read or written; the message is for the person, and quotes nothing they wrote."""


class LaterVersion(StoreError):
    """The journal was written by a version of the course that this one doesn't know."""


class AccessRefused(StoreError):
    """What somebody presented opens nothing; the message is for them, and doesn't quote what they presented."""


class SignedOut(StoreError):
    """The device that somebody writes from is no longer theirs: nothing was written."""

    def __init__(self) -> None:
        super().__init__(
            "Cet appareil n’est plus ouvert à votre nom\u00a0: rien de ce qui était enregistré n’est perdu, "
            "entrez de nouveau, puis rechargez la page."
        )


class StoreTrouble(StoreError):
    """The disk, or another program, keeps the database from being read or written.

    Attributes
    ----------
    of_cohort : str
        The same, for whoever typed a command on a cohort: there is no page that tries again, and it is nobody's journal.
    """

    def __init__(self, of_journal: str, of_cohort: str) -> None:
        super().__init__(of_journal)
        self.of_cohort = of_cohort


class DiskTrouble(StoreTrouble):
    """The disk takes nothing more; what is on it may be whole."""


_FULL = (
    "Le disque est plein\u00a0: rien de plus n’a été enregistré, libérez de la place puis continuez, tout sera repris.",
    "Le disque est plein\u00a0: rien de plus n’a été enregistré, libérez de la place puis recommencez.",
)
_READ_ONLY = (
    "Le dossier du carnet est en lecture seule\u00a0: rien de plus n’a été enregistré, rendez-le modifiable puis continuez.",
    "Le dossier de la cohorte est en lecture seule\u00a0: rien de plus n’a été enregistré, rendez-le modifiable puis recommencez.",
)
_BUSY = (
    "Le carnet est occupé par un autre programme\u00a0: rien n’est perdu, l’enregistrement va être retenté.",
    "La cohorte est occupée par un autre programme\u00a0: rien de plus n’a été enregistré, recommencez dans un instant.",
)
_DAMAGED = (
    "Le fichier du carnet est illisible ou abîmé\u00a0: il a été laissé tel quel, "
    "reprenez un fichier de carnet exporté ou une sauvegarde.",
    "Le fichier de la cohorte est illisible ou abîmé\u00a0: il a été laissé tel quel, "
    "reprenez une sauvegarde avec «\u00a0parcours-u restaurer\u00a0».",
)
_GONE = (
    "Le fichier du carnet a été déplacé ou supprimé pendant que le parcours était ouvert\u00a0: ce que vous venez "
    "d’écrire n’est plus que sur cette page, copiez-le, puis arrêtez et rouvrez le parcours.",
    "Le fichier de la cohorte vient d’être déplacé ou supprimé\u00a0: rien de plus n’a été enregistré, "
    "remettez-le à sa place, puis recommencez.",
)
_LOG_ALONE = (
    "Le fichier du carnet n’est plus dans son dossier, ou y est vide, et ses derniers mots y restent pourtant (carnet.sqlite3-wal)\u00a0: "
    "rien n’a été changé, remettez-y carnet.sqlite3, ou déplacez ce reste pour commencer un carnet vide.",
    "Le fichier de la cohorte n’est plus dans son dossier, ou y est vide, et ses derniers mots y restent pourtant (carnet.sqlite3-wal)\u00a0: "
    "rien n’a été changé, remettez-y carnet.sqlite3, ou reprenez une sauvegarde avec «\u00a0parcours-u restaurer\u00a0».",
)
_MISSING = (
    "Le fichier du carnet (carnet.sqlite3) n’est plus dans son dossier\u00a0: rien n’a été commencé à sa place, "
    "remettez-l’y, ou restaurez une sauvegarde.",
    "Le fichier de la cohorte (cohorte/carnet.sqlite3) n’est plus dans son dossier\u00a0: rien n’a été commencé à sa place, "
    "remettez-l’y, ou reprenez une sauvegarde avec «\u00a0parcours-u restaurer\u00a0».",
)
_EMPTIED = (
    "Le fichier du carnet (carnet.sqlite3) est vide\u00a0: ce qu’il contenait n’y est plus, et rien n’a été changé, "
    "remettez-y le bon fichier ou restaurez une sauvegarde, ou bien ouvrez le parcours pour commencer un carnet vide.",
    "Le fichier de la cohorte (carnet.sqlite3) est vide\u00a0: ce qu’il contenait n’y est plus, et rien n’a été changé, "
    "remettez-y le bon fichier, ou reprenez une sauvegarde avec «\u00a0parcours-u restaurer\u00a0».",
)
_NOT_A_FILE = (
    "À la place du fichier du carnet (carnet.sqlite3), il y a un dossier ou autre chose\u00a0: rien n’a été changé, "
    "déplacez-le, puis remettez le fichier ou restaurez une sauvegarde.",
    "À la place du fichier de la cohorte (carnet.sqlite3), il y a un dossier ou autre chose\u00a0: rien n’a été changé, "
    "déplacez-le, puis remettez le fichier ou restaurez une sauvegarde.",
)
_OTHER = (
    "Le carnet n’a pas pu être enregistré\u00a0: rien de ce qui l’était déjà n’est perdu, réessayez dans un instant.",
    "La cohorte n’a pas pu être enregistrée\u00a0: rien de ce qui l’était déjà n’est perdu, recommencez dans un instant.",
)


def explain(error: DBAPIError) -> StoreTrouble:
    """Return the sentence for a database error, chosen from SQLite's own result code.

    Source of the codes: https://www.sqlite.org/rescode.html (the low byte is the primary code).
    """
    code = getattr(error.orig, "sqlite_errorcode", None)
    primary = code & 0xFF if code is not None else None
    if primary == sqlite3.SQLITE_FULL:
        return DiskTrouble(*_FULL)
    if primary in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}:
        return DiskTrouble(*_READ_ONLY)
    if primary == sqlite3.SQLITE_IOERR:
        return DiskTrouble(*_OTHER)
    if primary in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return StoreTrouble(*_BUSY)
    if primary in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        return StoreTrouble(*_DAMAGED)
    return StoreTrouble(*_OTHER)


def busy() -> StoreTrouble:
    """Return the sentence for a database that somebody else keeps from being written."""
    return StoreTrouble(*_BUSY)


def damaged() -> StoreTrouble:
    """Return the sentence for a database that can't be read to its end."""
    return StoreTrouble(*_DAMAGED)


def gone() -> StoreTrouble:
    """Return the sentence for a database file that is no longer where it was opened."""
    return StoreTrouble(*_GONE)


def log_alone() -> StoreTrouble:
    """Return the sentence for a log whose database is not there: SQLite would empty it."""
    return StoreTrouble(*_LOG_ALONE)


def emptied() -> StoreTrouble:
    """Return the sentence for a database file that holds nothing at all any more."""
    return StoreTrouble(*_EMPTIED)


def missing() -> StoreTrouble:
    """Return the sentence for a database file that was there before, and of which nothing is left."""
    return StoreTrouble(*_MISSING)


def not_a_file() -> StoreTrouble:
    """Return the sentence for something else under a database's name."""
    return StoreTrouble(*_NOT_A_FILE)


def read_only() -> StoreTrouble:
    """Return the sentence for a folder that was closed to writing."""
    return StoreTrouble(*_READ_ONLY)
