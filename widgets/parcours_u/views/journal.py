"""The journal page: everything that was written, to read again, to take away, to take up, to erase."""

from collections.abc import Callable, Sequence
from typing import Any

from IPython.display import HTML, display

from parcours_u.client import Client
from parcours_u.domain.answers import as_parts, is_empty
from parcours_u.domain.audience import audience_label
from parcours_u.domain.course import Exercise, Module, Prompt, Scale
from parcours_u.domain.deposit import EraseOutcome
from parcours_u.domain.journal import Entry
from parcours_u.views.front_end import script, style
from parcours_u.views.keeping import stays
from parcours_u.views.opener import journal_opener, return_opener
from parcours_u.views.page_widget import PageWidget

__all__ = ["JournalEraser", "JournalReader", "erased", "journal_page"]

_READ_ONLY = "<p>Votre carnet s’ouvre avec le serveur du parcours\u00a0: lancez «\u00a0parcours-u ouvrir\u00a0» pour le retrouver ici.</p>"


def journal_page(client: Client) -> None:
    """Show the journal, then what can be done with it."""
    if client.read_only:
        display(HTML(_READ_ONLY))
        return
    reader = JournalReader(client)
    display(reader)
    display(journal_opener(client, reader.refresh))
    display(return_opener(client, reader.refresh))
    display(JournalEraser(client, reader.refresh))


class JournalReader(PageWidget):
    """What was written, grouped by module, with filters and the files to take away."""

    _esm = script("dom", "announce", "other_pages", "pages", "channel", "returned", "journal")
    _css = style("pages", "journal")

    def __init__(self, client: Client) -> None:
        super().__init__({"load": self._load})
        self._client = client

    def refresh(self) -> None:
        """Tell the page that the journal changed: it asks for it again."""
        self.send({"changed": True})

    def _load(self, _: dict[str, Any], __: Sequence[bytes]) -> dict[str, Any]:
        client, entries = self._client, self._client.entries()
        parts = [part for part in client.course.parts() if any(_shows(entries, prompt) for prompt in part.prompts)]
        return {
            "parts": [{"id": part.id, "title": _title(part)} for part in parts],
            "scales": [{"id": scale.value, "label": scale.label} for scale in Scale],
            "entries": [
                self._entry(part, prompt, entries[prompt.id])
                for part in parts
                for prompt in part.prompts
                if _shows(entries, prompt)
            ],
            "files": [
                {"href": client.api_url(f"carnet.{form}"), "text": text}
                for form, text in (
                    ("docx", "Word (.docx)"),
                    ("html", "Page web (.html)"),
                    ("json", "Fichier de reprise (.json)"),
                )
            ],
            "take_away": "" if stays(client) else client.api_url("carnet.json"),
            "home": client.page_url("accueil"),
            "hears": {"base": client.base_url, "after": client.returns} if client.together else None,
        }

    def _entry(self, part: Module | Exercise, prompt: Prompt, entry: Entry) -> dict[str, Any]:
        return {
            "part": part.id,
            "scale": prompt.scale.value,
            "scale_label": prompt.scale.label,
            "question": prompt.question,
            "href": f"{self._client.page_url(part.id)}#invite-{prompt.id}",
            "texts": [list(pair) for pair in as_parts(prompt, entry.body or {})] if _written(entry) else [],
            "audience": audience_label(entry.audience),
            "saved_at": entry.saved_at,
            "comments": [
                {"text": comment.text, "at": comment.received_at, "about": comment.about} for comment in entry.comments
            ],
        }


class JournalEraser(PageWidget):
    """Erasing everything: said plainly, confirmed, then verified."""

    _esm = script("dom", "announce", "other_pages", "pages", "journal_erase")
    _css = style("pages")

    def __init__(self, client: Client, then: Callable[[], None] = lambda: None) -> None:
        super().__init__({"erase": self._erase})
        self._client = client
        self._then = then

    def _erase(self, asked: dict[str, Any], _: Sequence[bytes]) -> dict[str, Any]:
        """Erase, for a person who ticked the box: a message alone is not enough."""
        if asked.get("confirmed") is not True:
            return {"text": "Rien n’a été effacé\u00a0: cochez d’abord la case.", "erased": False}
        done = self._client.erase()
        self._then()
        return {"text": erased(done), "erased": done.verified}


def erased(done: EraseOutcome) -> str:
    """Return what an erasure did, in French."""
    if done.entries > 1:
        count = f"{done.entries}\u00a0réponses sont effacées, avec toutes leurs versions"
    elif done.entries == 1:
        count = "Une réponse est effacée, avec toutes ses versions"
    else:
        count = "Il n’y avait rien à effacer"
    if done.verified:
        return f"{count}. Vérification faite, il ne reste aucun mot de votre carnet sur le disque."
    return (
        f"{count}, mais il peut en rester des traces sur le disque\u00a0: "
        "fermez les autres pages du parcours, libérez de la place si le disque est plein, puis recommencez."
    )


def _shows(entries: dict[str, Entry], prompt: Prompt) -> bool:
    entry = entries.get(prompt.id)
    return entry is not None and (_written(entry) or bool(entry.comments))


def _written(entry: Entry) -> bool:
    return entry.body is not None and not is_empty(entry.body)


def _title(part: Module | Exercise) -> str:
    return part.title if isinstance(part, Module) else f"{part.title} (exercice)"
