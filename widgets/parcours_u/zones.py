"""Time zones by their names of the IANA database: those that this machine knows, and its own.

Standard library only: kernels, commands and nbgrader's configuration all start without anything heavy.
"""

import os
import re
import time
from pathlib import Path
from zoneinfo import ZoneInfo

__all__ = ["UTC_NAME", "is_place", "machine_zone", "zone_named"]

UTC_NAME = "UTC"
# « Europe/Paris », « America/Argentina/Ushuaia »; neither a path, nor « posix/… », which no browser knows.
_PLACE = re.compile(r"(?!Etc/|SystemV/)[A-Z][A-Za-z]+(?:/[A-Z][A-Za-z0-9_+-]{1,30}){1,2}")
_LOCAL_TIME = Path("/etc/localtime")


def is_place(name: str) -> bool:
    """Tell whether a zone's name is that of a place: UTC is what a machine, or a discreet browser, says that tells nothing."""
    return _PLACE.fullmatch(name) is not None


def zone_named(name: str) -> ZoneInfo | None:
    """Return a zone; None for a name that is none, or not known here: Windows has the database only where tzdata is installed."""
    if name != UTC_NAME and not is_place(name):
        return None
    try:
        return ZoneInfo(name)
    except (ValueError, KeyError, OSError):
        return None


def machine_zone() -> str:
    """Return the name of this machine's own zone, empty where the system does not give it."""
    name = os.environ.get("TZ", "").removeprefix(":")
    if not name and _LOCAL_TIME.is_symlink():
        _, _, name = os.readlink(_LOCAL_TIME).partition("zoneinfo/")
    if zone_named(name) is not None:
        return name
    return UTC_NAME if time.tzname[0] == UTC_NAME and not time.daylight else ""
