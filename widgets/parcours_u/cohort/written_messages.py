"""The messages to a group, filled with what its cohort knows: addresses, dates, the modules that are expected."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from parcours_u.domain.assigning import Assignment
from parcours_u.domain.course import Course
from parcours_u.domain.days import Day, clock
from parcours_u.domain.following import Deposited
from parcours_u.domain.french_dates import french_moment, french_weekday, moment_of
from parcours_u.domain.french_words import listed
from parcours_u.domain.messages import Message, filled
from parcours_u.domain.people import Group, GroupKind, Person, Role
from parcours_u.domain.people_list import name_order
from parcours_u.domain.programme import Programme

__all__ = ["addresses_line", "answered_first", "message_rows"]

_ADDRESS = re.compile(r"[^\s,;<>@]+@[^\s,;<>@]+")  # one, that could be taken for nothing else in a line of several
_KINDS = {GroupKind.CIRCLE: "cercle", GroupKind.CORE_GROUP: "noyau"}


def message_rows(
    course: Course,
    public: str,
    programme: Programme | None,
    assigned: Sequence[Assignment],
    zone: tzinfo | None = None,
    now: datetime | None = None,
    *,
    answered: Sequence[str] = (),
    groups: Sequence[Group] = (),
) -> list[dict[str, Any]]:
    """Return each message with its versions: one, or one a module where it is written about a module.

    Parameters
    ----------
    course : Course
        Whose messages they are.
    public : str
        The address that people are given; empty as long as it is not known.
    programme : Programme or None
        The format and its first day.
    assigned : sequence of Assignment
        What is expected: the module and its date.
    zone : datetime.tzinfo, optional
        Where dates are told; the machine's own by default.
    now : datetime.datetime, optional
        When it is: a reminder begins with the next date to come, and speaks otherwise of one that is past.
    answered : sequence of str, optional
        The modules that another message about a module begins with; see :func:`answered_first`.
    groups : sequence of Group, optional
        The circles and core groups of today: a reminder says which it is for, and what was expected of former ones alone is of nobody.
    """
    now = now or datetime.now(UTC)
    known = {
        "parcours": course.title,
        "adresse": public,
        "entrer": f"{public}rejoindre" if public else "",
        **_beginning(course, programme),
    }
    return [
        {
            "id": one.id,
            "titre": one.title,
            "quand": one.when,
            "attendus": one.is_reminder,
            "versions": _versions(one, known, _modules(course, one, assigned, answered, groups, zone, now)),
        }
        for one in course.messages
    ]


def answered_first(deposits: Iterable[Deposited], returned: Mapping[tuple[str, str], str]) -> list[str]:
    """Return the modules that have something to tell those who deposited: those with comments first, the latest of each kind first.

    Parameters
    ----------
    deposits : iterable of Deposited
        What was deposited, with how many comments were written on it.
    returned : mapping
        When comments were last returned, ISO 8601, by person and module.
    """
    found: dict[str, tuple[bool, datetime]] = {}

    def note(module: str, commented: bool, at: datetime) -> None:
        found[module] = max(found.get(module, (False, at)), (commented, at))

    for one in deposits:
        note(one.module, one.comments > 0, one.at.replace(tzinfo=UTC) if one.at else datetime.min.replace(tzinfo=UTC))
    for (_, module), at in returned.items():
        note(module, True, moment_of(at))
    return sorted(found, key=lambda module: found[module], reverse=True)


def addresses_line(people: Iterable[Person]) -> tuple[str, int]:
    """Return the participants' addresses in one line, each once, and how many of them have none."""
    written = [one.email.strip() for one in people if one.role is Role.PARTICIPANT]
    found = dict.fromkeys(filter(_ADDRESS.fullmatch, written))
    return "; ".join(found), sum(not _ADDRESS.fullmatch(one) for one in written)


def _beginning(course: Course, programme: Programme | None) -> dict[str, str]:
    if programme is None:
        return {}
    try:
        one, first = course.format(programme.format), date.fromisoformat(programme.first_day)
    except (KeyError, ValueError):
        return {}
    day: Day | None = one.days[0] if one.days else None
    hours = {"heure": clock(day.start), "fin": clock(day.end)} if day else {}
    return {"format": one.title, "jour": french_weekday(first), **hours}


def _in_order(message: Message, assigned: Sequence[Assignment], now: datetime) -> list[Assignment]:
    """Return what is expected as a message speaks of it; a reminder, of the next date first, and of the past ones last."""
    if not message.is_reminder:
        return list(assigned)
    to_come = sorted((one for one in assigned if moment_of(one.due) >= now), key=lambda one: moment_of(one.due))
    past = (one for one in assigned if moment_of(one.due) < now)
    return [*to_come, *sorted(past, key=lambda one: moment_of(one.due), reverse=True)]


@dataclass(frozen=True)
class _About:
    """A module that a message is written about, by one of its dates or by none."""

    module: str
    title: str
    due: str = ""
    told: str = ""
    past: bool = False
    whom: str = ""


def _modules(
    course: Course,
    message: Message,
    assigned: Sequence[Assignment],
    answered: Sequence[str],
    groups: Sequence[Group],
    zone: tzinfo | None,
    now: datetime,
) -> list[_About]:
    """Return each module expected by some date, once a date; then the other modules. Those answered come first, but in a reminder."""
    titles = {module.id: module.title for module in course.modules}
    present = {one.id for one in groups}
    asking = [one for one in assigned if one.profiles or not one.circles or present.intersection(one.circles)]
    ordered = [one for one in _in_order(message, asking, now) if one.module in titles]
    dates = dict.fromkeys((one.module, one.due) for one in ordered)
    there = {module for module, _ in dates}
    found = []
    for module, due in dates:
        of = [one for one in ordered if (one.module, one.due) == (module, due)]
        whom = _for_whom(of, groups) if message.is_reminder else ""
        found.append(_About(module, titles[module], due, french_moment(due, zone), moment_of(due) < now, whom))
    found += [_About(module, title) for module, title in titles.items() if module not in there]
    if message.is_reminder:
        return found
    places = {module: place for place, module in enumerate(answered)}
    return sorted(found, key=lambda one: places.get(one.module, len(places)))


def _for_whom(assigned: Sequence[Assignment], groups: Sequence[Group]) -> str:
    """Return a sentence on whom a module is expected of by some date; nothing where it is of everybody."""
    if not all(one.circles or one.profiles for one in assigned):
        return ""
    there = {one.id: f"le {_KINDS[one.kind]} {one.name}" for one in groups if one.kind in _KINDS}
    circles = sorted(
        {there.get(group, "un groupe d’avant") for one in assigned for group in one.circles}, key=name_order
    )
    profiles = sorted({f"le profil {profile.label}" for one in assigned for profile in one.profiles})
    return f"Ce rappel est pour {listed([*circles, *profiles])}."


def _versions(message: Message, known: Mapping[str, str], modules: Iterable[_About]) -> list[dict[str, str]]:
    if not message.about_a_module:
        return [_version(_About("", ""), "", filled(message, known))]
    return [
        _version(
            one,
            f"{one.title}, pour le {one.told}" if one.told else one.title,
            filled(_once_past(message) if one.past else message, {**known, "module": one.title, "date": one.told}),
        )
        for one in modules
    ]


def _once_past(message: Message) -> Message:
    if not message.is_reminder:
        return message
    return replace(message, subject=message.past_subject, text=message.past_text)


def _version(about: _About, label: str, message: Message) -> dict[str, str]:
    named = {"module": about.module, "pour_le": about.due, "nom": label, "pour": about.whom}
    return {**named, "objet": message.subject, "texte": message.text}
