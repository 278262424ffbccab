"""The row of titles: where it is, and what each of its columns tells."""

from collections.abc import Sequence
from dataclasses import dataclass

from parcours_u.cohort.people_list.table import MAX_CELLS, Table, letters
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

_TITLES = {
    "last_name": ("nom", "noms", "nom de famille", "nom d usage", "nom usuel", "nom de naissance"),
    "first_name": ("prenom", "prenoms", "prenom s", "prenom usuel"),
    "full_name": (
        *("nom et prenom", "nom prenom", "noms et prenoms", "noms prenoms", "nom prenoms", "nom et prenoms"),
        *("prenom et nom", "prenom nom", "prenoms et noms", "nom complet", "identite"),
        *("participant", "participante", "participants", "participant e", "participant e s", "personne", "personnes"),
    ),
    "email": (
        *("courriel", "courriels", "adresse courriel", "adresse de courriel", "email", "e mail", "mail", "mel"),
        *("adresse email", "adresse e mail", "adresse mail", "adresse mel", "adresse electronique"),
        *("courrier electronique", "courriel professionnel", "email professionnel", "e mail professionnel"),
        *("mail professionnel", "mail pro", "email pro", "courriel pro"),
    ),
    "profile": ("profil", "profils", "type de profil", "profil de la personne", "profil du participant"),
    "organisation": (
        *("organisation", "organisations", "organisme", "structure", "collectivite", "employeur", "etablissement"),
        *("organisation ou collectivite", "collectivite ou organisation", "structure ou collectivite", "institution"),
    ),
    "territory": ("territoire", "territoires", "territoire d action", "territoire d intervention"),
    "superior": (
        *("superieur", "superieure", "superieur hierarchique", "superieure hierarchique", "superieur e hierarchique"),
        *("superieur e", "superieur direct", "superieur hierarchique direct", "responsable hierarchique"),
        *("responsable direct", "responsable", "n 1", "n1", "hierarchie", "superieur ou superieure hierarchique"),
    ),
    "pair": ("binome", "binomes", "binome avec", "en binome avec", "paire", "duo"),
}
_BY_TITLE = {title: name for name, titles in _TITLES.items() for title in titles}
_ASIDES = ("facultatif", "facultative", "optionnel", "optionnelle", "obligatoire", "si connu", "si connue")
_LOOKED_AT = 20


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
    return len({name for cell in cells if (name := _told_by(cell))})


def find_columns(table: Table, wanted: frozenset[str]) -> Columns:
    """Find the row of titles, which a title of the whole list, a logo or a date may precede.

    A single column for the name may have a title over two cells: the second has no title, and holds something below.

    Raises
    ------
    ListError
        When a column that is needed is missing, or is there twice.
    """
    if not table.rows:
        raise ListError(["La liste est vide."])
    beginning = table.rows[:_LOOKED_AT]
    at = max(range(len(beginning)), key=lambda rank: (recognised(beginning[rank][1]), -rank))
    number, cells = beginning[at]
    told = [_told_by(cell) for cell in cells]
    places: dict[str, int] = {}
    problems = []
    for name in (name for name in FRENCH if name in wanted):
        found = [place for place, other in enumerate(told) if other == name]
        if len(found) > 1:
            problems.append(f"Ligne {number}\u00a0: la colonne «\u00a0{FRENCH[name]}\u00a0» est là deux fois.")
        elif found:
            places[name] = found[0]
    first_name_first = _settle_names(table, at, places)
    problems += [
        f"Ligne {number}\u00a0: il manque la colonne «\u00a0{FRENCH[name]}\u00a0» "
        f"(les titres attendus sont {_expected(wanted)})."
        for name in _missing(places, wanted)
    ]
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


def _expected(wanted: frozenset[str]) -> str:
    titles = [title for name, title in FRENCH.items() if name in wanted and name != "full_name"]
    return f"{', '.join(titles[:-1])} et {titles[-1]}"


def _told_by(title: str) -> str | None:
    words = plain(title)
    for aside in _ASIDES:
        words = words.removesuffix(aside).strip()
    return _BY_TITLE.get(words)


def _holds_something(table: Table, at: int, place: int) -> bool:
    return any(place < len(cells) and cells[place] for _, cells in table.rows[at + 1 :])


def _shown(title: str) -> str:
    return title if len(title) <= 60 else f"{title[:59]}…"
