"""One widget class for each kind of prompt, and the function that chooses among them."""

from collections.abc import Sequence

from parcours_u.client import Client
from parcours_u.domain.course import Kind, Module, Prompt
from parcours_u.domain.journal import Deposit, Entry
from parcours_u.views.answer import Answer
from parcours_u.views.front_end import ANSWER_SCRIPTS, ANSWER_STYLES, script, style

__all__ = [
    "Choice",
    "Commitment",
    "FreeText",
    "GuidedJournal",
    "Iceberg",
    "Intention",
    "PrototypeCard",
    "ScaleChoice",
    "ShortList",
    "StakeholderMap",
    "answer_for",
]


class FreeText(Answer):
    """A text of any length."""

    _esm = script(*ANSWER_SCRIPTS, "free_text")
    _css = style(*ANSWER_STYLES)


class ShortList(Answer):
    """A few lines, in an order that means something."""

    _esm = script(*ANSWER_SCRIPTS, "short_list")
    _css = style(*ANSWER_STYLES, "short_list")


class ScaleChoice(Answer):
    """A place on a scale of a few steps, and a few words about it."""

    _esm = script(*ANSWER_SCRIPTS, "scale")
    _css = style(*ANSWER_STYLES, "scale")


class Choice(Answer):
    """One of a few options, and a few words about it."""

    _esm = script(*ANSWER_SCRIPTS, "choice_cards", "choice")
    _css = style(*ANSWER_STYLES, "choice")


class Iceberg(Answer):
    """What shows, and what produces it, level under level."""

    _esm = script(*ANSWER_SCRIPTS, "iceberg")
    _css = style(*ANSWER_STYLES, "iceberg")


class StakeholderMap(Answer):
    """Who is concerned, with what influence and how far away: a table and its drawing."""

    _esm = script(*ANSWER_SCRIPTS, "stakeholder_graph", "stakeholder_map")
    _css = style(*ANSWER_STYLES, "stakeholder_map")


class Intention(Answer):
    """One sentence, with those that came before it."""

    _esm = script(*ANSWER_SCRIPTS, "intention")
    _css = style(*ANSWER_STYLES)


class PrototypeCard(Answer):
    """A hypothesis, the smallest test of it, by when, and who will see."""

    _esm = script(*ANSWER_SCRIPTS, "card")
    _css = style(*ANSWER_STYLES)


class Commitment(Answer):
    """Something to do, with its date and its witness."""

    _esm = script(*ANSWER_SCRIPTS, "card")
    _css = style(*ANSWER_STYLES)


class GuidedJournal(Answer):
    """One question at a time, any of which may be passed."""

    _esm = script(*ANSWER_SCRIPTS, "timer", "guided_journal")
    _css = style(*ANSWER_STYLES, "guided_journal")


_CLASSES: dict[Kind, type[Answer]] = {
    Kind.FREE_TEXT: FreeText,
    Kind.SHORT_LIST: ShortList,
    Kind.SCALE: ScaleChoice,
    Kind.CHOICE: Choice,
    Kind.ICEBERG: Iceberg,
    Kind.STAKEHOLDER_MAP: StakeholderMap,
    Kind.INTENTION: Intention,
    Kind.PROTOTYPE_CARD: PrototypeCard,
    Kind.COMMITMENT: Commitment,
    Kind.GUIDED_JOURNAL: GuidedJournal,
}


def answer_for(
    prompt: Prompt,
    entry: Entry | None,
    client: Client,
    deposits: Sequence[Deposit] | None = None,
    *,
    elsewhere: bool = False,
) -> Answer:
    """Return the widget of a prompt.

    Parameters
    ----------
    prompt : Prompt
        The question.
    entry : Entry or None
        What was written so far.
    client : Client
        Where it is saved.
    deposits : sequence of Deposit, optional
        The deposits of the prompt's module, newest first; asked of ``client`` when they are not given.
    elsewhere : bool
        Whether it is shown on another page than its own module's.

    Raises
    ------
    parcours_u.client.Unavailable
        When the deposits had to be asked for and the journal does not answer.
    """
    if deposits is None:
        part = client.course.part_of(prompt.id)
        written = entry is not None and entry.revision > 0
        deposits = client.deposits(part.id) if written and isinstance(part, Module) else ()
    return _CLASSES[prompt.kind](prompt, entry, client, deposits, elsewhere=elsewhere)
