"""A format on a page: three days hour by hour, or stages of weeks and months.

Plain HTML, complete before any script, so that it reads, prints and is searched as text.
"""

from collections.abc import Iterable
from html import escape

from IPython.display import HTML, display

from parcours_u.client import Client
from parcours_u.domain.course import Course, Exercise
from parcours_u.domain.days import Day, Late, Slot, When, clock
from parcours_u.domain.exercise import Format
from parcours_u.domain.formats import CourseFormat, Meeting, Stage, Unit
from parcours_u.domain.french_words import listed, lowered, spoken_minutes, spoken_people
from parcours_u.views.front_end import style

__all__ = ["format_html", "format_of", "format_page", "giving_way", "version_of"]

_UNITS = {
    Unit.MINUTE: ("minute", "minutes"),
    Unit.HOUR: ("heure", "heures"),
    Unit.WEEK: ("semaine", "semaines"),
    Unit.MONTH: ("mois", "mois"),
}


def format_page(client: Client, format_id: str) -> None:
    """Show one format.

    Raises
    ------
    KeyError
        When the course has none of that id.
    """
    display(HTML(format_html(client, format_of(client.course, format_id))))


def format_of(course: Course, format_id: str) -> CourseFormat:
    """Return a format of the course by its id.

    Raises
    ------
    KeyError
        When the course has none of that id.
    """
    for one in course.formats:
        if one.id == format_id:
            return one
    raise KeyError(format_id)


def version_of(course: Course, version: str) -> tuple[Exercise, Format]:
    """Return a way of running an exercise by its id, with its exercise.

    Raises
    ------
    KeyError
        When no exercise of the course has it.
    """
    for exercise in course.exercises:
        for one in exercise.formats:
            if one.id == version:
                return exercise, one
    raise KeyError(version)


def format_html(client: Client, one: CourseFormat) -> str:
    """Return the HTML of one format."""
    parts = [
        f"<style>{style('formats')}</style>",
        f'<section class="pu-format" aria-labelledby="format-{one.id}">',
        f'<h2 id="format-{one.id}">{escape(one.title)}</h2>',
        f"<p>{escape(one.summary)}</p>",
        *(f"<p>{escape(text)}</p>" for text in one.purpose.split("\n") if text),
        _terms([("Pour qui", one.audience), ("Combien", spoken_people(one.people)), ("Durée", _length(one))]),
        _list("Avant", one.before),
        *(_day(client, one, day) for day in one.days),
        _stages(client, one),
        _named("Qui tient quoi", [(duty.name, duty.task) for duty in one.duties]),
        _named("Les lieux", [(room.name, room.needs) for room in one.rooms]),
        _list("À quoi veiller", one.care),
        _list("Après", one.after),
        "</section>",
    ]
    return "\n".join(part for part in parts if part)


def giving_way(course: Course, late: Late) -> str:
    """Return how a slot gives way when the day runs late, in French."""
    if late.when is When.KEEP:
        return "À garder en entier."
    other = f", avec la version «\u00a0{version_of(course, late.version)[1].title}\u00a0»" if late.version else ""
    shorter = f"se réduire à {spoken_minutes(late.minutes)}{other}"
    lost = f"Ce que l’on perd\u00a0: {lowered(late.lost)}"
    if late.when is When.SHRINK:
        return f"Peut {shorter}. {lost}"
    if not late.minutes:
        return f"Peut se supprimer. {lost}"
    return (
        f"Peut {shorter}. Ce que l’on perd alors\u00a0: {lowered(late.lost_shortened)} Peut aussi se supprimer. {lost}"
    )


def _day(client: Client, one: CourseFormat, day: Day) -> str:
    slots = "\n".join(_slot(client, one, slot, start) for slot, start in day.times())
    return (
        f'<h3 class="pu-jour">{escape(day.title)}</h3><p>{escape(day.aim)} De {clock(day.start)} à {clock(day.end)}.</p>'
        f'<ol class="pu-programme">{slots}</ol>'
    )


def _slot(client: Client, one: CourseFormat, slot: Slot, start: int) -> str:
    end = start + slot.minutes
    times = (
        f'<time datetime="{_iso(start)}">{clock(start)}</time>\u00a0– <time datetime="{_iso(end)}">{clock(end)}</time>'
        f' <span class="pu-duree">({spoken_minutes(slot.minutes)})</span>'
    )
    return (
        f'<li id="sequence-{slot.id}" class="pu-sequence pu-{slot.kind}"><p class="pu-heure">{times}</p>'
        f"<div><h4>{escape(slot.title)}</h4><p>{escape(slot.what)}</p>{_links(client, slot)}{_conduct(client, one, slot)}</div></li>"
    )


