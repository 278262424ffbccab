"""The JSON routes: what a page's kernel, or the learner's browser, may ask of the journal."""

from dataclasses import asdict
from datetime import tzinfo
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.utils import url_path_join
from tornado.web import HTTPError

from parcours_u.domain.answers import AnswerError, Body, check_body
from parcours_u.domain.audience import parse_audience
from parcours_u.domain.french_dates import moment_of
from parcours_u.domain.journal import Conflict, ReadersChanged, Saved
from parcours_u.domain.progress import progress
from parcours_u.server import deposits, returns
from parcours_u.server.agreement_routes import agreement_routes
from parcours_u.server.files import (
    CalendarDownload,
    DepositDownload,
    JournalDownload,
    JournalUpload,
    ProjectDownload,
    ReturnUpload,
)
from parcours_u.server.programme_routes import programme_routes
from parcours_u.server.reading_routes import reading_routes
from parcours_u.server.route import HAS_LEFT, Route
from parcours_u.server.sharing_routes import sharing_routes
from parcours_u.server.trainer_assigning import assigning_routes
from parcours_u.server.trainer_day import day_routes
from parcours_u.server.views_route import CohortViews
from parcours_u.store.returned import last_return

__all__ = ["routes"]

_VERSIONS = range(2**53)


class Page(Route):
    """What a page needs to know of the person and the place before it draws itself."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Answer with the host, the audiences offered, and where the learner left."""
        self.finish(
            {
                "host": self.server.host,
                "audiences": [sorted(audience) for audience in await self.offered()],
                "place": await self.do(lambda: self.journal.setting("place")),
                "together": self.server.sharing is not None,
                "largest_file": self.server.largest_file,
                "part": await self.do(lambda: self.server.part_of(self.grant.person)),
                "animates": await self.do(lambda: self.server.trains(self.grant.person)),
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
        heard, found = await self.do(lambda: (last_return(self.server.database), self.journal.entries(prompts)))
        self.finish({"entries": [entry.to_dict() for entry in found.values()], "returns": heard})


class OneEntry(Route):
    """Writing one answer."""

    def checked(self, prompt: str) -> None:
        """Refuse prompts that the course does not have."""
        try:
            self.server.course.prompt(prompt)
        except KeyError:
            raise HTTPError(404, "Cette question n’existe pas dans ce parcours\u00a0: rien n’a été changé.") from None

    @allow_unauthenticated
    async def put(self, prompt: str) -> None:
        """Save a version; keep it aside when another page went on meanwhile, and nowhere when what it was made from was erased."""
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
        if not isinstance(base, int) or isinstance(base, bool) or base not in _VERSIONS:
            raise HTTPError(400, "La demande est incomplète\u00a0: rien n’a été changé, rechargez la page.")
        place = [self._part(prompt, asked.get("part")), prompt]
        with self.server.figures.saving():
            saved = await self.do(self.server.saves.save(lambda: self._write(prompt, body, base, place)))
        kind = "saved" if isinstance(saved, Saved) else "conflict"
        self.server.figures.saved("erased" if isinstance(saved, Conflict) and saved.erased else kind)
        self.finish({kind: {**asdict(saved), "audience": sorted(saved.audience)}})

    def _write(self, prompt: str, body: Body, base: int, place: list[str]) -> Saved | Conflict:
        journal = self.journal
        if not self.server.writes(self.grant.person):  # here: asked apart, each key would wait for the store twice
            raise HTTPError(403, HAS_LEFT)
        with self.server.database.writing():
            saved = journal.save(prompt, body, base)
            journal.set_setting("place", place)
        return saved

    def _part(self, prompt: str, asked: object) -> str:
        """Return where the learner writes: the page that says so, which may go on with an earlier one's answer."""
        known = {part.id for part in self.server.course.parts()}
        return asked if isinstance(asked, str) and asked in known else self.server.course.part_of(prompt).id

    @allow_unauthenticated
    async def patch(self, prompt: str) -> None:
        """Choose who an answer is for; where others than those ``known`` hold by now, answer 409 with who they are."""
        self.checked(prompt)
        asked = self.body_json()
        try:
            audience = parse_audience(asked.get("audience") or [])
            known = None if asked.get("known") is None else parse_audience(asked["known"])
        except (ValueError, TypeError):
            audience = None
        if audience is None or audience not in await self.offered():
            raise HTTPError(400, "Ce choix de lecteurs n’est pas proposé ici\u00a0: l’ancien est gardé.")
        try:
            left = await self.do(lambda: self.journal.set_audience(prompt, audience, known))
        except ReadersChanged as changed:
            self.set_status(409)
            self.finish({"message": str(changed), "audience": sorted(changed.audience)})
            return
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
        heard, entries = await self.do(lambda: (last_return(self.server.database), self.journal.entries()))
        made = await self.do(self.journal.deposits)
        due, zone = await self.do(lambda: (self.server.due_dates(self.grant.person), self.server.zone()))
        states = progress(self.server.course, entries, made)
        modules = [asdict(item) | {"due": _there(due.get(item.module, ""), zone)} for item in states]
        self.finish({"modules": modules, "returns": heard})


class Place(Route):
    """Which page the learner is on."""

    @allow_unauthenticated
    async def put(self) -> None:
        """Remember the page, keeping the question where the learner was writing when it is on the same page.

        Of whoever left, who still reads their own words, nothing more is kept: not even that.
        """
        part = self.body_json().get("part")
        if part not in [item.id for item in self.server.course.parts()]:
            raise HTTPError(404, "Cette page n’existe pas dans ce parcours\u00a0: rien n’a été changé.")
        before = await self.do(lambda: self.journal.setting("place"))
        writes = await self.do(lambda: self.server.writes(self.grant.person))
        if writes and (not before or before[0] != part):
            await self.do(lambda: self.journal.set_setting("place", [part, ""]))
        self.finish({})


class Deposits(Route):
    """Deposits of one module: those made, the one that could be, and making it."""

    @allow_unauthenticated
    async def get(self, module: str) -> None:
        """Answer with what would leave now, and what left before."""
        shown = await self.do(deposits.preview(self.server, self.grant.person, module, self.grant.device))
        made = await self.do(lambda: self.journal.deposits(module))
        self.finish({"preview": asdict(shown), "deposits": [asdict(item) for item in made]})

    @allow_unauthenticated
    async def post(self, module: str) -> None:
        """Deposit."""
        await self.check_writes()
        code = self.body_json().get("code") or ""
        done = await self.do(deposits.deposit(self.server, self.grant.person, module, str(code), self.grant.device))
        self.server.figures.deposited(done.deposit.way)
        self.finish({"deposit": asdict(done.deposit), "file": done.file})


def _there(iso: str, zone: tzinfo | None) -> str:
    """Return a moment with the offset of where hours are told: a kernel then tells its day without knowing the zone."""
    return moment_of(iso).astimezone(zone).isoformat() if iso else ""


def routes(base_url: str) -> list[tuple[str, type[Any]]]:
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
        (r"formats/([a-z0-9-]+)\.ics", CalendarDownload),
        (r"projet\.(docx|html)", ProjectDownload),
        ("journal", JournalUpload),
        ("returns", ReturnUpload),
        ("cohorte/vues", CohortViews),
    ]
    own = [(url_path_join(base_url, "parcours-u", path), handler) for path, handler in paths]
    together = [agreement_routes, sharing_routes, programme_routes, reading_routes, assigning_routes, day_routes]
    return [*own, *(route for of in together for route in of(base_url))]
