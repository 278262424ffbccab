"""What a page sends of an answer, and what it is told of it."""

from dataclasses import dataclass
from typing import Any

__all__ = ["NOT_STORABLE", "Draft", "NotDone", "Status"]

NOT_STORABLE = (
    "Cette réponse n’a pas la forme attendue par cette version du parcours\u00a0: elle reste sur cette page, "
    "gardez-en une copie et rechargez la page."
)


class NotDone(Exception):
    """What was asked was not done. The message is one French sentence, made to be shown."""


@dataclass(frozen=True, repr=False)
class Draft:
    """A text on its way from a page.

    Parameters
    ----------
    view, seq : str, int
        Which view wrote it, and its rank there.
    base : int
        The version that it was made from.
    body : object
        What was typed, not checked yet; None where only the place matters.
    before : tuple of object
        Texts that the same view had sent to a kernel that ended, and of which it has no news: a version that is one of
        them is the view's own.
    """

    view: str
    seq: int
    base: int
    body: object = None
    before: tuple[object, ...] = ()

    @classmethod
    def from_message(cls, content: dict[str, Any]) -> "Draft":
        """Read a page's message.

        Raises
        ------
        NotDone
            When it is not of the shape that this version of the page sends.
        """
        view, seq, base = content.get("view"), content.get("seq"), content.get("base")
        if not isinstance(view, str) or type(seq) is not int or type(base) is not int or base < 0:
            raise NotDone(NOT_STORABLE)
        before = content.get("before", [])
        if not isinstance(before, list):
            raise NotDone(NOT_STORABLE)
        return cls(view, seq, base, content.get("value"), tuple(before))


@dataclass(frozen=True, repr=False)
class Status:
    """What a view is told of its last draft.

    Parameters
    ----------
    serial : int
        Grows with each status, so that the same news told twice is still news.
    state : str
        ``new``, ``saved``, ``unsaved``, ``conflict``, ``erased`` (not saved: what it was made from was erased since) or
        ``read_only``.
    at, revision : str, int
        The time and the number of the version that holds this text.
    message : str
        Why it is not saved, in French.
    other : dict or None
        In a conflict, the ``revision`` and the time (``at``) of the version that was saved from elsewhere; once erased, of
        what was written there after that, and no time when nothing was.
    """

    serial: int = 0
    view: str = ""
    seq: int = 0
    state: str = "new"
    at: str = ""
    message: str = ""
    revision: int = 0
    other: dict[str, Any] | None = None
