"""Leaving a cohort, with a yes to the end of whatever ends for it."""

from parcours_u.domain.ending import ended_without, yes_to
from parcours_u.store.database import Database
from parcours_u.store.people import Departure, People

__all__ = ["leave", "yes_to_leaving"]


def leave(database: Database, person: str) -> Departure:
    """Note somebody's departure."""
    return People(database).leave(person, yes_to_leaving(database, person))


def yes_to_leaving(database: Database, person: str) -> str:
    """Return what says yes to the end of the groups that end without somebody."""
    return yes_to(ended_without(person, People(database).groups()))
