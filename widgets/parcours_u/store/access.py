"""Invitations, keys and devices of a cohort's people: the one door that the server uses.

Every method may be called from any thread. Those that take or make a phrase or a code spend about 0.05 s of one core on
purpose (scrypt), outside any transaction: call them in a thread of their own rather than in the store's, where they
would delay everybody's words.
"""

from parcours_u.domain.access import Invitation, Looked, Opened
from parcours_u.store.keys import Keys

__all__ = ["Access"]


class Access(Keys):
    """What a cohort's server asks about who gets in; see :class:`.keys.Keys` for what doesn't concern invitations.

    Parameters
    ----------
    database : Database
        The cohort's.
    """

    def invite(self, person_id: str, hours: float = 72.0) -> Invitation:
        """Invite somebody who has no key yet; a former invitation of theirs is replaced.

        Raises
        ------
        AccessRefused
            When the person has joined already: :meth:`reset` is for whoever lost everything.
        """
        raise NotImplementedError

    def reset(self, person_id: str, hours: float = 72.0) -> Invitation:
        """Invite anew somebody who lost both their phrase and their devices.

        Nothing is erased before they accept: with a phrase found again meanwhile they are in as before, and the
        invitation is withdrawn by :meth:`withdraw`. Accepting makes a new key: what only the former key opened is erased.
        """
        raise NotImplementedError

    def withdraw(self, person_id: str) -> None:
        """Withdraw the invitation of somebody, when there is one."""
        raise NotImplementedError

    def invited(self, person_id: str) -> str | None:
        """Return when the open invitation of somebody ends (ISO 8601, UTC), None without one."""
        raise NotImplementedError

    def look(self, token_or_code: str) -> Looked:
        """Tell what a token or code is good for, consuming nothing: scanners open links."""
        raise NotImplementedError

    def accept(self, token_or_code: str, label: str) -> Opened:
        """Consume an invitation, make the person's key, phrase and first device. Of two at once, one wins.

        Raises
        ------
        AccessRefused
            When it is not valid; the message is its state's sentence.
        """
        raise NotImplementedError
