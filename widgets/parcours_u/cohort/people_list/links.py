"""What a row says of another: who somebody's hierarchical superior is, and who makes a pair with whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parcours_u.domain.people_list import Listed, plain

__all__ = ["Problem", "find_pairs", "find_superiors"]

_CIVILITIES = {"m", "mr", "mme", "mlle", "monsieur", "madame", "dr"}


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong in one cell of the list; ``why`` ends a French sentence."""

    row: int
    column: str
    why: str


class _Directory:
    """Who is meant by a name or an address."""

    def __init__(self, people: Sequence[Listed]) -> None:
        self._rows: dict[str, list[int]] = {}
        for person in people:
            told = {plain(person.name), plain(f"{person.last_name} {person.first_name}"), person.email.casefold()}
            for name in told - {""}:
                self._rows.setdefault(name, []).append(person.row)

    def rows(self, text: str) -> list[int]:
        """Return the rows of those whom a text designates."""
        words = plain(text)
        civil, _, rest = words.partition(" ")
        for name in (text.casefold(), words, rest if civil in _CIVILITIES else ""):
            if name in self._rows:
                return self._rows[name]
        return []


def find_superiors(people: Sequence[Listed], cells: Mapping[int, str]) -> tuple[dict[int, int], list[Problem]]:
    """Return the row of each one's superior, from what the cells of that column say by row, and what is wrong there.

    A name that is nobody's on the list is refused: a spelling mistake would silently put a superior in the same circle.
    """
    directory, superiors, problems = _Directory(people), {}, []
    for row, text in cells.items():
        found = directory.rows(text)
        if not found:
            why = f"«\u00a0{text}\u00a0» n’est personne de cette liste\u202f; corrigez le nom, ou videz la case."
        elif len(found) > 1:
            why = f"plusieurs personnes s’appellent «\u00a0{text}\u00a0», écrivez plutôt l’adresse de courriel."
        elif found[0] == row:
            why = "c’est la personne elle-même."
        else:
            superiors[row] = found[0]
            continue
        problems.append(Problem(row, "superior", why))
    problems += [
        Problem(
            row, "superior", f"de proche en proche, cette personne serait sous l’autorité d’elle-même (ligne {up})."
        )
        for row, up in superiors.items()
        if row == min(_loop(superiors, row), default=0)
    ]
    return superiors, problems


def find_pairs(people: Sequence[Listed], cells: Mapping[int, str]) -> tuple[list[tuple[int, int]], list[Problem]]:
    """Return the pairs, by rows, from what the cells of that column say by row, and what is wrong there.

    A cell holds the other's name or address (on one row is enough), or a label that two rows bear.
    """
    directory, problems = _Directory(people), []
    partners: dict[int, set[int]] = {}
    labels: dict[str, list[int]] = {}
    for row, text in cells.items():
        found = directory.rows(text)
        if len(found) > 1:
            why = f"plusieurs personnes s’appellent «\u00a0{text}\u00a0», écrivez plutôt l’adresse de courriel."
            problems.append(Problem(row, "pair", why))
        elif found == [row]:
            problems.append(Problem(row, "pair", "c’est la personne elle-même."))
        elif found:
            partners.setdefault(row, set()).add(found[0])
            partners.setdefault(found[0], set()).add(row)
        else:
            labels.setdefault(plain(text) or text, []).append(row)
    for rows in labels.values():
        if len(rows) == 1:
            text = cells[rows[0]]
            why = f"«\u00a0{text}\u00a0» n’est sur aucune autre ligne, et n’est le nom de personne dans cette liste."
            problems.append(Problem(rows[0], "pair", why))
        elif len(rows) > 2:
            why = f"un binôme compte deux personnes, et celui-ci est sur les lignes {_listed(rows)}."
            problems.append(Problem(rows[2], "pair", why))
        else:
            partners.setdefault(rows[0], set()).add(rows[1])
            partners.setdefault(rows[1], set()).add(rows[0])
    for row, others in sorted(partners.items()):
        if len(others) > 1:
            why = f"cette personne aurait plusieurs binômes, avec les lignes {_listed(sorted(others))}."
            problems.append(Problem(row, "pair", why))
    if problems:
        return [], problems
    return sorted((row, other) for row, others in partners.items() for other in others if row < other), []


def _loop(superiors: Mapping[int, int], row: int) -> list[int]:
    """Return the rows of the loop that goes through a row, nothing when there is none."""
    met, at = [row], superiors.get(row)
    while at is not None and at != row:
        if at in met:
            return []
        met.append(at)
        at = superiors.get(at)
    return met if at == row else []


def _listed(rows: Sequence[int]) -> str:
    return f"{', '.join(map(str, rows[:-1]))} et {rows[-1]}"
