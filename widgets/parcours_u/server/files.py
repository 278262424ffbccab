"""Files that go out and come in: the journal, a deposit, a trainer's return. None is written to the server's disk."""

import asyncio
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import ClassVar

from jupyter_server.auth.decorator import allow_unauthenticated
from tornado.web import HTTPError

from parcours_u.domain.course import Course
from parcours_u.domain.formats import CourseFormat
from parcours_u.server import deposits, journal_actions, returns
from parcours_u.server.route import Route

__all__ = [
    "CalendarDownload",
    "DepositDownload",
    "JournalDownload",
    "JournalUpload",
    "ProjectDownload",
    "ReturnUpload",
]


class Download(Route):
    """Files that the learner takes away. Nothing is written to the server's disk for them."""

    _TYPES: ClassVar[dict[str, str]] = {
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "html": "text/html; charset=utf-8",
        "ics": "text/calendar; charset=utf-8",
        "json": "application/json",
        "zip": "application/zip",
    }

    def send(self, name: str, content: bytes) -> None:
        """Send a file under its name, as a download and never as a page of this site."""
        self.set_header("Content-Type", self._TYPES[name.rsplit(".", 1)[-1]])
        self.set_header("Content-Disposition", f'attachment; filename="{name}"')
        self.set_header("X-Content-Type-Options", "nosniff")
        self.finish(content)


class JournalDownload(Download):
    """The journal as .docx, .html or .json."""

    @allow_unauthenticated
    async def get(self, form: str) -> None:
        """Send the journal in the form asked for."""
        zone = await self.do(self.server.zone)
        name = f"carnet-{datetime.now(zone):%Y-%m-%d}.{form}"
        if form == "json":
            content = await self.do(
                lambda: journal_actions.export_file(self.server, self.grant.person, self.grant.device)
            )
        else:
            entries = await self.do(self.journal.entries)
            content = await asyncio.to_thread(journal_actions.export_document, self.server, form, entries, zone)
        self.send(name, content)


class ProjectDownload(Download):
    """The project's story as .docx or .html."""

    @allow_unauthenticated
    async def get(self, form: str) -> None:
        """Send the story in the form asked for."""
        course, journal = self.server.course, self.journal
        entries, zone = await self.do(lambda: (journal.entries(), self.server.zone()))
        told = [prompt for prompt in course.project if prompt in entries]
        histories = await self.do(lambda: {prompt: journal.history(prompt) for prompt in told})
        content = await asyncio.to_thread(journal_actions.export_project, self.server, form, entries, histories, zone)
        self.send(f"projet-{datetime.now(zone):%Y-%m-%d}.{form}", content)


class DepositDownload(Download):
    """The zip of a deposit."""

    @allow_unauthenticated
    async def get(self, deposit: str) -> None:
        """Send it."""
        name, content = await self.do(deposits.archive(self.server, self.grant.person, deposit, self.grant.device))
        self.send(name, content)


class CalendarDownload(Download):
    """The days of a format as a calendar, from the date that the person chose."""

    @allow_unauthenticated
    async def get(self, format_id: str) -> None:
        """Send it."""
        one = next((one for one in self.server.course.formats if one.id == format_id and one.days), None)
        if one is None:
            raise HTTPError(404, "Ce format n’a pas de journées dans ce parcours\u00a0: il n’y a rien à télécharger.")
        try:
            first = date.fromisoformat(self.get_query_argument("debut", ""))
            content = await asyncio.to_thread(calendar, self.server.course, one, first)
        except (ValueError, OverflowError):
            raise HTTPError(
                400, "La date du premier jour n’a pas été comprise\u00a0: choisissez-la de nouveau."
            ) from None
        self.send(f"{format_id}-{first:%Y-%m-%d}.ics", content)


def calendar(course: Course, one: CourseFormat, first_day: date) -> bytes:
    """Return a format's calendar; the library is loaded by the first person who asks for one."""
    from parcours_u.server.exports.calendar import calendar_bytes

    return calendar_bytes(course, one, first_day, datetime.now(UTC))


class JournalUpload(Route):
    """Taking up a journal file, and erasing the journal."""

    @allow_unauthenticated
    async def post(self) -> None:
        """Import the file sent as the request's body."""
        await self.check_writes()
        done = await self.do(
            journal_actions.take_up(self.server, self.grant.person, self.request.body, self.grant.device)
        )
        self.finish(asdict(done))

    @allow_unauthenticated
    async def delete(self) -> None:
        """Erase everything, then look at the disk."""
        done = await self.do(lambda: journal_actions.erase(self.server, self.grant.person, self.grant.device))
        self.finish(asdict(done))


class ReturnUpload(Route):
    """A return file that the trainer sent."""

    @allow_unauthenticated
    async def post(self) -> None:
        """Put its comments beside the answers."""
        await self.check_writes()
        done = await self.do(returns.open_return(self.server, self.grant.person, self.request.body, self.grant.device))
        self.finish(asdict(done))
