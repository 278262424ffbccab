"""Dates and times as French readers write them."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours_u.domain.french_dates import french_date, french_moment, french_time, moment_of


@pytest.fixture
def machine_in_paris(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Europe/Paris")
        time.tzset()
        yield
    time.tzset()


def test_a_day_stays_with_its_month() -> None:
    assert french_date("2027-03-03") == "3\u00a0mars 2027"


def test_the_first_of_a_month_is_an_ordinal() -> None:
    assert french_date("2027-08-01") == "1er\u00a0août 2027"


def test_an_hour_stays_with_its_minutes() -> None:
    assert french_time(datetime(2027, 3, 3, 14, 3, tzinfo=UTC)) == "14\u00a0h\u00a003"


def test_a_moment_is_told_in_the_zone_asked_for() -> None:
    assert french_moment("2027-03-03T13:03:00Z", ZoneInfo("Europe/Paris")) == "3\u00a0mars 2027 à 14\u00a0h\u00a003"


def test_a_moment_is_told_in_the_machine_s_own_zone_by_default(machine_in_paris: None) -> None:
    assert french_moment("2027-07-31T22:30:00Z") == "1er\u00a0août 2027 à 0\u00a0h\u00a030"


def test_a_moment_without_an_offset_is_utc() -> None:
    assert moment_of("2027-03-03T13:03:00") == datetime(2027, 3, 3, 13, 3, tzinfo=UTC)


@pytest.mark.parametrize("iso", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
@pytest.mark.parametrize("hours", [-12, 14])
def test_a_moment_that_no_calendar_can_shift_is_told_as_it_was_written(iso: str, hours: int) -> None:
    told = french_moment(iso, timezone(timedelta(hours=hours)))
    shiftable = (iso < "5") == (hours > 0)
    assert told.endswith(" (UTC)") is not shiftable


@pytest.mark.parametrize("text", ["", "hier", "2027-13-01", "2027-02-29", "03/03/2027"])
def test_what_is_no_iso_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        french_date(text)
    with pytest.raises(ValueError, match=r".*"):
        french_moment(text)


@given(st.dates())
def test_any_date_can_be_told(day: date) -> None:
    number, rest = french_date(day.isoformat()).split("\u00a0")
    month, year = rest.split(" ")
    assert (int(number.removesuffix("er")), int(year)) == (day.day, day.year)
    assert month.islower()


@given(st.datetimes(timezones=st.timezones() | st.none()), st.timezones() | st.none())
def test_any_moment_can_be_told_in_any_zone(moment: datetime, zone: ZoneInfo | None) -> None:
    assert "\u00a0h\u00a0" in french_moment(moment.isoformat(), zone)


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_moment_told_in_its_own_zone_is_the_same_moment(moment: datetime) -> None:
    day, hour = french_moment(moment.isoformat(), UTC).split(" à ")
    assert (day, hour) == (french_date(moment.date().isoformat()), french_time(moment))
