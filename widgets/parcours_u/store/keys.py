"""Everybody's key, wrapped by their recovery phrase and by each of their devices."""

from parcours_u.domain.access import Device, Opened
from parcours_u.store.database import Database

__all__ = ["Keys"]


class Keys:
    """Opening somebody's key, and who may.

    Parameters
    ----------
    database : Database
        The cohort's.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"

    def has_key(self, person_id: str) -> bool:
        """Tell whether somebody has joined."""
        raise NotImplementedError

    def sign_in(self, phrase: str, label: str) -> Opened:
        """Open somebody's key by their phrase, on a device that is added under ``label``.

        The phrase is taken in any case, with or without accents, with any spaces, its words whole or cut to four letters.

        Raises
        ------
        AccessRefused
            When the phrase is nobody's.
        """
        raise NotImplementedError

    def open_device(self, device_id: str, device_secret: str) -> Opened | None:
        """Open somebody's key by what a device's cookie holds; None when it is not, or no longer, one of theirs."""
        raise NotImplementedError

    def add_device(self, person_id: str, key: bytes, label: str) -> Opened:
        """Add a device to somebody who is signed in elsewhere.

        Raises
        ------
        AccessRefused
            When ``key`` is not this person's (any more).
        """
        raise NotImplementedError

    def devices(self, person_id: str) -> list[Device]:
        """Return somebody's devices, the oldest first."""
        raise NotImplementedError

    def revoke(self, person_id: str, device_id: str) -> bool:
        """Forget one device of somebody (theirs to sign out, or lost): its secret opens nothing any more.

        Return whether it was one of theirs.
        """
        raise NotImplementedError

    def revoke_all(self, person_id: str) -> int:
        """Forget every device of somebody; their phrase still opens. Return how many there were."""
        raise NotImplementedError

    def new_phrase(self, person_id: str, key: bytes) -> str:
        """Make another recovery phrase for somebody who is signed in; the former one opens nothing any more.

        Raises
        ------
        AccessRefused
            When ``key`` is not this person's (any more).
        """
        raise NotImplementedError

    def forget(self, person_id: str) -> None:
        """Delete somebody's key, devices and invitations: without it, what it sealed is noise, backups' copies apart."""
        raise NotImplementedError
