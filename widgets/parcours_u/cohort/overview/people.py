"""Where each person is, module by module: what was deposited, commented, returned, and when. Who began is never told."""

from parcours_u.cohort.overview.seen import Seen
from parcours_u.cohort.overview.view import View, counted, draw
from parcours_u.domain.following import Deposited
from parcours_u.domain.french_dates import day_there, french_date

__all__ = ["people_view"]

_MOST_DRAWN = 64
"""Beyond this many people a grid has nothing left to see: the table says it."""


def people_view(seen: Seen) -> View:
    """Return each person's deposits: only what reached the trainer is here."""
    made = {(one.id, deposit.module): deposit for one, deposit in seen.own_deposits}
    modules = [one.module for one in seen.released]
    rows = tuple((one.told, *(_told(seen, made.get((one.id, module))) for module in modules)) for one in seen.people)
    whole = sum((one.id, module) in made for one in seen.people for module in modules)
    if not modules:
        return View(
            "personnes", "Personne par personne", "Aucun module n’est encore ouvert aux dépôts.", ("personne",), ()
        )
    summary = (
        f"{counted(whole, 'dépôt reçu', 'dépôts reçus')}, sur {counted(len(seen.people), 'personne', 'personnes')}\u00a0: quand, et si des "
        "commentaires ont été écrits, puis renvoyés. Ce qui est commencé sans être déposé n’est montré pour personne."
    )
    columns = ("personne", *(seen.title(module) for module in modules))
    title = "Personne par personne"
    drawn = 0 < len(seen.people) <= _MOST_DRAWN
    return View("personnes", title, summary, columns, rows, _grid(seen, made, modules, title, summary) if drawn else "")


def _told(seen: Seen, deposit: Deposited | None) -> str:
    if deposit is None:
        return "rien encore"
    parts = [f"déposé le {_day(seen, deposit.at.isoformat())}" if deposit.at else "déposé"]
    if deposit.late:
        parts.append("après la date")
    if deposit.comments:
        parts.append("commenté")
    if returned := seen.returned.get((deposit.person, deposit.module)):
        parts.append(f"renvoyé le {_day(seen, returned)}")
    return ", ".join(parts)


def _day(seen: Seen, iso: str) -> str:
    return french_date(day_there(iso, seen.zone))


def _grid(seen: Seen, made: dict[tuple[str, str], Deposited], modules: list[str], title: str, summary: str) -> str:
    cells = [
        (row, column, bool(deposit.comments))
        for row, one in enumerate(seen.people)
        for column, module in enumerate(modules)
        if (deposit := made.get((one.id, module)))
    ]
    return draw(
        "people",
        id="personnes",
        title=title,
        summary=summary,
        names=[one.told for one in seen.people],
        modules=[seen.title(module) for module in modules],
        cells=cells,
    )
