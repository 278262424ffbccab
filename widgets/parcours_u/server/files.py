"""Files that go out and come in: the journal, a deposit, a trainer's return. None is written to the server's disk."""

import asyncio
from dataclasses import asdict
from datetime import datetime
from typing import ClassVar

from jupyter_server.auth.decorator import allow_unauthenticated

from parcours_u.server import deposits, journal_actions, returns
from parcours_u.server.route import Route

__all__ = ["DepositDownload", "JournalDownload", "JournalUpload", "ProjectDownload", "ReturnUpload"]


class Download(Route):
    """Files that the learner takes away. Nothing is written to the server's disk for them."""

    _TYPES: ClassVar[dict[str, str]] = {
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "html": "text/html; charset=utf-8",
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
        name = f"carnet-{datetime.now().astimezone():%Y-%m-%d}.{form}"
        if form == "json":
            content = await self.do(lambda: journal_actions.export_file(self.server, self.grant.person))
        else:
            entries = await self.do(self.journal.entries)
            content = await asyncio.to_thread(journal_actions.export_document, self.server, form, entries)
        self.send(name, content)


class ProjectDownload(Download):
    """The project's story as .docx or .html."""

    @allow_unauthenticated
    async def get(self, form: str) -> None:
        """Send the story in the form asked for."""
        course, journal = self.server.course, self.journal
        entries = await self.do(journal.entries)
        told = [prompt for prompt in course.project if prompt in entries]
        histories = await self.do(lambda: {prompt: journal.history(prompt) for prompt in told})
        content = await asyncio.to_thread(journal_actions.export_project, self.server, form, entries, histories)
        self.send(f"projet-{datetime.now().astimezone():%Y-%m-%d}.{form}", content)


class DepositDownload(Download):
    """The zip of a deposit."""

    @allow_unauthenticated
    async def get(self, deposit: str) -> None:
        """Send it."""
        name, content = await self.do(deposits.archive(self.server, self.grant.person, deposit))
        self.send(name, content)


class JournalUpload(Route):
    """Taking up a journal file, and erasing the journal."""

    @allow_unauthenticated
    async def post(self) -> None:
        """Import the file sent as the request's body."""
        content = self.request.body
        done = await self.do(lambda: journal_actions.import_file(self.server, self.grant.person, content))
        self.finish(asdict(done))

    @allow_unauthenticated
    async def delete(self) -> None:
        """Erase everything, then look at the disk."""
        done = await self.do(lambda: journal_actions.erase(self.server, self.grant.person))
        self.finish(asdict(done))


class ReturnUpload(Route):
    """A return file that the trainer sent."""

    @allow_unauthenticated
    async def post(self) -> None:
        """Put its comments beside the answers."""
        done = await self.do(returns.open_return(self.server, self.grant.person, self.request.body))
        self.finish(asdict(done))
