"""A cohort's programme as it is told to those who live it: what happens when, and the page that it is lived with.

What is for those who hold the day (who leads, what to lay out, plans B, what is lost when it runs late) stays with them: see
:mod:`.day_told`.
"""

from collections.abc import Callable
from typing import Any

from parcours_u.domain.course import Course
from parcours_u.domain.days import iso_time
from parcours_u.domain.programme import Programme, dated, lived_slots

__all__ = ["lived_row"]

Row = dict[str, Any]


def lived_row(course: Course, chosen: Programme, page_url: Callable[[str], str]) -> Row | None:
    """Return the programme, a late day as it now is; None when the course has no such format any more, or no such day.

    Parameters
    ----------
    course : Course
        Its formats, exercises and modules.
    chosen : Programme
        What the cohort lives.
    page_url : callable
        Gives the address of a page, from its path in the course.
    """
    found = dated(course, chosen)
    if found is None:
        return None

    def page(module: str, version: str) -> Row | None:
        if not module and not version:
            return None
        part = course.part(module) if module else course.version(version)[0]
        return {"titre": part.title, "adresse": page_url(course.page_path(part.id))}

    days = []
    for on, day in found.days:
        late = chosen.late if chosen.late is not None and chosen.late.day == on.isoformat() else None
        moments = [
            {
                "titre": slot.title,
                "debut": iso_time(start),
                "fin": iso_time(end),
                "page": page(slot.module, slot.version),
            }
            for slot, start, end in lived_slots(day, late)
        ]
        told = {"date": on.isoformat(), "titre": day.title, "change": late is not None, "fin_prevue": iso_time(day.end)}
        days.append({**told, "moments": moments})
    stages = [
        {
            "du": first.isoformat(),
            "au": last.isoformat(),
            "titre": stage.title,
            "page": page(next(iter(stage.modules), ""), next(iter(stage.versions), "")),
        }
        for first, last, stage in found.stages
    ]
    return {"jours": days, "etapes": stages}
