"""Numbers, lengths, people and lists as French readers write them, for every page, sheet and file that tells them."""

from collections.abc import Iterable, Sequence

from parcours_u.domain.exercise import People

__all__ = ["counted", "french_number", "french_size", "listed", "lowered", "some", "spoken_minutes", "spoken_people"]

_HOUR = 60  # minutes
_SOME = 10
_NUMBERS = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"),
    *("onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf", "vingt"),
)


def spoken_minutes(minutes: float) -> str:
    """Return a length as « 4,5 min », « 45 min », « 1 h » or « 1 h 15 », all of it glued together.

    Parameters
    ----------
    minutes : float
        Zero or more. Halves are told under an hour only; from there on, it is rounded to the minute.
    """
    if round(minutes) < _HOUR:
        return f"{minutes:g}".replace(".", ",") + "\u00a0min"
    hours, rest = divmod(round(minutes), _HOUR)
    return f"{hours}\u00a0h" + (f"\u00a0{rest:02}" if rest else "")


def spoken_people(people: People) -> str:
    """Return a number of people as « une personne », « 3 personnes », « 4 ou 5 personnes » or « 6 à 12 personnes »."""
    if people.max == 1:
        return "une personne"
    if people.min == people.max:
        return f"{people.min}\u00a0personnes"
    between = "ou" if people.max == people.min + 1 else "à"
    return f"{people.min} {between} {people.max}\u00a0personnes"


def lowered(text: str) -> str:
    """Return a text as it is written in the middle of a sentence; a word in capitals (« QR code ») keeps them."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def listed(texts: Iterable[str]) -> str:
    """Return texts as one enumeration, « Une feuille, un stylo et une montre »; the empty string for none."""
    first, *others = [*texts] or [""]
    following = [lowered(text) for text in others]
    return " et ".join([", ".join([first, *following[:-1]]), *following[-1:]])


def some(names: Sequence[str]) -> str:
    """Return the first ten names, and how many others there are: « Ève Durand, Luc Petit et 2 995 autres »."""
    told, others = names[:_SOME], len(names) - _SOME
    return f"{', '.join(told)} et {counted(others, 'autre', 'autres')}" if others > 0 else ", ".join(told)


def counted(number: int, one: str, several: str) -> str:
    """Return a number and what it counts, glued together: « 1 dépôt », « 2 000 personnes »."""
    return f"{number:,}".replace(",", "\u202f") + f"\u00a0{one if number < 2 else several}"


def french_size(count: int) -> str:
    """Return how big a file is: « 12 ko », « 3 Mo », « 1,5 Go », rounded up so that nothing is nought."""
    for size, unit in ((1024, "ko"), (1024**2, "Mo")):
        if (whole := -(-count // size)) < 1024:
            return f"{whole}\u00a0{unit}"
    return f"{count / 1024**3:.1f}".replace(".", ",") + "\u00a0Go"


def french_number(number: int) -> str:
    """Return a whole number in words up to twenty, in digits beyond."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else str(number)
