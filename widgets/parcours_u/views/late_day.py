"""« Il est 15 h 10, que garde-t-on ? »: the control that plans the rest of a day again, and the calendar to take away."""

from collections.abc import Sequence
from typing import Any

import traitlets

from parcours_u.client import Client
from parcours_u.domain.course import Course
from parcours_u.domain.day_plan import Fate, PlannedSlot, Replanned, replan
from parcours_u.domain.days import When, clock, iso_time, minutes_of
from parcours_u.domain.formats import CourseFormat
from parcours_u.domain.french_words import lowered, spoken_minutes
from parcours_u.views.front_end import script, style
from parcours_u.views.page_widget import PageWidget

__all__ = ["LateDay", "summary"]

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

    _esm = script("dom", "announce", "pages", "late_day")
    _css = style("pages", "late_day")

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


def summary(found: Replanned) -> str:
    """Return what becomes of the day, in French."""
    fates = [one.fate for one in found.slots]
    given = [
        _counted(fates.count(Fate.SHORTENED), "séquence est réduite", "séquences sont réduites"),
        _counted(fates.count(Fate.DROPPED), "séquence est supprimée", "séquences sont supprimées"),
    ]
    given = [text for text in given if text]
    if found.late:
        kept = f"Même ainsi ({', '.join(given)}), " if given else "Plus rien ne peut céder\u00a0: "
        return (
            f"{kept}la journée finira à {clock(found.end)}, avec {spoken_minutes(found.late)} de retard. "
            "Décidez avec le groupe\u00a0: finir plus tard, ou reporter une séquence."
        )
    if not given:
        spare = f", avec {spoken_minutes(found.spare)} d’avance" if found.spare else ""
        return f"Tout tient\u00a0: la journée finit à {clock(found.end)}{spare}."
    spare = f", avec {spoken_minutes(found.spare)} libres" if found.spare else ""
    return f"La journée finit à {clock(found.end)}{spare}. Pour cela, {' et '.join(given)}."


def _counted(count: int, one: str, several: str) -> str:
    if not count:
        return ""
    return f"une {one}" if count == 1 else f"{count} {several}"


def _told(course: Course, one: PlannedSlot) -> dict[str, Any]:
    slot = one.slot
    notes = []
    if one.fate is Fate.SHORTENED and slot.late.version:
        notes.append(f"Version conseillée\u00a0: «\u00a0{course.version(slot.late.version)[1].title}\u00a0».")
    if one.fate is not Fate.KEPT:
        notes.append(f"Ce que l’on perd\u00a0: {lowered(slot.late.losing(dropped=one.fate is Fate.DROPPED))}")
    if one.delay:
        notes.append(f"On vous attend à {clock(one.planned)}\u00a0: prévenez de {spoken_minutes(one.delay)} de retard.")
    return {
        "id": slot.id,
        "title": slot.title,
        "time": "" if one.fate is Fate.DROPPED else f"{clock(one.start)}\u00a0– {clock(one.start + one.minutes)}",
        "fate": one.fate.value,
        "state": _state(one),
        "notes": notes,
    }


def _state(one: PlannedSlot) -> str:
    if one.fate is Fate.DROPPED:
        return f"supprimée ({spoken_minutes(one.slot.minutes)} prévues)"
    if one.fate is Fate.SHORTENED:
        return f"réduite à {spoken_minutes(one.minutes)} ({spoken_minutes(one.slot.minutes)} prévues)"
    if one.slot.late.when is When.KEEP and not one.slot.kind.protected:
        return f"gardée, à ne pas réduire ({spoken_minutes(one.minutes)})"
    return f"gardée ({spoken_minutes(one.minutes)})"


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
