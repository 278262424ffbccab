"""The course of a cohort: whose each thing is, and each person's journal under their own key."""

import asyncio
import itertools
import logging
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from parcours_u.cohort.overview.gathering import gather
from parcours_u.cohort.overview.overview import overview
from parcours_u.cohort.overview.view import View
from parcours_u.cohort.people_rows import charge_sentence
from parcours_u.domain.access import Opened
from parcours_u.domain.audience import NOBODY, Audience
from parcours_u.domain.people import Person, Role
from parcours_u.domain.policy import Action, may, may_manage, offered, relations
from parcours_u.grading.folder import TrainerFolder
from parcours_u.grading.ledger import returned_moments
from parcours_u.server.cohort.group_state import GroupState
from parcours_u.server.cohort.keyring import Keyring
from parcours_u.server.cohort.limits import Limits
from parcours_u.server.cohort.member import Member
from parcours_u.server.cohort.passing import Passing
from parcours_u.server.course_server import CourseServer
from parcours_u.server.grading_line import GradingLine
from parcours_u.server.reading_desk import ReadingDesk
from parcours_u.server.refusal import Refusal
from parcours_u.server.route import SIGNED_OUT
from parcours_u.server.sharing import Sharing
from parcours_u.server.watch.log import event
from parcours_u.store.access import Access
from parcours_u.store.assignments import Assignments
from parcours_u.store.folder import private_folder
from parcours_u.store.in_use import FolderLock
from parcours_u.store.people import People, read_people
from parcours_u.store.programmes import Programmes
from parcours_u.store.roles import Roles
from parcours_u.store.sealed_journal import SealedJournal
from parcours_u.store.standings import standing_of
from parcours_u.store.visitors import Visitors

__all__ = ["TRAINER_PAGES", "TRAINER_SPACE", "CohortServer"]

TRAINER_SPACE = "course/espace-formateur.ipynb"
TRAINER_PAGES = frozenset({TRAINER_SPACE})
"""The pages that are a trainer's alone."""

_SIGNED_OUT = 4403  # why a page's line closes
_PURGE_EVERY = 720  # looks: about an hour; a visit ends on some day, not at some minute
_IDLE_SECONDS = 30 * 60.0


