"""Numbers as French writes them in a sentence."""

__all__ = ["french_number"]

_WORDS = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"),
    *("onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf", "vingt"),
)


def french_number(number: int) -> str:
    """Return a whole number in words up to twenty, in digits beyond."""
    return _WORDS[number] if 0 <= number < len(_WORDS) else str(number)
