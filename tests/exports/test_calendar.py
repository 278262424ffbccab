"""The days of a format as a calendar: the right hours wherever one is, and nothing of whoever asks for it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from parcours_u.content.catalogue import load_course
from parcours_u.server.exports.calendar import calendar_bytes

STAMP = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
FIRST = date(2027, 3, 27)  # the last Sunday of March, when clocks change in Europe, is the second day


@pytest.fixture(scope="module")
def course():
    return load_course()


@pytest.fixture(scope="module")
def voyage(course):
    return next(one for one in course.formats if one.id == "voyage-trois-jours")


@pytest.fixture(scope="module")
def content(course, voyage):
    return calendar_bytes(course, voyage, FIRST, STAMP)


@pytest.fixture(scope="module")
def events(content):
    return Calendar.from_ical(content).events


def test_each_slot_is_an_event_at_its_hour(voyage, events):
    expected = [
        (
            slot.title,
            datetime.combine(FIRST + timedelta(days=rank), datetime.min.time()) + timedelta(minutes=start),
            slot,
        )
        for rank, day in enumerate(voyage.days)
        for slot, start in day.times()
    ]
    assert [(str(event["SUMMARY"]), event.start) for event in events] == [(title, at) for title, at, _ in expected]
    assert [event.end - event.start for event in events] == [timedelta(minutes=slot.minutes) for _, _, slot in expected]


def test_nine_o_clock_is_nine_o_clock_wherever_one_meets_even_when_clocks_change(content, events):
    assert b"TZID" not in content
    assert all(event.start.tzinfo is None and event.end.tzinfo is None for event in events)
    assert b"DTSTART:20270328T084500\r\n" in content


def test_importing_again_updates_the_same_events_and_another_date_makes_others(course, voyage, content, events):
    uids = [str(event["UID"]) for event in events]
    assert len(set(uids)) == len(uids)
    assert calendar_bytes(course, voyage, FIRST, STAMP) == content
    other = Calendar.from_ical(calendar_bytes(course, voyage, date(2027, 4, 5), STAMP)).events
    assert {str(event["UID"]) for event in other}.isdisjoint(uids)


def test_an_event_says_what_happens_who_leads_where_and_what_to_prepare(events):
    clinic = next(event for event in events if str(event["SUMMARY"]) == "Première clinique de cas")
    text = str(clinic["DESCRIPTION"])
    for passage in (
        "sans conseiller.",
        "Exercice\u00a0: Clinique de cas",
        "Qui mène\u00a0:",
        "Matériel\u00a0:",
        "Plan B\u00a0:",
    ):
        assert passage in text
    assert str(clinic["LOCATION"]).startswith("Six coins pour les cercles")


def test_nobody_is_named_or_invited(content):
    for name in (b"ATTENDEE", b"ORGANIZER", b"CONTACT", b"URL", b"mailto"):
        assert name not in content


def test_lines_are_those_of_the_standard(content):
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


def test_a_voyage_past_the_last_date_is_refused(course, voyage):
    with pytest.raises(OverflowError):
        calendar_bytes(course, voyage, date.max, STAMP)
