"""The one place where a learner's actions meet the store: what the JSON routes call, whatever the mode.

It is also where it is said whose each thing is: who a request comes from, what is theirs, what they may open. A course for one
person answers that everything belongs to that person; a cohort's (:mod:`.cohort.server`) answers otherwise.
"""

import asyncio
import os
import sys
from collections.abc import Callable, Mapping, Set
from concurrent.futures import ThreadPoolExecutor
from datetime import tzinfo
from pathlib import Path
from typing import Any, TypeVar

from parcours_u.cohort.overview.view import View
from parcours_u.content.catalogue import load_course
from parcours_u.domain.audience import SOLO_AUDIENCES, Audience
from parcours_u.domain.course import Course
from parcours_u.grading.exchange import ExchangeSettings, configured_exchange
from parcours_u.server.grants import Grants
from parcours_u.server.identity import PERSON
from parcours_u.server.memory import allow_files
from parcours_u.server.pace import Pace
from parcours_u.server.places import Places
from parcours_u.server.reading_desk import ReadingDesk
from parcours_u.server.saves import Saves
from parcours_u.server.sharing import Sharing
from parcours_u.server.short_process import call
from parcours_u.server.watch.announced import withdraw
from parcours_u.server.watch.figures import Figures
from parcours_u.server.watch.health import Health
from parcours_u.server.watch.token import watch_token
from parcours_u.store.database import Database
from parcours_u.store.folder import journal_folder
from parcours_u.store.journal_file import MAX_FILE_BYTES
from parcours_u.store.sql_journal import SqlJournal

__all__ = ["CourseServer"]

Result = TypeVar("Result")


