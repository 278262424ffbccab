"""The days of a format as a calendar file (RFC 5545), one event a slot.

Times are *floating*: nine o'clock is nine o'clock wherever the group meets, in Paris, in Saint-Denis de La Réunion or in
Cayenne, in summer and in winter. So the file names no time zone, and needs none. It holds the public plan and a date, and
nothing of the person who asks for it.
"""

from datetime import date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event

from parcours_u.domain.course import Course
from parcours_u.domain.days import Slot
from parcours_u.domain.formats import CourseFormat
from parcours_u.domain.french_words import listed

__all__ = ["calendar_bytes"]

_PRODUCT = "-//parcours-u//plan des formats//FR"


def calendar_bytes(course: Course, one: CourseFormat, first_day: date, stamp: datetime) -> bytes:
    """Return the calendar of a format whose first day is ``first_day``; the others follow it.

    Parameters
    ----------
    course : Course
        Names the exercises and modules of the slots.
    one : CourseFormat
        A format in days.
    first_day : datetime.date
        The day on which it begins.
    stamp : datetime.datetime
        When the file is made, in UTC.

    Raises
    ------
    OverflowError
        When a day would be after the year 9999.
    """
    calendar = Calendar.new(prodid=_PRODUCT, name=one.title, language="fr", uid=_uid(one.id, first_day))
    for rank, day in enumerate(one.days):
        midnight = datetime.combine(first_day + timedelta(days=rank), time())
        for slot, start in day.times():
            begins = midnight + timedelta(minutes=start)
            calendar.add_component(
                Event.new(
                    uid=_uid(one.id, first_day, slot.id),
                    stamp=stamp,
                    start=begins,
                    end=begins + timedelta(minutes=slot.minutes),
                    summary=slot.title,
                    description=_description(course, one, slot),
                    location=listed(room.name for room in one.rooms if room.id in slot.room) or None,
                )
            )
    content: bytes = calendar.to_ical()
    return content


def _uid(*parts: object) -> str:
    """Return the same id for the same slot of the same voyage: a file imported twice updates its events."""
    return str(uuid5(NAMESPACE_URL, "/".join(("parcours-u", *map(str, parts)))))


def _description(course: Course, one: CourseFormat, slot: Slot) -> str:
    """Return what happens and what to prepare, as the lines of a plain text."""
    exercise = next((part.title for part in course.exercises for form in part.formats if form.id == slot.version), "")
    module = next((part.title for part in course.modules if part.id == slot.module), "")
    lines = [
        ("", slot.what),
        ("Exercice", exercise),
        ("Module", module),
        ("Qui mène", listed(duty.name for duty in one.duties if duty.id in slot.lead)),
        ("Qui fait quoi", slot.tasks),
        ("Matériel", listed(slot.materials)),
        ("Plan B", slot.plan_b),
    ]
    return "\n".join(f"{name}\u00a0: {text}" if name else text for name, text in lines if text)
