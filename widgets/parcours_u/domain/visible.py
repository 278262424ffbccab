"""What of a text anybody sees: names are the same wherever they come in, and what shows nothing was not written."""

import re
import unicodedata

__all__ = ["is_visible", "one_line"]

_JOINERS = (
    "\u200c\u200d"  # some scripts and emoji need them inside; other invisible signs would only make two names differ
)
# Letters and dots to Unicode, or places that it keeps for signs to come, which nobody sees.
_BLANK = re.compile("[\u115f\u1160\u2065\u2800\u3164\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]")
# An accent, or what chooses between two drawings of a sign, is seen on another.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Mn", "Me", "Zs", "Zl", "Zp"})


def is_visible(text: str) -> bool:
    """Tell whether anything of a text is seen: blanks, joiners and directions alone are not."""
    return any(unicodedata.category(sign) not in _UNSEEN and not _BLANK.match(sign) for sign in text)


def one_line(text: str) -> str:
    """Return a name, or a cell, on one line, without the invisible signs that a copy or another program brings.

    Nothing is returned of what shows nothing.
    """
    kept = "".join(
        sign
        for sign in _BLANK.sub("", text)
        if sign in _JOINERS or sign.isspace() or unicodedata.category(sign) not in {"Cc", "Cf"}
    )
    words = (word.strip(_JOINERS) for word in unicodedata.normalize("NFC", kept).split())
    return " ".join(filter(None, words)) if is_visible(kept) else ""
