"""A journal in memory that answers as the server's does: for views tested without a server, here or in a kernel."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from parcours_u.client import Unavailable
from parcours_u.domain.answers import as_text, is_empty
from parcours_u.domain.audience import SOLO_AUDIENCES, Audience, Reader
from parcours_u.domain.course import Course, Exercise, Kind, Level, Module, Prompt, Scale
from parcours_u.domain.deposit import DepositOutcome, EraseOutcome, ImportOutcome, Preview, ReturnOutcome, leaving
from parcours_u.domain.journal import Comment, Deposit, Entry, Revision, Saved
from parcours_u.domain.progress import ModuleProgress, progress

__all__ = ["COURSE", "HOSTILE", "TITLES", "FakeClient", "written_journal"]

TITLES = {
    "question-de-depart": "Question de départ",
    "co-initier": "Co-initier",
    "co-percevoir": "Co-percevoir",
    "presencing": "Presencing",
    "co-creer": "Co-créer",
    "co-evoluer": "Co-évoluer",
    "recolte": "Récolte",
}
HOSTILE = "<script>window.hacked = true</script> {{ 7 * 7 }} $x^2$ **gras** שלום 🌱\n  deuxième ligne"
LEVELS = (Level("Par habitude"), Level("Attention aux faits"))
TRAINER = frozenset({Reader.TRAINER})


def _prompts(module: str) -> tuple[Prompt, ...]:
    return (
        Prompt(f"{module}-texte", Kind.FREE_TEXT, Scale.SELF, f"Que remarquez-vous ({module})\u202f?"),
        Prompt(f"{module}-liste", Kind.SHORT_LIST, Scale.ORGANISATION, "Avec qui en parler\u202f?"),
        Prompt(f"{module}-echelle", Kind.SCALE, Scale.SOCIETY, "Comment écoute-t-on\u202f?", levels=LEVELS),
    )


COURSE = Course(
    title="Un parcours inspiré de la Théorie\u00a0U",
    modules=tuple(Module(key, title, "Une phrase.", _prompts(key)) for key, title in TITLES.items()),
    exercises=(
        Exercise(
            "clinique-de-cas", "Clinique de cas", "À plusieurs.", "CC BY-SA 4.0", "équipe", "source",
            prompts=(Prompt("clinique-de-cas-texte", Kind.FREE_TEXT, Scale.SELF, "Que retenir\u202f?"),),
        ),
    ),
)  # fmt: skip


class FakeClient:
    """See :class:`parcours_u.client.Client`. ``calls`` are the names of the writing methods called, in order."""

    course = COURSE
    read_only = False

    def __init__(self, host: str = "local", way: str = "zip", sender: str = "", base_url: str = "/") -> None:
        self.base_url = base_url
        self.audiences: tuple[Audience, ...] = SOLO_AUDIENCES
        self.together = False
        self.animates = False
        self.part: dict[str, Any] = {}
        self.returns = 0
        self.largest_file = 10 * 1024 * 1024
        self.kept: dict[str, Entry] = {}
        self.made: list[Deposit] = []
        self.where: tuple[str, str] | None = None
        self.failure = ""
        self.codes = {"BCDF-HJK23"}
        self.calls: list[str] = []
        self.received: list[bytes] = []
        self.verified = True
        self._host, self._way, self._sender = host, way, sender

    def write(self, prompt: str, body: dict[str, Any], *readers: Reader, comments: Sequence[str] = ()) -> None:
        """Put an answer in the journal."""
        self.kept[prompt] = Entry(
            prompt,
            revision=1,
            saved_at="2027-03-03T13:03:00Z",
            body=body,
            audience=frozenset(readers),
            comments=tuple(Comment(prompt, text, "2027-03-05T09:30:00Z", "ancienne réponse") for text in comments),
        )

    def host(self) -> str:
        """Who keeps the words."""
        self._check()
        return self._host

    def place(self) -> tuple[str, str] | None:
        """Where the learner left."""
        self._check()
        return self.where

    def visit(self, part: str) -> None:
        """Be on a page."""
        self.where = (part, "")

    def page_url(self, page: str) -> str:
        """Return the address of a page."""
        if page in TITLES:
            return f"{self.base_url}voila/render/course/source/{page}/{page}.ipynb"
        return f"{self.base_url}voila/render/course/{page}.ipynb"

    def api_url(self, path: str) -> str:
        """Return the address of a route."""
        return f"{self.base_url}parcours-u/{path}"

    def entries(self, prompts: Sequence[str] | None = None) -> dict[str, Entry]:
        """Return what is kept."""
        self._check()
        return {key: entry for key, entry in self.kept.items() if prompts is None or key in prompts}

    def save(self, prompt: str, body: dict[str, Any], base: int) -> Saved:
        """Keep an answer."""
        self.write(prompt, body)
        return Saved(base + 1, "2027-03-03T13:04:00Z", self.kept[prompt].audience)

    def history(self, prompt: str) -> list[Revision]:
        """Return no older version."""
        return []

    def set_audience(self, prompt: str, audience: Audience, known: Audience | None = None) -> list[Deposit]:
        """Open or close an answer."""
        self.kept[prompt] = replace(self.kept[prompt], audience=audience)
        return []

    def progress(self) -> list[ModuleProgress]:
        """Return the state of each module."""
        self._check()
        return progress(self.course, self.kept, self.made)

    def deposits(self, module: str) -> list[Deposit]:
        """Return the deposits made, newest first."""
        self._check()
        return [deposit for deposit in reversed(self.made) if deposit.module == module]

    def preview(self, module: str) -> Preview:
        """Return what would leave."""
        self._check()
        going, staying = leaving(self.course, module, self.kept)
        return Preview(
            module,
            tuple((entry.prompt, as_text(self.course.prompt(entry.prompt), entry.body or {})) for entry in going),
            tuple(entry.prompt for entry in staying),
            self._way,
            "la personne à qui vous enverrez le fichier, et elle seule",
            self._sender,
        )

    def deposit(self, module: str, code: str) -> DepositOutcome:
        """Deposit, under a code of the list when by file."""
        self._check()
        self.calls.append("deposit")
        if self._way == "zip" and code not in self.codes:
            raise Unavailable("Ce code comporte une faute de frappe\u00a0: rien n’est parti, recopiez-le.")
        prompts = tuple(prompt for prompt, _ in self.preview(module).leaving)
        made = Deposit(f"d{len(self.made)}", module, "2027-03-04T10:00:00Z", self._way, code or self._sender, prompts)
        self.made.append(made)
        return DepositOutcome(made, f"depots/{made.id}.zip" if self._way == "zip" else "")

    def open_return(self, content: bytes) -> ReturnOutcome:
        """Take two comments from any file that is ours."""
        self._take(content, "open_return")
        return ReturnOutcome("co-initier", 2)

    def import_journal(self, content: bytes) -> ImportOutcome:
        """Take one answer from any file that is ours."""
        self._take(content, "import_journal")
        self.write("co-percevoir-texte", {"text": "repris d’hier"})
        return ImportOutcome(added=1, merged=2, unknown=0)

    def erase(self) -> EraseOutcome:
        """Erase everything."""
        self._check()
        self.calls.append("erase")
        count = sum(not is_empty(entry.body or {}) for entry in self.kept.values())
        self.kept.clear()
        self.made.clear()
        return EraseOutcome(count, self.verified)

    def _take(self, content: bytes, name: str) -> None:
        self._check()
        if b"parcours-u" not in content:
            raise Unavailable("Ce fichier n’est pas un carnet\u00a0: rien n’a changé, choisissez-en un autre.")
        self.calls.append(name)
        self.received.append(content)

    def _check(self) -> None:
        if self.failure:
            raise Unavailable(self.failure)


def written_journal(**options: Any) -> FakeClient:
    """Return a journal where several modules are under way, one answer being as hostile as text can be."""
    client = FakeClient(**options)
    client.write("question-de-depart-texte", {"text": "Une question."}, Reader.TRAINER, comments=["Merci. " + HOSTILE])
    client.write("co-initier-texte", {"text": HOSTILE}, Reader.TRAINER)
    client.write("co-initier-liste", {"items": ["une élue de quartier", "une aide à domicile"]})
    client.write("co-percevoir-echelle", {"level": 2, "note": "surtout en réunion"}, Reader.TRAINER)
    client.made.append(
        Deposit(
            "d-",
            "co-percevoir",
            "2027-03-02T08:00:00Z",
            "zip",
            "BCDF-HJK23",
            ("co-percevoir-echelle",),
            ("co-percevoir-echelle",),
        )
    )
    client.where = ("co-initier", "co-initier-liste")
    return client
