"""Invitations, keys and devices of a cohort's people: the one door that the server uses.

Every method may be called from any thread. Those that take or make a phrase or a code spend about 0.05 s of one core on
purpose (scrypt), outside any transaction: call them in a thread of their own rather than in the store's, where they
would delay everybody's words.
"""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Connection, select

from parcours_u.domain.access import Erased, Invitation, InvitationState, Looked, Opened
from parcours_u.domain.journal import Deposit
from parcours_u.store import invitations, schema
from parcours_u.store.database import Database
from parcours_u.store.errors import AccessRefused
from parcours_u.store.keys import Keys, Minted, key_row
from parcours_u.store.renewing import begin_anew
from parcours_u.store.sealed_journal import SealedJournal
from parcours_u.store.shared_rows import Version

__all__ = ["Access"]

_JOINED = (
    "Cette personne a déjà rejoint le groupe\u00a0: rien n’a changé, sa phrase de récupération ou un de ses appareils "
    "lui suffit\u202f; si elle a tout perdu, renouvelez son accès."
)
_NOT_JOINED = "Cette personne n’a pas encore rejoint le groupe\u00a0: rien n’a changé, invitez-la simplement."
_NOBODY = (
    "Cette personne n’est pas, ou n’est plus, dans ce groupe\u00a0: aucune invitation n’a été faite, relisez la liste."
)


class Access(Keys):
    """What a cohort's server asks about who gets in; see :class:`.keys.Keys` for what doesn't concern invitations.

    Parameters
    ----------
    database : Database
        The cohort's.
    deposited : callable
        Reads, from some deposits of one person, the words that are still to be had, by prompt.
    """

    def __init__(
        self, database: Database, deposited: Callable[[Sequence[Deposit]], Mapping[str, Version]] = lambda _made: {}
    ) -> None:
        super().__init__(database)
        self._deposited = deposited

    def invite(self, person_id: str, hours: float = 72.0) -> Invitation:
        """Invite somebody who has no key yet; a former invitation of theirs is replaced.

        Raises
        ------
        AccessRefused
            When the person has joined already (:meth:`reset` is for whoever lost everything), or isn't in the cohort.
        """
        return self._issue(person_id, hours, renews=False)

    def reset(self, person_id: str, hours: float = 72.0) -> Invitation:
        """Invite anew somebody who lost both their phrase and their devices.

        Nothing is erased before they accept: with a phrase found again meanwhile they are in as before, and this
        invitation is withdrawn. Accepting makes a new key: what only the former key opened is erased, which
        :class:`parcours_u.domain.access.Erased` counts. What was shared, deposited or commented stays, and its author has it
        again; see :mod:`.renewing`.

        Raises
        ------
        AccessRefused
            When the person has not joined yet, or isn't in the cohort.
        """
        return self._issue(person_id, hours, renews=True)

    def withdraw(self, person_id: str) -> None:
        """Withdraw the invitation of somebody, when there is one."""
        with self._database.writing() as connection:
            invitations.close(connection, person_id, InvitationState.WITHDRAWN)

    def invited(self, person_id: str) -> str | None:
        """Return when the open invitation of somebody ends (ISO 8601, UTC), None without one."""
        with self._database.reading() as connection:
            return invitations.open_until(connection, person_id)

    def look(self, token_or_code: str) -> Looked:
        """Tell what a token or code is good for, consuming nothing: scanners open links."""
        ways = invitations.recognised(token_or_code, self.stretch())
        if ways is None:
            return Looked(None, InvitationState.UNKNOWN)
        with self._database.reading() as connection:
            row = invitations.find(connection, ways)
        state = invitations.state_of(row)
        if row is None or state is not InvitationState.VALID:
            return Looked(None, state)
        return Looked(row.person, state, row.renews)

    def accept(self, token_or_code: str, label: str) -> Opened:
        """Consume an invitation, make the person's key, phrase and first device. Of two at once, one wins.

        Raises
        ------
        AccessRefused
            When it is not valid; the message is its state's sentence.
        """
        ways = invitations.recognised(token_or_code, self.stretch())
        if ways is None:
            raise AccessRefused(InvitationState.UNKNOWN.sentence)
        with self._database.reading() as connection:  # so that a wrong guess costs no phrase
            row = invitations.find(connection, ways)
        state = invitations.state_of(row)
        if row is None or state is not InvitationState.VALID:
            raise AccessRefused(state.sentence)
        minted = Minted.new(self.stretch())
        journal = SealedJournal(self._database, row.person, "", minted.key)
        with self._database.writing() as connection:
            invitations.close_overdue(connection)
            row = invitations.find(connection, ways)
            state = invitations.state_of(row)
            if row is not None and state is InvitationState.VALID:
                erased = begin_anew(connection, row.person, journal, self._deposited) if row.renews else Erased()
                invitations.close(connection, row.person, InvitationState.USED)
                opened = self._create(connection, row.person, minted, label, erased)
        if row is None or state is not InvitationState.VALID:
            raise AccessRefused(state.sentence)  # out of the transaction: what it closed stays closed
        if row.renews:
            self._database.fold()
        return opened

    def _issue(self, person_id: str, hours: float, renews: bool) -> Invitation:
        if not hours > 0:
            raise ValueError("an invitation lasts some time")
        drawn = invitations.draw_code(self.stretch())
        people = schema.person.c
        with self._database.writing() as connection:
            here = connection.execute(select(people.id).where(people.id == person_id, people.left_at.is_(None))).first()
            if here is None:
                raise AccessRefused(_NOBODY)
            if (key_row(connection, person_id) is not None) is not renews:
                raise AccessRefused(_NOT_JOINED if renews else _JOINED)
            invitations.close_overdue(connection)
            return invitations.issue(connection, person_id, hours, renews, drawn)

    def _signed_in(self, connection: Connection, person_id: str) -> None:
        """Withdraw the renewal of somebody who has found their phrase again: it would erase what they can read."""
        invitations.close(connection, person_id, InvitationState.WITHDRAWN, renewing_only=True)
