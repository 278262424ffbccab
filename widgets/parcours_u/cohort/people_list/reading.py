"""Reading a list of people: from a file's bytes to people, or to every problem by its row and column."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from parcours_u.cohort.people_list.accents import check_accents, lost_in_name
from parcours_u.cohort.people_list.columns import FRENCH, SHORT, WHOLE, Columns, find_columns
from parcours_u.cohort.people_list.links import Problem, find_pairs, find_superiors, names_nobody
from parcours_u.cohort.people_list.names import parted
from parcours_u.cohort.people_list.package import is_workbook
from parcours_u.cohort.people_list.profiles import ACCEPTED, profiles_in
from parcours_u.cohort.people_list.table import MAX_BYTES, MAX_PEOPLE, MAX_TEXT, Table, full
from parcours_u.cohort.people_list.text_file import read_text
from parcours_u.cohort.people_list.workbook import read_workbook
from parcours_u.domain.people_list import Listed, ListError, PeopleList, name_key
from parcours_u.domain.system_words import refusal_of

__all__ = ["SHORT", "WHOLE", "read_list", "read_people"]

_EMAIL = re.compile(r"[^@\s,;<>()\"]+@[^@\s,;<>()\"]+\.[^@\s.,;<>()\"]+")
_LINK = re.compile(r"^mailto:\s*", re.IGNORECASE)  # what a spreadsheet makes of an address that was clicked
_NAMES = frozenset({"last_name", "first_name", "full_name"})
_NEEDED = _NAMES | {"profile"}
_NO_NAMES = {"VRAI", "TRUE", "FALSE"}  # « FAUX » is a name that people bear
_FORMULA_ERRORS = {"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#NOM?", "#VALEUR!"}


def read_list(file: Path, wanted: frozenset[str] = WHOLE) -> PeopleList:
    """Return the people of a file; see :func:`read_people`."""
    try:
        with file.open("rb") as opened:
            content = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise ListError(
            [f"Le fichier «\u00a0{file}\u00a0» ne peut pas être lu ({refusal_of(error)})\u00a0: vérifiez son nom."]
        ) from error
    return read_people(content, wanted)


def read_people(content: bytes, wanted: frozenset[str] = WHOLE) -> PeopleList:
    """Return the people of a CSV list or an .xlsx workbook.

    Parameters
    ----------
    content : bytes
        The file.
    wanted : frozenset of str
        Which columns to read: :data:`WHOLE` or :data:`SHORT`; the others are left out, and named.

    Raises
    ------
    ListError
        With every problem found, each by its row and column.
    """
    if len(content) > MAX_BYTES:
        raise ListError(["Ce fichier est trop gros pour une liste de participants."])
    table = read_workbook(content) if is_workbook(content) else read_text(content)
    check_accents(table)
    try:
        columns = find_columns(table, wanted)
    except ListError as error:  # the list may be on another sheet than the one that was read
        raise ListError([*error.problems, *table.notices]) from None
    found = _rows(table, columns)
    people, twins = found.people, list(_twins(found.people, found.unaddressed))
    # Whoever is there twice is one person for the rows of others, and says once who their superior and their pair are.
    doubles = _same_name(people) & {problem.row for problem in twins}
    once = [person for person in people if person.row not in doubles]
    cells = {
        name: {row: text for row, text in told.items() if row not in doubles} for name, told in found.cells.items()
    }

    def unread(text: str) -> bool:
        return bool(found.unread & _NAMES) or ("@" in text and "email" in found.unread)

    superiors, wrong = find_superiors(once, cells["superior"], unread)
    also_unread = bool(doubles) or "pair" in found.unread
    pairs, also_wrong = find_pairs(once, cells["pair"], lambda text: also_unread or unread(text))
    if told := [*found.problems, *twins, *wrong, *also_wrong]:
        raise ListError([_sentence(problem) for problem in sorted(told)])
    if not people:
        raise ListError(["La liste ne contient personne\u00a0: il n’y a aucune ligne sous les titres."])
    if len(people) > MAX_PEOPLE:
        raise full()
    known = frozenset(columns.places)
    if "full_name" in known:
        known = known - {"full_name"} | {"last_name", "first_name"}
    people = [_under(person, superiors.get(person.row, 0)) for person in people]
    return PeopleList(tuple(people), tuple(pairs), known, columns.left_out, table.notices)


@dataclass(frozen=True)
class _Rows:
    """What could be read, row by row: all that is wrong is told at once, also of the rows that name one that is refused.

    Attributes
    ----------
    people : list of Listed
        Everybody whose name could be read.
    cells : dict
        What the cells that name others say, by column and row.
    problems : list of Problem
    unread : set of str
        The columns in which some row could not be read.
    unaddressed : set of int
        The rows whose address could not.
    """

    people: list[Listed] = field(default_factory=list)
    cells: dict[str, dict[int, str]] = field(default_factory=lambda: {"superior": {}, "pair": {}})
    problems: list[Problem] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    unaddressed: set[int] = field(default_factory=set)


def _rows(table: Table, columns: Columns) -> _Rows:
    rows = _Rows()
    for number, cells in table.rows[columns.first :]:
        if tuple(cells) == columns.titles:  # titles printed again on each page
            continue
        if any(cells[columns.width :]):
            why = "elle a plus de cases que de colonnes\u202f; videz celles qui dépassent les titres."
            rows.problems.append(Problem(number, "", why))
            rows.unread.update(columns.places)
            continue
        values = {name: cells[at] if at < len(cells) else "" for name, at in columns.places.items()}
        if "email" in values:
            address = _LINK.sub("", values["email"])
            values["email"] = "" if names_nobody(address) else address
        read = {name: table.faults.get((number, at), "") for name, at in columns.places.items()}
        found = [Problem(number, name, why) for name, why in _faults(values, read)]
        if "full_name" in values:
            values["last_name"], values["first_name"] = parted(values["full_name"], columns.first_name_first)
            if values["full_name"] and not values["first_name"] and not read["full_name"]:
                why = "le prénom manque\u202f; écrivez-le avec le nom, ou ajoutez une colonne «\u00a0prénom\u00a0»."
                found.append(Problem(number, "full_name", why))
        wrong = {problem.column for problem in found}
        rows.problems.extend(found)
        rows.unread.update(wrong)
        for name, told in rows.cells.items():
            if name not in wrong and not names_nobody(values.get(name, "")):
                told[number] = values[name]
        if wrong & _NAMES:
            continue
        if "email" in wrong:
            rows.unaddressed.add(number)
        rows.people.append(
            Listed(
                number,
                values["last_name"],
                values["first_name"],
                "" if "email" in wrong else values.get("email", ""),
                next(iter(profiles_in(values.get("profile", ""))), None),
                values.get("organisation", ""),
                values.get("territory", ""),
            )
        )
    return rows


def _faults(values: dict[str, str], read: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        if read[name]:
            yield name, read[name]
        elif value in _FORMULA_ERRORS:
            yield name, f"la formule de cette case a échoué ({value})\u202f; corrigez-la, ou écrivez son résultat."
        elif len(value) > MAX_TEXT:
            yield name, f"le texte dépasse {MAX_TEXT} signes\u202f; raccourcissez-le."
        elif not value and name in _NEEDED:
            yield name, "la case est vide\u202f; remplissez-la, ou retirez la ligne."
        elif name in _NAMES and (value in _NO_NAMES or not any(map(str.isalpha, value))):
            yield name, f"«\u00a0{value}\u00a0» n’est pas un nom\u202f; corrigez-le, ou retirez la ligne."
        elif name in _NAMES and lost_in_name(value):
            yield (
                name,
                (
                    f"«\u00a0{value}\u00a0» a perdu une lettre, sans doute un accent\u202f; retapez-la, ou reprenez le fichier d’origine."
                ),
            )
        elif name == "email" and value and not _EMAIL.fullmatch(value):
            yield name, f"«\u00a0{value}\u00a0» n’est pas une adresse de courriel\u202f; corrigez-la, ou videz la case."
        elif name == "profile" and len(found := profiles_in(value)) != 1:
            several = f"«\u00a0{value}\u00a0» dit plusieurs profils, gardez-en un"
            unknown = f"«\u00a0{value}\u00a0» n’est pas un profil connu, écrivez"
            yield name, f"{several if found else unknown}\u00a0: {ACCEPTED}."


def _same_name(people: Sequence[Listed]) -> set[int]:
    """Return the rows of those who bear the name of somebody above."""
    first: dict[tuple[str, str], int] = {}
    return {person.row for person in people if first.setdefault(name_key(person), person.row) != person.row}


def _twins(people: Sequence[Listed], unaddressed: Collection[int]) -> Iterator[Problem]:
    by_email: dict[str, int] = {}
    by_name: dict[tuple[str, str], Listed] = {}
    for person in people:
        email = person.email.casefold()
        if email and email in by_email:
            yield Problem(
                person.row,
                "email",
                f"la même adresse est déjà ligne {by_email[email]}\u202f; corrigez-la, ou videz la case.",
            )
            continue
        by_email[email] = person.row
        twin = by_name.setdefault(name_key(person), person)
        addressed = all(one.email or one.row in unaddressed for one in (twin, person))
        if twin is not person and not addressed:
            yield Problem(
                person.row,
                "last_name",
                f"ce nom et ce prénom sont déjà ligne {twin.row}, "
                "et l’adresse manque pour savoir s’il s’agit de deux personnes\u202f; ajoutez-la, ou retirez une des lignes.",
            )


def _under(person: Listed, superior: int) -> Listed:
    return replace(person, superior=superior) if superior else person


def _sentence(problem: Problem) -> str:
    place = f"Ligne {problem.row}"
    if problem.column:
        place += f", colonne «\u00a0{FRENCH[problem.column]}\u00a0»"
    return f"{place}\u00a0: {problem.why}"