def _links(client: Client, slot: Slot) -> str:
    return _opened(client, [slot.module] if slot.module else [], [slot.version] if slot.version else [])


def _opened(client: Client, modules: Iterable[str], versions: Iterable[str]) -> str:
    """Return the links to modules and exercises, each named with what it is."""
    links = [f"module {_link(client, module, client.course.part(module).title)}" for module in modules]
    for version in versions:
        exercise, one = version_of(client.course, version)
        variant = "" if one is exercise.formats[0] else f", version «\u00a0{escape(one.title)}\u00a0»"
        links.append(f"exercice {_link(client, exercise.id, exercise.title)}{variant} ({spoken_minutes(one.minutes)})")
    if not links:
        return ""
    text = "\u202f; ".join(links)
    return f'<p class="pu-ouvre">{text[:1].upper()}{text[1:]}.</p>'


def _link(client: Client, part: str, title: str) -> str:
    return f'<a href="{escape(client.page_url(part))}">{escape(title)}</a>'


def _conduct(client: Client, one: CourseFormat, slot: Slot) -> str:
    """Return what only those who lead need, folded; nothing for a break."""
    duties = {duty.id: duty.name for duty in one.duties}
    rooms = {room.id: room.name for room in one.rooms}
    pairs = [
        ("Qui mène", listed(duties[duty] for duty in slot.lead)),
        ("Qui fait quoi", slot.tasks),
        ("Où", listed(rooms[room] for room in slot.room)),
        ("Matériel", listed(slot.materials)),
        ("Plan B", slot.plan_b),
        ("Si l’on est en retard", giving_way(client.course, slot.late)),
    ]
    if slot.kind.protected:
        return f'<p class="pu-ou">{escape(pairs[2][1])}. Ce temps garde toujours sa durée.</p>'
    return (
        f'<details class="pu-conduite"><summary>Préparer et animer<span class="pu-hidden">\u00a0: {escape(slot.title)}</span>'
        f"</summary>{_terms(pairs)}</details>"
    )


def _stages(client: Client, one: CourseFormat) -> str:
    if one.length is None:
        return ""
    items, begun = [], 0
    for stage in one.stages:
        items.append(_stage(client, stage, _span(one.length.unit, begun, stage.length)))
        begun += stage.length
    return f'<h3>Le déroulé</h3><ol class="pu-programme">{"".join(items)}</ol>'


def _stage(client: Client, stage: Stage, span: str) -> str:
    rhythm = f' <span class="pu-duree">({escape(stage.rhythm.lower())})</span>' if stage.rhythm else ""
    return (
        f'<li class="pu-sequence"><p class="pu-heure">{span}{rhythm}</p><div><h4>{escape(stage.title)}</h4>'
        f"<p>{escape(stage.what)}</p>{_opened(client, stage.modules, stage.versions)}{_meeting(client, stage.meeting)}</div></li>"
    )


def _meeting(client: Client, meeting: Meeting | None) -> str:
    if meeting is None:
        return ""
    opened = _opened(client, [], [meeting.version] if meeting.version else [])
    return (
        f'<div class="pu-rendez-vous"><p><strong>Rendez-vous\u00a0: {escape(meeting.title)}</strong> '
        f"({spoken_minutes(meeting.minutes)}). {escape(meeting.what)}</p>{opened}</div>"
    )


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
        return f"{len(one.days)} jours" if len(one.days) > 1 else "un jour"
    return f"{one.length.count}\u00a0{_UNITS[one.length.unit][one.length.count > 1]}"


def _terms(pairs: Iterable[tuple[str, str]]) -> str:
    told = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(text)}</dd></div>" for name, text in pairs if text)
    return f'<dl class="pu-termes">{told}</dl>'


def _list(title: str, texts: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(text)}</li>" for text in texts)
    return f"<h3>{title}</h3><ul>{items}</ul>" if items else ""


def _named(title: str, pairs: Iterable[tuple[str, str]]) -> str:
    items = "".join(f"<li><strong>{escape(name)}.</strong> {escape(text)}</li>" for name, text in pairs)
    return f"<h3>{title}</h3><ul>{items}</ul>" if items else ""


def _iso(minutes: int) -> str:
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"
