"""Who may do what with whose entry: the only place where that is decided.

Pure functions over three things: how the reader is *related* to the entry's author, the entry's *audience*, and the
*action*. A reader usually has several relations to one author at once (same pair, same circle, same cohort): each may open
a door, none closes one, except having left the cohort, which closes all but one's own journal.

The rules, in words:

- One's own entry is one's own, whatever its audience; nobody else writes it, chooses who it is for, or reads its history.
- A pair, a circle or a core group reads the current version of what was opened to it. Who accompanies a core group is one
  of those who read what its members share there.
- The cohort is its participants *and* its trainers: what is open to it, they read as everybody does, deposited or not.
- Otherwise a trainer reads **only what was deposited**: an entry for the trainer alone is not readable before, and what was
  deposited is no longer readable once its author narrowed it, whatever copy had left.
- Hosts and visitors read nobody's words. Neither does whoever left; and nobody reads those of somebody who left.
- What a pair or a core group agreed on is the group's: those who are in it now read and change it.
- Inviting, adding, removing, giving roles, forming groups and choosing the programme is for the trainers who have the whole cohort
  in charge. Saying that the day runs late is for any trainer: it may be whoever is in the room.
- The commons is open to no one: consent and review come first, and are decided elsewhere.

An entry is opened to the groups of its author *at the time when the author chose*: see :func:`rooms_for`. A circle that is
formed anew is another circle; it reads nothing of what was told to the former one until the author says so. Neither does
whoever comes into a group read what was shared or replied there before, until the author shares it again: see :func:`was_there`.
The cohort is no such group: what is for everybody is for whoever comes later too.
"""

from collections.abc import Iterable
from enum import StrEnum
from itertools import combinations

from parcours_u.domain.audience import NOBODY, Audience, Reader, includes_trainer
from parcours_u.domain.people import GroupKind, Role
from parcours_u.domain.rooms import GROUP_OF, ROOM_KINDS, Room
from parcours_u.domain.standing import Standing

__all__ = [
    "Action",
    "Relation",
    "may",
    "may_agree",
    "may_animate",
    "may_follow_programme",
    "may_join",
    "may_manage",
    "may_read_in",
    "may_take_back_reply",
    "offered",
    "relations",
    "room_kinds",
    "rooms_for",
    "rooms_of",
    "was_there",
]


class Action(StrEnum):
    """What somebody may want to do with an entry."""

    READ_CURRENT = "read_current"
    READ_DEPOSITED = "read_deposited"
    READ_HISTORY = "read_history"
    WRITE = "write"
    SHARE = "share"
    TAKE_BACK = "take_back"
    DEPOSIT = "deposit"
    REPLY = "reply"
    COMMENT = "comment"


class Relation(StrEnum):
    """What a reader is to an author. No relation at all is a stranger's, here :attr:`STRANGER`."""

    SELF = "self"
    SAME_PAIR = "same_pair"
    SAME_CIRCLE = "same_circle"
    SAME_CORE_GROUP = "same_core_group"
    SAME_COHORT = "same_cohort"
    CIRCLE_TRAINER = "circle_trainer"
    COHORT_TRAINER = "cohort_trainer"
    HOST = "host"
    ACCOMPANIST = "accompanist"
    VISITOR = "visitor"
    STRANGER = "stranger"
    DEPARTED = "departed"


