"""What leaves with a deposit, and what comes of the actions on a journal: plain data between server and pages."""

from collections.abc import Mapping
from dataclasses import dataclass

from parcours_u.domain.answers import is_empty
from parcours_u.domain.audience import includes_trainer
from parcours_u.domain.course import Course, Module
from parcours_u.domain.journal import Deposit, Entry

__all__ = ["DepositOutcome", "EraseOutcome", "ImportOutcome", "Preview", "ReturnOutcome", "leaving"]


@dataclass(frozen=True, repr=False)
class Preview:
    """What a deposit of one module would be.

    Parameters
    ----------
    module : str
        The module's id.
    leaving, staying : tuple of (prompt id, text)
        Exactly the answers that would leave, as the trainer will read them; and those that stay, without their text.
    way : str
        ``"exchange"`` or ``"zip"``.
    recipient : str
        Who receives it, in French.
    sender : str
        The code or account it would leave under; empty when a code has to be asked for.
    """

    module: str
    leaving: tuple[tuple[str, str], ...]
    staying: tuple[str, ...]
    way: str
    recipient: str
    sender: str


@dataclass(frozen=True, repr=False)
class DepositOutcome:
    """A deposit that was made; ``file`` is the path of the zip to download under the JSON routes, or empty."""

    deposit: Deposit
    file: str = ""


@dataclass(frozen=True)
class ImportOutcome:
    """Answers taken from a journal file, those already here that were kept aside in history, those unknown."""

    added: int
    merged: int
    unknown: int


@dataclass(frozen=True)
class ReturnOutcome:
    """Comments taken from a return file."""

    module: str
    comments: int


@dataclass(frozen=True)
class EraseOutcome:
    """What an erasure removed; ``verified`` when it is sure that no word of it is left in any file of the journal."""

    entries: int
    verified: bool


def leaving(course: Course, module_id: str, entries: Mapping[str, Entry]) -> tuple[list[Entry], list[Entry]]:
    """Part a module's entries in two: those whose audience includes the trainer, and those that stay.

    Empty answers are in neither. Exercises are no assignment and never leave this way.

    Raises
    ------
    KeyError
        When the course has no such module.
    """
    module = course.part(module_id)
    if not isinstance(module, Module):
        raise KeyError(module_id)
    written = [entries[prompt.id] for prompt in module.prompts if prompt.id in entries]
    written = [entry for entry in written if entry.body is not None and not is_empty(entry.body)]
    return (
        [entry for entry in written if includes_trainer(entry.audience)],
        [entry for entry in written if not includes_trainer(entry.audience)],
    )