class CourseServer:
    """A course, an open journal database, and the tokens of the pages that use them.

    Parameters
    ----------
    folder : pathlib.Path
        Where the journal is kept; made private to the account.
    exchange : pathlib.Path or None
        An nbgrader exchange, or a trainer's folder that names one; None to look where nbgrader is configured.
    places : int or None
        How many pages may live at once; None for what the environment says, or the machine allows.

    Raises
    ------
    StoreError
        When the folder or the database can't be used.
    ContentError
        When the course's catalogue is missing or malformed.
    """

    def __init__(self, folder: Path, exchange: Path | None = None, places: int | None = None) -> None:
        self.folder = journal_folder(folder)
        self.course: Course = load_course()
        self.database = Database(self.folder / "carnet.sqlite3")
        self.exchange: ExchangeSettings | None = configured_exchange(exchange)
        self.grants = Grants()
        self.returns_lock = asyncio.Lock()
        self.patient = True  # a page waits for comments that come by the exchange: nobody else's are fetched before
        self.fetching: dict[str, asyncio.Task[int]] = {}  # by person, where pages don't wait
        self.returns_seen: dict[str, object] = {}  # by person
        allow_files()
        self.taking_up: set[str] = set()  # those whose journal is being completed from a file
        self.taking_up_turn = asyncio.Lock()
        self.largest_file, self.most_versions = MAX_FILE_BYTES, sys.maxsize  # of such a file, and in it
        self.places = Places.usual() if places is None else Places(places)
        self.keeper_name = ""  # one of our own, where this origin is ours alone
        self.sharing: Sharing | None = None  # where several people learn together
        self.reading: ReadingDesk | None = None  # where those who accompany them read and comment
        self.ending = False
        self.requests: set[object] = set()  # under way: an end waits for them
        self.lines: set[Any] = set()  # pages' sockets: an end closes them first
        self._paces: dict[str, Pace] = {}
        self.figures = Figures()
        self.watch_token = watch_token(self.folder)
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="journal")
        self.saves = Saves(self.database, self._writer)
        self.health = Health(self.folder, self.database, self.in_store)

    def audiences_of(self, person: str) -> tuple[Audience, ...]:
        """Return the audiences that somebody may choose from. In the store's thread."""
        return SOLO_AUDIENCES

    @property
    def host(self) -> str:
        """Who keeps the words meanwhile: ``"local"``, ``"binder"``, or the name of a hub."""
        if (
            os.environ.get("BINDER_LAUNCH_HOST")
            or os.environ.get("BINDER_SERVICE_HOST")
            or os.environ.get("BINDER_REPO_URL")
        ):
            return "binder"
        return os.environ.get("JUPYTERHUB_HOST") or ("hub" if os.environ.get("JUPYTERHUB_USER") else "local")

    def person(self, user: Any) -> str:
        """Return whose journal a request is about, from who the identity provider says is asking."""
        return PERSON

    def opens(self, person: str, device: str) -> bool:
        """Tell whether a person's journal can be read and written now, from that device where they have several."""
        return True

    def asked_from(self, person: str, device: str, action: Callable[[], Result]) -> Callable[[], Result]:
        """Return an action on the store that writes as long as that device is the person's."""
        return action

    def grant(self, user: Any) -> str:
        """Return a new token for a page of whoever asks."""
        return self.grants.give(self.person(user))[0]

    def owns(self, user: Any, kernel: str) -> bool:
        """Tell whether a kernel, or one that is no more, is for whoever asks to use or end."""
        return True

    def may_open(self, user: Any, page: str) -> bool:
        """Tell whether a page of the course is for whoever asks."""
        return True

    def hears(self, user: Any) -> bool:
        """Tell whether whoever asks is told what goes on among those who learn together."""
        return True

    def writes(self, person: str) -> bool:
        """Tell whether somebody may write in their own journal. In the store's thread."""
        return True

    def team_space(self, user: Any) -> str:
        """Return the page of those who animate a cohort, for one of them; nothing for anybody else."""
        return ""

    def shared_pages(self, user: Any) -> tuple[str, ...]:
        """Return the ids of the pages where somebody is with others; none for who learns alone."""
        return ()

    def may_watch(self, user: Any) -> bool:
        """Tell whether whoever asks, without the watching token, may read the figures."""
        return user is not None

    def due_dates(self, person: str) -> Mapping[str, str]:
        """Return when each module is expected of somebody. In the store's thread."""
        return {}

    def trains(self, person: str) -> bool:
        """Tell whether somebody accompanies a cohort here. In the store's thread."""
        return False

    def manages(self, person: str) -> bool:
        """Tell whether somebody has a whole cohort in charge. In the store's thread."""
        return False

    def part_of(self, person: str) -> dict[str, Any]:
        """Return what somebody is here as, see :attr:`parcours_u.client.ServerClient.part`. In the store's thread."""
        return {}

    def zone(self) -> tzinfo | None:
        """Return where hours are told; None for the machine's own. In the store's thread."""
        return None

    def zone_told(self, user: Any) -> dict[str, str]:
        """Return what a page of somebody's says of where its hours are told; nothing where it is where they are. In the store's thread."""
        return {}

    async def views(self, person: str) -> list[View]:
        """Return what somebody who accompanies a cohort sees of it."""
        return []

    async def fetch_feedback(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return what came back to one person; see :mod:`parcours_u.grading.fetch_feedback`."""
        return await call("parcours_u.grading.fetch_feedback", request, self.folder)

    async def make_deposit(self, request: dict[str, Any], folder: Path) -> dict[str, Any]:
        """Make one person's deposit, whose own folder this is; see :mod:`parcours_u.grading.deposit`."""
        return await call("parcours_u.grading.deposit", request, folder)

    async def let_go(self) -> None:
        """End what was started beside, once nothing is under way any more."""

    def keeper(self, user: Any) -> str:
        """Return the name under which a browser may keep the unsent words of whoever asks, nothing where it may keep none."""
        return self.keeper_name

    def mark(self, user: Any) -> str:
        """Return what a page bears of the person whom it was made for, nothing where there is one alone; see :mod:`.made_for`."""
        return ""

    def assigned_code(self, person: str) -> str | None:
        """Return the code that a person's deposits bear whatever they say, None where they type it. In the store's thread."""
        return None

    def own_folder(self, person: str) -> Path:
        """Return the folder that is about one person only: what is erased with their journal."""
        return self.folder

    def journal(self, person: str, page: str = "", device: str = "") -> SqlJournal:
        """Open the journal of one person, from that device of theirs where they have several."""
        return SqlJournal(self.database, person, page)

    async def in_store(self, action: Callable[[], Result]) -> Result:
        """Run an action on the store in its one thread, so that a slow disk never freezes the pages."""
        return await asyncio.get_running_loop().run_in_executor(self._writer, action)

    def pace_of(self, person: str) -> Pace:
        """Return how fast somebody's pages may send to their kernels, in bytes: a whole file, twice, then a file in eight seconds."""
        return self._paces.setdefault(person, Pace(2 * self.largest_file, self.largest_file / 8))

    def forget_all_but(self, people: Set[str]) -> None:
        """Forget of all others how fast they asked and which returns they had: they are no longer here."""
        paces = self.sharing.paces if self.sharing is not None else {}
        for kept in (self._paces, paces, self.returns_seen):
            for person in kept.keys() - people:
                kept.pop(person)

    def close(self) -> None:
        """Finish the writes under way, then close the database."""
        withdraw(self.folder)
        self._writer.shutdown(wait=True)
        self.database.close()
