"""Answers shown to be read again, away from the cell where they are written: side by side, or as a project's story."""

from collections.abc import Sequence
from typing import Any

from IPython.display import HTML, display

from parcours_u.client import Client
from parcours_u.domain.answers import AnswerError, as_parts, check_body, is_empty
from parcours_u.domain.course import Prompt
from parcours_u.domain.journal import Entry
from parcours_u.domain.project import project_story
from parcours_u.views.front_end import script, style
from parcours_u.views.page_widget import PageWidget
from parcours_u.views.versions import version_text

__all__ = ["ProjectReader", "SideBySide", "plain_side_by_side", "project_page"]

_READ_ONLY = "<p>{what} avec le serveur du parcours\u00a0: lancez «\u00a0parcours-u ouvrir\u00a0» pour retrouver vos mots ici.</p>"


def project_page(client: Client) -> None:
    """Show the project's story; where there is no server, how to find it."""
    if client.read_only:
        display(HTML(_READ_ONLY.format(what="Le récit de votre projet s’ouvre")))
    else:
        display(ProjectReader(client))


def plain_side_by_side() -> None:
    """Say, on a page without a server, how to find the two answers."""
    display(HTML(_READ_ONLY.format(what="Vos deux réponses se lisent côte à côte")))


class SideBySide(PageWidget):
    """Two answers read next to each other; what is missing is said, with the way to it.

    Parameters
    ----------
    client : Client
        Where they are read.
    first, second : str
        The ids of their questions.
    """

    _esm = script("dom", "announce", "other_pages", "pages", "told", "side_by_side")
    _css = style("pages", "told")

    def __init__(self, client: Client, first: str, second: str) -> None:
        super().__init__({"load": self._load})
        self._client = client
        self.prompts = (first, second)

    def refresh(self) -> None:
        """Tell the page that one of the two was changed: it asks for them again."""
        self.send({"changed": True})

    def _load(self, _: dict[str, Any], __: Sequence[bytes]) -> dict[str, Any]:
        entries = self._client.entries(self.prompts)
        course = self._client.course
        return {
            "sides": [_read(self._client, course.prompt(prompt), entries.get(prompt)) for prompt in self.prompts],
        }


class ProjectReader(PageWidget):
    """The project's story so far, module after module, and the documents to take away."""

    _esm = script("dom", "announce", "other_pages", "pages", "told", "project")
    _css = style("pages", "told")

    def __init__(self, client: Client) -> None:
        super().__init__({"load": self._load})
        self._client = client

    def _load(self, _: dict[str, Any], __: Sequence[bytes]) -> dict[str, Any]:
        client = self._client
        entries = client.entries(client.course.project)
        lines = [
            {
                **_read(client, line.prompt, line.entry),
                "before": [
                    {"at": revision.saved_at, "text": version_text(line.prompt, revision.body)}
                    for revision in line.before
                ],
            }
            for line in project_story(client.course, entries, client.history)
        ]
        return {
            "lines": lines,
            "files": [
                {"href": client.api_url(f"projet.{form}"), "text": text}
                for form, text in (("docx", "Word (.docx)"), ("html", "Page web (.html)"))
            ],
        }


def _read(client: Client, prompt: Prompt, entry: Entry | None) -> dict[str, Any]:
    part = client.course.part_of(prompt.id)
    return {
        "prompt": prompt.id,
        "title": part.title,
        "question": prompt.question,
        "href": f"{client.page_url(part.id)}#invite-{prompt.id}",
        "saved_at": entry.saved_at if entry else "",
        "texts": _texts(prompt, entry),
    }


def _texts(prompt: Prompt, entry: Entry | None) -> list[list[str]]:
    if entry is None or entry.body is None or is_empty(entry.body):
        return []
    try:
        return [list(pair) for pair in as_parts(prompt, check_body(prompt, entry.body))]
    except AnswerError:  # written when the question had another form
        return [["", version_text(prompt, entry.body)]]
