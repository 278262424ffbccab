"""A format to what is read of it: its page, with the plan hour by hour or stage by stage, and its place in the list."""

import posixpath
from collections.abc import Iterable, Iterator

from parcours_u.content.markdown import environment, render
from parcours_u.content.pages import Call, Page, PageKind, Prose
from parcours_u.domain.course import Course
from parcours_u.domain.days import Late, Slot, When, clock, iso_time
from parcours_u.domain.formats import CourseFormat, Stage, Unit
from parcours_u.domain.french_words import listed, lowered, spoken_minutes, spoken_people

__all__ = ["format_list", "format_page", "giving_way"]

_UNITS = {
    Unit.MINUTE: ("minute", "minutes"),
    Unit.HOUR: ("heure", "heures"),
    Unit.WEEK: ("semaine", "semaines"),
    Unit.MONTH: ("mois", "mois"),
}


def format_page(course: Course, one: CourseFormat) -> Page:
    """Return the page of one format; one in days begins with what plans a late day again, and gives the calendar."""
    further = "\n".join(f"- {text}" for text in one.further)
    opening = Prose("\n\n".join(filter(None, [f"# {one.title}", one.summary, *one.purpose.split("\n"), further])))
    late = (Prose(render("late_day")), Call("late_day", one.id)) if one.days else ()
    cells = (opening, *late, _plan(course, one))
    return Page(PageKind.FORMAT, one.id, one.title, one.summary, cells, f"course/formats/{one.id}.yaml")


def format_list(formats: Iterable[CourseFormat]) -> str:
    """Return, in Markdown, the list of the formats, each with whom it is for and how long it takes."""
    return _ENVIRONMENT.get_template("format_list.md.j2").render(formats=formats).strip()


def giving_way(course: Course, late: Late) -> str:
    """Return how a slot gives way when the day runs late, in French."""
    if late.when is When.KEEP:
        return "À garder en entier."
    other = f", avec la version «\u00a0{course.version(late.version)[1].title}\u00a0»" if late.version else ""
    shorter = f"se réduire à {spoken_minutes(late.minutes)}{other}"
    lost = f"Ce que l’on perd\u00a0: {lowered(late.lost)}"
    if late.when is When.SHRINK:
        return f"Peut {shorter}. {lost}"
    if not late.minutes:
        return f"Peut se supprimer. {lost}"
    return (
        f"Peut {shorter}. Ce que l’on perd alors\u00a0: {lowered(late.lost_shortened)} Peut aussi se supprimer. {lost}"
    )


def _plan(course: Course, one: CourseFormat) -> Prose:
    folder = posixpath.dirname(course.page_path(one.id))
    duties = {duty.id: duty.name for duty in one.duties}
    rooms = {room.id: room.name for room in one.rooms}

    def place(part_id: str) -> str:
        return posixpath.relpath(course.page_path(part_id), folder)

    def led(slot: Slot) -> str:
        return listed(duties[duty] for duty in slot.lead)

    def held(slot: Slot) -> str:
        return listed(rooms[room] for room in slot.room)

    html = _ENVIRONMENT.get_template("course_format.html.j2").render(
        course=course,
        one=one,
        length=_length(one),
        spans=list(_spans(one)),
        place=place,
        duties=led,
        rooms=held,
        giving_way=lambda late: giving_way(course, late),
    )
    # In Markdown, a block of HTML ends at the first blank line.
    return Prose("\n".join(line for line in html.split("\n") if line.strip()))


def _spans(one: CourseFormat) -> Iterator[tuple[Stage, str]]:
    begun = 0
    for stage in one.stages:
        if one.length is not None:
            yield stage, _span(one.length.unit, begun, stage.length)
        begun += stage.length


def _span(unit: Unit, begun: int, length: int) -> str:
    """Return when a stage takes place: « Semaines 3 et 4 »; « 3 min » for a format of some minutes."""
    if unit is Unit.MINUTE:
        return spoken_minutes(length)
    first, last, name = begun + 1, begun + length, _UNITS[unit][length > 1].capitalize()
    if length == 1:
        return f"{name}\u00a0{first}"
    return f"{name}\u00a0{first} {'et' if length == 2 else 'à'}\u00a0{last}"


def _length(one: CourseFormat) -> str:
    if one.length is None:
        return f"{len(one.days)}\u00a0jours" if len(one.days) > 1 else "un jour"
    return f"{one.length.count}\u00a0{_UNITS[one.length.unit][one.length.count > 1]}"


_ENVIRONMENT = environment()
_ENVIRONMENT.filters.update(
    clock=clock,
    listed=listed,
    iso=iso_time,
    length_of=_length,
    lowered=lowered,
    minutes=spoken_minutes,
    people=spoken_people,
)
