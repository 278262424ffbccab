"""The code that a trainer gives to each person, and that a learner types when depositing by file.

A code is random, never made from a name. It is eight symbols and a ninth that checks them, written ``XXXX-XXXXX``.
The alphabet has no vowel (no word comes out by chance) and, of each group of symbols that look alike on paper, one at
most. It has 23 symbols, a prime number: with a weighted sum modulo 23, any one wrong symbol and any two swapped symbols
are always found, wherever they are.
"""

import secrets
from collections.abc import Container

__all__ = ["ALPHABET", "CodeError", "check_code", "new_code"]

ALPHABET = "BCDFHJKLMNPQRTVWX234679"
LENGTH = 9
_BASE = len(ALPHABET)
_SEPARATORS = " \t\u00a0\u202f\u2009-‐‑‒–—_.·"


class CodeError(ValueError):
    """What was typed is no code. The message is one French sentence."""


def new_code(taken: Container[str] = ()) -> str:
    """Return a random code that is not in ``taken``."""
    while True:
        body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
        code = _written(body + _check_symbol(body))
        if code not in taken:
            return code


def check_code(typed: str) -> str:
    """Return a typed code as it is written, whatever its case, spaces and dashes.

    Raises
    ------
    CodeError
        When a symbol is missing, too many, impossible, or does not fit the others.
    """
    symbols = "".join(symbol for symbol in typed.upper() if symbol not in _SEPARATORS)
    if len(symbols) != LENGTH:
        raise CodeError(
            "Un code compte neuf lettres ou chiffres, et ce n’est pas le cas de celui-ci\u00a0: "
            "rien n’est parti, recopiez-le tel qu’on vous l’a donné."
        )
    if any(symbol not in ALPHABET for symbol in symbols):
        raise CodeError(
            "Ce code contient un signe qu’aucun code ne contient (il n’y a ni voyelle, ni 0, ni 1)\u00a0: "
            "rien n’est parti, recopiez-le tel qu’on vous l’a donné."
        )
    if _check_symbol(symbols[:-1]) != symbols[-1]:
        raise CodeError(
            "Ce code comporte une faute de frappe\u00a0: rien n’est parti, recopiez-le tel qu’on vous l’a donné."
        )
    return _written(symbols)


def _check_symbol(body: str) -> str:
    total = sum(weight * ALPHABET.index(symbol) for weight, symbol in enumerate(body, start=1))
    return ALPHABET[-total * pow(LENGTH, -1, _BASE) % _BASE]


def _written(symbols: str) -> str:
    return f"{symbols[:4]}-{symbols[4:]}"
