"""A day planned slot by slot, and how each slot gives way when the day runs late."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

__all__ = [
    "Day",
    "Late",
    "Slot",
    "SlotKind",
    "When",
    "clock",
    "day_from_dict",
    "iso_time",
    "minutes_of",
    "written_time",
]


class SlotKind(StrEnum):
    """What a slot is; only a session ever gives way to lateness."""

    SESSION = "session"
    BREAK = "break"
    MEAL = "meal"

    @property
    def protected(self) -> bool:
        """Whether it is time off, which a late day never eats."""
        return self is not SlotKind.SESSION


class When(StrEnum):
    """How a slot gives way when the day runs late."""

    KEEP = "keep"
    SHRINK = "shrink"
    DROP = "drop"


@dataclass(frozen=True)
class Late:
    """What may happen to a slot when the day runs late.

    Parameters
    ----------
    when : When
        It must be kept, can be shortened, or can be dropped.
    minutes : int
        How long it lasts at least, when it is kept; 0 when it is kept whole or dropped.
    version : str
        The way to run the slot's exercise in that time; empty when it is the same one.
    lost : str
        What is lost then, in a French sentence or two; empty for what must be kept.
    lost_shortened : str
        What is lost by only shortening a slot that can also be dropped.
    """

    when: When = When.KEEP
    minutes: int = 0
    version: str = ""
    lost: str = ""
    lost_shortened: str = ""

    def losing(self, *, dropped: bool) -> str:
        """Return what is lost by dropping the slot, or by shortening it."""
        return self.lost if dropped else self.lost_shortened or self.lost


@dataclass(frozen=True)
class Slot:
    """A moment of a day.

    Parameters
    ----------
    id, title, what : str
        Its id, unique in the format, its French name, and what happens.
    minutes : int
        How long it is planned to last.
    kind : SlotKind
        A session, a break or a meal.
    version : str
        The id of the way of running an exercise that is lived then (:class:`parcours_u.domain.exercise.Format`).
    module : str
        The module that is opened then.
    lead : tuple of str
        Ids of the duties that lead it.
    tasks : str
        Who does what meanwhile.
    room : tuple of str
        Ids of the rooms used.
    materials : tuple of str
        What is laid out beforehand.
    plan_b : str
        What to do when the room, the weather, the guests or the equipment fail.
    fixed : bool
        People or a meal are expected at that time: it never starts before it was planned.
    late : Late
        How it gives way.
    """

    id: str
    title: str
    what: str
    minutes: int
    kind: SlotKind = SlotKind.SESSION
    version: str = ""
    module: str = ""
    lead: tuple[str, ...] = ()
    tasks: str = ""
    room: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    plan_b: str = ""
    fixed: bool = False
    late: Late = Late()

    @property
    def least(self) -> int:
        """The minutes under which it makes no sense."""
        return self.late.minutes or self.minutes

    @property
    def can_drop(self) -> bool:
        """Whether the day may do without it."""
        return self.late.when is When.DROP


@dataclass(frozen=True)
class Day:
    """One day, its slots end to end; ``start`` is in minutes since midnight."""

    title: str
    aim: str
    start: int
    slots: tuple[Slot, ...]

    @property
    def end(self) -> int:
        """When the last slot ends, in minutes since midnight."""
        return self.start + sum(slot.minutes for slot in self.slots)

    def times(self) -> Iterator[tuple[Slot, int]]:
        """Yield each slot with the minute of the day at which it is planned to start."""
        start = self.start
        for slot in self.slots:
            yield slot, start
            start += slot.minutes


def clock(minutes: int) -> str:
    """Return a time of day as « 9 h 05 », all of it glued together; beyond midnight it starts again."""
    return f"{minutes // 60 % 24}\u00a0h\u00a0{minutes % 60:02d}"


def iso_time(minutes: int) -> str:
    """Return a time of day as « 09:05 », which :func:`minutes_of` reads; beyond midnight it starts again."""
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def minutes_of(text: str) -> int:
    """Return the minutes since midnight of a time written « 15:10 ».

    Raises
    ------
    ValueError
        When it is no such time.
    """
    if not (found := re.fullmatch(r"([01][0-9]|2[0-3]):([0-5][0-9])", text)):
        raise ValueError(f"{text!r} is no time of day")
    return int(found[1]) * 60 + int(found[2])


def written_time(text: str) -> int:
    """Return the minutes since midnight of a time as somebody typed it: « 15:10 », « 15h10 », « 15 h 10 » or « 15 h ».

    Raises
    ------
    ValueError
        When it is no time of day.
    """
    if not (found := re.fullmatch(r"([0-9]{1,2})\s*[:h]\s*([0-9]{2})?", text.strip().casefold())):
        raise ValueError(f"{text!r} is no time of day")
    return minutes_of(f"{found[1]:0>2}:{found[2] or '00'}")


def day_from_dict(data: Mapping[str, Any]) -> Day:
    """Build a day from its JSON form."""
    return Day(**{**data, "slots": tuple(map(_slot, data["slots"]))})


def _slot(data: Mapping[str, Any]) -> Slot:
    lists = {key: tuple(data[key]) for key in ("lead", "room", "materials")}
    late = Late(**{**data["late"], "when": When(data["late"]["when"])})
    return Slot(**{**data, **lists, "kind": SlotKind(data["kind"]), "late": late})
