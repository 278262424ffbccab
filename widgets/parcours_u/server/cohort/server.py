"""The course of a cohort: whose each thing is, and each person's journal under their own key."""

import asyncio
import sys
from collections.abc import Callable, Mapping
from datetime import tzinfo
from pathlib import Path
from typing import Any

from parcours_u.cohort.overview.gathering import gather
from parcours_u.cohort.overview.overview import overview
from parcours_u.cohort.overview.view import View
from parcours_u.cohort.people_rows import charge_words
from parcours_u.domain.audience import NOBODY, Audience, Reader
from parcours_u.domain.people import Role
from parcours_u.domain.policy import Action, may, may_animate, may_manage, offered, relations, room_kinds
from parcours_u.grading.deposited import deposited_words
from parcours_u.grading.folder import TrainerFolder
from parcours_u.grading.ledger import returned_moments
from parcours_u.server.cohort.group_state import GroupState
from parcours_u.server.cohort.limits import Limits
from parcours_u.server.cohort.people_in import PeopleIn
from parcours_u.server.cohort.slow_work import SlowWork
from parcours_u.server.cohort.upkeep import Upkeep
from parcours_u.server.collecting import Collecting
from parcours_u.server.grading_line import GradingLine
from parcours_u.server.reading_desk import ReadingDesk
from parcours_u.server.returns import RETURNS, ReturnsRoom
from parcours_u.server.sharing import Sharing
from parcours_u.store.assignments import Assignments
from parcours_u.store.cohort_zone import CohortZone
from parcours_u.store.errors import SignedOut
from parcours_u.store.folder import private_folder
from parcours_u.store.in_use import FolderLock
from parcours_u.store.programmes import Programmes
from parcours_u.store.roles import Roles
from parcours_u.store.sealed_journal import SealedJournal
from parcours_u.store.standings import standing_of
from parcours_u.zones import machine_zone

__all__ = ["LARGEST_FILE", "TRAINER_PAGES", "TRAINER_SPACE", "CohortServer"]

TRAINER_SPACE = "course/espace-formateur.ipynb"
TRAINER_PAGES = frozenset({TRAINER_SPACE})
"""The pages that are a trainer's alone."""

LARGEST_FILE = 16 * 1024 * 1024
"""Bytes: a journal file takes up to eight times its size of memory to read; a list of people is smaller."""
_MOST_VERSIONS = 10_000  # in one: years of writing every day; the store takes half a second over it
_SHARE = 8  # pages of one person that live at once: more tabs than a phone shows, far fewer than a server bears
# What is shared with one's circle and the whole cohort is on one page; a pair and a core group each have their own as well.
_SHARED_PAGES = {
    "cercle": frozenset({Reader.CIRCLE, Reader.COHORT}),
    "binome": frozenset({Reader.PAIR}),
    "noyau": frozenset({Reader.CORE_GROUP}),
}


