"""What every JSON route shares: who asks, what they may reach, and errors that are one sentence."""

import json
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any

from jupyter_server.utils import url_path_join
from tornado.web import HTTPError

from parcours_u.domain.audience import Audience
from parcours_u.server.course_server import CourseServer
from parcours_u.server.grants import Grant
from parcours_u.server.guarded import AGED, RefusalPages, guard
from parcours_u.server.made_for import check_made_for
from parcours_u.server.refusal import Refusal
from parcours_u.server.watch.log import SafeErrors
from parcours_u.store.errors import SignedOut, StoreError
from parcours_u.store.sql_journal import SqlJournal

__all__ = ["HAS_LEFT", "TOKEN_HEADER", "Route"]

HAS_LEFT = (
    "Vous avez quitté cette cohorte\u00a0: ce que vous y aviez écrit reste à vous, à lire et à emporter depuis votre carnet, "
    "et rien de nouveau ne s’y écrit."
)
TOKEN_HEADER = "X-Parcours-U-Token"  # noqa: S105 - a header's name

_WAITED = "Cette page avait vieilli\u00a0: rien n’a été changé, et ce que vous y avez écrit y reste\u202f; réessayez."
_UNKNOWN = (
    "Le serveur ne reconnaît pas cette demande\u00a0: rien n’a été changé, et ce que vous avez écrit reste sur la page\u202f; "
    "rechargez-la après l’avoir copié."
)
_FAILED = "Le serveur n’a pas pu répondre\u00a0: rien n’a été perdu, réessayez."


class Route(SafeErrors, RefusalPages):
    """What every route shares: who asks, what they may reach, and errors that are one sentence of JSON."""

    grant: Grant

    @property
    def server(self) -> CourseServer:
        """The course server of this application."""
        server: CourseServer = self.settings["parcours_u"]
        return server

    @property
    def journal(self) -> SqlJournal:
        """The journal of whoever asks, and of nobody else."""
        try:
            return self.server.journal(self.grant.person, self.grant.page, self.grant.device)
        except SignedOut as error:  # since they asked
            raise HTTPError(403, str(error)) from None

    async def prepare(self) -> None:  # type: ignore[override]
        """Find whose request this is: a kernel's token first, else the browser's signed cookie; refuse all others."""
        self.server.requests.add(self)
        self.set_header("Cache-Control", "no-store")
        grant = self._kernel_grant()
        await super().prepare()
        if grant is None and self.current_user is None:
            raise HTTPError(403, "Cette page n’est pas ouverte par votre lien\u00a0: rien n’a été lu ni changé.")
        if grant is None:
            check_made_for(self, self.server)
        self.grant = grant or Grant(
            self.server.person(self.current_user), "browser", getattr(self.current_user, "device", "")
        )
        if not self.server.opens(self.grant.person, self.grant.device):
            raise HTTPError(403, str(SignedOut()))

    def on_finish(self) -> None:
        """No longer under way."""
        super().on_finish()
        self.server.requests.discard(self)

    def check_xsrf_cookie(self) -> None:
        """Ask browsers for their anti-forgery token; a kernel's own token cannot be sent by another site."""
        if self._kernel_grant() is not None:
            return
        try:
            super().check_xsrf_cookie()
        except HTTPError as error:
            if error.status_code != 403 or self.current_user is None:
                raise HTTPError(error.status_code, AGED) from None
            _ = self.xsrf_token  # leaves the browser another one, in place of the one that is over: it can try again
            raise HTTPError(403, _WAITED) from None

    def write_error(self, status_code: int, **details: Any) -> None:
        """Answer with one French sentence, never with a traceback or with what was sent: on a page, to a window that opens on it."""
        self.server.figures.refused(status_code)
        _, error, trace = details.get("exc_info") or (None, None, None)
        message = _UNKNOWN if status_code < 500 else _FAILED
        if isinstance(error, HTTPError) and error.log_message and _is_ours(trace):
            message = error.log_message.replace("%%", "%")
        if "text/html" in self.request.headers.get("Accept", ""):
            guard(self)
            self.set_header("Content-Type", "text/html; charset=utf-8")
            self.finish(self.render_template("refused.html", message=message))
        else:
            self.set_header("Content-Type", "application/json")
            self.finish(json.dumps({"message": message}))

    def page_url(self, path: str) -> str:
        """Return the address of a page of the course, by its path."""
        return url_path_join(self.base_url, "voila/render", path)

    def body_json(self) -> dict[str, Any]:
        """Return the request's JSON object.

        Raises
        ------
        tornado.web.HTTPError
            400 when it is none.
        """
        try:
            found = json.loads(self.request.body)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise HTTPError(400, "La demande est incomplète\u00a0: rien n’a été changé, rechargez la page.")
        return found

    async def check_writes(self) -> None:
        """Refuse whoever may no longer write in their own journal.

        Raises
        ------
        tornado.web.HTTPError
            403; what they had written is still theirs to read and to take away.
        """
        if not await self.do(lambda: self.server.writes(self.grant.person)):
            raise HTTPError(403, HAS_LEFT)

    async def offered(self) -> tuple[Audience, ...]:
        """Return the audiences that whoever asks may choose from."""
        found: tuple[Audience, ...] = await self.do(lambda: self.server.audiences_of(self.grant.person))
        return found

    async def do(self, action: Awaitable[Any] | Callable[[], Any]) -> Any:
        """Run an action, in the store's thread when it is a plain function; turn refusals into answers."""
        try:
            if callable(action):
                action = self.server.in_store(self.server.asked_from(self.grant.person, self.grant.device, action))
            return await action
        except SignedOut as error:  # while it was on its way
            raise HTTPError(403, str(error)) from None
        except Refusal as error:
            raise HTTPError(409, str(error)) from None
        except StoreError as error:
            raise HTTPError(507, str(error)) from None

    def _kernel_grant(self) -> Grant | None:
        token = self.request.headers.get(TOKEN_HEADER, "")
        return self.server.grants.find(token) if token else None


def _is_ours(trace: TracebackType | None) -> bool:
    """Tell whether an error was raised by this package, in its own words: what libraries say is in English, and quotes what was sent."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and str(trace.tb_frame.f_globals.get("__name__")).startswith("parcours_u.")
