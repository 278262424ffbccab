"""What the gradebook's database refuses, in one French sentence each. Imports nbgrader."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from nbgrader.api import InvalidEntry
from sqlalchemy.exc import DBAPIError

from parcours_u.grading.errors import GradingError

__all__ = ["explained"]

_BUSY = (
    "Le carnet de suivi est occupé par un autre programme\u00a0: il est resté tel quel, "
    "attendez que l’autre commande ou le formgrader ait fini, puis recommencez."
)
_DAMAGED = (
    "Le carnet de suivi (gradebook.db) est illisible ou abîmé\u00a0: il a été laissé tel quel, "
    "reprenez une sauvegarde du dossier avec «\u00a0parcours-u restaurer\u00a0»."
)
_FULL = "Le disque est plein\u00a0: le carnet de suivi est resté tel quel, libérez de la place puis recommencez."
_CLOSED = (
    "Le carnet de suivi (gradebook.db) ne peut pas être ouvert ou modifié\u00a0: il est resté tel quel, "
    "vérifiez les droits du dossier puis recommencez."
)
_SENTENCES = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_CANTOPEN: _CLOSED,
    sqlite3.SQLITE_PERM: _CLOSED,
    sqlite3.SQLITE_READONLY: _CLOSED,
}


@contextmanager
def explained() -> Iterator[None]:
    """Raise as a refusal what the database refuses, nbgrader's own word for it included."""
    try:
        yield
    except (DBAPIError, InvalidEntry) as error:
        refused = error if isinstance(error, DBAPIError) else error.__context__
        if not isinstance(refused, DBAPIError):
            raise
        # `from None`: SQLAlchemy's own message quotes the statement's parameters, which may be names and comments
        raise _refusal(refused) from None


def _refusal(error: DBAPIError) -> GradingError:
    """Return the sentence for a database error, by the low byte of its code (see https://www.sqlite.org/rescode.html)."""
    code = getattr(error.orig, "sqlite_errorcode", None) or 0
    other = (
        f"Le carnet de suivi n’a pas pu être lu ou écrit ({type(error.orig).__name__})\u00a0: il est resté tel quel, "
        "vérifiez la place et les droits du dossier puis recommencez."
    )
    return GradingError(_SENTENCES.get(code & 0xFF, other))
