"""« Il est 15 h 10, que garde-t-on ? »: the control that plans the rest of a day again, and the calendar to take away."""

from collections.abc import Sequence
from typing import Any

import traitlets

from parcours_u.client import Client
from parcours_u.domain.course import Course
from parcours_u.domain.day_plan import Fate, PlannedSlot, replan
from parcours_u.domain.days import clock, iso_time, minutes_of
from parcours_u.domain.formats import CourseFormat
from parcours_u.domain.late_words import notes, state, summary
from parcours_u.views.front_end import script, style
from parcours_u.views.page_widget import PageWidget

__all__ = ["LateDay"]

_LONGEST = 600
_REFUSED = (
    "Il manque une heure ou une séquence\u00a0: l’ancien plan reste affiché, complétez les cases puis recommencez."
)


class LateDay(PageWidget):
    """A form (the time, the slot, the end of the day), and the rest of the day as it then becomes.

    Nothing of it is saved: what is asked goes to the kernel and nowhere else.

    Parameters
    ----------
    client : Client
        Gives the course, and the address of the calendar.
    format_id : str
        A format in days.
    """

    _esm = script("dom", "announce", "pages", "field", "print_alone", "unfold_for_print", "late_day")
    _css = style("pages", "field", "late_day")

    plan = traitlets.Dict().tag(sync=True)

    def __init__(self, client: Client, format_id: str) -> None:
        self._course = client.course
        self._format = client.course.format(format_id)
        calendar = "" if client.read_only else client.api_url(f"formats/{format_id}.ics")
        super().__init__({"replan": self._replan}, plan=_choices(self._format, calendar))

    def _replan(self, asked: dict[str, Any], _: Sequence[bytes]) -> dict[str, Any]:
        try:
            day, slot = self._format.slot(str(asked.get("slot", "")))
            now, deadline = minutes_of(str(asked.get("now", ""))), minutes_of(str(asked.get("end", "")))
            elapsed = int(str(asked.get("elapsed", "")) or "0")
        except (KeyError, ValueError):
            return {"failed": _REFUSED}
        if not 0 <= elapsed <= _LONGEST:
            return {"failed": _REFUSED}
        found = replan(day, slot.id, now, deadline=deadline, elapsed=elapsed)
        return {
            "summary": summary(found),
            "kind": "erreur" if found.late else "fait",
            "slots": [_told(self._course, one) for one in found.slots],
        }


def _told(course: Course, one: PlannedSlot) -> dict[str, Any]:
    return {
        "id": one.slot.id,
        "title": one.slot.title,
        "time": "" if one.fate is Fate.DROPPED else f"{clock(one.start)}\u00a0– {clock(one.start + one.minutes)}",
        "fate": one.fate.value,
        "state": state(one),
        "notes": notes(course, one),
    }


def _choices(one: CourseFormat, calendar: str) -> dict[str, Any]:
    return {
        "calendar": calendar,
        "days": [
            {
                "title": day.title,
                "end": iso_time(day.end),
                "slots": [
                    {"id": slot.id, "label": f"{clock(start)}, {slot.title}", "start": iso_time(start)}
                    for slot, start in day.times()
                ],
            }
            for day in one.days
        ],
    }
