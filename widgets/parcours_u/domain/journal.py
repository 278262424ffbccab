"""A learner's journal: entries and their history, deposits, comments; and the protocol that every store speaks."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from parcours_u.domain.audience import NOBODY, Audience, parse_audience

__all__ = ["Comment", "Conflict", "Deposit", "Entry", "Journal", "ReadersChanged", "Revision", "Saved"]

_CHOSEN_ELSEWHERE = (
    "Entre-temps, vous aviez choisi les lecteurs de cette réponse sur une autre page ou sur un autre appareil\u00a0: "
    "ce choix-là est gardé et affiché ici, refaites le vôtre s’il le faut."
)


@dataclass(frozen=True, repr=False)
class Revision:
    """One version of an answer. ``aside`` marks a version written while another tab had already gone on."""

    number: int
    saved_at: str
    body: dict[str, Any]
    aside: bool = False


@dataclass(frozen=True, repr=False)
class Comment:
    """What a trainer wrote about one deposited answer; ``about`` is the answer's text as it was deposited."""

    prompt: str
    text: str
    received_at: str
    about: str = ""


@dataclass(frozen=True, repr=False)
class Deposit:
    """What left, when, by which way (``exchange`` or ``zip``), and under which name or code.

    ``prompts`` are the ids of the answers that left; ``withdrawn`` those whose removal was asked for since.
    """

    id: str
    module: str
    at: str
    way: str
    sender: str
    prompts: tuple[str, ...]
    withdrawn: tuple[str, ...] = ()


@dataclass(frozen=True, repr=False)
class Entry:
    """The current answer to a prompt. Its text is in no ``repr``: representations end up in logs.

    Times are ISO 8601, UTC, to the second.
    """

    prompt: str
    revision: int = 0
    saved_at: str = ""
    body: dict[str, Any] | None = None
    audience: Audience = NOBODY
    comments: tuple[Comment, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the entry as JSON-ready data, for its owner only."""
        return {**asdict(self), "audience": sorted(self.audience)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Entry":
        """Build an entry from :meth:`to_dict`'s form."""
        return cls(
            **{
                **data,
                "audience": parse_audience(data["audience"]),
                "comments": tuple(Comment(**comment) for comment in data["comments"]),
            }
        )


@dataclass(frozen=True, repr=False)
class Saved:
    """A version was written and is now the current one; ``audience`` is who the answer is for at that moment."""

    revision: int
    saved_at: str
    audience: Audience


@dataclass(frozen=True, repr=False)
class Conflict:
    """A version was written aside, because ``current`` had been saved from elsewhere since.

    Or nowhere, where ``erased``: ``revision``, which it was made from, was erased since with the journal, and its words may be in
    this one. ``current`` is then what was written there after that, or has no time and no words, and the number to go on from.
    """

    revision: int
    saved_at: str
    current: Revision = field(repr=False)
    audience: Audience
    erased: bool = False


class ReadersChanged(Exception):
    """Other readers than those that a choice started from hold meanwhile, ``audience``: nothing was changed.

    The message is one French sentence, made to be shown.
    """

    def __init__(self, audience: Audience) -> None:
        super().__init__(_CHOSEN_ELSEWHERE)
        self.audience = audience


class Journal(Protocol):
    """What one person's pages need of a store. The person is fixed when the journal is opened, never passed."""

    def entries(self, prompts: Sequence[str] | None = None) -> dict[str, Entry]:
        """Return the entries written so far, by prompt id; all of them when ``prompts`` is None."""

    def save(self, prompt: str, body: dict[str, Any], base: int) -> Saved | Conflict:
        """Write a version made from revision ``base`` (0 for none), losing neither this one nor the current one.

        One made from a version that was erased is not written, unless it is made again from what the conflict names.
        """

    def history(self, prompt: str) -> list[Revision]:
        """Return every kept version of an answer, newest first."""

    def set_audience(self, prompt: str, audience: Audience, known: Audience | None = None) -> Sequence[Deposit]:
        """Choose who an entry is for; return the deposits that it had already left with and that now exclude it.

        ``known`` is who it was for as far as whoever chooses knows; None not to ask. Raises :class:`ReadersChanged`
        where that is no longer so.
        """
