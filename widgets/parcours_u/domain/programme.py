"""A cohort's programme: the format that it lives, the day on which it begins, and by how much a day runs late, when it does."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from parcours_u.domain.course import Course
from parcours_u.domain.day_plan import Fate, Replanned, replan
from parcours_u.domain.days import Day, Slot
from parcours_u.domain.formats import CourseFormat, Stage, Unit

__all__ = [
    "LONGEST_LATENESS",
    "PROGRAMME_ROOM",
    "Dated",
    "Lateness",
    "NotThatDay",
    "Programme",
    "dated",
    "dated_days",
    "dated_stages",
    "lateness",
    "lived_slots",
    "replanned",
]

PROGRAMME_ROOM = "programme"
"""The room of the push channel in which its changes are told."""

LONGEST_LATENESS = 600
"""The most minutes by which a day may be said to run late."""


class NotThatDay(ValueError):
    """Nothing of a day is left at the time that was given."""


@dataclass(frozen=True)
class Lateness:
    """What is known of a day that runs late: enough to plan the rest of it again, the same for everybody.

    Attributes
    ----------
    day : str
        The date, ISO 8601.
    minutes : int
        By how much it was said to run late.
    slot : str
        The slot that was under way.
    now, elapsed : int
        The time at which it was said, in minutes since midnight, and for how long the slot had been under way.
    """

    day: str
    minutes: int
    slot: str
    now: int
    elapsed: int


@dataclass(frozen=True)
class Programme:
    """The id of a format, and its first day, ISO 8601."""

    format: str
    first_day: str
    late: Lateness | None = None


@dataclass(frozen=True)
class Dated:
    """A programme with its dates: the days of its format, or its stages with the first and last day of each."""

    format: CourseFormat
    days: tuple[tuple[date, Day], ...]
    stages: tuple[tuple[date, date, Stage], ...]


def dated(course: Course, chosen: Programme) -> Dated | None:
    """Return a programme with its dates; None when the course has no such format any more, or no such day."""
    try:
        one, first = course.format(chosen.format), date.fromisoformat(chosen.first_day)
        return Dated(one, tuple(dated_days(one, first)), tuple(dated_stages(one, first)))
    except (KeyError, ValueError, OverflowError):
        return None


def dated_days(one: CourseFormat, first_day: date) -> list[tuple[date, Day]]:
    """Return the days of a format with their dates: they follow each other, as in its calendar.

    Raises
    ------
    OverflowError
        When a day would be after the year 9999.
    """
    return [(first_day + timedelta(days=rank), day) for rank, day in enumerate(one.days)]


def dated_stages(one: CourseFormat, first_day: date) -> Iterator[tuple[date, date, Stage]]:
    """Yield the stages of a format with their first and last days; those counted in minutes or hours are all on the first.

    Raises
    ------
    OverflowError
        When a stage would be after the year 9999.
    """
    begun = 0
    for stage in one.stages if one.length is not None else ():
        unit = one.length.unit if one.length is not None else Unit.HOUR
        yield _after(first_day, begun, unit), _last(first_day, begun + stage.length, unit), stage
        begun += stage.length


def lateness(day: Day, on: date, minutes: int, now: int) -> Lateness:
    """Return what it means that a day is some minutes behind its plan, at some time of the day.

    Parameters
    ----------
    day : Day
        As it was planned.
    on : datetime.date
        Its date.
    minutes, now : int
        By how much it is late, and the time.

    Raises
    ------
    NotThatDay
        When the whole plan is behind, so late.
    ValueError
        When the lateness is nought or less, or beyond :data:`LONGEST_LATENESS`.
    """
    if not 0 < minutes <= LONGEST_LATENESS:
        raise ValueError("no lateness is that long")
    reached = now - minutes  # where the plan is, at the pace that it had
    if reached >= day.end:
        raise NotThatDay
    if reached <= day.start:
        return Lateness(on.isoformat(), minutes, day.slots[0].id, day.start + minutes, 0)
    slot, start = [(slot, start) for slot, start in day.times() if start <= reached][-1]
    return Lateness(on.isoformat(), minutes, slot.id, now, reached - start)


def lived_slots(day: Day, late: Lateness | None) -> list[tuple[Slot, int, int]]:
    """Return what a day is made of as it is lived: each slot with its first and last minute, without those that it dropped."""
    planned = [(slot, start, start + slot.minutes) for slot, start in day.times()]
    found = replanned(day, late) if late is not None else None
    if found is None or late is None:
        return planned
    left = [one.slot.id for one in found.slots]
    again = [
        (
            one.slot,
            one.start - (late.elapsed if rank == 0 else 0),
            one.start + one.minutes,
        )  # the first one was under way
        for rank, one in enumerate(found.slots)
        if one.fate is not Fate.DROPPED
    ]
    return [*(one for one in planned if one[0].id not in left), *again]


def replanned(day: Day, late: Lateness) -> Replanned | None:
    """Return the rest of a late day; None when its format changed since and has no such slot."""
    try:
        return replan(day, late.slot, late.now, elapsed=late.elapsed)
    except (KeyError, ValueError):
        return None


def _after(first_day: date, count: int, unit: Unit) -> date:
    """Return the day that is so many units after the first."""
    if unit is Unit.WEEK:
        return first_day + timedelta(weeks=count)
    if unit is not Unit.MONTH:
        return first_day
    years, month = divmod(first_day.month - 1 + count, 12)
    try:
        month_after = date(first_day.year + years, month + 1, 1)
    except ValueError as error:
        raise OverflowError("date value out of range") from error
    last = (month_after.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return min(month_after + timedelta(days=first_day.day - 1), last)


def _last(first_day: date, count: int, unit: Unit) -> date:
    """Return the last day of a stage that ends so many units after the first."""
    return first_day if unit in {Unit.MINUTE, Unit.HOUR} else _after(first_day, count, unit) - timedelta(days=1)
