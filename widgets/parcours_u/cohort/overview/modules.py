"""How far the cohort is in each module: for everybody, by profile, by circle."""

from collections import Counter
from datetime import datetime

from parcours_u.cohort.overview.discretion import LEAST, Cell, Counted, Hidden, begun, discreet
from parcours_u.cohort.overview.seen import Seen
from parcours_u.cohort.overview.view import Bar, View, bars, counted
from parcours_u.cohort.progress import progress_table
from parcours_u.domain.french_dates import french_moment
from parcours_u.domain.people import Profile

__all__ = ["assigned_view", "circles_view", "modules_view", "profiles_view"]

_LEGEND = (("outline", "ont commencé"), ("soft", "ont déposé"), ("full", "ont reçu un commentaire"))
_TOLD = {Hidden.SMALL: f"moins de {LEAST}", Hidden.COVERED: "masqué", Hidden.WITHHELD: "non montré"}
_NOT_EXPECTED = "pas attendu"
_NOTHING_YET = "Aucun module n’est encore ouvert aux dépôts."


def modules_view(seen: Seen) -> View:
    """Return how many people began, deposited and were answered, module by module, and when."""
    whole = len(seen.people)
    table = progress_table([one.code for one in seen.people], seen.released, seen.deposits)
    received = Counter(deposit.module for _, deposit in seen.own_deposits if seen.received(deposit))
    lines, rows = [], []
    for line in table.modules:
        expected = len(seen.expected(line.module))
        began = _begun(seen, line.module) if expected == whole else Hidden.WITHHELD
        parts = (("outline", min(_drawn(began), whole)), ("soft", line.deposited), ("full", received[line.module]))
        told, of = (
            (f"{line.deposited} sur {expected}", expected) if seen.tells(line.module) else (str(line.deposited), whole)
        )
        lines.append(Bar(seen.title(line.module), told, parts, of))
        rows.append(
            (
                seen.title(line.module),
                _told(began) if isinstance(began, Hidden) else f"au moins {began}",
                str(line.deposited),
                str(received[line.module]),
                str(line.late),
                _moment(line.first, seen),
                _moment(line.last, seen),
            )
        )
    deposited = sum(line.deposited for line in table.modules)
    summary = (
        f"{counted(deposited, 'dépôt', 'dépôts')} dans {counted(len(rows), 'module ouvert', 'modules ouverts')}, "
        f"pour {counted(whole, 'personne', 'personnes')}. "
        "Seuls les dépôts sont lus\u202f; commencer est compté pour toute la cohorte, par tranches de cinq, sans dire qui, et "
        f"seulement quand au moins {LEAST}\u00a0personnes ont commencé sans avoir déposé, mais pas toutes. Les personnes parties "
        "depuis y sont comptées."
        if rows
        else _NOTHING_YET
    )
    columns = (
        "module",
        "ont commencé",
        "ont déposé",
        "ont reçu un commentaire",
        "en retard",
        "premier dépôt",
        "dernier dépôt",
    )
    title = "L’avancée de la cohorte"
    return View("avancee", title, summary, columns, tuple(rows), bars("avancee", title, summary, lines, _LEGEND))


def assigned_view(seen: Seen) -> View:
    """Return which module is expected of whom, and by when; nothing to draw."""
    rows = [
        (seen.title(one.module), one.whom(seen.group_names), french_moment(one.due, seen.zone)) for one in seen.assigned
    ]
    summary = (
        "Ces dates sont des repères\u00a0: chaque personne voit les siennes sur sa page d’accueil."
        if rows
        else "Aucun module n’est attribué avec une date."
    )
    return View("attribues", "Ce qui est attribué", summary, ("module", "pour", "pour le"), tuple(rows))


