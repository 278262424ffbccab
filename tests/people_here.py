"""A cohort that really runs, and the people who come in with browsers of their own, played at the level of HTTP."""

import json
import re
import signal
import ssl
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import psutil

from parcours_u.content.catalogue import load_course
from parcours_u.domain.access import Invitation
from parcours_u.domain.course import Kind
from parcours_u.domain.people import Person, Profile, Role
from parcours_u.grading.cohort import cohort_database
from parcours_u.grading.folder import TrainerFolder, open_folder
from parcours_u.store.access import Access
from parcours_u.store.people import People
from running import launched

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

__all__ = ["FREE_TEXT", "HOME", "MODULE", "Answer", "Browser", "Cohort", "animate", "running_cohort"]

HOME = "voila/render/course/accueil.ipynb"
MODULE = "voila/render/course/source/co-initier/co-initier.ipynb"
FREE_TEXT = next(prompt.id for prompt in load_course().part("co-initier").prompts if prompt.kind is Kind.FREE_TEXT)


@dataclass
class Answer:
    """What came back."""

    status: int
    body: bytes
    headers: dict[str, str]
    cookies: list[str]

    @property
    def text(self) -> str:
        """The body, as text."""
        return self.body.decode()

    @property
    def json(self) -> Any:
        """The body, read as JSON."""
        return json.loads(self.body)

    @property
    def location(self) -> str:
        """Where a redirection leads."""
        return self.headers.get("location", "")


