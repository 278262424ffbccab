"""How many people a circle may have, and what is done when a group can't be cut that way."""

from dataclasses import dataclass

__all__ = ["DEFAULT", "Shape", "circle_numbers", "parsed_sizes", "shape_for", "shape_sentence"]


@dataclass(frozen=True)
class Shape:
    """The sizes asked for, and ``pairs``: each couple of neighbouring sizes that the group can be cut into.

    Inside one set of circles, sizes differ by one at most: no wide range gives three people here and six there.
    """

    low: int
    high: int
    pairs: tuple[tuple[int, ...], ...]
    as_asked: bool

    @property
    def smallest(self) -> int:
        """The smallest size that a circle may have."""
        return min((pair[0] for pair in self.pairs), default=self.low)

    @property
    def largest(self) -> int:
        """The largest one."""
        return max((pair[-1] for pair in self.pairs), default=self.high)


DEFAULT = (4, 5)
_MOST = 12


def parsed_sizes(text: str) -> tuple[int, int]:
    """Return sizes told as « 4-5 » or « 4 ».

    Raises
    ------
    ValueError
        When they are not: from 2 to 12, the smaller first.
    """
    parts = [int(part) for part in text.split("-")]
    low, high = parts[0], parts[-1]
    if len(parts) > 2 or not 2 <= low <= high <= _MOST:
        raise ValueError(text)
    return low, high


def shape_for(people: int, low: int, high: int) -> Shape:
    """Return how a group is cut: in the sizes asked where that is possible, else with some smaller circles.

    Six people make two circles of three, seven one of three and one of four, eleven one of three and two of four: a circle of
    three still works (one tells, two listen), one of six leaves everyone less time. Up to ``low`` people make one circle.
    """
    if people <= low:
        return Shape(low, high, ((people,),) if people else (), people in {0, low})
    for smallest in range(low, 0, -1):
        sizes: list[tuple[int, ...]] = [(size,) for size in range(smallest, high + 1)] if smallest == high else []
        sizes += [(size, size + 1) for size in range(smallest, high)]
        found = tuple(pair for pair in sizes if _possible(people, pair))
        if found:
            return Shape(low, high, found, smallest == low)
    raise AssertionError("a group can always be cut into circles of one")


def circle_numbers(people: int, pair: tuple[int, ...]) -> range:
    """Return the numbers of circles that cut a group into these sizes."""
    return range(-(-people // pair[-1]), people // pair[0] + 1)


def shape_sentence(people: int, shape: Shape) -> str:
    """Return what was done when the sizes asked for were not possible; the empty string when they were."""
    if shape.as_asked:
        return ""
    if people < shape.low:
        one = "une personne" if people == 1 else f"{people}\u00a0personnes"
        return f"Avec {one}, un seul cercle est possible\u00a0: il pourra grandir quand d’autres arriveront."
    asked = f"de {shape.low}" if shape.low == shape.high else f"de {shape.low} à {shape.high}"
    return (
        f"{people}\u00a0personnes ne se partagent pas en cercles {asked}\u00a0: "
        f"certains en ont {shape.smallest}, le nombre le plus proche qui soit possible."
    )


def _possible(people: int, pair: tuple[int, ...]) -> bool:
    return len(circle_numbers(people, pair)) > 0
