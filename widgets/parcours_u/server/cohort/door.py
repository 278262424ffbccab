"""What the doors share: pages made whole on the server, read by a phone at once, that need no kernel and no script."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from jinja2 import Environment, FileSystemLoader, select_autoescape
from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.utils import url_path_join
from tornado.web import HTTPError

from parcours_u.domain.people import Role
from parcours_u.server.cohort.identity import CohortIdentityProvider
from parcours_u.server.cohort.limits import TooMany
from parcours_u.server.cohort.member import Member
from parcours_u.server.cohort.server import CohortServer
from parcours_u.server.guarded import AGED, Guarded
from parcours_u.server.page_stream import PageRoom
from parcours_u.server.pages import HOME
from parcours_u.store.errors import AccessRefused, StoreError

__all__ = ["Door", "Refused"]

Result = TypeVar("Result")

_PAGES = Path(__file__).parent / "pages"
_FRAME = Path(__file__).parents[1] / "share" / "voila" / "templates" / "parcours_u"
# Nothing of these pages is executed, and nothing may show them inside something else.
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


class Refused(Exception):
    """What was asked is answered no, on a page of its own.

    Parameters
    ----------
    title : str
        What the page is called.
    message : str
        One French sentence.
    status : int
        The answer's.
    again : int
        After how many seconds to try again, when that is known.
    """

    def __init__(self, title: str, message: str, status: int = 403, again: int = 0) -> None:
        super().__init__(message)
        self.again = again
        self.title = title
        self.message = message
        self.status = status


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader([_PAGES, _FRAME]),
        autoescape=select_autoescape(["html.j2"]),
        auto_reload=False,
        trim_blocks=True,
    )


class Door(Guarded):
    """A page of the way in or out."""

    current_user: Member | None

    def initialize(self, room: PageRoom) -> None:
        """Keep what all pages share."""
        self.room = room

    async def prepare(self) -> None:  # type: ignore[override]
        """Send whoever comes in clear where it is encrypted: a phrase is typed here."""
        if self.settings["parcours_u_secure"] and self.request.protocol != "https":
            if self.request.method in {"GET", "HEAD"}:
                path = self.request.path.removeprefix(self.base_url)
                self.redirect(f"{self.server.public_address}{path}")
                return
            raise HTTPError(403)
        await super().prepare()

    @allow_unauthenticated
    async def head(self, *asked: str) -> None:
        """Answer as to whoever reads the page, without it: what looks at links before their person does opens nothing."""
        answered = self.get(*asked)
        if answered is not None:
            await answered

    def set_default_headers(self) -> None:
        """Refuse all that these pages don't need; nothing of them is kept by a browser."""
        super().set_default_headers()
        self.set_header("Content-Security-Policy", _POLICY)
        # Not « no-referrer »: browsers would then send forms from « null », as another site's. An address that holds an
        # invitation is told to this very server only.
        self.set_header("Referrer-Policy", "same-origin")
        self.set_header("Cache-Control", "no-store")

    def compute_etag(self) -> None:
        """Let no header tell one page from another."""

    @property
    def server(self) -> CohortServer:
        """The course server of this application."""
        server: CohortServer = self.settings["parcours_u"]
        return server

    @property
    def doors(self) -> CohortIdentityProvider:
        """Who leaves and takes cookies."""
        provider: CohortIdentityProvider = self.settings["identity_provider"]
        return provider

    @property
    def member(self) -> Member:
        """Who is signed in, behind :func:`tornado.web.authenticated`."""
        if self.current_user is None:
            raise HTTPError(403)
        return self.current_user

    @property
    def home(self) -> str:
        """The address of the page that whoever is here begins with."""
        member: Member | None = getattr(self, "_jupyter_current_user", None)
        return self.address("voila/render", member.only) if member is not None and member.only else self.address(HOME)

    @property
    def owner(self) -> Member:
        """Who is signed in, if they hold an access of their own: a visitor has no phrase, and one device.

        Raises
        ------
        tornado.web.HTTPError
            403 for a visitor.
        """
        if self.member.role is Role.VISITOR:
            raise HTTPError(403)
        return self.member

    def address(self, *parts: str) -> str:
        """Return the address of a page of this server."""
        return url_path_join(self.base_url, *parts)

    def show(self, page: str, status: int = 200, **told: Any) -> None:
        """Answer with one page."""
        member: Member | None = getattr(self, "_jupyter_current_user", None)
        space = self.server.team_space(member)
        self.set_status(status)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(
            _environment()
            .get_template(f"{page}.j2" if "." in page else f"{page}.html.j2")
            .render(
                course=self.server.course,
                base_url=self.base_url,
                home=self.home,
                static_url=self.room.template.url,
                member=member,
                team_space=self.address("voila/render", space) if space else "",
                xsrf=self.xsrf_token.decode(),
                **told,
            )
        )

    def field(self, name: str) -> str:
        """Return one field of the form that was sent, from its body alone, whatever the address says."""
        return self.get_body_argument(name, "")

    def next_page(self, asked: str) -> str:
        """Return where to go on to: a page of this server, whatever was asked."""
        safe = asked.isprintable() and "\\" not in asked and not asked.startswith("//")
        return asked if safe and asked.startswith(self.address("voila/render/")) else self.home

    async def guess(self, what: str, action: Callable[[], Result], good: Callable[[Result], bool] = bool) -> Result:
        """Run an action that tells whether a guess is right; too many wrong ones are refused before they are looked at.

        Raises
        ------
        Refused
            When there were too many.
        StoreError
            As the action does. :class:`AccessRefused` was a wrong guess; a disk that refuses says nothing of the guess, which is
            not counted: a right one would soon close the door to its person.
        """
        address = str(self.request.remote_ip)
        try:
            with self.server.limits.attempt(address, what):
                try:
                    found = await self.server.slow_work.guess(action)
                except AccessRefused:
                    self.server.limits.failed(address, what)
                    raise
                if not good(found):
                    self.server.limits.failed(address, what)
                return found
        except TooMany as error:
            minutes = max(1, round(error.seconds / 60))
            raise Refused(
                "Trop d’essais",
                "Trop d’essais ont échoué d’ici\u00a0: rien n’a changé, attendez "
                f"{'une minute' if minutes == 1 else f'{minutes} minutes'}, puis réessayez avec votre carte sous les yeux.",
                429,
                error.seconds,
            ) from None

    def get_login_url(self) -> str:
        """Return the page that asks who one is."""
        return self.address("connexion")

    def write_error(self, status_code: int, **details: Any) -> None:
        """Answer with a page: one sentence, and what to do."""
        self.server.figures.refused(status_code)
        error = (details.get("exc_info") or (None, None))[1]
        if isinstance(error, Refused):
            title, message, status_code = error.title, error.message, error.status
            if error.again:
                self.set_header("Retry-After", str(error.again))
        elif isinstance(error, StoreError):
            title, message = "Ce n’est pas passé", str(error)
        elif status_code == 403:
            title, message = "Cette page a vieilli", AGED
        elif status_code < 500:
            title, message = (
                "Cette page n’existe pas",
                "L’adresse est peut-être incomplète, ou la page a changé de place\u00a0: rien n’a changé, reprenez le lien entier.",
            )
        else:
            title, message = (
                "La page n’a pas pu s’ouvrir",
                "Quelque chose s’est mal passé de notre côté\u00a0: rien n’est perdu, réessayez dans un instant.",
            )
        self.show("refused", status_code, title=title, message=message)

    def send_error(self, status_code: int = 500, **details: Any) -> None:
        """Answer a refusal with its own status, not as a failure."""
        error = (details.get("exc_info") or (None, None))[1]
        if isinstance(error, Refused):
            status_code = error.status
        elif isinstance(error, StoreError):
            status_code = 503
        super().send_error(status_code, **details)

    def log_exception(self, kind: Any, error: Any, trace: Any) -> None:
        """Tell of failures; refusals are answers."""
        if not isinstance(error, Refused):
            super().log_exception(kind, error, trace)
