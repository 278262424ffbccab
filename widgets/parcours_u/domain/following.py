"""What those who accompany a group know of its deposits: counts and dates, never a word of an answer."""

from dataclasses import dataclass
from datetime import datetime

__all__ = ["Deposited", "Released"]


@dataclass(frozen=True, slots=True)
class Released:
    """A module that was opened to deposits, and how many questions it has."""

    module: str
    questions: int


@dataclass(frozen=True, slots=True)
class Deposited:
    """One person's deposit of one module, as it stands.

    Parameters
    ----------
    at : datetime.datetime or None
        When the deposit was made, in UTC, without a zone.
    late : bool
        Whether it came after the date of the person who made it.
    answers, comments : int
        How many answers were shared in it, and how many of its questions hold a comment.
    """

    person: str
    module: str
    at: datetime | None
    late: bool
    answers: int
    comments: int
