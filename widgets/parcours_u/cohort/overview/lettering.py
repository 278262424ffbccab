"""How much of a text there is room for in a drawing: a phone's width is all that a drawing has, and no SVG text wraps."""

import unicodedata

__all__ = ["SIZE", "WIDTH", "fitted"]

WIDTH = 328
"""How wide every drawing is: a phone of 360 px without its margins, so that a unit is a pixel there."""

SIZE = 13
"""How high the letters are, in the same units."""

_NARROW, _WIDE = frozenset("fijlrtI.,:;'’()|-\u00a0 "), frozenset("MWmw@%&œŒæÆ…")


def fitted(text: str, room: float) -> str:
    """Return a text, or its beginning where the whole would be wider than its room: the table beside tells it whole."""
    if _width(text) <= room:
        return text
    while text and _width(f"{text}…") > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _width(text: str) -> float:
    return SIZE * sum(map(_em, text))


def _em(sign: str) -> float:
    """Return about how wide a sign is, rather too much: fonts differ."""
    if unicodedata.combining(sign):
        return 0
    if unicodedata.east_asian_width(sign) in "WF" or sign in _WIDE:
        return 1
    if sign in _NARROW:
        return 0.4
    return 0.75 if sign.isupper() else 0.6
