"""Lengths, numbers of people and lists, as people say them in French."""

from collections.abc import Iterable

from parcours_u.domain.exercise import People

__all__ = ["enumerated", "lowered", "spoken_minutes", "spoken_people"]


def lowered(text: str) -> str:
    """Return a sentence as it is written after a colon, or a name in the middle of a sentence."""
    return text[:1].lower() + text[1:]


def spoken_minutes(minutes: int) -> str:
    """Return a length as « 45 min », « 1 h » or « 1 h 15 », all of it glued together."""
    if minutes < 60:
        return f"{minutes}\u00a0min"
    return f"{minutes // 60}\u00a0h" + (f"\u00a0{minutes % 60:02d}" if minutes % 60 else "")


def spoken_people(people: People) -> str:
    """Return « une personne », « 4 personnes » or « de 4 à 12 personnes »."""
    if people.max == 1:
        return "une personne"
    return f"{people.min} personnes" if people.min == people.max else f"de {people.min} à {people.max} personnes"


def enumerated(words: Iterable[str]) -> str:
    """Return names one after the other, the first alone with its capital."""
    return ", ".join(word if rank == 0 else lowered(word) for rank, word in enumerate(words))
