"""The home page's U for any number of modules: where each station is on the curve, on which side, and the drawing in words.

The curve is two Bézier arcs, 160 units wide and 106 high (see ``static/home.html``): it goes down to its lowest point, where an odd
number of modules puts the middle one, and up again.
"""

from dataclasses import dataclass

from parcours_u.domain.french_words import french_number

__all__ = ["MOST_ON_CURVE", "Station", "curve_in_words", "stations"]

MOST_ON_CURVE = 13
"""Beyond this, the words beside two stations would touch: the U is then told by the list's indents alone."""

_WIDTH = 160.0
_BOTTOM = (80.0, 89.0)
_LEFT_ARC = ((14.0, 8.0), (14.0, 64.0), (34.0, 89.0), (80.0, 89.0))

# Chosen by eye, so that the words beside the curve are clear of each other and of « Descendre » and « Remonter ».
_HEIGHTS = {0: (), 1: (8.0,), 2: (8.0, 55.0), 3: (8.0, 51.3, 75.2)}


@dataclass(frozen=True)
class Station:
    """One module on the U.

    Parameters
    ----------
    side : str
        ``"down"``, ``"bottom"`` or ``"up"``.
    x, y : float
        Where it is in the drawing, in its units.
    depth : int
        How many stations are above it on its side.
    """

    side: str
    x: float
    y: float
    depth: int

    @property
    def turning(self) -> bool:
        """Whether the curve turns here: the words beside it keep clear of it."""
        return self.side != "bottom" and self.y > 70


def stations(count: int) -> list[Station]:
    """Return the stations of a course of ``count`` modules, in order."""
    half, odd = divmod(count, 2)
    heights = _HEIGHTS.get(half) or _evenly(half, lowest=70.0 if odd else 75.2)
    down = [Station("down", round(_at(height), 1), height, depth) for depth, height in enumerate(heights)]
    bottom = [Station("bottom", *_BOTTOM, half)] if odd else []
    up = [Station("up", round(_WIDTH - one.x, 1), one.y, one.depth) for one in reversed(down)]
    return [*down, *bottom, *up]


def curve_in_words(count: int) -> str:
    """Return what the drawing shows, in French, for those who do not see it."""
    half, odd = divmod(count, 2)
    if half < 2:
        return "Le parcours a la forme d’un U\u00a0: on descend pour observer, on s’arrête, on remonte pour essayer."
    number = french_number(half)
    bottom = "une est tout en bas pour s’arrêter" if odd else "on s’arrête tout en bas"
    return f"Le parcours a la forme d’un U\u00a0: {number} étapes descendent pour observer, {bottom}, {number} remontent pour essayer."


def _evenly(half: int, lowest: float) -> tuple[float, ...]:
    return tuple(round(8 + rank * (lowest - 8) / (half - 1), 1) for rank in range(half))


def _at(height: float) -> float:
    """Return how far right the left arc is at a height: it goes down all along, so halving finds it."""
    low, high = 0.0, 1.0
    while high - low > 1e-4:
        middle = (low + high) / 2
        low, high = (middle, high) if _bezier(middle, 1) < height else (low, middle)
    return _bezier(low, 0)


def _bezier(at: float, axis: int) -> float:
    first, second, third, last = (point[axis] for point in _LEFT_ARC)
    rest = 1 - at
    return rest**3 * first + 3 * at * rest**2 * second + 3 * at**2 * rest * third + at**3 * last
