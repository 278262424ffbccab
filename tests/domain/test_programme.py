"""A cohort's programme: its dates, and what it means that a day is some minutes late."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formats_samples import DAYS, STAGES
from parcours_u.content.catalogue import load_course
from parcours_u.domain.day_plan import Fate
from parcours_u.domain.formats import CourseFormat, Length, Stage, Unit
from parcours_u.domain.french_dates import french_weekday, written_date
from parcours_u.domain.programme import (
    NotThatDay,
    Programme,
    dated,
    dated_days,
    dated_stages,
    lateness,
    lived_slots,
    replanned,
)

MONDAY = date(2027, 3, 15)
DAY = DAYS.days[0]  # duo 9:00-10:00, pause, table 10:15-10:45, jeu until 11:15
VOYAGE = load_course().format("voyage-trois-jours")


def test_days_follow_each_other() -> None:
    assert [on.day for on, _ in dated_days(VOYAGE, MONDAY)] == [15, 16, 17]
    with pytest.raises(OverflowError):
        dated_days(VOYAGE, date.max)


def test_stages_take_weeks() -> None:
    spans = [(first, last) for first, last, _ in dated_stages(STAGES, MONDAY)]
    assert spans == [
        (date(2027, 3, 15), date(2027, 3, 21)),
        (date(2027, 3, 22), date(2027, 4, 4)),
        (date(2027, 4, 5), date(2027, 4, 25)),
    ]
    assert [*dated_stages(DAYS, MONDAY)] == []


@pytest.mark.parametrize(
    ("unit", "first", "expected"),
    [
        (
            Unit.MONTH,
            date(2027, 1, 31),
            [(date(2027, 1, 31), date(2027, 2, 27)), (date(2027, 2, 28), date(2027, 4, 29))],
        ),
        (Unit.MINUTE, MONDAY, [(MONDAY, MONDAY), (MONDAY, MONDAY)]),
    ],
)
def test_stages_take_months_or_no_day(unit: Unit, first: date, expected: list[tuple[date, date]]) -> None:
    stages = (Stage("Un", "On va.", 1), Stage("Deux", "On vient.", 2))
    one = CourseFormat("x", "X", "X.", "X.", "X.", STAGES.people, length=Length(3, unit), stages=stages)
    assert [(begun, ended) for begun, ended, _ in dated_stages(one, first)] == expected


def test_a_late_day_goes_on_from_where_its_plan_is() -> None:
    late = lateness(DAY, MONDAY, 20, 600)  # at ten o'clock, where nine forty was planned
    assert (late.slot, late.elapsed, late.now) == ("duo", 40, 600)
    found = replanned(DAY, late)
    assert found is not None
    assert (found.slots[0].slot.id, found.slots[0].start) == ("duo", 600)
    assert found.late == 0


def test_a_day_that_has_not_begun_begins_so_much_later() -> None:
    late = lateness(DAY, MONDAY, 30, 480)
    assert (late.slot, late.elapsed, late.now) == ("duo", 0, 570)


@pytest.mark.parametrize(("minutes", "now"), [(5, 800), (1, DAY.end + 1)])
def test_nothing_is_left_of_a_day_that_is_over(minutes: int, now: int) -> None:
    with pytest.raises(NotThatDay):
        lateness(DAY, MONDAY, minutes, now)


@pytest.mark.parametrize("minutes", [0, -5, 601, 10**9])
def test_a_lateness_has_a_measure(minutes: int) -> None:
    with pytest.raises(ValueError, match="lateness"):
        lateness(DAY, MONDAY, minutes, 600)


@given(st.sampled_from(VOYAGE.days), st.integers(1, 600), st.integers(0, 24 * 60 - 1))
def test_whatever_the_hour_a_late_day_can_be_planned_again(day, minutes: int, now: int) -> None:
    try:
        late = lateness(day, MONDAY, minutes, now)
    except NotThatDay:
        assert now - minutes >= day.end
        return
    found = replanned(day, late)
    assert found is not None
    assert found.slots[0].slot.id == late.slot
    assert 0 <= late.elapsed < found.slots[0].slot.minutes
    lived = lived_slots(day, late)
    assert [start for _, start, _ in lived] == sorted(start for _, start, _ in lived)
    assert all(start < end for _, start, end in lived)
    assert lived[-1][2] == found.end
    dropped = {one.slot.id for one in found.slots if one.fate is Fate.DROPPED}
    assert {slot.id for slot, _, _ in lived} == {slot.id for slot in day.slots} - dropped


def test_a_day_that_is_not_late_is_lived_as_planned() -> None:
    assert [(slot.id, start) for slot, start, _ in lived_slots(DAY, None)] == [(s.id, at) for s, at in DAY.times()]


def test_a_programme_of_no_format_or_no_day_has_no_dates() -> None:
    course = load_course()
    assert dated(course, Programme("inconnu", "2027-03-15")) is None
    assert dated(course, Programme("voyage-trois-jours", "bientôt")) is None
    assert dated(course, Programme("voyage-trois-jours", "9999-12-31")) is None


def test_a_lateness_of_another_format_is_nothing() -> None:
    assert lived_slots(VOYAGE.days[0], lateness(DAY, MONDAY, 20, 600)) == lived_slots(VOYAGE.days[0], None)
    assert replanned(VOYAGE.days[0], lateness(DAY, MONDAY, 20, 600)) is None
    assert Programme("jour", "2027-03-15").late is None


@pytest.mark.parametrize("text", ["15/03/2027", "2027-03-15", " 15/3/2027 "])
def test_dates_are_typed_as_people_do(text: str) -> None:
    assert written_date(text) == MONDAY
    assert french_weekday(MONDAY) == "lundi 15\u00a0mars 2027"


@pytest.mark.parametrize("text", ["", "demain", "32/01/2027", "15/03", "2027"])
def test_anything_else_is_no_date(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever the sentence
        written_date(text)
