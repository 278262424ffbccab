"""The ways to live the course: days planned slot by slot, or stages of weeks and months."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from parcours_u.domain.days import Day, Slot, day_from_dict
from parcours_u.domain.exercise import People

__all__ = [
    "CourseFormat",
    "Duty",
    "Length",
    "Meeting",
    "Room",
    "Stage",
    "Unit",
    "course_format_from_dict",
]


@dataclass(frozen=True)
class Duty:
    """Something that somebody takes charge of during a format."""

    id: str
    name: str
    task: str


@dataclass(frozen=True)
class Room:
    """A place that a format needs, and what it must be like."""

    id: str
    name: str
    needs: str


class Unit(StrEnum):
    """What the stages of a format are counted in."""

    MINUTE = "minute"
    HOUR = "hour"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class Length:
    """How long a format in stages lasts."""

    count: int
    unit: Unit


@dataclass(frozen=True)
class Meeting:
    """A rendezvous of a stage; ``version`` is the way of running an exercise that fills it, if any."""

    title: str
    minutes: int
    what: str
    version: str = ""


@dataclass(frozen=True)
class Stage:
    """A stretch of a format, ``length`` units long.

    Parameters
    ----------
    title, what : str
        Its French name, and what is done.
    rhythm : str
        « Inspiration », « Pratique »…, when weeks of several kinds alternate.
    length : int
        How many units of the format it takes.
    modules, versions : tuple of str
        The modules gone through, and the ways of running exercises that are lived, by id.
    meeting : Meeting or None
        When people meet.
    """

    title: str
    what: str
    length: int
    rhythm: str = ""
    modules: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    meeting: Meeting | None = None


@dataclass(frozen=True)
class CourseFormat:
    """A way to live the course, made either of days or of stages.

    Parameters
    ----------
    id, title, summary : str
        Its id, its French name, and what it is in one sentence.
    purpose : str
        What it is for.
    audience : str
        Whom it is for.
    people : People
        How many people take part.
    before, after, care, further : tuple of str
        What to prepare, what follows, and what to watch over.
    days : tuple of Day
        Empty for a format in stages.
    duties, rooms : tuple
        Who takes charge of what, and where: for a format in days.
    length : Length or None
        How long the stages last together; None for a format in days.
    stages : tuple of Stage
        Empty for a format in days.
    """

    id: str
    title: str
    summary: str
    purpose: str
    audience: str
    people: People
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    care: tuple[str, ...] = ()
    further: tuple[str, ...] = ()
    days: tuple[Day, ...] = ()
    duties: tuple[Duty, ...] = ()
    rooms: tuple[Room, ...] = ()
    length: Length | None = None
    stages: tuple[Stage, ...] = ()

    def slot(self, slot_id: str) -> tuple[Day, Slot]:
        """Return a slot by its id, with its day.

        Raises
        ------
        KeyError
            When no day of the format has it.
        """
        for day in self.days:
            for slot in day.slots:
                if slot.id == slot_id:
                    return day, slot
        raise KeyError(slot_id)

    def versions(self) -> Iterator[str]:
        """Yield the id of every way of running an exercise that is used, once for each use."""
        for day in self.days:
            for slot in day.slots:
                yield from filter(None, (slot.version, slot.late.version))
        for stage in self.stages:
            yield from stage.versions
            if stage.meeting and stage.meeting.version:
                yield stage.meeting.version


def course_format_from_dict(data: Mapping[str, Any]) -> CourseFormat:
    """Build a format from its JSON form."""
    length = data["length"]
    return CourseFormat(
        **{
            **data,
            **{key: tuple(data[key]) for key in ("before", "after", "care", "further")},
            "people": People(**data["people"]),
            "days": tuple(map(day_from_dict, data["days"])),
            "duties": tuple(Duty(**one) for one in data["duties"]),
            "rooms": tuple(Room(**one) for one in data["rooms"]),
            "length": Length(length["count"], Unit(length["unit"])) if length else None,
            "stages": tuple(map(_stage, data["stages"])),
        }
    )


def _stage(data: Mapping[str, Any]) -> Stage:
    meeting = Meeting(**data["meeting"]) if data["meeting"] else None
    lists = {key: tuple(data[key]) for key in ("modules", "versions")}
    return Stage(**{**data, **lists, "meeting": meeting})
