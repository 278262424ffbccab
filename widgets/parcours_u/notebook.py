"""The one import of every notebook: one function for each kind of prompt or practice, and for each page.

Executed without the course's server (nbconvert, nbgrader), they draw themselves read-only and write nothing.
"""

from functools import cache, partial
from typing import Any

from ipywidgets import HTML

from parcours_u.client import Unavailable, current_client
from parcours_u.domain.course import Kind, Module
from parcours_u.domain.journal import Entry
from parcours_u.views.answer import Answer
from parcours_u.views.deposit import deposit_panel
from parcours_u.views.formats import format_page
from parcours_u.views.home import home_page
from parcours_u.views.journal import journal_page
from parcours_u.views.kinds import answer_for
from parcours_u.views.late_day import LateDay
from parcours_u.views.practice import PracticeTimer

__all__ = [
    "commitment",
    "course_format",
    "deposit",
    "free_text",
    "guided_journal",
    "home",
    "iceberg",
    "intention",
    "journal",
    "late_day",
    "practice",
    "prototype_card",
    "scale",
    "short_list",
    "stakeholder_map",
]

_answers: dict[str, Answer] = {}  # those of this page, by prompt id


def _answer(kind: Kind, prompt_id: str) -> Any:
    """Draw one prompt with the learner's answer in it; a server that does not answer is said in place of it."""
    client = current_client()
    prompt = client.course.prompt(prompt_id)
    if prompt.kind is not kind:
        raise ValueError(f"{prompt_id} is a {prompt.kind.value}, not a {kind.value}")
    part = client.course.part_of(prompt_id)
    try:
        _visit(part.id)
        entry = client.entries([prompt_id]).get(prompt_id, Entry(prompt_id))
        deposits = client.deposits(part.id) if isinstance(part, Module) else []
        _answers[prompt_id] = answer_for(prompt, entry, client, deposits)
    except Unavailable as error:
        return _alert(error)
    return _answers[prompt_id]


def practice(practice_id: str) -> Any:
    """Draw a practice: its steps, and a timer that only ever indicates."""
    found = [item for part in current_client().course.parts() for item in part.practices if item.id == practice_id]
    return PracticeTimer(found[0])


def home() -> Any:
    """Draw the home page's U, its next step, and what to know about who keeps the words."""
    return _page(home_page)


def journal() -> Any:
    """Draw everything the learner wrote, with its exports and its erasure."""
    return _page(journal_page)


def course_format(format_id: str) -> None:
    """Draw a format of the course: its days hour by hour, or its stages."""
    format_page(current_client(), format_id)


def late_day(format_id: str) -> Any:
    """Draw what plans the rest of a late day again, and the format's calendar."""
    return LateDay(current_client(), format_id)


def deposit(module_id: str) -> Any:
    """Draw the end of a module: what would leave, to whom, and the button that makes it leave."""
    return _page(deposit_panel, module_id, partial(_show_again, module_id))


def _show_again(module_id: str) -> None:
    """Show, on the answers of this page, a deposit just made or comments just received."""
    client = current_client()
    entries, deposits = client.entries(list(_answers)), client.deposits(module_id)
    for prompt_id, answer in _answers.items():
        answer.show_comments(entries.get(prompt_id, Entry(prompt_id)).comments)
        answer.show_deposits(deposits)


def _page(draw: Any, *arguments: Any) -> Any:
    try:
        return draw(current_client(), *arguments)
    except Unavailable as error:
        return _alert(error)


@cache
def _visit(part_id: str) -> None:
    """Remember, once a page, where the learner is."""
    current_client().visit(part_id)


def _alert(error: Unavailable) -> HTML:
    return HTML(f'<p role="alert">{error}</p>')


free_text = partial(_answer, Kind.FREE_TEXT)
short_list = partial(_answer, Kind.SHORT_LIST)
scale = partial(_answer, Kind.SCALE)
iceberg = partial(_answer, Kind.ICEBERG)
stakeholder_map = partial(_answer, Kind.STAKEHOLDER_MAP)
intention = partial(_answer, Kind.INTENTION)
prototype_card = partial(_answer, Kind.PROTOTYPE_CARD)
commitment = partial(_answer, Kind.COMMITMENT)
guided_journal = partial(_answer, Kind.GUIDED_JOURNAL)
