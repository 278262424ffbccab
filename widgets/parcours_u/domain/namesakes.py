"""People told among others so that no two are told alike: to namesakes' names alone, what tells them apart is added.

« Claire Martin (Mairie de X) »: their organisation; where it is the same or missing, their address, else their code. Only those who
animate are told so. Peers read names as they are: an address is nobody's to see but the team's.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from parcours_u.domain.people import Person
from parcours_u.domain.people_list import plain

__all__ = ["set_apart"]


def set_apart(people: Iterable[Person]) -> list[Person]:
    """Return people, each with what tells them from all the others; nothing for those whose name does.

    Whoever is told like somebody else, were it by a name written so, goes on to the next thing that is known of them. The last one,
    their id, is nobody else's.
    """
    told = list(people)
    left = [[one.id, *filter(None, (one.role.label, one.code, one.email, one.organisation))] for one in told]
    keys = [_key(one) for one in told]
    while True:
        borne = Counter(keys)
        alike = [at for at, key in enumerate(keys) if borne[key] > 1 and left[at]]
        if not alike:
            return told
        for at in alike:
            told[at] = replace(told[at], apart=left[at].pop())
            keys[at] = _key(told[at])


def _key(one: Person) -> str:
    """Return what makes two people read alike, also without minding the accents."""
    return plain(one.told) or one.told
