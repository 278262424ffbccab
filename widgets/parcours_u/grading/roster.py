"""Reading a list of participants saved from a spreadsheet, told problem by problem when it can't be used."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

__all__ = ["Person", "RosterError", "read_roster"]

MAX_BYTES = 2_000_000
MAX_ROWS = 2_000
MAX_TEXT = 200

_COLUMNS = {
    "last_name": ("nom", "nom de famille", "noms"),
    "first_name": ("prenom", "prenoms"),
    "email": ("courriel", "adresse courriel", "email", "e-mail", "mail", "adresse email", "adresse e-mail", "mel"),
}
_FRENCH = {"last_name": "nom", "first_name": "prénom", "email": "courriel"}
_EMAIL = re.compile(r"[^@\s,;<>()\"]+@[^@\s,;<>()\"]+\.[^@\s.,;<>()\"]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Person:
    """One row of the list; ``row`` is its number in the spreadsheet, counted from 1 with the header."""

    last_name: str
    first_name: str
    email: str
    row: int

    @property
    def name_key(self) -> tuple[str, str]:
        """What makes two rows the same name, whatever their case."""
        return self.last_name.casefold(), self.first_name.casefold()


class RosterError(Exception):
    """The list can't be used. ``problems`` are French sentences; nothing was imported."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = tuple(problems)


def read_roster(content: bytes) -> list[Person]:
    """Return the people of a CSV list: UTF-8 or Windows-1252, separated by ``;``, ``,`` or tabs.

    Raises
    ------
    RosterError
        With every problem found, each by its row and column.
    """
    rows = _rows(_decoded(content))
    columns, width = _columns(rows), len(rows[0][1])
    problems: list[str] = []
    people: list[Person] = []
    for number, cells in rows[1:]:
        if any(cells[width:]):
            problems.append(f"Ligne {number}\u00a0: elle a plus de cases que de colonnes.")
            continue
        values = {name: cells[at] if at < len(cells) else "" for name, at in columns.items()}
        found = [f"Ligne {number}, colonne «\u00a0{_FRENCH[name]}\u00a0»\u00a0: {why}" for name, why in _faults(values)]
        problems.extend(found)
        if not found:
            people.append(Person(values["last_name"], values["first_name"], values.get("email", ""), number))
    problems.extend(_twins(people))
    if not problems and not people:
        problems.append("La liste ne contient personne\u00a0: il n’y a aucune ligne sous les titres.")
    if problems:
        raise RosterError(problems)
    return people


def _decoded(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise RosterError(["Ce fichier est trop gros pour une liste de participants."])
    from_excel = content.startswith((b"\xff\xfe", b"\xfe\xff"))  # « texte Unicode »
    encodings = ["utf-16"] if from_excel else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RosterError(["Ce fichier n’est pas du texte\u00a0: enregistrez la liste au format CSV UTF-8."])


def _rows(text: str) -> list[tuple[int, list[str]]]:
    if _CONTROL.search(text):
        raise RosterError(["Ce fichier n’est pas du texte\u00a0: enregistrez la liste au format CSV UTF-8."])
    first = next((line for line in text.splitlines() if line.strip(" ;,\t")), "")
    delimiter = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        for number, cells in enumerate(reader, start=1):
            cleaned = [" ".join(unicodedata.normalize("NFC", cell).split()) for cell in cells]
            if any(cleaned):
                rows.append((number, cleaned))
            if len(rows) > MAX_ROWS + 1:
                raise RosterError([f"La liste dépasse {MAX_ROWS} personnes."])
    except csv.Error:
        raise RosterError(
            [f"Ligne {reader.line_num}\u00a0: un guillemet n’est pas fermé, ou pas à sa place."]
        ) from None
    return rows


def _columns(rows: list[tuple[int, list[str]]]) -> dict[str, int]:
    if not rows:
        raise RosterError(["La liste est vide."])
    number, cells = rows[0]
    titles = [_plain(cell) for cell in cells]
    columns: dict[str, int] = {}
    problems = []
    for name, accepted in _COLUMNS.items():
        places = [at for at, title in enumerate(titles) if title in accepted]
        if len(places) > 1:
            problems.append(f"Ligne {number}\u00a0: la colonne «\u00a0{_FRENCH[name]}\u00a0» est là deux fois.")
        elif places:
            columns[name] = places[0]
        elif name != "email":
            problems.append(
                f"Ligne {number}\u00a0: il manque la colonne «\u00a0{_FRENCH[name]}\u00a0»"
                " (la première ligne porte les titres nom, prénom et courriel)."
            )
    if problems:
        raise RosterError(problems)
    return columns


def _faults(values: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        if len(value) > MAX_TEXT:
            yield name, f"le texte dépasse {MAX_TEXT} signes."
        elif not value and name != "email":
            yield name, "la case est vide."
        elif name == "email" and value and not _EMAIL.fullmatch(value):
            yield name, "ce n’est pas une adresse de courriel."


def _twins(people: Sequence[Person]) -> Iterator[str]:
    by_email: dict[str, int] = {}
    by_name: dict[tuple[str, str], Person] = {}
    for person in people:
        email = person.email.casefold()
        if email and email in by_email:
            yield f"Ligne {person.row}, colonne «\u00a0courriel\u00a0»\u00a0: la même adresse est déjà ligne {by_email[email]}."
            continue
        by_email[email] = person.row
        twin = by_name.setdefault(person.name_key, person)
        if twin is not person and not (twin.email and person.email):
            yield (
                f"Ligne {person.row}, colonne «\u00a0nom\u00a0»\u00a0: ce nom et ce prénom sont déjà ligne {twin.row}, "
                "et l’adresse manque pour savoir s’il s’agit de deux personnes."
            )


def _plain(title: str) -> str:
    decomposed = unicodedata.normalize("NFD", title.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).strip(" *:")
