"""What a page's kernel uses: the journal's protocol, over the server's JSON routes.

Standard library only: this is loaded by every learner's page.
"""

import http.client
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Protocol
from urllib.parse import urlencode

from parcours_u.domain.audience import Audience, parse_audience
from parcours_u.domain.course import Course
from parcours_u.domain.deposit import DepositOutcome, EraseOutcome, ImportOutcome, Preview, ReturnOutcome
from parcours_u.domain.journal import Conflict, Deposit, Entry, ReadersChanged, Revision, Saved
from parcours_u.domain.progress import ModuleProgress, State
from parcours_u.known_course import known_course
from parcours_u.server_line import ServerLine

__all__ = ["Client", "Places", "ServerClient", "Unanswered", "Unavailable", "current_client"]

_SECONDS = 10
_LONG_SECONDS = 180  # a deposit starts nbgrader; an import may carry years of writing
_UNREACHABLE = (
    "Le serveur du parcours ne répond pas\u00a0: ce qui était enregistré l’est toujours, "
    "gardez cette page ouverte et réessayez."
)


class Unavailable(Exception):
    """The journal could not answer. The message is one French sentence, made to be shown."""


class Unanswered(Unavailable):
    """Nothing answered: what was asked may be done all the same, or be done later."""


class Client(Protocol):
    """What the views need; see the methods of :class:`ServerClient`."""

    course: Course
    read_only: bool
    base_url: str

    @property
    def audiences(self) -> tuple[Audience, ...]: ...  # noqa: D102
    @property
    def together(self) -> bool: ...  # noqa: D102
    @property
    def animates(self) -> bool: ...  # noqa: D102
    @property
    def part(self) -> dict[str, Any]: ...  # noqa: D102
    @property
    def returns(self) -> int: ...  # noqa: D102
    @property
    def largest_file(self) -> int: ...  # noqa: D102
    def host(self) -> str: ...  # noqa: D102
    def place(self) -> tuple[str, str] | None: ...  # noqa: D102
    def visit(self, part: str) -> None: ...  # noqa: D102
    def page_url(self, page: str) -> str: ...  # noqa: D102
    def api_url(self, path: str) -> str: ...  # noqa: D102
    def entries(self, prompts: Sequence[str] | None = None) -> dict[str, Entry]: ...  # noqa: D102
    def save(self, prompt: str, body: dict[str, Any], base: int) -> Saved | Conflict: ...  # noqa: D102
    def history(self, prompt: str) -> list[Revision]: ...  # noqa: D102
    def set_audience(self, prompt: str, audience: Audience, known: Audience | None = None) -> Sequence[Deposit]: ...  # noqa: D102
    def progress(self) -> list[ModuleProgress]: ...  # noqa: D102
    def deposits(self, module: str) -> list[Deposit]: ...  # noqa: D102
    def preview(self, module: str) -> Preview: ...  # noqa: D102
    def deposit(self, module: str, code: str) -> DepositOutcome: ...  # noqa: D102
    def cohort_views(self) -> list[dict[str, Any]]: ...  # noqa: D102
    def open_return(self, content: bytes) -> ReturnOutcome: ...  # noqa: D102
    def import_journal(self, content: bytes) -> ImportOutcome: ...  # noqa: D102
    def erase(self) -> EraseOutcome: ...  # noqa: D102


@dataclass(repr=False)
class Places:
    """Where pages and routes are, seen from the browser."""

    course: Course
    base_url: str

    def page_url(self, page: str) -> str:
        """Return the address of a module, an exercise, a format or another page, by its id."""
        return f"{self.base_url}voila/render/{self.course.page_path(page)}"

    def api_url(self, path: str) -> str:
        """Return the address of a JSON route or of a download, for the browser."""
        return f"{self.base_url}parcours-u/{path}"


