"""A cohort's programme told day by day: what happens when, who does what, where it leads; the same for a page and a command."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from parcours_u.content.guide import HOST_SIDES
from parcours_u.content.outline import anchor
from parcours_u.domain.course import Course
from parcours_u.domain.day_plan import Fate, Replanned
from parcours_u.domain.days import Day, Slot, iso_time
from parcours_u.domain.formats import CourseFormat, Stage
from parcours_u.domain.french_words import listed
from parcours_u.domain.late_words import notes, state, summary
from parcours_u.domain.programme import Programme, dated, replanned
from parcours_u.paths import PAPER

__all__ = ["DayTeller", "format_row"]

Row = dict[str, Any]


def format_row(one: CourseFormat) -> Row:
    """Return what is known of a format before it is chosen."""
    return {"id": one.id, "titre": one.title, "jours": len(one.days)}


class DayTeller:
    """Tells a programme.

    Parameters
    ----------
    course : Course
        Its formats, exercises and modules.
    root : pathlib.Path
        Where the course's pages are: a group's own version may lack some.
    page_url : callable
        Gives the address of a page, from its path in the course.
    """

    def __init__(self, course: Course, root: Path, page_url: Callable[[str], str]) -> None:
        self._course = course
        self._page_url = page_url
        self._host_sides = course.page_path(HOST_SIDES)
        self._has_host_sides = (root / self._host_sides).is_file()

    def programme(self, chosen: Programme) -> Row | None:
        """Return the whole programme; None when the course has no such format any more, or no such day."""
        found = dated(self._course, chosen)
        if found is None:
            return None
        one = found.format
        return {
            "format": one.id,
            "titre": one.title,
            "premier_jour": chosen.first_day,
            "page": self._page_url(self._course.page_path(one.id)),
            "jours": [self._day(one, on, day, chosen) for on, day in found.days],
            "etapes": [self._stage(*stage) for stage in found.stages],
        }

    def _day(self, one: CourseFormat, on: date, day: Day, chosen: Programme) -> Row:
        late = chosen.late if chosen.late is not None and chosen.late.day == on.isoformat() else None
        found = replanned(day, late) if late is not None else None
        told = self._late(found, late.elapsed) if found is not None and late is not None else None
        return {
            "date": on.isoformat(),
            "titre": day.title,
            "but": day.aim,
            "debut": iso_time(day.start),
            "fin": iso_time(day.end),
            "sequences": [self._slot(one, slot, start) for slot, start in day.times()],
            "retard": {"minutes": late.minutes, "dit_a": iso_time(late.now), **told} if late and told else None,
        }

    def _slot(self, one: CourseFormat, slot: Slot, start: int) -> Row:
        return {
            "id": slot.id,
            "titre": slot.title,
            "genre": slot.kind.value,
            "debut": iso_time(start),
            "fin": iso_time(start + slot.minutes),
            "minutes": slot.minutes,
            "quoi": slot.what,
            "qui": listed(duty.name for duty in one.duties if duty.id in slot.lead),
            "taches": slot.tasks,
            "salle": listed(room.name for room in one.rooms if room.id in slot.room),
            "materiel": listed(slot.materials),
            "plan_b": slot.plan_b,
            "liens": self._links(slot.module, slot.version),
        }

    def _late(self, found: Replanned, elapsed: int) -> Row:
        return {
            "resume": summary(found),
            "tient": not found.late,
            "fin": iso_time(found.end),
            "sequences": [
                {
                    "id": one.slot.id,
                    "debut": iso_time(one.start - (elapsed if rank == 0 else 0)),  # the first one was under way
                    "fin": iso_time(one.start + one.minutes),
                    "devenir": one.fate.value,
                    "etat": state(one),
                    "notes": notes(self._course, one),
                    "liens": self._links("", one.slot.late.version) if one.fate is Fate.SHORTENED else [],
                }
                for rank, one in enumerate(found.slots)
            ],
        }

    def _stage(self, first: date, last: date, stage: Stage) -> Row:
        links = [link for module in stage.modules for link in self._links(module, "")]
        versions = dict.fromkeys([*stage.versions, *([stage.meeting.version] if stage.meeting else [])])
        links += [link for version in versions for link in self._links("", version)]
        meeting = stage.meeting
        return {
            "du": first.isoformat(),
            "au": last.isoformat(),
            "titre": stage.title,
            "quoi": stage.what,
            "rendez_vous": f"{meeting.title}, {meeting.minutes}\u00a0min" if meeting else "",
            "liens": links,
        }

    def _links(self, module: str, version: str) -> list[Row]:
        """Return where a moment leads: the module's page, the exercise's, what the guide says to its host, its sheet."""
        found = []
        if module:
            part = self._course.part(module)
            found.append(self._link(f"Le module «\u00a0{part.title}\u00a0»", self._course.page_path(module)))
        if version:
            exercise, _ = self._course.version(version)
            found.append(self._link(f"L’exercice «\u00a0{exercise.title}\u00a0»", self._course.page_path(exercise.id)))
            if self._has_host_sides:
                found.append(self._link("Côté hôte", f"{self._host_sides}#{anchor(exercise.title)}"))
            found.append(self._link("À imprimer", f"{PAPER}/{exercise.id}.html"))
        return found

    def _link(self, title: str, path: str) -> Row:
        return {"titre": title, "adresse": self._page_url(path)}
