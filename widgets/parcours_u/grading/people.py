"""Who is in the gradebook, and giving codes from a list. Imports nbgrader."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import Student
from sqlalchemy import false, update

from parcours_u.domain.people_list import Listed, matches, name_key
from parcours_u.domain.system_words import refusal_of
from parcours_u.grading.bench import Bench
from parcours_u.grading.codes import new_code
from parcours_u.grading.cohort import holds_cohort
from parcours_u.grading.errors import GradingError
from parcours_u.grading.folder import write_private

__all__ = ["Imported", "Participant", "coded", "enrolment", "import_people", "participants", "write_codes"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet would run instead of showing


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
    return sorted(found, key=lambda person: (name_key(person), person.code))


def import_people(bench: Bench, people: Sequence[Listed]) -> Imported:
    """Give a code to everybody in a list who has none yet; those who have one keep it.

    Raises
    ------
    ListError
        When a row may be several people of the gradebook; nobody was added.
    GradingError
        When the folder is a cohort's, to which there is one way to add people, or the gradebook or the file of codes can't be written.
    """
    if holds_cohort(bench.folder):
        raise GradingError(
            "Ce dossier est celui d’une cohorte\u00a0: personne n’a été ajouté, complétez la liste avec le profil de chaque personne, "
            "puis lancez «\u00a0parcours-u cohorte creer\u00a0» avec elle et le même dossier."
        )
    present = participants(bench)
    wanted = coded(people, present)
    with enrolment(bench) as enrol:
        enrol(wanted)
    before = {person.code for person in present}
    kept = sum(person.code in before for person in wanted)
    everybody = write_codes(bench)
    return Imported(everybody, len(wanted) - kept, kept, bench.folder.codes)


def coded(
    people: Sequence[Listed], present: Sequence[Participant], given: Mapping[int, str] | None = None
) -> list[Participant]:
    """Return the people of a list with their code: the one they have, else a new one.

    Parameters
    ----------
    people : sequence of Listed
    present : sequence of Participant
        Who is in the gradebook.
    given : mapping of int to str, optional
        The codes of those who are known otherwise, by row.

    Raises
    ------
    ListError
        When a row may be several people of the gradebook.
    """
    codes = dict(given or {})
    taken = {person.code for person in present} | set(codes.values())
    by_code = {person.code: person for person in present}
    unknown = [row for row in people if row.row not in codes]
    free = [person for person in present if person.listed and person.code not in codes.values()]
    for row, match in zip(unknown, matches(unknown, free, whole=given is None), strict=True):
        codes[row.row] = match.code if match else new_code(taken)
        taken.add(codes[row.row])
    found = []
    for row in people:
        known = by_code.get(codes[row.row])
        email = row.email or (known.email if known else "")
        found.append(Participant(codes[row.row], row.last_name, row.first_name, email))
    return found


@contextmanager
def enrolment(bench: Bench) -> Iterator[Callable[[Sequence[Participant]], None]]:
    """Give what writes people in the gradebook, all in one transaction, committed at the end.

    Whatever fails before leaves it as it was: a full disk gives up what is not committed, and would refuse to write it back.
    nbgrader's own way commits, and waits for the disk, once for each person.

    Raises
    ------
    GradingError
        When the gradebook can't be written; nobody was added.
    """

    def enrol(people: Sequence[Participant]) -> None:
        with bench.gradebook() as gradebook:  # the one that is open below; what it refuses is told as the gradebook's
            # Nothing changes, but SQLite lets nobody else write from then on: of two commands, the second reads what the first wrote.
            gradebook.db.execute(update(Student.__table__).where(false()).values(id=Student.id))
            there = {student.id: student for student in gradebook.students}
            for person in people:
                student = there.get(person.code)
                if student is None:
                    student = Student(id=person.code)
                    gradebook.db.add(student)
                student.last_name = person.last_name or None
                student.first_name = person.first_name or None
                student.email = person.email or None
            gradebook.db.flush()

    with bench.gradebook() as gradebook:
        try:
            yield enrol
            gradebook.db.commit()
        except BaseException:
            gradebook.db.rollback()
            raise


def write_codes(bench: Bench) -> tuple[Participant, ...]:
    """Write the file of codes, for a mail merge; return everybody in the gradebook.

    Raises
    ------
    GradingError
        When the file can't be written; everybody keeps their code.
    """
    everybody = participants(bench)
    try:
        write_private(bench.folder.codes, _codes_file(person for person in everybody if person.listed))
    except OSError as error:
        raise GradingError(
            f"Le fichier des codes n’a pas pu être écrit ({refusal_of(error)})\u00a0: tout le monde est inscrit et garde son code, "
            "libérez de la place puis relancez la commande."
        ) from error
    return tuple(everybody)


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
