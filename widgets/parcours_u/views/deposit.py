"""The end of a module: what would leave, to whom, and the button that makes it leave."""

from collections.abc import Callable, Sequence
from typing import Any

from IPython.display import HTML, display

from parcours_u.client import Client, Unavailable
from parcours_u.domain.deposit import DepositOutcome, Preview
from parcours_u.domain.journal import Deposit
from parcours_u.views.front_end import script, style
from parcours_u.views.keeping import stays
from parcours_u.views.opener import FileOpener, return_opener
from parcours_u.views.page_widget import PageWidget

__all__ = ["DepositPanel", "deposit_panel"]

_KEPT = {"exchange": "par l’espace d’échange, ", "zip": "par fichier, "}
_READ_ONLY = "<p>Le dépôt se fait dans la page du parcours, ouverte avec «\u00a0parcours-u ouvrir\u00a0».</p>"


def deposit_panel(client: Client, module_id: str, then: Callable[[], Sequence[str]] | None = None) -> None:
    """Show the deposit of one module and, where deposits travel as files, the field that opens what comes back.

    Parameters
    ----------
    then : callable, optional
        Shows, on the answers of this page, a deposit just made or comments just received, and returns which answers are newly
        commented. Without it, the person is offered to load the page again after opening a return.
    """
    if client.read_only:
        display(HTML(_READ_ONLY))
        return
    opener = return_opener(client, then or _nothing, reload=then is None, shown=False)
    display(DepositPanel(client, module_id, opener, then or _nothing))
    display(opener)


class DepositPanel(PageWidget):
    """See what would leave, then let it leave; in a cohort, be told when comments come back.

    What is deposited is what was last shown: an answer changed in between is shown again first. The browser hears of returns on
    the push channel, and asks for them here.

    Parameters
    ----------
    opener : FileOpener
        The field for returns, shown where deposits travel as files.
    then : callable
        Runs once a deposit is made or comments came back; returns which answers are newly commented.
    """

    _esm = script("dom", "announce", "pages", "channel", "returned", "deposit")
    _css = style("pages", "deposit")

    def __init__(
        self, client: Client, module_id: str, opener: FileOpener, then: Callable[[], Sequence[str]] = lambda: ()
    ) -> None:
        super().__init__(
            {"load": self._load, "preview": self._preview, "deposit": self._deposit, "returned": self._returned}
        )
        self._client = client
        self._module = client.course.part(module_id)
        self._opener = opener
        self._then = then
        self._shown: Preview | None = None
        self._sender = ""

    def _load(self, _: dict[str, Any], __: Sequence[bytes]) -> dict[str, Any]:
        client = self._client
        shown = client.preview(self._module.id)
        self._opener.shown, self._sender = shown.way == "zip", shown.sender
        return {
            "title": self._module.title,
            "deposits": [self._told(deposit) for deposit in client.deposits(self._module.id)],
            "take_away": "" if stays(client) else client.api_url("carnet.json"),
            "hears": {"base": client.base_url, "after": client.returns} if client.together else None,
        }

    def _preview(self, _: dict[str, Any], __: Sequence[bytes]) -> dict[str, Any]:
        return {"preview": self._read()}

    def _deposit(self, asked: dict[str, Any], _: Sequence[bytes]) -> dict[str, Any]:
        before, now = self._shown, self._read()
        if before is None or self._shown is None or _carried(before) != _carried(self._shown):
            return {"preview": now, "changed": True}
        outcome = self._client.deposit(self._module.id, str(asked.get("code") or "").strip())
        self._shown = None
        return {"done": self._done(outcome), **self._shown_again()}

    def _returned(self, _: dict[str, Any], __: Sequence[bytes]) -> dict[str, Any]:
        """Show beside their answers the comments that came back; tell which answers have new ones."""
        course = self._client.course
        commented = [course.prompt(prompt) for prompt in self._then()]
        return {"commented": [{"prompt": one.id, "question": one.question} for one in commented]}

    def _shown_again(self) -> dict[str, Any]:
        """Show the deposit on the rest of the page. It is made, whatever the server answers now: no failure is told of it."""
        try:
            self._then()
            deposits = self._client.deposits(self._module.id)
        except Unavailable:
            return {"reload": True}
        return {"deposits": [self._told(deposit) for deposit in deposits]}

    def _read(self) -> dict[str, Any]:
        """Ask what would leave now, remember it as shown, and tell it with the questions' words."""
        client = self._client
        shown = self._shown = client.preview(self._module.id)
        self._sender = shown.sender
        made = client.deposits(self._module.id)
        return {
            "leaving": [{"question": self._question(prompt), "text": text} for prompt, text in shown.leaving],
            "staying": [self._question(prompt) for prompt in shown.staying],
            "recipient": shown.recipient,
            "sender": shown.sender,
            "signed": self._signed(shown.sender),
            "ask_code": shown.way == "zip" or not shown.sender,
            "way": shown.way,
            "again": bool(made),
            "takes_back": len(made[0].prompts) if made and not shown.leaving else 0,
        }

    def _done(self, outcome: DepositOutcome) -> dict[str, Any]:
        return {
            "at": outcome.deposit.at,
            "way": outcome.deposit.way,
            "file": self._client.api_url(outcome.file) if outcome.file else "",
        }

    def _told(self, deposit: Deposit) -> dict[str, Any]:
        return {
            "at": deposit.at,
            "signed": self._signed(deposit.sender, deposit.way),
            "questions": [self._question(prompt) for prompt in deposit.prompts],
            "withdrawn": [self._question(prompt) for prompt in deposit.withdrawn],
        }

    def _signed(self, sender: str, way: str = "") -> str:
        """Return whose deposit it is, in French: in a cohort trainers read a name, whatever the code that it travels under."""
        name = self._client.part.get("name")
        if name and sender == self._sender:
            return f"à votre nom, {name}"
        return f"{_KEPT.get(way, '')}sous le nom «\u00a0{sender}\u00a0»"

    def _question(self, prompt_id: str) -> str:
        """Return a prompt's words; a deposit taken up from an older course may name one that is gone."""
        return next((prompt.question for prompt in self._module.prompts if prompt.id == prompt_id), prompt_id)


def _nothing() -> Sequence[str]:
    """Nothing else on the page shows deposits, nor comments."""
    return ()


def _carried(preview: Preview) -> tuple[object, ...]:
    return preview.leaving, preview.way, preview.recipient
