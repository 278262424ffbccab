"""Dates and times as French readers write them, with the spaces that keep them on one line."""

from datetime import UTC, date, datetime, tzinfo

__all__ = [
    "PLAUSIBLE_YEARS",
    "day_there",
    "french_date",
    "french_moment",
    "french_time",
    "french_weekday",
    "moment_of",
    "written_date",
]

PLAUSIBLE_YEARS = range(2000, 2101)
"""Those that somebody may mean: any other is a slip, « 15/03/27 » most of the time."""

_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def french_date(iso: str) -> str:
    """Return an ISO date as « 3 mars 2027 », the day's number glued to its month.

    Raises
    ------
    ValueError
        When ``iso`` is not an ISO 8601 date.
    """
    return _day(date.fromisoformat(iso))


def written_date(text: str) -> date:
    """Return the date that somebody typed as 15/03/2027 or 2027-03-15.

    Raises
    ------
    ValueError
        When it is none.
    """
    day, separator, rest = text.strip().partition("/")
    if not separator:
        return date.fromisoformat(day)
    month, _, year = rest.partition("/")
    return date(int(year), int(month), int(day))


def french_weekday(day: date) -> str:
    """Return a date as « lundi 3 mars 2027 », the day's number glued to its month."""
    return f"{_WEEKDAYS[day.weekday()]} {_day(day)}"


def french_time(moment: datetime) -> str:
    """Return the time of day as « 14 h 03 », all of it glued together."""
    return f"{moment.hour}\u00a0h\u00a0{moment.minute:02d}"


def moment_of(iso: str) -> datetime:
    """Return an ISO 8601 date and time, taken as UTC where it names no offset.

    Raises
    ------
    ValueError
        When ``iso`` is not an ISO 8601 date and time.
    """
    moment = datetime.fromisoformat(iso)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def day_there(iso: str, tz: tzinfo | None) -> str:
    """Return the ISO day that a moment is of in a time zone, the machine's where it is None: its first ten signs are UTC's.

    Raises
    ------
    ValueError
        When ``iso`` is not an ISO 8601 date and time.
    """
    return moment_of(iso).astimezone(tz).date().isoformat()


def french_moment(iso: str, tz: tzinfo | None = None) -> str:
    """Return an ISO date and time as « 3 mars 2027 à 14 h 03 ».

    Parameters
    ----------
    iso : str
        ISO 8601; taken as UTC where it names no offset.
    tz : datetime.tzinfo, optional
        The time zone to tell it in; by default that of the machine.

    Raises
    ------
    ValueError
        When ``iso`` is not an ISO 8601 date and time.
    """
    moment = moment_of(iso)
    try:
        moment = moment.astimezone(tz)
        zone = ""
    except (OverflowError, ValueError, OSError):
        # The first and last days that a datetime can hold, and on some systems any year before 1970, have no
        # local time: they are told as they were written, with their offset.
        zone = f" ({moment.tzname()})"
    return f"{_day(moment)} à {french_time(moment)}{zone}"


def _day(day: date) -> str:
    return f"{'1er' if day.day == 1 else day.day}\u00a0{_MONTHS[day.month - 1]} {day.year}"
