"""How many people a circle may have, and what is done when a group can't be cut that way."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice

__all__ = [
    "DEFAULT",
    "LEAST",
    "MOST",
    "Cut",
    "Shape",
    "circle_numbers",
    "cuts",
    "even",
    "least_odd",
    "parsed_sizes",
    "shape_for",
    "shape_sentence",
]

Cut = dict[int, int]
"""How many circles of a set have each size."""


@dataclass(frozen=True)
class Shape:
    """The sizes asked for, and ``sizes``: those that circles may have, the nearest possible where those asked are not."""

    low: int
    high: int
    sizes: range
    as_asked: bool

    @property
    def smallest(self) -> int:
        """The smallest size that a circle may have."""
        return self.sizes.start

    @property
    def largest(self) -> int:
        """The largest one."""
        return self.sizes.stop - 1


DEFAULT = (4, 5)
LEAST, MOST = 2, 12


def parsed_sizes(text: str) -> tuple[int, int]:
    """Return sizes told as « 4-5 » or « 4 ».

    Raises
    ------
    ValueError
        When they are not: from 2 to 12, the smaller first.
    """
    parts = [int(part) for part in text.split("-")]
    low, high = parts[0], parts[-1]
    if len(parts) > 2 or not LEAST <= low <= high <= MOST:
        raise ValueError(text)
    return low, high


def shape_for(people: int, low: int, high: int) -> Shape:
    """Return how a group is cut: in the sizes asked where that is possible, else with some smaller circles.

    Six people make two circles of three, seven one of three and one of four, eleven one of three and two of four: a circle of
    three still works (one tells, two listen), one of six leaves everyone less time. Up to ``low`` people make one circle.

    Where the sizes asked are not possible, the fewest circles that are not too large are made: one more would leave fewer people in
    circles of a size asked. Three hundred people make 42 circles of seven and one of six, never fifty of six.
    """
    fewest = -(-people // high)
    if fewest > people // low:
        size, larger = divmod(people, fewest)
        return Shape(low, high, range(size, size + (2 if larger else 1)), False)
    return Shape(low, high, range(low, min(high, max(people, low)) + 1), True)


def circle_numbers(people: int, sizes: range) -> range:
    """Return the numbers of circles that cut a group into these sizes."""
    return range(-(-people // (sizes.stop - 1)), people // sizes.start + 1)


_MOST_CUTS = 300


def cuts(people: int, shape: Shape, odd: int) -> list[list[Cut] | None]:
    """Return every way of cutting a group, by levels: one is for where the rules leave no circles in those before it.

    The sizes of a set of circles differ by one at most, then by two, and so on: no wide range gives three people here and six there
    unless there is no other way. Where the sizes asked are not possible, there are as few circles as can be, then one more, and so on.

    Parameters
    ----------
    odd : int
        How many blocks of people who stay together are odd: an odd circle holds one at least, so that there are no more of them.

    Returns
    -------
    list
        A level is empty where there is no such way, None where there are too many to be listed.
    """
    if not people:
        return []
    each = [even(people, number) for number in circle_numbers(people, shape.sizes)]
    each = [cut if sum(many for size, many in cut.items() if size % 2) <= odd else {} for cut in each]
    if not shape.as_asked:
        return [[cut] if cut else [] for cut in each]
    levels: list[list[Cut] | None] = [[cut for cut in each if cut]]
    for spread in range(2, len(shape.sizes)):
        found = [*islice(_uneven(people, shape.sizes, spread, odd), _MOST_CUTS + 1)]
        levels.append(found if len(found) <= _MOST_CUTS else None)
    return levels


def _uneven(people: int, sizes: range, spread: int, odd: int) -> Iterator[Cut]:
    """Yield the ways of cutting whose largest circles have so many people more than the smallest."""
    for low in sizes[:-spread]:
        both = low + low + spread
        for cut in _filled(people - both, range(low, low + spread + 1), odd - low % 2 - (low + spread) % 2):
            found = {**cut, low: cut[low] + 1, low + spread: cut[low + spread] + 1}
            yield {size: many for size, many in found.items() if many}


def _filled(people: int, sizes: range, odd: int) -> Iterator[Cut]:
    """Yield how many circles of each size, none included, hold a group with no more odd circles than that."""
    if people < 0 or odd < 0:
        return
    size, larger = sizes[-1], sizes[:-1]
    for many in range(people // size, -1, -1) if larger else [people // size]:
        left, fewer = people - many * size, odd - many * (size % 2)
        if larger:
            yield from ({size: many, **cut} for cut in _filled(left, larger, fewer))
        elif not left and fewer >= 0:
            yield {size: many}


def even(people: int, number: int) -> Cut:
    """Return a group cut into so many circles whose sizes differ by one at most."""
    size, larger = divmod(people, number)
    return {one: many for one, many in ((size, number - larger), (size + 1, larger)) if many}


def least_odd(people: int, number: int, sizes: range) -> int:
    """Return the fewest circles that have an odd number of people, when a group is cut into so many."""
    found = even(people, number)
    uneven = next((size for size in found if size % 2), 0)
    # Two odd circles become even ones, unless the smallest or the largest size is odd: each circle is then even by somebody more or less.
    return found.get(uneven, 0) % 2 if uneven - 1 in sizes and uneven + 1 in sizes else found.get(uneven, 0)


def shape_sentence(people: int, shape: Shape, sizes: Collection[int]) -> str:
    """Return what was done when the sizes asked for were not possible, given those of the circles; the empty string when they were."""
    if shape.as_asked:
        return ""
    if people < shape.low:
        one = "une personne" if people == 1 else f"{people}\u00a0personnes"
        return f"Avec {one}, un seul cercle est possible\u00a0: il pourra grandir quand d’autres arriveront."
    asked = f"de {shape.low}" if shape.low == shape.high else f"de {shape.low} à {shape.high}"
    others = [size for size in sizes if not shape.low <= size <= shape.high]
    if not others:
        return ""
    who = "tous en ont" if len(others) == len(sizes) else "un cercle en a" if len(others) == 1 else "certains en ont"
    return (
        f"{people}\u00a0personnes ne se partagent pas en cercles {asked}\u00a0: "
        f"{who} {' ou '.join(map(str, sorted(set(others))))}, le nombre le plus proche qui soit possible."
    )
