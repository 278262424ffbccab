"""The variety of today's circles, and who has been with whom."""

from collections.abc import Sequence
from itertools import combinations

from parcours_u.cohort.overview.seen import Seen
from parcours_u.cohort.overview.view import Bar, View, bars, counted, draw
from parcours_u.domain.circles import TRAITS, met_pair, person_variety, score, trait
from parcours_u.domain.people import Person

__all__ = ["meetings_view", "variety_view"]

_MOST_DRAWN = 64
"""Beyond this many people a grid has nothing left to see: the table says it."""


def variety_view(seen: Seen) -> View:
    """Return how varied each circle of today is; the score is the one that circles are formed with."""
    people = {one.id: one for one in seen.people}
    circles = [[one for one in circle.members if one in people] for circle in seen.circles]
    lines, rows = [], []
    for circle, ids in zip(seen.circles, circles, strict=True):
        members = [people[one] for one in ids]
        variety = _variety(members, seen)
        pairs = [met_pair(one, other) for one, other in combinations(ids, 2)]
        new = sum(pair not in seen.met_before for pair in pairs)
        different = [str(len({trait(one, name) for one in members})) for name in TRAITS]
        rows.append((circle.name, str(len(members)), *different, f"{new} sur {len(pairs)}", str(variety)))
        lines.append(Bar(circle.name, f"{variety} sur 100", (("soft", variety),), 100))
    whole = round(score(circles, people, seen.met_before))
    summary = (
        f"La variété des cercles est de {whole} sur 100\u00a0: profils, organisations et territoires différents, rencontres nouvelles."
        if rows
        else "Les cercles ne sont pas encore formés."
    )
    columns = (
        "cercle",
        "personnes",
        "profils",
        "organisations",
        "territoires",
        "rencontres nouvelles",
        "variété sur 100",
    )
    title = "La variété des cercles"
    legend = (("soft", "variété, sur 100"),)
    return View("variete", title, summary, columns, tuple(rows), bars("variete", title, summary, lines, legend))


def meetings_view(seen: Seen) -> View:
    """Return who has been in a group with whom, today and before."""
    groups = (*seen.circles, *seen.pairs, *seen.core_groups)
    today = {met_pair(one, other) for group in groups for one, other in combinations(group.members, 2)}
    names = {one.id: one.name for one in seen.people}
    rows = []
    for one in seen.people:
        pairs = {other.id: met_pair(one.id, other.id) for other in seen.people if other.id != one.id}
        now = [names[other] for other, pair in pairs.items() if pair in today]
        before = [names[other] for other, pair in pairs.items() if pair in seen.met and pair not in today]
        left = len(pairs) - len(now) - len(before)
        rows.append((one.name, ", ".join(now), ", ".join(before), str(left)))
    possible = len(seen.people) * (len(seen.people) - 1) // 2
    made = sum(
        met_pair(one.id, other.id) in seen.met or met_pair(one.id, other.id) in today
        for one, other in combinations(seen.people, 2)
    )
    summary = (
        f"{counted(made, 'rencontre', 'rencontres')} sur {counted(possible, 'possible', 'possibles')}, dans les cercles, les binômes et les noyaux d’aujourd’hui et d’avant."
        if possible
        else "Il n’y a pas encore deux personnes dans la cohorte."
    )
    columns = ("personne", "ensemble aujourd’hui", "avant", "restent à rencontrer")
    title = "Qui a rencontré qui"
    drawing = _grid(seen, today, title, summary) if 2 <= len(seen.people) <= _MOST_DRAWN else ""
    return View("rencontres", title, summary, columns, tuple(rows), drawing)


def _grid(seen: Seen, today: set[tuple[str, str]], title: str, summary: str) -> str:
    cells = [
        (row, column, pair in today)
        for row, one in enumerate(seen.people)
        for column, other in enumerate(seen.people)
        if row != column and ((pair := met_pair(one.id, other.id)) in today or pair in seen.met)
    ]
    names = [one.name for one in seen.people]
    return draw("grid", id="rencontres", title=title, summary=summary, names=names, cells=cells)


def _variety(members: Sequence[Person], seen: Seen) -> int:
    if not members:
        return 0
    each = [person_variety(one, [other for other in members if other is not one], seen.met_before) for one in members]
    return round(100 * sum(each) / len(each))
