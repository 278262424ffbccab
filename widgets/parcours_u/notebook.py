"""The one import of every notebook: one function for each kind of prompt or practice, and for each page.

Executed without the course's server (nbconvert, nbgrader), they draw themselves read-only and write nothing.
"""

from contextlib import suppress
from functools import cache, partial
from typing import Any

from ipywidgets import HTML

from parcours_u.client import Unavailable, current_client
from parcours_u.domain.course import Exercise, Kind, Module
from parcours_u.domain.situation import STARTING_POINT
from parcours_u.views.better_after import show_better_after
from parcours_u.views.circle import circle_page, group_page, with_beneath
from parcours_u.views.deposit import deposit_panel
from parcours_u.views.home import home_page
from parcours_u.views.journal import journal_page
from parcours_u.views.kinds import answer_for
from parcours_u.views.late_day import LateDay
from parcours_u.views.page_answers import PageAnswers
from parcours_u.views.practice import PracticeTimer
from parcours_u.views.situation import SituatedChoice, plain_situation
from parcours_u.views.told import SideBySide, plain_side_by_side, project_page
from parcours_u.views.trainer_assign import TrainerAssign
from parcours_u.views.trainer_groups import TrainerGroups
from parcours_u.views.trainer_messages import TrainerMessages
from parcours_u.views.trainer_panel import show_panel
from parcours_u.views.trainer_people import TrainerPeople
from parcours_u.views.trainer_reading import TrainerReading
from parcours_u.views.trainer_server import TrainerServer
from parcours_u.views.trainer_space import CohortOverview
from parcours_u.views.trainer_today import TrainerToday

__all__ = [
    "better_after",
    "choice",
    "circle",
    "commitment",
    "core_group",
    "deposit",
    "free_text",
    "guided_journal",
    "home",
    "iceberg",
    "intention",
    "journal",
    "late_day",
    "pair",
    "practice",
    "project_story",
    "prototype_card",
    "revisit",
    "scale",
    "short_list",
    "side_by_side",
    "situation",
    "stakeholder_map",
    "trainer_assign",
    "trainer_groups",
    "trainer_messages",
    "trainer_people",
    "trainer_reading",
    "trainer_server",
    "trainer_space",
    "trainer_today",
]

_answers = PageAnswers()  # those that this page shows


def _answer(kind: Kind, prompt_id: str) -> Any:
    """Draw a prompt of ``kind`` with the learner's answer; a server that does not answer is said in place of it."""
    client = current_client()
    prompt = client.course.prompt(prompt_id)
    if prompt.kind is not kind:
        raise ValueError(f"{prompt_id} is a {prompt.kind.value}, not a {kind.value}")
    drawn = _shown(prompt_id, answer_for, visit=client.course.part_of(prompt_id).id)
    return drawn if client.read_only or not client.together else with_beneath(client, drawn, prompt_id)


def revisit(prompt_id: str) -> Any:
    """Draw an earlier module's answer, to read and go on with: the same entry, which says where it was begun."""
    return _shown(prompt_id, partial(answer_for, elsewhere=True))


def side_by_side(first: str, second: str) -> Any:
    """Draw two answers next to each other, to be read."""
    client = current_client()
    return plain_side_by_side() if client.read_only else _answers.read(SideBySide(client, first, second))


def situation(module_id: str) -> Any:
    """Draw a module's story, the place to look at it from, and what is seen from there.

    The place is the answer to ``question-de-depart-place``, written here or there. Read-only, the five views are listed.
    """
    client = current_client()
    part = client.course.part(module_id)
    if not isinstance(part, Module) or part.situation is None:
        raise ValueError(f"{module_id} tells no situation")
    if client.read_only:
        return plain_situation(part.situation, client.course.prompt(STARTING_POINT))
    own = client.course.part_of(STARTING_POINT).id == module_id
    return _shown(STARTING_POINT, partial(SituatedChoice, part.situation, elsewhere=not own), visit=module_id)


def better_after(module_id: str) -> Any:
    """Say kindly, to who has begun nothing of an earlier module, that what follows is better lived after it."""
    return _page(show_better_after, module_id)