_MEMBERS = frozenset({Role.PARTICIPANT, Role.TRAINER})
_SAME = {
    GroupKind.PAIR: Relation.SAME_PAIR,
    GroupKind.CIRCLE: Relation.SAME_CIRCLE,
    GroupKind.CORE_GROUP: Relation.SAME_CORE_GROUP,
}
_AGREEING = frozenset({Reader.PAIR, Reader.CORE_GROUP})
_TRAINERS = frozenset({Relation.CIRCLE_TRAINER, Relation.COHORT_TRAINER})
# Which readers, of those an author may choose, each relation makes one of.
_IS_ONE_OF = {
    Relation.SAME_PAIR: Reader.PAIR,
    Relation.SAME_CIRCLE: Reader.CIRCLE,
    Relation.SAME_CORE_GROUP: Reader.CORE_GROUP,
    Relation.ACCOMPANIST: Reader.CORE_GROUP,
    Relation.SAME_COHORT: Reader.COHORT,
    Relation.CIRCLE_TRAINER: Reader.COHORT,
    Relation.COHORT_TRAINER: Reader.COHORT,
}
_ROOMS_OF_ROLE: dict[Role, frozenset[Reader]] = {
    Role.PARTICIPANT: ROOM_KINDS,
    Role.TRAINER: frozenset({Reader.COHORT}),
    Role.ACCOMPANIST: frozenset({Reader.CORE_GROUP}),
    Role.HOST: frozenset(),
    Role.VISITOR: frozenset(),
}
_KEPT_BY_WHO_LEFT = frozenset({Action.READ_CURRENT, Action.READ_DEPOSITED, Action.READ_HISTORY, Action.TAKE_BACK})


def relations(reader: Standing, author: Standing) -> frozenset[Relation]:
    """Return what a reader is to an author."""
    if reader.person == author.person:
        return frozenset({Relation.SELF} if reader.present else {Relation.SELF, Relation.DEPARTED})
    if not reader.present:
        return frozenset({Relation.DEPARTED})
    if reader.role is Role.VISITOR:
        return frozenset({Relation.VISITOR})
    if reader.role is None or not author.present or author.role in {None, Role.VISITOR}:
        return frozenset({Relation.STRANGER})
    return frozenset(_ties(reader, author)) or frozenset({Relation.STRANGER})


def _ties(reader: Standing, author: Standing) -> Iterable[Relation]:
    shared = {kind for kind, _ in reader.groups & author.groups}
    match reader.role:
        case Role.HOST:
            if reader.territory and reader.territory == author.territory:
                yield Relation.HOST
        case Role.ACCOMPANIST:
            if GroupKind.CORE_GROUP in shared:
                yield Relation.ACCOMPANIST
        case Role.TRAINER:
            if author.role in _MEMBERS:
                yield Relation.SAME_COHORT
            if author.role is Role.PARTICIPANT and not reader.trains:
                yield Relation.COHORT_TRAINER
            if author.role is Role.PARTICIPANT and reader.trains & author.of_kind(GroupKind.CIRCLE):
                yield Relation.CIRCLE_TRAINER
        case _:
            yield from (_SAME[kind] for kind in shared)
            if author.role in _MEMBERS:
                yield Relation.SAME_COHORT


def may(action: Action, who: Iterable[Relation], audience: Audience, *, deposited: bool = False) -> bool:
    """Tell whether an action is allowed.

    Parameters
    ----------
    action : Action
        What is asked.
    who : iterable of Relation
        What the one who asks is to the entry's author; see :func:`relations`.
    audience : Audience
        Who the author opened the entry to.
    deposited : bool
        Whether the entry left with a deposit.
    """
    held = frozenset(who)
    if Relation.SELF in held:
        return _may_with_own(action, Relation.DEPARTED in held, audience, deposited)
    if Relation.DEPARTED in held:
        return False
    if action in {Action.READ_CURRENT, Action.REPLY}:
        return any(_IS_ONE_OF.get(relation) in audience for relation in held)
    if action in {Action.READ_DEPOSITED, Action.COMMENT}:
        return deposited and includes_trainer(audience) and bool(held & _TRAINERS)
    return False


def _may_with_own(action: Action, departed: bool, audience: Audience, deposited: bool) -> bool:
    if departed and action not in _KEPT_BY_WHO_LEFT:
        return False
    match action:
        case Action.READ_DEPOSITED:
            return deposited
        case Action.DEPOSIT:
            return includes_trainer(audience)
        case Action.REPLY:
            return bool(ROOM_KINDS & audience)
        case Action.COMMENT:
            return False
        case _:
            return True


