"""The JSON routes: what a page's kernel, or the learner's browser, may ask of the journal."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any, ClassVar

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado.web import HTTPError

from parcours_u.domain.answers import AnswerError, check_body
from parcours_u.domain.audience import parse_audience
from parcours_u.domain.journal import Saved
from parcours_u.domain.progress import progress
from parcours_u.server import deposits, journal_actions, returns
from parcours_u.server.course_server import CourseServer
from parcours_u.server.grants import Grant
from parcours_u.server.identity import PERSON
from parcours_u.server.refusal import Refusal
from parcours_u.store.errors import StoreError
from parcours_u.store.sql_journal import SqlJournal

__all__ = ["TOKEN_HEADER", "routes"]

TOKEN_HEADER = "X-Parcours-U-Token"  # noqa: S105 - a header's name


class Route(JupyterHandler):
    """What every route shares: who asks, what they may reach, and errors that are one sentence of JSON."""

    @property
    def server(self) -> CourseServer:
        """The course server of this application."""
        server: CourseServer = self.settings["parcours_u"]
        return server

    @property
    def journal(self) -> SqlJournal:
        """The journal of whoever asks, and of nobody else."""
        return self.server.journal(self.grant.person, self.grant.page)

    async def prepare(self) -> None:  # type: ignore[override]
        """Find whose request this is: a kernel's token first, else the browser's signed cookie; refuse all others."""
        self.set_header("Cache-Control", "no-store")
        self.grant = self._kernel_grant()
        await super().prepare()
        if self.grant is None:
            if self.current_user is None:
                raise HTTPError(
                    403, "Cette page n’est pas ouverte par votre lien\u00a0: rien n’a été lu ni changé."
                )
            self.grant = Grant(PERSON, "browser")

    def check_xsrf_cookie(self) -> None:
        """Ask browsers for their anti-forgery token; a kernel's own token cannot be sent by another site."""
        if self._kernel_grant() is None:
            super().check_xsrf_cookie()

    def write_error(self, status_code: int, **details: Any) -> None:
        """Answer with one French sentence, never with a traceback or with what was sent."""
        error = (details.get("exc_info") or (None, None))[1]
        message = (
            error.log_message.replace("%%", "%") if isinstance(error, HTTPError) and error.log_message else ""
        )
        self.set_header("Content-Type", "application/json")
        self.finish(
            json.dumps(
                {"message": message or "Le serveur n’a pas pu répondre\u00a0: rien n’a été perdu, réessayez."}
            )
        )

    def body_json(self) -> dict[str, Any]:
        """Return the request's JSON object.

        Raises
        ------
        tornado.web.HTTPError
            400 when it is none.
        """
        try:
            found = json.loads(self.request.body)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise HTTPError(400, "La demande est incomplète\u00a0: rien n’a été changé, rechargez la page.")
        return found

    async def do(self, action: Awaitable[Any] | Callable[[], Any]) -> Any:
        """Run an action, in the store's thread when it is a plain function; turn refusals into answers."""
        try:
            return await (self.server.in_store(action) if callable(action) else action)
        except Refusal as error:
            raise HTTPError(409, str(error)) from None
        except StoreError as error:
            raise HTTPError(507, str(error)) from None

    def _kernel_grant(self) -> Grant | None:
        token = self.request.headers.get(TOKEN_HEADER, "")
        return self.server.grants.find(token) if token else None


class Page(Route):
    """What a page needs to know of the person and the place before it draws itself."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Answer with the host, the audiences offered, and where the learner left."""
        self.finish(
            {
                "host": self.server.host,
                "audiences": [sorted(audience) for audience in self.server.audiences],
                "place": await self.do(lambda: self.journal.setting("place")),
                "base_url": self.base_url,
            }
        )


class Entries(Route):
    """The answers of a page, with the comments received on them."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Answer with the entries of the prompts asked for, all of them when none is named."""
        await self.do(returns.fetch_returns(self.server, self.grant.person))
        prompts = self.get_query_arguments("prompt") or None
        found = await self.do(lambda: self.journal.entries(prompts))
        self.finish({"entries": [entry.to_dict() for entry in found.values()]})