def _shown(prompt_id: str, draw: Any, visit: str = "") -> Any:
    """Draw one answer and remember it; ``visit`` is the page that the learner is on, where the call tells it."""
    client = current_client()
    try:
        if visit:
            _visit(visit)
        return _answers.draw(client, prompt_id, draw)
    except Unavailable as error:
        return _alert(error)


def practice(practice_id: str) -> Any:
    """Draw a practice: its steps, and a timer that only ever indicates; briefly, an exercise's page telling the steps."""
    found = [(part, one) for part in current_client().course.parts() for one in part.practices if one.id == practice_id]
    part, one = found[0]
    return PracticeTimer(one, brief=isinstance(part, Exercise))


def home() -> Any:
    """Draw the home page's U, its next step, and what to know about who keeps the words."""
    return _page(home_page)


def journal() -> Any:
    """Draw everything the learner wrote, with its exports and its erasure."""
    return _page(journal_page)


def circle() -> Any:
    """Draw what is shared with the learner's pair, circle, core group and cohort."""
    return _page(circle_page)


def pair() -> Any:
    """Draw what the learner's pair agreed on and shares."""
    return _page(group_page, "pair")


def core_group() -> Any:
    """Draw what the learner's core group, or those that they accompany, agreed on and share."""
    return _page(group_page, "core_group")


def late_day(format_id: str) -> Any:
    """Draw what plans the rest of a late day again, and the format's calendar."""
    return LateDay(current_client(), format_id)


def project_story() -> Any:
    """Draw the project's story so far, in the learner's own words, with its exports."""
    return _page(project_page)


def trainer_reading() -> Any:
    """Draw what was deposited for those who accompany a cohort, to be read and commented."""
    return _page(show_panel, TrainerReading)


def trainer_people() -> Any:
    """Draw who is in the cohort, for whoever has it in charge: adding, inviting, roles, departures."""
    return _page(show_panel, TrainerPeople)


def trainer_groups() -> Any:
    """Draw circles, pairs and core groups, for whoever has the cohort in charge."""
    return _page(show_panel, TrainerGroups)


def trainer_space() -> Any:
    """Draw what those who accompany a cohort see of it: counts and dates, drawn and told."""
    return _page(show_panel, CohortOverview)


def trainer_today() -> Any:
    """Draw the cohort's day: what is under way, what comes next, and the rest of a late day."""
    return _page(show_panel, TrainerToday)


def trainer_assign() -> Any:
    """Draw what assigns a module, with a date, to everybody, some circles or some profiles."""
    return _page(show_panel, TrainerAssign)


def trainer_server() -> Any:
    """Draw the server's health and its backups, for whoever has the whole cohort in charge."""
    return _page(show_panel, TrainerServer)


def trainer_messages() -> Any:
    """Draw the messages to the group, to copy or to print."""
    return _page(show_panel, TrainerMessages)


def deposit(module_id: str) -> Any:
    """Draw the end of a module: what would leave, to whom, and the button that makes it leave."""
    return _page(deposit_panel, module_id, partial(_show_again, module_id))


def _show_again(module_id: str) -> list[str]:
    """Show, on the answers of this page, a deposit just made or comments just received; return which are newly commented."""
    return _answers.show_again(current_client(), module_id)


def _page(draw: Any, *arguments: Any) -> Any:
    try:
        return draw(current_client(), *arguments)
    except Unavailable as error:
        return _alert(error)


@cache
def _visit(part_id: str) -> None:
    """Remember, once a page, where the learner is; a full disk that can't keeps nobody from reading what they wrote."""
    with suppress(Unavailable):
        current_client().visit(part_id)


def _alert(error: Unavailable) -> HTML:
    return HTML(f'<p role="alert">{error}</p>')


free_text = partial(_answer, Kind.FREE_TEXT)
short_list = partial(_answer, Kind.SHORT_LIST)
scale = partial(_answer, Kind.SCALE)
choice = partial(_answer, Kind.CHOICE)
iceberg = partial(_answer, Kind.ICEBERG)
stakeholder_map = partial(_answer, Kind.STAKEHOLDER_MAP)
intention = partial(_answer, Kind.INTENTION)
prototype_card = partial(_answer, Kind.PROTOTYPE_CARD)
commitment = partial(_answer, Kind.COMMITMENT)
guided_journal = partial(_answer, Kind.GUIDED_JOURNAL)