def profiles_view(seen: Seen) -> View:
    """Return how many people of each profile deposited and were answered; see :mod:`.discretion` for what is not shown."""
    there = [profile for profile in Profile if any(one.profile is profile for one in seen.people)]
    sizes = Counter(one.profile for one in seen.people)
    lines: list[Bar] = []
    rows: list[tuple[str, ...]] = []
    some = False
    for module in seen.released:
        made = [(one, deposit) for one, deposit in seen.own_deposits if deposit.module == module.module]
        deposited = Counter(one.profile for one, _ in made)
        answered = Counter(one.profile for one, deposit in made if seen.received(deposit))
        shown = discreet([Counted(sizes[one], deposited[one], answered[one]) for one in there])
        title = seen.title(module.module)
        lines.append(Bar(title, "", (), 0, heading=True))
        if all(cell is Hidden.WITHHELD for both in shown for cell in both):
            lines.append(Bar("rien n’est montré par profil", "", (), 0))
            rows.append((title, "tous les profils", _TOLD[Hidden.WITHHELD], _TOLD[Hidden.WITHHELD]))
            continue
        some = True
        for profile, (first, second) in zip(there, shown, strict=True):
            parts = (("soft", _drawn(first)), ("full", _drawn(second)))
            lines.append(Bar(profile.label, _told(first), parts, len(seen.people)))
            rows.append((title, profile.label, _told(first), _told(second)))
    summary = (
        f"Aucun nombre inférieur à {LEAST} n’est montré par profil. Quand le total le ferait deviner, un autre est masqué avec "
        "lui, ou rien n’est montré par profil."
        if rows
        else _NOTHING_YET
    )
    title = "Par profil"
    columns = ("module", "profil", "ont déposé", "ont reçu un commentaire")
    if rows and not some:
        summary = "Rien n’est montré par profil pour l’instant\u00a0: les nombres sont trop petits, ou en laisseraient deviner d’autres."
        return View("profils", title, summary, columns, ())
    return View("profils", title, summary, columns, tuple(rows), bars("profils", title, summary, lines, _LEGEND[1:]))


def circles_view(seen: Seen) -> View:
    """Return how many members of each circle deposited, module by module."""
    made = {(one.id, deposit.module) for one, deposit in seen.own_deposits}
    placed = {member for circle in seen.circles for member in circle.members}
    groups = [(circle.name, [*circle.members]) for circle in seen.circles]
    if alone := [one.id for one in seen.people if one.id not in placed]:
        groups.append(("sans cercle", alone))
    lines, rows = [], []
    expected = {one.module: seen.expected(one.module) for one in seen.released if not seen.by_profile(one.module)}
    partial = len(expected) < len(seen.released)
    for name, members in groups if seen.circles and seen.released else ():
        counts = {one.module: sum((member, one.module) in made for member in members) for one in seen.released}
        awaited = {module: len(people.intersection(members)) for module, people in expected.items()}
        told = [_out_of(counts[one.module], awaited.get(one.module)) for one in seen.released]
        deposited, possible = sum(counts[module] for module in awaited), sum(awaited.values())
        whole = _out_of(deposited, possible) if awaited else ""
        rows.append((name, str(len(members)), whole, *told))
        lines.append(Bar(name, whole, (("soft", deposited),), possible))
    apart = (
        " D’un module attendu d’un profil, seuls les dépôts sont dits, hors de «\u00a0tous les modules\u00a0»\u00a0: "
        "le nombre de personnes attendues dirait combien ont ce profil."
    )
    summary = (
        f"{counted(len(seen.circles), 'cercle', 'cercles')}\u00a0: "
        "les dépôts de leurs membres, sur ceux qui sont attendus, un par personne et par module ouvert."
        f"{apart if partial else ''}"
        if rows
        else _NOTHING_YET
        if seen.circles
        else "Les cercles ne sont pas encore formés."
    )
    columns = ("cercle", "personnes", "tous les modules", *(seen.title(one.module) for one in seen.released))
    title = "Par cercle"
    legend = "dépôts, hors des modules attendus d’un profil" if partial else "dépôts, tous modules ensemble"
    drawing = bars("cercles", title, summary, lines, (("soft", legend),)) if any(line.whole for line in lines) else ""
    return View("cercles", title, summary, columns, tuple(rows), drawing)


def _out_of(count: int, of: int | None) -> str:
    """Return a count out of those that are awaited; alone where it is not told how many are."""
    if of is None:
        return str(count)
    return f"{count} sur {of}" if of else _NOT_EXPECTED


def _begun(seen: Seen, module: str) -> Cell:
    """Return what may be told of who began, those who left included."""
    everybody = seen.left.union(one.code for one in seen.people)
    deposited = {one.person for one in seen.deposits if one.module == module}
    return begun(len(everybody), len(deposited & everybody), seen.under_way.get(module, 0))


def _drawn(cell: Cell) -> int:
    return 0 if isinstance(cell, Hidden) else cell


def _told(cell: Cell) -> str:
    return _TOLD[cell] if isinstance(cell, Hidden) else str(cell)


def _moment(at: datetime | None, seen: Seen) -> str:
    return french_moment(at.isoformat(), seen.zone) if at else ""
