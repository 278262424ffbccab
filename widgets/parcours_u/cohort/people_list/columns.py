"""The row of titles: where it is, and what each of its columns tells. The titles themselves are in :mod:`.titles`."""

from collections.abc import Sequence
from dataclasses import dataclass

from parcours_u.cohort.people_list.accents import damaged
from parcours_u.cohort.people_list.profiles import ACCEPTED, profiles_in
from parcours_u.cohort.people_list.table import MAX_CELLS, Table, letters
from parcours_u.cohort.people_list.titles import told_by
from parcours_u.domain.people_list import ListError, plain

__all__ = ["FRENCH", "SHORT", "WHOLE", "Columns", "find_columns", "recognised"]

FRENCH = {
    "last_name": "nom",
    "first_name": "prénom",
    "full_name": "nom",
    "email": "courriel",
    "profile": "profil",
    "organisation": "organisation",
    "territory": "territoire",
    "superior": "supérieur hiérarchique",
    "pair": "binôme",
}
"""Every column, by what it tells, and its French title."""

WHOLE = frozenset(FRENCH)
"""What the list of a cohort may tell."""

SHORT = frozenset({"last_name", "first_name", "full_name", "email"})
"""What a list that only gives codes tells; other columns are left out of it."""

_LOOKED_AT = 20
_QUOTED = 12


@dataclass(frozen=True, repr=False)
class Columns:
    """Where the titles are, and what is under them.

    Attributes
    ----------
    first : int
        The index, in the table, of the first row under the titles.
    width : int
        How many cells the row of titles has.
    places : dict
        The cell of each thing told.
    first_name_first : bool
        In which order a single column writes names.
    left_out : tuple of str
        The titles of the other columns.
    """

    first: int
    width: int
    places: dict[str, int]
    titles: tuple[str, ...]
    first_name_first: bool
    left_out: tuple[str, ...]


def recognised(cells: Sequence[str]) -> int:
    """Return how many different things a row would tell, were it the row of titles."""
    return len({name for name in told_by(cells) if name})


def find_columns(table: Table, wanted: frozenset[str]) -> Columns:
    """Find the row of titles, which a title of the whole list, a logo or a date may precede.

    A single column for the name may have a title over two cells: the second has no title, and holds something below.

    Raises
    ------
    ListError
        When a column that is needed is missing, or is there twice, or has lost the accent of its title.
    """
    if not table.rows:
        raise ListError(["La liste est vide."])
    beginning = table.rows[:_LOOKED_AT]
    at = max(range(len(beginning)), key=lambda rank: (recognised(beginning[rank][1]), -rank))
    number, cells = beginning[at]
    told = told_by(cells)
    for cell, mended in zip(cells, told_by([cell.replace("?", "é") for cell in cells]), strict=True):
        if mended in wanted and mended not in told:
            raise damaged(cell)
    places: dict[str, int] = {}
    problems = []
    for name in (name for name in FRENCH if name in wanted):
        found = [place for place, other in enumerate(told) if other == name]
        if len(found) > 1:
            twice = " et ".join(_quoted(cells[place]) for place in found)
            problems.append(
                f"Ligne {number}\u00a0: la colonne {_quoted(FRENCH[name])} est là deux fois ({twice}), gardez-en une."
            )
        if found:
            places[name] = found[0]
    first_name_first = _settle_names(table, at, places)
    if missing := _missing(places, wanted):
        problems.append(
            f"Ligne {number}\u00a0: {_lacking(missing, cells, wanted)}{_profile_hint(table, at, told, missing)}"
        )
    if len(cells) > MAX_CELLS:
        problems.append(
            f"Ligne {number}\u00a0: il y a plus de {MAX_CELLS} colonnes, retirez celles qui ne servent pas."
        )
    if problems:
        raise ListError(problems)
    used = set(places.values())
    left_out = tuple(_shown(cell) for place, cell in enumerate(cells) if place not in used and cell)
    untitled = tuple(
        f"{letters(place)} (sans titre)"
        for place, cell in enumerate(cells)
        if place not in used and not cell and _holds_something(table, at, place)
    )
    return Columns(at + 1, len(cells), places, tuple(cells), first_name_first, left_out + untitled)


def _settle_names(table: Table, at: int, places: dict[str, int]) -> bool:
    """Decide which columns hold names, and return whether a single one writes the first name first."""
    if "last_name" in places and "first_name" in places:
        places.pop("full_name", None)
        return True
    if "full_name" not in places and "last_name" in places:
        places["full_name"] = places["last_name"]
    if "full_name" not in places:
        return True
    place = places["full_name"]
    cells = table.rows[at][1]
    goes_first = plain(cells[place]).startswith("prenom")
    first_name_first = goes_first or "prenom" not in plain(cells[place])
    for name in ("last_name", "first_name"):  # « nom complet » beside a « prénom »: the whole name says both
        places.pop(name, None)
    beside = place + 1
    if beside < len(cells) and not cells[beside] and _holds_something(table, at, beside):
        del places["full_name"]
        places["first_name" if goes_first else "last_name"] = place
        places["last_name" if goes_first else "first_name"] = beside
    return first_name_first


def _missing(places: dict[str, int], wanted: frozenset[str]) -> list[str]:
    missing = []
    if "full_name" not in places:
        missing = [name for name in ("last_name", "first_name") if name not in places]
    if "profile" in wanted and "profile" not in places:
        missing.append("profile")
    return missing


def _lacking(missing: Sequence[str], cells: Sequence[str], wanted: frozenset[str]) -> str:
    """Return what is missing from the row of titles, what it holds instead, and what is expected."""
    names = [_quoted(FRENCH[name]) for name in missing]
    columns = f"la colonne {names[0]}" if len(names) == 1 else f"les colonnes {_enumerated(names)}"
    held = [_quoted(cell) for cell in cells if cell]
    more = "…" if len(held) > _QUOTED else ""
    expected = _enumerated([title for name, title in FRENCH.items() if name in wanted and name != "full_name"])
    return (
        f"il manque {columns}. On y lit {', '.join(held[:_QUOTED])}{more}\u202f; les titres attendus sont {expected}."
    )


def _profile_hint(table: Table, at: int, told: Sequence[str | None], missing: Sequence[str]) -> str:
    """Return where the profiles may be, when no column is titled so; else what a profile is."""
    if "profile" not in missing:
        return ""
    for place, name in enumerate(told):
        title = table.rows[at][1][place]
        below = [cells[place] for _, cells in table.rows[at + 1 :] if place < len(cells) and cells[place]]
        if title and name is None and sum(len(profiles_in(cell)) == 1 for cell in below) * 2 > len(below):
            return f" La colonne {_quoted(title)} semble dire les profils\u00a0: si c’est elle, titrez-la «\u00a0profil\u00a0»."
    return f" Un profil s’écrit {ACCEPTED}."


def _enumerated(texts: Sequence[str]) -> str:
    return f"{', '.join(texts[:-1])} et {texts[-1]}"


def _quoted(text: str) -> str:
    return f"«\u00a0{_shown(text)}\u00a0»"


def _holds_something(table: Table, at: int, place: int) -> bool:
    return any(place < len(cells) and cells[place] for _, cells in table.rows[at + 1 :])


def _shown(title: str) -> str:
    return title if len(title) <= 60 else f"{title[:59]}…"
