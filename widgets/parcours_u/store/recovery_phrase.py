"""Recovery phrases: eight words of BIP-39's French list, that is 88 random bits.

The list (``phrase_words/``, MIT licence) was made for this: 2,048 everyday words of five to eight letters, each told from
all others by its first four letters once accents are off. So only those four are read, and whatever follows them, a
plural or a slip, is forgiven without making anything easier to guess.
"""

import re
import secrets
import unicodedata
from functools import cache
from importlib.resources import files

from parcours_u.store.errors import AccessRefused

__all__ = ["WORDS_IN_A_PHRASE", "new_phrase", "read_phrase"]

WORDS_IN_A_PHRASE = 8

_TELLING = 4  # letters that tell a word from all others
_LONGEST_READ = 1_000
# Signs that a mail or a word processor puts inside words, which nobody sees: where a word may be cut, or may not.
_UNSEEN = "\u00ad\u200c\u200d\u2060\ufeff"


def new_phrase() -> str:
    """Return a random phrase, as it is shown to its owner."""
    words = list(_words().values())
    return " ".join(secrets.choice(words) for _ in range(WORDS_IN_A_PHRASE))


def read_phrase(typed: str) -> str:
    """Return the phrase that somebody typed, as :func:`new_phrase` writes it.

    Any case, with or without accents, any spaces, commas or numbers between words, signs in them that nobody sees, words cut to
    their first four letters.

    Raises
    ------
    AccessRefused
        When it can't be one; says where, and quotes nothing.
    """
    typed_words = re.findall(r"[^\W\d_]+", _plain(typed[:_LONGEST_READ]))
    if len(typed_words) != WORDS_IN_A_PHRASE:
        raise AccessRefused(
            f"La phrase de récupération compte huit mots, celle-ci en a {len(typed_words)}\u00a0: "
            "rien n’a changé, reprenez-la mot à mot sur votre carte."
        )
    found = [_words().get(word[:_TELLING]) for word in typed_words]
    if None in found:
        raise AccessRefused(
            f"Le mot n°\u00a0{found.index(None) + 1} n’est pas un mot de phrase de récupération\u00a0: "
            "rien n’a changé, vérifiez-le sur votre carte."
        )
    return " ".join(word for word in found if word)


@cache
def _words() -> dict[str, str]:
    listed = (files("parcours_u.store") / "phrase_words" / "french.txt").read_text(encoding="utf-8").split()
    return {_plain(word)[:_TELLING]: word for word in listed}


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not (unicodedata.combining(sign) or sign in _UNSEEN))
