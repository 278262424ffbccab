"""A name written in one cell: without its civility, parted into a last name and a first name."""

from parcours_u.domain.people_list import plain

__all__ = ["parted", "without_civility"]

_CIVILITIES = {"m", "mr", "mme", "mlle", "mx", "monsieur", "madame", "mademoiselle", "dr", "docteur"}


def without_civility(name: str) -> str:
    """Return a name without the « Mme » or « M. » before it; a civility alone is kept."""
    civility, _, rest = name.partition(" ")
    return rest if rest and plain(civility) in _CIVILITIES else name


def parted(name: str, first_name_first: bool = True) -> tuple[str, str]:
    """Return the last name and the first name of a name written whole; the first name is empty when there is one word.

    A civility is no name: « Mme DURAND Ève ». A comma parts « Durand, Ève ». Without one, the words in capitals are the last name: « DE LA TOUR Ève »,
    « Ève DE LA TOUR ». Else the order decides: the first word is the first name, as people say names, « Ève de La Tour »;
    where the title of the column puts the last name first, it is the last word, « de La Tour Ève ».

    Parameters
    ----------
    name : str
        On one line, with single spaces.
    first_name_first : bool
        The order of the words.
    """
    name = without_civility(name)
    if name.count(",") == 1:
        last, _, first = name.partition(",")
        if last.strip() and first.strip():
            return last.strip(), first.strip()
    words = name.replace(",", " ").split()
    shouted = [word for word in words if _in_capitals(word)]
    if shouted and len(shouted) < len(words):
        return " ".join(shouted), " ".join(word for word in words if not _in_capitals(word))
    if len(words) < 2:
        return name, ""
    if first_name_first:
        return " ".join(words[1:]), words[0]
    return " ".join(words[:-1]), words[-1]


def _in_capitals(word: str) -> bool:
    return sum(sign.isalpha() for sign in word) > 1 and word.upper() == word and word.lower() != word