def room_kinds(role: Role | None) -> frozenset[Reader]:
    """Return the kinds of room that somebody of a role may ever be in."""
    return _ROOMS_OF_ROLE[role] if role is not None else frozenset()


def rooms_of(standing: Standing) -> tuple[Room, ...]:
    """Return the rooms that somebody is in now, from the smallest to the largest.

    A trainer is in the cohort's only: the circles that they are in charge of are not theirs to listen to.
    """
    if not standing.present or standing.role is None:
        return ()
    kinds = room_kinds(standing.role)
    groups = [
        Room(kind, group) for kind, of in GROUP_OF.items() if kind in kinds for group in sorted(standing.of_kind(of))
    ]
    return (*groups, Room(Reader.COHORT)) if Reader.COHORT in kinds else tuple(groups)


def may_join(standing: Standing, room: Room) -> bool:
    """Tell whether somebody is told what goes on in a room."""
    return room in rooms_of(standing)


def may_follow_programme(standing: Standing) -> bool:
    """Tell whether somebody is told what the cohort lives and when: all those who are of it, whatever their role."""
    return standing.present and standing.role not in {None, Role.VISITOR}


def may_agree(standing: Standing, room: Room) -> bool:
    """Tell whether somebody reads, writes, changes and removes what is agreed in a room: a pair's or a core group's members.

    What was agreed is the group's, whoever wrote it down: the accompanist of a core group is one of those.
    """
    return room.kind in _AGREEING and may_join(standing, room)


def may_animate(standing: Standing) -> bool:
    """Tell whether somebody is of the team that animates, and says how late the day runs: any trainer."""
    return standing.present and standing.role is Role.TRAINER


def may_manage(standing: Standing) -> bool:
    """Tell whether somebody invites, adds and removes people, gives roles, forms groups, chooses the programme.

    A trainer of the whole cohort.

    A new invitation makes a new key for somebody, and opens what they shared: whoever is in charge of some circles does not.
    """
    return may_animate(standing) and not standing.trains


def may_read_in(
    room: Room, reader: Standing, author: Standing, number: int, action: Action = Action.READ_CURRENT
) -> bool:
    """Tell whether a reader reads, or answers, an author's words in one room: an entry shared there, or a reply given there.

    Both must be in that very room now, and the reader must have been when it was told. One's own words stay one's own to read, also
    in a room that one has left.

    Parameters
    ----------
    number : int
        The number of the room's change that told it.
    """
    ties = relations(reader, author)
    opened = may(action, ties, frozenset({room.kind}))
    if Relation.SELF in ties:
        return opened and (action is Action.READ_CURRENT or may_join(reader, room))
    return opened and may_join(author, room) and was_there(reader, room, number)


def was_there(standing: Standing, room: Room, number: int) -> bool:
    """Tell whether somebody who is in a room now already was when a change of that number happened there."""
    return may_join(standing, room) and number > standing.came.get(room.group, -1)


def may_take_back_reply(asker: str, author: str) -> bool:
    """Tell whether somebody may take a reply back: its author, also after having left the room."""
    return asker == author


def rooms_for(author: Standing, audience: Audience) -> tuple[Room, ...]:
    """Return the rooms that an audience opens an entry to, as its author stands now; a deposit is no room."""
    return tuple(room for room in rooms_of(author) if room.kind in audience)


def offered(author: Standing) -> tuple[Audience, ...]:
    """Return the audiences that somebody may choose from: nobody first, the whole cohort last.

    A trainer is offered to whoever deposits, participants; a group to whoever is in one.
    """
    rooms = {room.kind for room in rooms_of(author)}
    small = [reader for reader in Reader if reader in rooms and reader is not Reader.COHORT]
    if author.present and author.role is Role.PARTICIPANT:
        small.append(Reader.TRAINER)
    found = [frozenset(some) for size in range(len(small) + 1) for some in combinations(small, size)]
    return (*found, frozenset({Reader.COHORT})) if Reader.COHORT in rooms else tuple(found or [NOBODY])