class CohortServer(CourseServer):
    """A course for several people, in a trainer's folder.

    Parameters
    ----------
    folder : TrainerFolder
        The trainer's.
    places : int or None
        How many pages may live at once.
    label : str
        Names this cohort's cookies among those of other courses on the same host.
    keeper_of : callable or None
        Gives the name under which a browser may keep somebody's unsent words; None where browsers may keep none.
    """

    def __init__(
        self,
        folder: TrainerFolder,
        places: int | None = None,
        label: str = "",
        keeper_of: Callable[[str], str] | None = None,
    ) -> None:
        # nbgrader's exchange does not exist on Windows: deposits are files there.
        super().__init__(folder.cohort, folder.path if sys.platform != "win32" else None, places)
        self.label = label
        self.public_address = ""
        self.trainer_folder = folder.path
        self.people = People(self.database)
        self.roles = Roles(self.database)
        self.patient = False
        self.sharing = Sharing(self.database, self.course, self.in_store)
        self.access = Access(self.database)
        self.visitors = Visitors(self.database)
        self.keyring = Keyring()
        self.limits = Limits()
        self.passing = Passing()
        self.assignments = Assignments(self.database)
        self.grading = GradingLine(folder.path)
        self.group_state = GroupState(folder.path, self.grading)
        self.reading = ReadingDesk(self.database, self.course, self.in_store, self.grading, self.group_state, folder)
        self.assigning = asyncio.Lock()  # nbgrader opens one module at a time
        self.programmes = Programmes(self.database)
        self.trainer_folder = folder.path
        self.end_kernel: Callable[[str], object] = repr  # the application says how
        self.alone: FolderLock | None = None  # what no other server of this cohort may hold
        self._keeper_of = keeper_of

    def close(self) -> None:
        """Finish the writes under way, close the database, and leave the cohort to another server."""
        super().close()
        if self.alone is not None:
            self.alone.release()

    @property
    def host(self) -> str:
        """Who keeps the words: the cohort's own machine."""
        return "cohort"

    def audiences_of(self, person: str) -> tuple[Audience, ...]:
        """Return the audiences that somebody may choose from, as they stand now. In the store's thread."""
        with self.database.reading() as connection:
            return offered(standing_of(connection, person))

    def person(self, user: Any) -> str:
        """Return the id of whoever asks."""
        return str(user.username)

    def opens(self, person: str) -> bool:
        """Tell whether somebody's key is here."""
        return self.keyring.key(person) is not None

    def grant(self, user: Any) -> str:
        """Return a new token for a page of whoever asks, from the device that they ask from."""
        return self.grants.give(self.person(user), user.device)[0]

    def owns(self, user: Any, kernel: str) -> bool:
        """Tell whether a kernel was started for whoever asks."""
        grant = self.grants.of_kernel(kernel)
        return grant is not None and user is not None and grant.person == user.username

    def may_open(self, user: Any, page: str) -> bool:
        """Tell whether a page is for whoever asks: a visitor's is the only one that they were shown."""
        if user.role is Role.VISITOR:
            return page == str(user.only)
        return page not in TRAINER_PAGES or (user.role is Role.TRAINER and user.present)

    def hears(self, user: Any) -> bool:
        """Let those who are in the cohort hear what goes on in it."""
        return bool(user.present)

    def writes(self, person: str) -> bool:
        """Tell whether somebody may still write in their own journal: not once they have left. In the store's thread."""
        with self.database.reading() as connection:
            own = standing_of(connection, person)
        return may(Action.WRITE, relations(own, own), NOBODY)

    def team_space(self, user: Any) -> str:
        """Return the trainer's page, for a trainer."""
        here = user is not None and user.role is Role.TRAINER and user.present
        return TRAINER_SPACE if here else ""

    def may_watch(self, user: Any) -> bool:
        """Let trainers read the figures."""
        return user is not None and user.role is Role.TRAINER and user.present

    def due_dates(self, person: str) -> dict[str, str]:
        """Return when each module is expected of somebody. In the store's thread."""
        return self.assignments.due_dates(person)

    def trains(self, person: str) -> bool:
        """Tell whether somebody is a trainer of this cohort, now. In the store's thread."""
        found = self.people.get(person)
        return found is not None and found.role is Role.TRAINER

    def in_charge_of(self, person: str) -> frozenset[str]:
        """Return the circles that a trainer is in charge of; none for a trainer of the whole cohort. In the store's thread."""
        with self.database.reading() as connection:
            return standing_of(connection, person).trains

    def part_of(self, person: str) -> dict[str, str]:
        """Return what somebody is in the cohort, and what they are in charge of. In the store's thread."""
        found = self.people.get(person)
        if found is None:
            return {}
        return {"role": str(found.role), "charge": charge_sentence(found, self.roles.charges().get(person, ()))}

    def manages(self, person: str) -> bool:
        """Tell whether somebody has the whole cohort in charge, now. In the store's thread."""
        with self.database.reading() as connection:
            return may_manage(standing_of(connection, person))

    async def views(self, person: str, today: date) -> list[View]:
        """Return what a trainer sees of the cohort: of their own circles, when they are in charge of some only."""
        released, deposits = await self.group_state.read()

        def look() -> list[View]:
            trained = self.in_charge_of(person)
            returned = returned_moments(self.trainer_folder, [one.module for one in released])
            return overview(gather(self.database, self.course, released, deposits, today, trained, returned))

        return await self.in_store(look)

    async def fetch_feedback(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return what came back to one person, asked of the process that all of the cohort shares."""
        return await self.grading.ask("fetch", **request)

    async def make_deposit(self, request: dict[str, Any], folder: Path) -> dict[str, Any]:
        """Make one person's deposit, by that same process: sixty may deposit in the same minute."""
        return await self.grading.ask("deposit", **request)

    async def let_go(self) -> None:
        """End the process that holds nbgrader."""
        await self.grading.end()

    def keeper(self, user: Any) -> str:
        """Return a name of each person's own: what one of them left unsent on a shared device is not offered to another."""
        return self._keeper_of(self.person(user)) if self._keeper_of else ""

    def assigned_code(self, person: str) -> str:
        """Return the code of somebody, nothing for who deposits nothing. In the store's thread."""
        found = self.people.get(person)
        return found.code if found is not None else ""

    def own_folder(self, person: str) -> Path:
        """Return a folder of this person's own."""
        return private_folder(private_folder(self.folder / "personnes") / person)

    def journal(self, person: str, page: str = "") -> SealedJournal:
        """Open the journal of somebody who is here.

        Raises
        ------
        Refusal
            When they have just signed out; routes ask :meth:`opens` first.
        """
        key = self.keyring.key(person)
        if key is None:
            raise Refusal(SIGNED_OUT)
        return SealedJournal(self.database, person, page, key)

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
        """Keep the key of a device that is in; a new key ends what devices of the former one had opened."""
        if self.keyring.key(opened.person_id) not in {None, opened.key}:
            for person, device in self.grants.holders() | {*self.keyring.devices()}:
                if person == opened.person_id and device != opened.device_id:
                    self.end_device(person, device)
        self.keyring.hold(opened.person_id, opened.device_id, opened.key)

    async def sign_out(self, person: str, device: str) -> bool:
        """Revoke a device, and end what it had opened; return whether it was one of this person's."""
        was = await self.in_store(lambda: self.access.revoke(person, device))
        self.end_device(person, device)
        return was

    def end_device(self, person: str, device: str) -> None:
        """End what a device had opened: its pages' kernels, their lines, its key."""
        for line in [*self.lines]:
            if (line.current_user.username, line.current_user.device) == (person, device):
                line.close(_SIGNED_OUT)
        for kernel in self.grants.withdraw(person, device):
            self.places.left(kernel)
            self.end_kernel(kernel)
        for line in [line for line in self.lines if getattr(line, "device", "") == device]:
            line.close(4403)
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
        """End what devices revoked elsewhere had opened (another process may), and forget the keys of who is no longer here."""
        here = self.grants.holders() | {*self.keyring.devices()}
        people = {person for person, _ in here}
        valid = await self.in_store(lambda: {one.id for person in people for one in self.access.devices(person)})
        for person, device in here:
            if device not in valid:
                self.end_device(person, device)
        await self.end_hearing()
        living = map(self.grants.of_kernel, self.places.held)
        self.keyring.let_idle_go(_IDLE_SECONDS, {grant.device for grant in living if grant is not None})

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
