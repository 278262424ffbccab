"""A module's situation: a story, the place it is looked at from, and what is seen from there."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from html import escape

import traitlets
from IPython.display import HTML, display

from parcours_u.client import Client
from parcours_u.domain.course import Prompt
from parcours_u.domain.journal import Deposit, Entry
from parcours_u.domain.situation import Situation
from parcours_u.views.answer import Answer
from parcours_u.views.front_end import ANSWER_SCRIPTS, ANSWER_STYLES, script, style

__all__ = ["SituatedChoice", "plain_situation", "situation_html"]


class SituatedChoice(Answer):
    """The starting point, chosen beside a module's story: the same answer, drawn with what it changes.

    Parameters
    ----------
    situation : Situation
        The story and its views. It is the course's, nothing of the learner's: it may be a synced trait.
    prompt, entry, client, deposits, elsewhere
        As for every :class:`Answer`.
    """

    _esm = script(*ANSWER_SCRIPTS, "choice_cards", "situation")
    _css = style(*ANSWER_STYLES, "choice", "situation")

    situation = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        situation: Situation,
        prompt: Prompt,
        entry: Entry | None,
        client: Client,
        deposits: Sequence[Deposit] = (),
        *,
        elsewhere: bool = False,
    ) -> None:
        super().__init__(prompt, entry, client, deposits, elsewhere=elsewhere)
        views = {place: {"text": view.text, "practice": view.practice} for place, view in situation.views.items()}
        self.situation = {**asdict(situation), "views": views}


def plain_situation(situation: Situation, starting_point: Prompt) -> None:
    """Show the story and its five views on a page that nobody can write on, whatever reads that page."""
    display(HTML(situation_html(situation, starting_point)))


def situation_html(situation: Situation, starting_point: Prompt) -> str:
    """Return the story and its five views as plain HTML."""
    return "\n".join(_lines(situation, starting_point))


def _lines(situation: Situation, starting_point: Prompt) -> Iterator[str]:
    yield "<p>Situation inventée</p>"
    yield f"<h3>{escape(situation.title)}</h3>"
    yield from _paragraphs(situation.story)
    for option in starting_point.options:
        view = situation.views[option.id]
        yield f"<h4>{escape(option.label)}</h4>"
        yield from _paragraphs(view.text)
        yield "<p><strong>Pour la pratique</strong></p>"
        yield from _paragraphs(view.practice)


def _paragraphs(text: str) -> Iterator[str]:
    for paragraph in text.split("\n\n"):
        if paragraph.strip():
            yield f"<p>{escape(paragraph.strip())}</p>"