class CohortServer(PeopleIn):
    """A course for several people, in a trainer's folder.

    Parameters
    ----------
    folder : TrainerFolder
        The trainer's.
    places : int or None
        How many pages may live at once.
    label : str
        Names this cohort's cookies among those of other courses on the same host.
    named : callable
        Gives a name that nobody can guess for a purpose, the same at each start.
    keeps : bool
        Whether browsers may keep unsent words.
    """

    def __init__(
        self,
        folder: TrainerFolder,
        places: int | None,
        label: str,
        named: Callable[[str], str],
        keeps: bool,
    ) -> None:
        # nbgrader's exchange does not exist on Windows: deposits are files there.
        exchange = folder.path if sys.platform != "win32" else None
        super().__init__(folder.cohort, exchange, places, lambda made: deposited_words(folder, made))
        self.places.share = _SHARE
        self.largest_file, self.most_versions = LARGEST_FILE, _MOST_VERSIONS
        self.label = label
        self.public_address = ""
        self.roles = Roles(self.database)
        self.patient = False
        self.sharing = Sharing(self.database, self.course, self.in_store)
        self.sharing.hub.kinds[RETURNS] = ReturnsRoom(self, self.sharing.hub)
        self.limits = Limits()
        self.slow_work = SlowWork()
        self.assignments = Assignments(self.database)
        self.grading = GradingLine(folder.path)
        self.group_state = GroupState(folder.path, self.grading)
        self.reading = ReadingDesk(self.database, self.course, self.in_store, self.grading, self.group_state, folder)
        self.collecting = Collecting(self.reading, self.grading)
        self.assigning = asyncio.Lock()  # nbgrader opens one module at a time
        self.upkeep = Upkeep(folder.path)
        self.programmes = Programmes(self.database)
        self.cohort_zone = CohortZone(self.database)
        self.trainer_folder = folder.path
        self.alone: FolderLock | None = None  # what no other server of this cohort may hold
        self._named, self.keeps = named, keeps

    def close(self) -> None:
        """Finish the writes under way, close the database, and leave the cohort to another server."""
        self.slow_work.close()
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

    def shared_pages(self, user: Any) -> tuple[str, ...]:
        """Return the pages that the rooms of somebody's role are on."""
        kinds = room_kinds(user.role) if user is not None and user.present else frozenset()
        return tuple(page for page, shown in _SHARED_PAGES.items() if kinds & shown)

    def may_watch(self, user: Any) -> bool:
        """Let trainers read the figures."""
        return user is not None and user.role is Role.TRAINER and user.present

    def due_dates(self, person: str) -> Mapping[str, str]:
        """Return when each module is expected of somebody. In the store's thread."""
        return self.assignments.due_dates(person)

    def trains(self, person: str) -> bool:
        """Tell whether somebody is a trainer of this cohort, now. In the store's thread."""
        with self.database.reading() as connection:
            return may_animate(standing_of(connection, person))

    def in_charge_of(self, person: str) -> frozenset[str]:
        """Return the circles that a trainer is in charge of; none for a trainer of the whole cohort. In the store's thread."""
        with self.database.reading() as connection:
            return standing_of(connection, person).trains

    def part_of(self, person: str) -> dict[str, Any]:
        """Return what somebody is in the cohort, and what they are in charge of. In the store's thread."""
        found = self.people.get(person)
        if found is None:
            return {}
        # Every page asks: most are of participants, whose groups need not be read.
        charged = () if found.role is Role.PARTICIPANT else self.roles.charges().get(person, ())
        return {
            "name": found.name,
            "role": str(found.role),
            "charge": charge_words(found, charged),
            "rooms": sorted(room_kinds(found.role)),
        }

    def manages(self, person: str) -> bool:
        """Tell whether somebody has the whole cohort in charge, now. In the store's thread."""
        with self.database.reading() as connection:
            return may_manage(standing_of(connection, person))

    def zone(self) -> tzinfo | None:
        """Return the cohort's zone. In the store's thread."""
        return self.cohort_zone.get()

    def zone_name(self) -> str:
        """Return the name of the zone that hours are told in, empty where not even the machine's is known. In the store's thread."""
        zone = self.cohort_zone.get()
        return machine_zone() if zone is None else zone.key

    def zone_told(self, user: Any) -> dict[str, str]:
        """Return the zone's name, and whether this browser may say a better one. In the store's thread."""
        told = {"fuseau": self.zone_name()}
        if not self.cohort_zone.settled and self.manages(self.person(user)):
            told["fuseau-suppose"] = "oui"
        return told

    async def views(self, person: str) -> list[View]:
        """Return what a trainer sees of the cohort: of their own circles, when they are in charge of some only."""
        released, deposits = await self.group_state.read()

        def look() -> list[View]:
            trained = self.in_charge_of(person)
            returned = returned_moments(self.trainer_folder, [one.module for one in released])
            return overview(gather(self.database, self.course, released, deposits, None, trained, returned))

        return await self.in_store(look)

    async def fetch_feedback(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return what came back to one person, asked of the process that all of the cohort shares."""
        return await self.grading.ask("fetch", **request)

    async def make_deposit(self, request: dict[str, Any], folder: Path) -> dict[str, Any]:
        """Make one person's deposit, by that same process: sixty may deposit in the same minute."""
        return await self.grading.ask("deposit", **request)

    async def let_go(self) -> None:
        """End the process that holds nbgrader, and what is done for the machine."""
        await self.upkeep.end()
        await self.grading.end()

    def keeper(self, user: Any) -> str:
        """Return a name of each person's own: what one of them left unsent on a shared device is not offered to another."""
        return self._named(f"keeper {self.person(user)}") if self.keeps else ""

    def mark(self, user: Any) -> str:
        """Return each person's own."""
        return self._named(f"mark {self.person(user)}")

    def assigned_code(self, person: str) -> str:
        """Return the code of somebody, nothing for who deposits nothing. In the store's thread."""
        found = self.people.get(person)
        return found.code if found is not None else ""

    def own_folder(self, person: str) -> Path:
        """Return a folder of this person's own."""
        return private_folder(private_folder(self.folder / "personnes") / person)

    def journal(self, person: str, page: str = "", device: str = "") -> SealedJournal:
        """Open the journal of somebody who is here, by the key that this device of theirs opened and by no other.

        Raises
        ------
        SignedOut
            When it has just been signed out; routes ask :meth:`opens` first.
        """
        key = self.keyring.opened_by(person, device)
        if key is None:
            raise SignedOut
        return SealedJournal(self.database, person, page, key, device)
