"""The journal of one person of a cohort: as the usual one, with every word sealed before the database sees it."""

from parcours_u.store.database import Database
from parcours_u.store.sql_journal import SqlJournal

__all__ = ["SealedJournal"]


class SealedJournal(SqlJournal):
    """SqlJournal's interface and promises; bodies and settings are written encrypted.

    Parameters
    ----------
    database : Database
        Where it is kept.
    person : str
        Whose journal it is; decided by the server, never by a page.
    page : str
        Which open page writes.
    key : bytes
        The person's, 32 bytes; see :class:`parcours_u.domain.access.Opened`.
    """

    def __init__(self, database: Database, person: str, page: str, key: bytes) -> None:
        super().__init__(database, person, page)
        self._key = key