class OneEntry(Route):
    """Writing one answer."""

    def checked(self, prompt: str) -> None:
        """Refuse prompts that the course does not have."""
        try:
            self.server.course.prompt(prompt)
        except KeyError:
            raise HTTPError(
                404, "Cette question n’existe pas dans ce parcours\u00a0: rien n’a été changé."
            ) from None

    @allow_unauthenticated
    async def put(self, prompt: str) -> None:
        """Save a version, or keep it aside when another page went on meanwhile."""
        self.checked(prompt)
        asked = self.body_json()
        try:
            body = check_body(self.server.course.prompt(prompt), asked.get("body"))
        except AnswerError:
            raise HTTPError(
                400,
                "Cette réponse n’a pas la forme attendue, ou elle est trop longue\u00a0: "
                "elle reste sur la page, raccourcissez-la ou rechargez la page après l’avoir copiée.",
            ) from None
        base = asked.get("base")
        if not isinstance(base, int) or isinstance(base, bool) or base < 0:
            raise HTTPError(400, "La demande est incomplète\u00a0: rien n’a été changé, rechargez la page.")
        saved = await self.do(lambda: self.journal.save(prompt, body, base))
        await self.do(
            lambda: self.journal.set_setting("place", [self.server.course.part_of(prompt).id, prompt])
        )
        kind = "saved" if isinstance(saved, Saved) else "conflict"
        self.finish({kind: asdict(saved)})

    @allow_unauthenticated
    async def patch(self, prompt: str) -> None:
        """Choose who an answer is for."""
        self.checked(prompt)
        try:
            audience = parse_audience(self.body_json().get("audience") or [])
        except (ValueError, TypeError):
            audience = None
        if audience is None or audience not in self.server.audiences:
            raise HTTPError(400, "Ce choix de lecteurs n’est pas proposé ici\u00a0: l’ancien est gardé.")
        left = await self.do(lambda: self.journal.set_audience(prompt, audience))
        self.finish({"deposits": [asdict(item) for item in left]})


class History(Route):
    """The kept versions of one answer."""

    @allow_unauthenticated
    async def get(self, prompt: str) -> None:
        """Answer with every version, newest first."""
        found = await self.do(lambda: self.journal.history(prompt))
        self.finish({"revisions": [asdict(item) for item in found]})


class Progress(Route):
    """How far the learner is in each module."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Answer with one state a module, in the order of the course."""
        await self.do(returns.fetch_returns(self.server, self.grant.person))
        entries = await self.do(self.journal.entries)
        made = await self.do(self.journal.deposits)
        self.finish({"modules": [asdict(item) for item in progress(self.server.course, entries, made)]})


class Place(Route):
    """Which page the learner is on."""

    @allow_unauthenticated
    async def put(self) -> None:
        """Remember the page, keeping the question where the learner was writing when it is on the same page."""
        part = self.body_json().get("part")
        if part not in {item.id for item in self.server.course.parts()}:
            raise HTTPError(404, "Cette page n’existe pas dans ce parcours\u00a0: rien n’a été changé.")
        before = await self.do(lambda: self.journal.setting("place"))
        if not before or before[0] != part:
            await self.do(lambda: self.journal.set_setting("place", [part, ""]))
        self.finish({})


class Deposits(Route):
    """Deposits of one module: those made, the one that could be, and making it."""

    @allow_unauthenticated
    async def get(self, module: str) -> None:
        """Answer with what would leave now, and what left before."""
        shown = await self.do(deposits.preview(self.server, self.grant.person, module))
        made = await self.do(lambda: self.journal.deposits(module))
        self.finish({"preview": asdict(shown), "deposits": [asdict(item) for item in made]})

    @allow_unauthenticated
    async def post(self, module: str) -> None:
        """Deposit."""
        code = self.body_json().get("code") or ""
        done = await self.do(deposits.deposit(self.server, self.grant.person, module, str(code)))
        self.finish({"deposit": asdict(done.deposit), "file": done.file})


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


def routes(base_url: str) -> list[tuple[str, type[Route]]]:
    """Return the handlers of every JSON route, under ``base_url``."""
    prompt, module = r"([a-zA-Z0-9_-]+)", r"([a-zA-Z0-9_-]+)"
    paths: list[tuple[str, type[Route]]] = [
        ("page", Page),
        ("place", Place),
        ("progress", Progress),
        ("entries", Entries),
        (f"entries/{prompt}", OneEntry),
        (f"entries/{prompt}/history", History),
        (f"deposits/{module}", Deposits),
        (r"depots/([0-9a-f-]{36})\.zip", DepositDownload),
        (r"carnet\.(docx|html|json)", JournalDownload),
        ("journal", JournalUpload),
        ("returns", ReturnUpload),
    ]
    return [(url_path_join(base_url, "parcours-u", path), handler) for path, handler in paths]
