"""How many people a circle may have, and what is done when a group can't be cut that way."""

from collections.abc import Collection
from dataclasses import dataclass

__all__ = [
    "DEFAULT",
    "LEAST",
    "MOST",
    "Shape",
    "circle_numbers",
    "cut",
    "least_odd",
    "parsed_sizes",
    "shape_for",
    "shape_sentence",
]


@dataclass(frozen=True)
class Shape:
    """The sizes asked for, and ``pairs``: each couple of neighbouring sizes that the group can be cut into.

    Inside one set of circles, sizes differ by one at most: no wide range gives three people here and six there. Only people who
    stay together may ask for more, see :func:`cut`.

    Attributes
    ----------
    numbers : tuple of int
        How many circles are made: any number that the sizes allow or, where they allow none, the one with most circles of a size asked.
    """

    low: int
    high: int
    pairs: tuple[tuple[int, ...], ...]
    as_asked: bool
    numbers: tuple[int, ...]

    @property
    def smallest(self) -> int:
        """The smallest size that a circle may have."""
        return min((pair[0] for pair in self.pairs), default=self.low)

    @property
    def largest(self) -> int:
        """The largest one."""
        return max((pair[-1] for pair in self.pairs), default=self.high)


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
    if people in {0, low}:
        return Shape(low, high, ((people,),) if people else (), True, (1,) if people else ())
    fewest, most = -(-people // high), people // low
    if fewest > most:
        size, larger = divmod(people, fewest)
        return Shape(low, high, ((size, size + 1) if larger else (size,),), False, (fewest,))
    sizes: list[tuple[int, ...]] = [(size, size + 1) for size in range(low, high)] if low < high else [(low,)]
    found = tuple(pair for pair in sizes if len(circle_numbers(people, pair)))
    return Shape(low, high, found, True, tuple(range(fewest, most + 1)))


def circle_numbers(people: int, pair: tuple[int, ...]) -> range:
    """Return the numbers of circles that cut a group into these sizes."""
    return range(-(-people // pair[-1]), people // pair[0] + 1)


def cut(people: int, number: int, odd: int, sizes: range) -> dict[int, int] | None:
    """Return how many of so many circles have each size, as even as can be; None where those who stay together forbid it.

    An odd circle needs somebody whose partner is not there, or three who stay together: ``odd`` is how many such blocks there are.
    Where too many circles would be odd, two of them become one larger and one smaller, as long as these sizes are allowed. With blocks of
    one and two people, this is exact: there is no other way.
    """
    found = _even(people, number)
    uneven = next((size for size in found if size % 2), 0)
    if odd < least_odd(people, number, sizes):
        return None
    if (surplus := found.get(uneven, 0) - odd) > 0:
        found[uneven] -= surplus
        for other in (uneven - 1, uneven + 1):
            found[other] = found.get(other, 0) + surplus // 2
    return {size: many for size, many in sorted(found.items(), reverse=True) if many}


def least_odd(people: int, number: int, sizes: range) -> int:
    """Return the fewest circles that have an odd number of people, when a group is cut into so many."""
    found = _even(people, number)
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


def _even(people: int, number: int) -> dict[int, int]:
    size, larger = divmod(people, number)
    return {one: many for one, many in ((size, number - larger), (size + 1, larger)) if many}
