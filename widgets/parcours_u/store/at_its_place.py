"""Whether a database's file is where it should be, before anything opens it: SQLite makes an empty one of what isn't, and deletes its log."""

from pathlib import Path

from parcours_u.store.backup.replacing import LOG_ENDS
from parcours_u.store.errors import StoreTrouble, emptied, log_alone, missing, not_a_file

__all__ = ["lost", "misplaced", "trouble_of"]


def misplaced(path: Path) -> StoreTrouble | None:
    """Return why a database must not be opened, nor made anew; None when it may be."""
    logs = [path.with_name(f"{path.name}{end}") for end in LOG_ENDS]
    if not path.exists():
        return log_alone() if any(log.exists() and log.stat().st_size for log in logs) else None
    if not path.is_file():
        return not_a_file()
    # The log is looked at first: where SQLite is just making the file, it writes in it before it begins a log.
    log = path.with_name(f"{path.name}-wal")
    return log_alone() if log.exists() and log.stat().st_size and not path.stat().st_size else None


def lost(path: Path) -> StoreTrouble | None:
    """Return why a database that held something must not be opened; None where it is there."""
    return trouble_of(path) if path.exists() else misplaced(path) or missing()


def trouble_of(path: Path) -> StoreTrouble | None:
    """Return the same of a database that was there before: an empty file holds nothing more of it."""
    if trouble := misplaced(path):
        return trouble
    return emptied() if path.exists() and not path.stat().st_size else None
