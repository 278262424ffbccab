"""What people share with each other: entries opened to a room, short replies to them, and numbered news of both.

A *room* (:class:`.policy.Room`) is a pair, a circle, a core group or the whole cohort. Each counts its changes, and each
thing in it (an entry, a reply) bears the number of its last change. The news « since n » are therefore the things that
changed after n, each once, in order, as it is now: a page that was away for a minute or a month catches up exactly, and
what was taken back meanwhile is told as gone, never as text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from parcours_u.domain.agreements import Agreement
from parcours_u.domain.audience import Audience
from parcours_u.domain.rooms import Room
from parcours_u.domain.storable import storable
from parcours_u.domain.visible import is_visible

__all__ = [
    "LONGEST_REPLY",
    "Caught",
    "Look",
    "News",
    "NewsKind",
    "NotAllowed",
    "Reply",
    "ReplyError",
    "RoomShown",
    "SharedEntry",
    "SharedSpace",
    "check_reply",
]

LONGEST_REPLY = 600
"""Most signs in a reply: a few sentences. Whoever has more to say has somebody to talk to."""


class NotAllowed(Exception):
    """Somebody asked for what is not theirs, or is not there: the two are one answer, so that nothing is learnt from it."""


class ReplyError(ValueError):
    """A reply that is empty, too long, or no text. The message is for the person, and quotes nothing they wrote."""


@dataclass(frozen=True, repr=False)
class Reply:
    """A short answer to a shared entry; nobody answers an answer."""

    id: str
    room: Room
    owner: str
    prompt: str
    author: str
    name: str
    text: str
    at: str
    number: int


@dataclass(frozen=True, repr=False)
class SharedEntry:
    """The current version of an entry, in one of the rooms that it was opened to, with its replies there, oldest first.

    Replies belong to a room: what a pair said to each other is not told to the cohort when the entry is opened to it.
    ``newcomers`` are the ids of those who came into the room after the change of that ``number``, which opened it there: they do
    not read it until its author shares it again.
    """

    room: Room
    owner: str
    name: str
    prompt: str
    body: dict[str, Any]
    revision: int
    saved_at: str
    since: str
    number: int
    newcomers: tuple[str, ...] = ()
    replies: tuple[Reply, ...] = ()


class NewsKind(StrEnum):
    """What happened to a thing of a room."""

    ENTRY = "entry"
    GONE = "gone"
    REPLY = "reply"
    UNREPLY = "unreply"
    AGREEMENT = "agreement"
    UNAGREED = "unagreed"
    RETURNED = "returned"


@dataclass(frozen=True, repr=False)
class News:
    """One change of a room, told as things are now. ``entry`` comes without its replies: they are news of their own.

    Of an agreement, ``reply_id`` is the id: it has neither owner nor prompt.
    """

    room: Room
    number: int
    kind: NewsKind
    owner: str
    prompt: str
    reply_id: str = ""
    entry: SharedEntry | None = None
    reply: Reply | None = None
    agreement: Agreement | None = None


@dataclass(frozen=True, repr=False)
class Caught:
    """What somebody who was away catches up with: they then know a room as it was at ``number``.

    Attributes
    ----------
    number : int
        The number of the room's last change.
    news : tuple of News or None
        Oldest first; None when there are too many: all is to be read again.
    people : frozenset of str
        Who is in the room now: when others are, what may be read there has changed too.
    """

    number: int
    news: tuple[News, ...] | None
    people: frozenset[str]


@dataclass(frozen=True)
class RoomShown:
    """A room as whoever is in it sees it; ``people`` are the ids and names of those who are in it now.

    ``beside`` are the ids of those of them who accompany the others, a core group's accompanist or a cohort's trainers.
    ``renewed`` are the ids of those of them whose access was made anew lately, each with the moment: somebody else may hold it.
    """

    room: Room
    name: str
    people: tuple[tuple[str, str], ...]
    number: int
    renewed: tuple[tuple[str, str], ...] = ()
    beside: frozenset[str] = frozenset()


@dataclass(frozen=True, repr=False)
class Look:
    """What somebody sees at one moment: their rooms, from the smallest to the largest, and their entries, oldest first.

    ``own`` are the rooms, also those that they are no longer in, where each of their own entries is open, by prompt;
    ``audiences`` are the readers that they chose for their own entries: it may be a group that they have left, or another.
    """

    rooms: tuple[RoomShown, ...]
    entries: tuple[SharedEntry, ...]
    own: Mapping[str, tuple[Room, ...]]
    audiences: Mapping[str, Audience]


class SharedSpace(Protocol):
    """What one person sees of what is shared. The person is fixed when it is opened, never passed.

    Every method asks :mod:`.policy`; what the person may not see is as if it were not there.
    """

    def look(self, prompts: Sequence[str] | None = None) -> Look:
        """Return the rooms that the person is in and what is shared there, for some prompts or for all, at one moment."""

    def since(self, room: Room, number: int, most: int) -> Caught:
        """Return a room's news after a number, no more than ``most`` of them.

        Raises
        ------
        NotAllowed
            When the person is not in the room.
        """

    def reply(self, room: Room, owner: str, prompt: str, text: str) -> Reply:
        """Answer an entry.

        Raises
        ------
        NotAllowed
            When the person cannot read it there.
        ReplyError
            When it is no reply.
        """

    def take_back_reply(self, reply_id: str) -> None:
        """Take one's own reply back.

        Raises
        ------
        NotAllowed
            When there is none of that id, or it is somebody else's.
        """


def check_reply(text: object) -> str:
    """Return a reply's text, without the blank around it.

    Raises
    ------
    ReplyError
        When it is empty, too long, or not text that can be stored.
    """
    if not isinstance(text, str) or (storable(text) and not is_visible(text)):
        raise ReplyError("Votre réponse est vide\u00a0: rien n’a été envoyé, écrivez quelques mots.")
    told = text.strip()
    if len(told) > LONGEST_REPLY:
        raise ReplyError(
            f"Votre réponse dépasse {LONGEST_REPLY}\u00a0signes\u00a0: elle reste sur cette page, raccourcissez-la "
            "puis envoyez-la, ou dites le reste de vive voix."
        )
    if not storable(told):
        raise ReplyError("Votre réponse contient un signe illisible\u00a0: elle reste sur cette page, corrigez-la.")
    return told