class ServerClient(Places):
    """The journal of one person, on the server that started this kernel.

    Parameters
    ----------
    course : Course
        The course's catalogue.
    server : str
        The server's address on this machine, ``http://127.0.0.1:port/base/``.
    token : str
        What the server gave this kernel, for one person and one page.

    Raises
    ------
    Unavailable
        By every method, when the server cannot answer or refuses.
    """

    read_only = False

    def __init__(self, course: Course, server: str, token: str, base_url: str) -> None:
        super().__init__(course, base_url)
        self._line = ServerLine(f"{server}parcours-u/")
        self._token = token
        self._part = ""
        self._returns: int | None = None

    @property
    def audiences(self) -> tuple[Audience, ...]:
        """The audiences that the learner may choose from."""
        return tuple(parse_audience(values) for values in self._context["audiences"])

    @property
    def together(self) -> bool:
        """Whether others learn here too, with whom answers may be shared."""
        return bool(self._context["together"])

    @property
    def animates(self) -> bool:
        """Whether this is one of those who animate the cohort."""
        return bool(self._context["animates"])

    @property
    def part(self) -> dict[str, Any]:
        """What this is here as: ``name``, ``role``, ``charge`` in French words, ``rooms`` that such a role may be in; empty alone."""
        return dict(self._context["part"])

    @property
    def returns(self) -> int:
        """The number of the last return that what this page first read may hold: a later one is news to it."""
        return self._returns or 0

    @property
    def largest_file(self) -> int:
        """How many bytes a file that the learner opens may have."""
        return int(self._context["largest_file"])

    def host(self) -> str:
        """Who keeps the words: ``"local"``, ``"binder"``, or the name of a host."""
        return str(self._context["host"])

    def place(self) -> tuple[str, str] | None:
        """Where the learner left: a page and, if they were writing, a prompt's id; None for a newcomer."""
        place = self._context["place"]
        return (place[0], place[1]) if place else None

    def visit(self, part: str) -> None:
        """Remember the page that the learner is on."""
        self._ask("PUT", "place", {"part": part})
        self._part = part

    def entries(self, prompts: Sequence[str] | None = None) -> dict[str, Entry]:
        """Return the current answers, by prompt id; all of them when ``prompts`` is None."""
        query = "?" + urlencode([("prompt", prompt) for prompt in prompts]) if prompts else ""
        found = self._with_comments(f"entries{query}")
        return {item["prompt"]: Entry.from_dict(item) for item in found["entries"]}

    def save(self, prompt: str, body: dict[str, Any], base: int) -> Saved | Conflict:
        """Write a version made from revision ``base`` (0 for none); see the store's ``save``."""
        found = self._ask("PUT", f"entries/{prompt}", {"body": body, "base": base, "part": self._part})
        if "saved" in found:
            return Saved(**_with_audience(found["saved"]))
        conflict = _with_audience(found["conflict"])
        return Conflict(**{**conflict, "current": Revision(**conflict["current"])})

    def history(self, prompt: str) -> list[Revision]:
        """Return every kept version of an answer, newest first."""
        return [Revision(**item) for item in self._ask("GET", f"entries/{prompt}/history")["revisions"]]

    def set_audience(self, prompt: str, audience: Audience, known: Audience | None = None) -> list[Deposit]:
        """Choose who an answer is for; return the deposits that it had already left with; see the store's ``set_audience``."""
        asked = {"audience": sorted(audience)} | ({} if known is None else {"known": sorted(known)})
        found = self._ask("PATCH", f"entries/{prompt}", asked)
        return [_deposit(item) for item in found["deposits"]]

    def progress(self) -> list[ModuleProgress]:
        """Return the state of each module, in order."""
        found = self._with_comments("progress")
        return [ModuleProgress(**{**item, "state": State(item["state"])}) for item in found["modules"]]

    def deposits(self, module: str) -> list[Deposit]:
        """Return the deposits made of a module, newest first."""
        return [_deposit(item) for item in self._ask("GET", f"deposits/{module}")["deposits"]]

    def preview(self, module: str) -> Preview:
        """Return what a deposit of a module would carry now."""
        found = self._ask("GET", f"deposits/{module}")["preview"]
        leaving = tuple((prompt, text) for prompt, text in found["leaving"])
        return Preview(**{**found, "leaving": leaving, "staying": tuple(found["staying"])})

    def deposit(self, module: str, code: str) -> DepositOutcome:
        """Deposit a module's shared answers, under a code where one is needed."""
        found = self._ask("POST", f"deposits/{module}", {"code": code}, seconds=_LONG_SECONDS)
        return DepositOutcome(_deposit(found["deposit"]), found["file"])

    def cohort_views(self) -> list[dict[str, Any]]:
        """Return what a trainer sees of the cohort, each view drawn and as a table."""
        return list(self._ask("GET", "cohorte/vues", seconds=_LONG_SECONDS)["vues"])

    def open_return(self, content: bytes) -> ReturnOutcome:
        """Take the comments from a return file."""
        return ReturnOutcome(**self._ask("POST", "returns", content, seconds=_LONG_SECONDS))

    def import_journal(self, content: bytes) -> ImportOutcome:
        """Take up a journal file exported elsewhere."""
        return ImportOutcome(**self._ask("POST", "journal", content, seconds=_LONG_SECONDS))

    def erase(self) -> EraseOutcome:
        """Erase the whole journal."""
        return EraseOutcome(**self._ask("DELETE", "journal", seconds=_LONG_SECONDS))

    def _with_comments(self, path: str) -> dict[str, Any]:
        """Read what comments are a part of, and remember from which return on there is news."""
        found = self._ask("GET", path, seconds=_LONG_SECONDS)
        self._returns = found["returns"] if self._returns is None else self._returns
        return found

    @cached_property
    def _context(self) -> dict[str, Any]:
        return self._ask("GET", "page")

    def _ask(
        self, method: str, path: str, body: Mapping[str, Any] | bytes | None = None, seconds: float = _SECONDS
    ) -> dict[str, Any]:
        content = body if isinstance(body, bytes) else json.dumps(body or {}).encode()
        headers = {"X-Parcours-U-Token": self._token, "Content-Type": "application/json"}
        try:
            status, said = self._line.ask(method, path, None if method == "GET" else content, headers, seconds)
            answer = json.loads(said)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Unanswered(_UNREACHABLE) from error
        if status == 409 and "audience" in answer:
            raise ReadersChanged(parse_audience(answer["audience"]))
        if status >= 400:
            raise Unavailable(str(answer.get("message") or _UNREACHABLE))
        return dict(answer)


@cache
def current_client() -> Client:
    """Return this kernel's client: the server's when one started it, else the read-only one.

    The kernel learns who it serves from the environment that the server gave it after the request arrived.
    """
    course = known_course()
    server, token = os.environ.get("PARCOURS_U_SERVER"), os.environ.get("PARCOURS_U_TOKEN")
    if not server or not token or os.environ.get("NBGRADER_EXECUTION"):
        from parcours_u.offline_client import OfflineClient  # a learner's kernel has no use for it

        return OfflineClient(course)
    return ServerClient(course, server, token, os.environ.get("PARCOURS_U_BASE_URL", "/"))


def _with_audience(data: Mapping[str, Any]) -> dict[str, Any]:
    return {**data, "audience": parse_audience(data["audience"])}


def _deposit(data: Mapping[str, Any]) -> Deposit:
    return Deposit(**{**data, "prompts": tuple(data["prompts"]), "withdrawn": tuple(data["withdrawn"])})