@dataclass
class Browser:
    """A browser: it keeps its cookies, and follows nothing by itself."""

    base: str
    cookies: dict[str, str] = field(default_factory=dict)
    person: str = ""
    phrase: str = ""
    authority: str = ""
    source: str = ""

    def ask(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None, xsrf: bool = True
    ) -> Answer:
        """Send one request; a dictionary goes as JSON, what changes something with the anti-forgery token."""
        parts = urlsplit(self.base)
        options: dict[str, Any] = {"timeout": 60, "source_address": (self.source, 0) if self.source else None}
        if parts.scheme == "https":
            trust = ssl.create_default_context(cafile=self.authority)
            connection: HTTPConnection = HTTPSConnection(parts.hostname or "", parts.port, context=trust, **options)
        else:
            connection = HTTPConnection(parts.hostname or "", parts.port, **options)
        content = json.dumps(body).encode() if isinstance(body, dict) else body
        sent = {**self._cookie_header(), **(headers or {})}
        if method not in {"GET", "HEAD"} and xsrf and "_xsrf" in self.cookies:
            sent.setdefault("X-XSRFToken", self.cookies["_xsrf"])
        try:
            connection.request(method, f"{parts.path.rstrip('/')}/{path.lstrip('/')}", content, sent)
            found = connection.getresponse()
            data = found.read()
        finally:
            connection.close()
        left = [value for name, value in found.getheaders() if name.lower() == "set-cookie"]
        for cookie in left:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
            if value in {"", '""'}:
                del self.cookies[name]
        return Answer(found.status, data, {name.lower(): value for name, value in found.getheaders()}, left)

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self.ask("GET", path)

    def socket(self, path: str, **headers: str) -> int:
        """Ask for a WebSocket; return the status of the answer, 101 when it opens."""
        asked = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
        asked |= {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", **headers}
        return self.ask("GET", path, headers=asked).status

    def send(self, path: str, **fields: str) -> Answer:
        """Send a form as a page of this site does."""
        if "_xsrf" not in self.cookies:
            self.get("vos-mots")
        body = urlencode({"_xsrf": self.cookies["_xsrf"], **fields}).encode()
        return self.ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"}, xsrf=False)

    def join(self, token: str) -> Answer:
        """Press the button of an invitation, and read the phrase."""
        answer = self.send(f"rejoindre/{token}")
        if answer.status == 303:
            self.phrase = " ".join(re.findall(r"<li>(\w+)</li>", self.get("phrase").text))
        return answer

    @property
    def device_cookie(self) -> tuple[str, str]:
        """The name and value of the cookie that says who this is."""
        return next(
            (name, value) for name, value in self.cookies.items() if name.startswith(("parcours-u-", "__Host-"))
        )

    def come_in(self, context: "BrowserContext") -> None:
        """Let a real browser in as this person."""
        name, value = self.device_cookie
        context.add_cookies([{"name": name, "value": value, "url": self.base}])

    def opened(self, context: "BrowserContext", path: str) -> "Page":
        """Open a page in a real browser, as this person."""
        self.come_in(context)
        page = context.new_page()
        page.goto(f"{self.base}/{path}")
        return page

    def write(self, text: str, prompt: str = FREE_TEXT, base: int = 0) -> Answer:
        """Save an answer, as a page's kernel would."""
        return self.ask("PUT", f"parcours-u/entries/{prompt}", {"body": {"text": text}, "base": base})

    def texts(self) -> list[str]:
        """Read every text of one's journal."""
        found = self.get("parcours-u/entries").json["entries"]
        return [entry["body"]["text"] for entry in found if entry["body"] and "text" in entry["body"]]

    def kernel(self, page: str = MODULE) -> str:
        """Open a page, and return its kernel."""
        found = re.search(rb'data-noyau="([0-9a-f-]{36})"', self.get(page).body)
        assert found
        return found[1].decode()

    def _cookie_header(self) -> dict[str, str]:
        told = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": told} if told else {}


@dataclass
class Cohort:
    """A trainer's folder, and the server that runs on it."""

    folder: TrainerFolder
    process: "subprocess.Popen[str]"
    link: str
    said: str = ""

    @property
    def base(self) -> str:
        """The address that people are given, without its last slash."""
        return self.link.partition("/rejoindre/")[0].rstrip("/")

    @property
    def local(self) -> str:
        """Where this machine reaches it, whatever address people are given."""
        port = json.loads((self.folder.cohort / "adresse.json").read_text(encoding="utf-8"))["port"]
        return f"http://127.0.0.1:{port}"

    def browser(self) -> Browser:
        """Return a browser that was never here."""
        return Browser(self.base)

    def add(self, first_name: str, role: Role = Role.PARTICIPANT, code: str = "") -> Person:
        """Add somebody to the cohort."""
        with cohort_database(self.folder) as database:
            return People(database).add(Person("", "du groupe", first_name, role=role, code=code))

    def gather(self, first_names: Iterable[str]) -> None:
        """Add people of every profile, from three territories, so that circles may be formed of them."""
        profiles = list(Profile)
        with cohort_database(self.folder) as database:
            for at, name in enumerate(first_names):
                one = Person("", "Nom", name, profile=profiles[at % 6], territory=f"T{at % 3}", code=f"CODE-{at}")
                People(database).add(one)

    def invite(self, person: str, hours: float = 1.0, renew: bool = False) -> Invitation:
        """Invite somebody, as the command does beside the server."""
        with cohort_database(self.folder) as database:
            access = Access(database)
            return (access.reset if renew else access.invite)(person, hours)

    def newcomer(self, first_name: str, role: Role = Role.PARTICIPANT, code: str = "") -> Browser:
        """Add somebody, invite them, and return the browser with which they came in."""
        person = self.add(first_name, role, code)
        browser = self.browser()
        assert browser.join(self.invite(person.id).token).status == 303
        browser.person = person.id
        return browser

    def end_kernels(self) -> None:
        """End the kernel of every page that is open; what they are forked from stays."""
        children = psutil.Process(self.process.pid).children(recursive=True)
        for one in children:
            with suppress(psutil.NoSuchProcess):
                if one.ppid() != self.process.pid:
                    one.kill()
                    one.wait(timeout=20)

    def stop(self) -> int:
        """End the server as Ctrl-C does; return the exit code."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=60)
        assert self.process.stderr is not None
        self.said += self.process.stderr.read()
        return self.process.returncode

    def kill(self) -> None:
        """End it as a power cut does."""
        self.process.kill()
        self.process.wait()


def animate(folder: Path, *options: str, port: int | None = 0, environment: Mapping[str, str] | None = None) -> Cohort:
    """Start ``parcours-u animer`` and wait for its link; with no port, it takes the one of last time."""
    found = open_folder(folder)
    chosen = [] if port is None else ["--port", str(port)]
    command = ("-m", "parcours_u.cli", "animer", "--dossier", str(folder), *chosen, *options)
    return Cohort(found, *launched(folder, *command, environment=environment))


@contextmanager
def running_cohort(
    folder: Path, *options: str, port: int | None = 0, environment: Mapping[str, str] | None = None
) -> Iterator[Cohort]:
    """Run a cohort for the length of a block."""
    cohort = animate(folder, *options, port=port, environment=environment)
    try:
        yield cohort
    finally:
        if cohort.process.poll() is None:
            cohort.stop()


def words_of(page: str) -> str:
    """Return what a page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())
