"""Who is in the gradebook, and giving codes from a list. Imports nbgrader."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from parcours_u.grading.bench import Bench
from parcours_u.grading.codes import new_code
from parcours_u.grading.errors import GradingError
from parcours_u.grading.folder import write_private
from parcours_u.grading.roster import Person, RosterError, read_roster

__all__ = ["Imported", "Participant", "import_people", "participants"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run instead of showing


@dataclass(frozen=True)
class Participant:
    """Somebody in the gradebook; ``code`` is nbgrader's student id. Names are empty for who is on no list."""

    code: str
    last_name: str
    first_name: str
    email: str

    @property
    def listed(self) -> bool:
        """Whether a list named this person (somebody may also have deposited without being on any)."""
        return bool(self.last_name or self.email)

    @property
    def label(self) -> str:
        """The person as a trainer reads them."""
        return f"{self.first_name} {self.last_name} ({self.code})" if self.listed else self.code


@dataclass(frozen=True)
class Imported:
    """What an import did: everybody in the gradebook now, how many are new, and where the codes were written."""

    people: tuple[Participant, ...]
    added: int
    kept: int
    file: Path


def participants(bench: Bench) -> list[Participant]:
    """Return everybody in the gradebook, by name."""
    with bench.gradebook() as gradebook:
        found = [_participant(student) for student in gradebook.students]
    return sorted(found, key=lambda person: (person.last_name.casefold(), person.first_name.casefold(), person.code))


def import_people(bench: Bench, file: Path) -> Imported:
    """Give a code to everybody in a list who has none yet; those who have one keep it.

    The same person is the same e-mail address; without an address, the same name.

    Raises
    ------
    RosterError
        With every problem of the list; nobody was added.
    GradingError
        When a file can't be read or written; nobody was added.
    """
    try:
        roster = read_roster(file.read_bytes())
    except OSError as error:
        raise GradingError(
            f"Le fichier «\u00a0{file}\u00a0» ne peut pas être lu ({error.strerror})\u00a0: personne n’a été ajouté, vérifiez son nom."
        ) from error
    present = participants(bench)
    matches = _matches(roster, [person for person in present if person.listed])
    taken = {person.code for person in present}
    wanted: list[Participant] = []
    for row, match in zip(roster, matches, strict=True):
        code = match.code if match else new_code(taken)
        taken.add(code)
        email = row.email or (match.email if match else "")
        wanted.append(Participant(code, row.last_name, row.first_name, email))
    _write_all(bench, wanted, {person.code: person for person in present})
    everybody = participants(bench)
    write_private(bench.folder.codes, _codes_file(person for person in everybody if person.listed))
    kept = sum(match is not None for match in matches)
    return Imported(tuple(everybody), len(wanted) - kept, kept, bench.folder.codes)


def _matches(roster: Sequence[Person], present: Sequence[Participant]) -> list[Participant | None]:
    by_email = {person.email.casefold(): person for person in present if person.email}
    by_name: dict[tuple[str, str], list[Participant]] = {}
    for person in present:
        by_name.setdefault((person.last_name.casefold(), person.first_name.casefold()), []).append(person)
    matches: list[Participant | None] = []
    problems: list[str] = []
    for row in roster:
        match = by_email.get(row.email.casefold()) if row.email else None
        if match is None:
            namesakes = [person for person in by_name.get(row.name_key, []) if not (row.email and person.email)]
            if len(namesakes) > 1:
                problems.append(
                    f"Ligne {row.row}, colonne «\u00a0courriel\u00a0»\u00a0: plusieurs personnes portent déjà ce nom, "
                    "il faut l’adresse pour savoir laquelle."
                )
            match = namesakes[0] if namesakes else None
        if match is not None and any(match is other for other in matches):
            problems.append(
                f"Ligne {row.row}, colonne «\u00a0nom\u00a0»\u00a0: cette ligne et une autre désignent la même personne déjà inscrite."
            )
        matches.append(match)
    if problems:
        raise RosterError(problems)
    return matches


def _write_all(bench: Bench, wanted: Sequence[Participant], before: dict[str, Participant]) -> None:
    """Write everybody, or put the gradebook back as it was: nbgrader commits one person at a time."""
    done: list[str] = []
    with bench.gradebook() as gradebook:
        try:
            for person in wanted:
                done.append(person.code)
                _write(gradebook, person)
        except BaseException as error:
            for code in done:
                if code in before:
                    _write(gradebook, before[code])
                elif any(student.id == code for student in gradebook.students):
                    gradebook.remove_student(code)
            if not isinstance(error, Exception):
                raise
            raise GradingError(
                f"Le carnet de suivi n’a pas pu être écrit ({type(error).__name__})\u00a0: "
                "personne n’a été ajouté, vérifiez la place et les droits du dossier puis recommencez."
            ) from error


def _write(gradebook: Any, person: Participant) -> None:
    gradebook.update_or_create_student(
        person.code,
        last_name=person.last_name or None,
        first_name=person.first_name or None,
        email=person.email or None,
    )


def _participant(student: Any) -> Participant:
    return Participant(student.id, student.last_name or "", student.first_name or "", student.email or "")


def _codes_file(people: Iterable[Participant]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(["code", "nom", "prénom", "courriel"])
    for person in people:
        cells = asdict(person)
        writer.writerow(_neutral(cells[name]) for name in ("code", "last_name", "first_name", "email"))
    return text.getvalue().encode("utf-8-sig")


def _neutral(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
