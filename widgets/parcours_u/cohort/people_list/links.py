"""What a row says of another: who somebody's hierarchical superior is, and who makes a pair with whom."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from parcours_u.cohort.people_list.names import without_civility
from parcours_u.domain.people_list import Listed, plain

__all__ = ["Problem", "find_pairs", "find_superiors", "loops", "names_nobody"]

_NOBODY = {
    *("aucun", "aucune", "non", "neant", "rien", "personne", "sans", "sans objet", "s o", "nc", "n c", "na", "n a"),
    *(
        "non concerne",
        "non concernee",
        "non renseigne",
        "inconnu",
        "inconnue",
        "a definir",
        "a determiner",
        "a completer",
    ),
    *("pas de binome", "sans binome", "pas de superieur", "pas de hierarchie", "none", "null"),
}
_ONESELF = "c’est la personne elle-même\u202f; corrigez le nom, ou videz la case."
_MISSING = "ajoutez aussi la ligne de cette personne si elle est déjà inscrite, ou videz la case"
_STROKES = set("-‐‑‒–—−_./…? ")  # any other sign is the label of a pair: « ★ »


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong in one cell of the list; ``why`` ends a French sentence."""

    row: int
    column: str
    why: str


def names_nobody(text: str) -> bool:
    """Tell whether a cell that names somebody else is as good as empty: « - », « aucun », « n/a »."""
    words = plain(text)
    return words in _NOBODY if words else _STROKES.issuperset(text)


def _none(_text: str) -> bool:
    """Tell that a text designates no row that could not be read: all of them were."""
    return False


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
        for name in (text.casefold(), plain(text), plain(without_civility(text))):
            if name in self._rows:
                return self._rows[name]
        return []


def find_superiors(
    people: Sequence[Listed], cells: Mapping[int, str], unread: Callable[[str], bool] = _none
) -> tuple[dict[int, int], list[Problem]]:
    """Return the row of each one's superior, from what the cells of that column say by row, and what is wrong there.

    A name that is nobody's on the list is refused: a spelling mistake would silently put a superior in the same circle.

    Parameters
    ----------
    unread : callable
        Tells whether a text may designate somebody whose own row could not be read: it is then no problem yet.
    """
    directory, superiors, problems = _Directory(people), {}, []
    for row, text in cells.items():
        found = directory.rows(text)
        if not found and unread(text):
            continue
        if not found:
            why = f"«\u00a0{text}\u00a0» n’est personne de cette liste\u202f; corrigez le nom, {_MISSING}."
        elif len(found) > 1:
            why = f"plusieurs personnes s’appellent «\u00a0{text}\u00a0», écrivez plutôt l’adresse de courriel."
        elif found[0] == row:
            why = _ONESELF
        else:
            superiors[row] = found[0]
            continue
        problems.append(Problem(row, "superior", why))
    for row in map(min, loops(superiors)):
        why = f"de proche en proche, cette personne serait sous l’autorité d’elle-même (ligne {superiors[row]})\u202f; corrigez l’une de ces cases."
        problems.append(Problem(row, "superior", why))
    return superiors, problems


def find_pairs(
    people: Sequence[Listed], cells: Mapping[int, str], unread: Callable[[str], bool] = _none
) -> tuple[list[tuple[int, int]], list[Problem]]:
    """Return the pairs, by rows, from what the cells of that column say by row, and what is wrong there.

    A cell holds the other's name or address (on one row is enough), or a label that two rows bear.

    Parameters
    ----------
    unread : callable
        Tells whether a text may designate, or label, a row that could not be read: it is then no problem yet.
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
            problems.append(Problem(row, "pair", _ONESELF))
        elif found:
            partners.setdefault(row, set()).add(found[0])
            partners.setdefault(found[0], set()).add(row)
        else:
            labels.setdefault(plain(text) or text, []).append(row)
    for rows in labels.values():
        if len(rows) == 1 and unread(cells[rows[0]]):
            continue
        if len(rows) == 1:
            text = cells[rows[0]]
            why = (
                f"«\u00a0{text}\u00a0» n’est sur aucune autre ligne, et n’est le nom de personne dans cette liste\u202f; "
                f"corrigez-le, {_MISSING}."
            )
            problems.append(Problem(rows[0], "pair", why))
        elif len(rows) > 2:
            why = f"un binôme compte deux personnes, et celui-ci est sur les lignes {_listed(rows)}\u202f; gardez-en deux."
            problems.append(Problem(rows[2], "pair", why))
        else:
            partners.setdefault(rows[0], set()).add(rows[1])
            partners.setdefault(rows[1], set()).add(rows[0])
    for row, others in sorted(partners.items()):
        if len(others) > 1:
            why = f"cette personne aurait plusieurs binômes, avec les lignes {_listed(sorted(others))}\u202f; gardez-en un."
            problems.append(Problem(row, "pair", why))
    if problems:
        return [], problems
    return sorted((row, other) for row, others in partners.items() for other in others if row < other), []


def loops(superiors: Mapping[int, int]) -> list[list[int]]:
    """Return the rows of each loop of a hierarchy. Each row is gone through once: a list may be one long chain."""
    found: list[list[int]] = []
    met: set[int] = set()
    for row in superiors:
        path: list[int] = []
        at: int | None = row
        while at is not None and at not in met:
            met.add(at)
            path.append(at)
            at = superiors.get(at)
        if at is not None and at in path:
            found.append(path[path.index(at) :])
    return found


def _listed(rows: Sequence[int]) -> str:
    return f"{', '.join(map(str, rows[:-1]))} et {rows[-1]}"
