"""The messages to a group, filled with what its cohort knows: addresses, dates, the modules that are expected."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from parcours_u.domain.assigning import Assignment
from parcours_u.domain.course import Course
from parcours_u.domain.days import Day, clock
from parcours_u.domain.french_dates import french_moment, french_weekday, moment_of
from parcours_u.domain.messages import Message, filled
from parcours_u.domain.people import Person, Role
from parcours_u.domain.programme import Programme

__all__ = ["addresses_line", "message_rows"]

_ADDRESS = re.compile(r"[^\s,;<>@]+@[^\s,;<>@]+")  # one, that could be taken for nothing else in a line of several


def message_rows(
    course: Course,
    public: str,
    programme: Programme | None,
    assigned: Sequence[Assignment],
    zone: tzinfo | None = None,
    now: datetime | None = None,
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
            "versions": _versions(one, known, _modules(course, _in_order(one, assigned, now), zone, now)),
        }
        for one in course.messages
    ]


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


def _modules(
    course: Course, assigned: Sequence[Assignment], zone: tzinfo | None, now: datetime
) -> list[tuple[str, str, str, bool]]:
    """Return the id, the title, the date of each module expected by some date, and whether it is past; then the other modules."""
    titles = {module.id: module.title for module in course.modules}
    dates = dict.fromkeys((one.module, one.due) for one in assigned if one.module in titles)
    there = {module for module, _ in dates}
    expected = [(module, titles[module], french_moment(due, zone), moment_of(due) < now) for module, due in dates]
    return [*expected, *((module, title, "", False) for module, title in titles.items() if module not in there)]


def _versions(
    message: Message, known: Mapping[str, str], modules: Iterable[tuple[str, str, str, bool]]
) -> list[dict[str, str]]:
    if not message.about_a_module:
        return [_version("", "", filled(message, known))]
    return [
        _version(
            module,
            f"{title}, pour le {due}" if due else title,
            filled(_once_past(message) if past else message, {**known, "module": title, "date": due}),
        )
        for module, title, due, past in modules
    ]


def _once_past(message: Message) -> Message:
    if not message.is_reminder:
        return message
    return replace(message, subject=message.past_subject, text=message.past_text)


def _version(module: str, label: str, message: Message) -> dict[str, str]:
    return {"module": module, "nom": label, "objet": message.subject, "texte": message.text}
