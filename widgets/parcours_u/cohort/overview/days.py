"""Engagement over the days: how many deposits arrived, and from how many people, day by day or week by week."""

from collections import defaultdict
from datetime import UTC, date, timedelta

from parcours_u.cohort.overview.seen import Seen
from parcours_u.cohort.overview.view import View, counted, draw
from parcours_u.domain.french_dates import french_date

__all__ = ["days_view"]

_MOST_DAYS = 62
_LABELS = 6
_MOST_COUNTS = 16
"""Beyond this many days their counts would touch: the highest alone is written, and the table says them all."""


def days_view(seen: Seen) -> View:
    """Return the deposits of each day, those without any included; by weeks beyond two months."""
    made: dict[date, list[str]] = defaultdict(list)
    for one, deposit in seen.own_deposits:
        if deposit.at is not None:
            made[deposit.at.replace(tzinfo=UTC).astimezone(seen.zone).date()].append(one.id)
    title = "L’engagement au fil des jours"
    if not made:
        return View("jours", title, "Rien n’a encore été déposé.", ("jour", "dépôts", "personnes"), ())
    first, last = min(made), max(seen.today, *made)
    step = 1 if (last - first).days < _MOST_DAYS else 7
    if step == 7:
        first -= timedelta(days=first.weekday())
    starts = [first + timedelta(days=at) for at in range(0, (last - first).days + 1, step)]
    people = {
        start: [one for day in range(step) for one in made.get(start + timedelta(days=day), ())] for start in starts
    }
    most = max(map(len, people.values()))
    every = -(-len(starts) // _LABELS)
    busiest = max(starts, key=lambda start: len(people[start]))
    days = [
        {
            "count": len(people[start]),
            "written": len(starts) <= _MOST_COUNTS or start == busiest,
            "label": f"{start.day:02}/{start.month:02}" if at % every == 0 else "",
        }
        for at, start in enumerate(starts)
    ]
    unit = "jour" if step == 1 else "semaine du"
    summary = (
        f"{counted(sum(map(len, made.values())), 'dépôt', 'dépôts')} depuis le {french_date(first.isoformat())}\u202f; "
        f"le plus en {'un jour' if step == 1 else 'une semaine'}\u00a0: {most}, {'le' if step == 1 else 'celle du'} "
        f"{french_date(busiest.isoformat())}."
    )
    rows = tuple(
        (french_date(start.isoformat()), str(len(people[start])), str(len(set(people[start])))) for start in starts
    )
    drawing = draw("days", id="jours", title=title, summary=summary, days=days, most=most)
    return View("jours", title, summary, (unit, "dépôts", "personnes"), rows, drawing)
