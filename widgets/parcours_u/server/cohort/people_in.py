"""Who is in a cohort's course now: by which device each person came, and what ends when they, or others, sign out."""

import asyncio
import itertools
import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from parcours_u.domain.access import Opened
from parcours_u.domain.journal import Deposit
from parcours_u.domain.people import Person, Role
from parcours_u.server.cohort.keyring import Keyring
from parcours_u.server.cohort.member import Member
from parcours_u.server.cohort.passing import Passing
from parcours_u.server.course_server import CourseServer
from parcours_u.server.watch.log import event
from parcours_u.store.access import Access
from parcours_u.store.keys import check_device
from parcours_u.store.people import People, read_people
from parcours_u.store.shared_rows import Version
from parcours_u.store.visitors import Visitors

__all__ = ["PeopleIn"]

Result = TypeVar("Result")

_SIGNED_OUT = 4403  # why a page's line closes
_PURGE_EVERY = 720  # looks: about an hour; a visit ends on some day, not at some minute
_IDLE_SECONDS = 30 * 60.0


class PeopleIn(CourseServer):
    """A course that people come into, each with the key that one of their devices opens.

    Parameters
    ----------
    folder : pathlib.Path
        The cohort's own.
    exchange : pathlib.Path or None
        The trainer's folder, where nbgrader's exchange is.
    places : int or None
        How many pages may live at once.
    deposited : callable
        As :class:`.Access` takes it.
    """

    def __init__(
        self,
        folder: Path,
        exchange: Path | None,
        places: int | None,
        deposited: Callable[[Sequence[Deposit]], Mapping[str, Version]],
    ) -> None:
        super().__init__(folder, exchange, places)
        self.people = People(self.database)
        self.access = Access(self.database, deposited)
        self.visitors = Visitors(self.database)
        self.keyring = Keyring()
        self.passing = Passing()
        self.end_kernel: Callable[[str], object] = repr  # the application says how

    def opens(self, person: str, device: str) -> bool:
        """Tell whether the key that a device of somebody's opened is here."""
        return self.keyring.opened_by(person, device) is not None

    def asked_from(self, person: str, device: str, action: Callable[[], Result]) -> Callable[[], Result]:
        """Return an action on the store that writes as long as that device is the person's: each transaction looks."""

        def run() -> Result:
            with self.database.checked(lambda connection: check_device(connection, person, device)):
                return action()

        return run

    async def come_in(self, device: str, secret: str) -> Member | None:
        """Return who a device's secret is for, their key in memory from now on; None when it opens nothing (any more)."""
        opened = await self.in_store(lambda: self.access.open_device(device, secret))
        if opened is None:
            return None
        present = await self.in_store(lambda: self.people.get(opened.person_id))
        person = present or await self.in_store(lambda: self.known(opened.person_id))
        if person is None:
            return None
        only = await self.in_store(lambda: self.visitors.page_of(opened.person_id)) or ""
        if self._is_of_another_access(opened) and not await self.in_store(
            lambda: self.access.open_device(device, secret)
        ):
            return None  # renewed since it was looked up: a former device must not pass for the newer
        self.admit(opened)
        name = person.first_name or person.name
        return Member(
            person.id, name=name, role=person.role, device=opened.device_id, only=only, present=present is not None
        )

    def known(self, person_id: str) -> Person | None:
        """Return somebody of the cohort, also who has left it: their words are still theirs. In the store's thread."""
        found = self.people.get(person_id)
        if found is None:
            with self.database.reading() as connection:
                found = next((one for one in read_people(connection, gone=True) if one.id == person_id), None)
        return found

    def admit(self, opened: Opened) -> None:
        """Keep the key of a device that is in; a new key ends what devices of the former one had opened.

        One that was just made, its phrase still to be shown, took every other device away, also those whose former key has
        been let go meanwhile.
        """
        if opened.phrase or self._is_of_another_access(opened):
            for person, device in self._here():
                if person == opened.person_id and device != opened.device_id:
                    self.end_device(person, device)
        self.keyring.hold(opened.person_id, opened.device_id, opened.key)

    def _is_of_another_access(self, opened: Opened) -> bool:
        return self.keyring.key(opened.person_id) not in {None, opened.key}

    def _here(self) -> set[tuple[str, str]]:
        """Return who has something open here, each with each of their devices: a token, a key, or a line and no more."""
        lines = {(line.current_user.username, line.current_user.device) for line in self.lines}
        return self.grants.holders() | {*self.keyring.devices()} | lines

    async def sign_out(self, person: str, device: str) -> None:
        """Revoke a device of somebody's, and end what it had opened; another person's is left as it is."""
        was = await self.in_store(lambda: self.access.revoke(person, device))
        if was or (person, device) in self._here():
            self.end_device(person, device)

    async def leave(self, member: Member) -> None:
        """Sign somebody out of the device that they are on; a visitor is erased: nothing could ever open again what they wrote."""
        if member.role is not Role.VISITOR:
            await self.sign_out(member.username, member.device)
            return
        await self.in_store(lambda: self.visitors.leave(member.username))
        self.end_device(member.username, member.device)

    def end_device(self, person: str, device: str) -> None:
        """End what a device had opened: its pages' kernels, their lines, its key."""
        for line in [*self.lines]:
            if (line.current_user.username, line.current_user.device) == (person, device):
                line.close(_SIGNED_OUT)
        for kernel in self.grants.withdraw(person, device):
            self.places.left(kernel)
            self.end_kernel(kernel)
        self.passing.forget(device)
        self.keyring.let_go(person, device)

    async def end_hearing(self) -> None:
        """Close the lines of those who have left the cohort: their journal stays open to them, and nothing else."""
        hearing = {line.listener.person for line in self.lines if getattr(line, "listener", None) is not None}
        gone = await self.in_store(lambda: {person for person in hearing if self.people.get(person) is None})
        for line in [*self.lines]:
            if getattr(getattr(line, "listener", None), "person", "") in gone:
                line.close(_SIGNED_OUT)

    async def look_around(self) -> None:
        """End what devices revoked elsewhere had opened (another process may), and forget the keys, and all else, of who is no longer here.

        What was corrected since the last look, or taken back while somebody read the database, leaves the disk now.
        """
        self.passing.let_over_go()
        here = self._here()
        people = {person for person, _ in here}
        valid = await self.in_store(lambda: {one.id for person in people for one in self.access.devices(person)})
        for person, device in here:
            if device not in valid:
                self.end_device(person, device)
        await self.end_hearing()
        living = map(self.grants.of_kernel, self.places.held)
        self.keyring.let_idle_go(_IDLE_SECONDS, {grant.device for grant in living if grant is not None})
        self.forget_all_but({person for person, _ in self._here()})
        if self.database.unfolded:
            await self.in_store(lambda: self.database.fold(pressing=False))

    async def look_for_ever(self, seconds: float = 5.0) -> None:
        """Look around again and again, as long as the event loop runs."""
        for rank in itertools.count():
            await asyncio.sleep(seconds)
            try:
                if rank % _PURGE_EVERY == 0:
                    await self.in_store(self.visitors.purge)
                await self.look_around()
            except Exception as error:  # a disk that refuses now must not leave revoked devices in for good
                event("failure", logging.ERROR, error=type(error).__name__, handler="CohortServer")
