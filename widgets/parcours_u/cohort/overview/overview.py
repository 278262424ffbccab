"""Every view of a cohort, in the order that a trainer reads them."""

from parcours_u.cohort.overview.circles import meetings_view, variety_view
from parcours_u.cohort.overview.days import days_view
from parcours_u.cohort.overview.modules import assigned_view, circles_view, modules_view, profiles_view
from parcours_u.cohort.overview.people import people_view
from parcours_u.cohort.overview.seen import Seen
from parcours_u.cohort.overview.view import View

__all__ = ["overview"]


def overview(seen: Seen) -> list[View]:
    """Return the views of a cohort."""
    views = (modules_view, assigned_view, people_view, circles_view, profiles_view)
    return [view(seen) for view in (*views, variety_view, meetings_view, days_view)]
