"""The variety of today's circles, and who has been with whom."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from parcours_u.cohort.overview.seen import Seen
from parcours_u.cohort.overview.view import Bar, View, bars, counted, draw
from parcours_u.domain.circles import TRAITS, met_pair, person_variety, score, trait
from parcours_u.domain.people import Person

__all__ = ["meetings_view", "variety_view"]

_MOST_DRAWN = 64
"""Beyond this many people a grid has nothing left to see: the table says it."""

_MOST_NAMED = 12
"""Up to this many people, each has a name at the end of their own line; beyond, each circle has one, and people have numbers."""


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
    """Return who has been in a group with whom, today and before; people are told circle by circle."""
    groups = (*seen.circles, *seen.pairs, *seen.core_groups)
    today = {met_pair(one, other) for group in groups for one, other in combinations(group.members, 2)}
    met = today.union(seen.met)
    people, blocks = _by_circle(seen)
    drawn = 2 <= len(people) <= _MOST_DRAWN
    numbered = drawn and len(people) > _MOST_NAMED
    rows = []
    for rank, one in enumerate(people, 1):
        pairs = [(other, met_pair(one.id, other.id)) for other in people if other is not one]
        now = [other.told for other, pair in pairs if pair in today]
        before = [other.told for other, pair in pairs if pair in met and pair not in today]
        name = f"{rank}. {one.told}" if numbered else one.told
        rows.append((name, ", ".join(now), ", ".join(before), str(len(pairs) - len(now) - len(before))))
    possible = len(people) * (len(people) - 1) // 2
    made = sum(met_pair(one.id, other.id) in met for one, other in combinations(people, 2))
    summary = (
        f"{counted(made, 'rencontre', 'rencontres')} sur {counted(possible, 'possible', 'possibles')}, dans les cercles, les binômes et les noyaux d’aujourd’hui et d’avant."
        if possible
        else "Il n’y a pas encore deux personnes dans la cohorte."
    )
    if numbered:
        summary += f" Une case croise deux personnes{', rangées par cercle' if seen.circles else ''}, sous les numéros du tableau."
    elif drawn:
        summary += " Une case croise deux personnes\u00a0: le nom au bout de sa ligne, celui en haut de sa colonne."
    columns = ("personne", "ensemble aujourd’hui", "avant", "restent à rencontrer")
    title = "Qui a rencontré qui"
    if not drawn:
        return View("rencontres", title, summary, columns, tuple(rows) if possible else ())
    cells = [
        (row, column, pair in today, f"{one.told} et {other.told}")
        for (column, other), (row, one) in combinations(enumerate(people), 2)
        if (pair := met_pair(one.id, other.id)) in met
    ]
    marks = blocks if numbered else [(rank, 1, one.told) for rank, one in enumerate(people)]
    drawing = draw(
        "grid",
        id="rencontres",
        title=title,
        summary=summary,
        size=len(people),
        named=not numbered,
        marks=marks,
        cells=cells,
    )
    return View("rencontres", title, summary, columns, tuple(rows), drawing)


def _by_circle(seen: Seen) -> tuple[list[Person], list[tuple[int, int, str]]]:
    """Return the people, circle by circle, and where each circle begins, its size, and what to call it; by fives without any."""
    of = {member: at for at, circle in enumerate(seen.circles) for member in circle.members}
    names = [*(circle.name for circle in seen.circles), "sans cercle"]
    people = sorted(seen.people, key=lambda one: of.get(one.id, len(seen.circles)))
    sizes = Counter(of.get(one.id, len(seen.circles)) for one in people)
    blocks = [(sizes[at], f" {name}") for at, name in enumerate(names) if sizes[at]]
    if not of:
        blocks = [(min(5, len(people) - first), "") for first in range(0, len(people), 5)]
    marks, first = [], 0
    for size, name in blocks:
        marks.append((first, size, (f"{first + 1}\u2013{first + size}" if size > 1 else str(first + 1)) + name))
        first += size
    return people, marks


def _variety(members: Sequence[Person], seen: Seen) -> int:
    if not members:
        return 0
    each = [person_variety(one, [other for other in members if other is not one], seen.met_before) for one in members]
    return round(100 * sum(each) / len(each))
