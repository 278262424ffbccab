"""Finds English left in a French text, by the small words that no English sentence goes without and no French one has."""

import re
from collections.abc import Iterator

from parcours_u.content.checks.finding import Finding
from parcours_u.content.checks.passages import Passage

__all__ = ["FUNCTION_WORDS", "check_english"]

_LIST = """
about after again against all also am and any are at be because been before being between both by could did does doing
down during each few from had has have having he her here hers him his how into is it its itself let more most my
myself no nor not of once only other our ours out over own same shall she should so some such than that the their
theirs them then there these they this those through to too under until up very was we were what when where which
while who whom whose why will with would you your yours
"""

FUNCTION_WORDS = frozenset(_LIST.split())
"""English words of grammar that are no French words: « on », « or », « an », « but », « must », « off », « for » are left out."""

# What stands between our quotation marks is somebody's words, or the name of a tool.
_QUOTED = re.compile(r"«[^»]*»")
# A hyphen or an apostrophe makes it a part of another word: « un check-in », « the » in « l’anti-the ».
_WORD = re.compile(r"(?<![\w’'-])[A-Za-z]+(?![\w’'-])")


def check_english(passages: list[Passage]) -> Iterator[Finding]:
    """Yield each passage that holds English words outside italics, code, quotation marks and credits."""
    for passage in passages:
        bare = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), passage.own.replace("\n", " "))
        found = [match for match in _WORD.finditer(bare) if match[0].lower() in FUNCTION_WORDS]
        if found:
            words = ", ".join(f"«\u00a0{match[0]}\u00a0»" for match in found)
            message = f"Il reste de l’anglais ({words})\u202f; traduisez-le, ou mettez en italique le nom d’un outil."
            yield Finding(passage.file, passage.line_at(found[0].start()), "anglais", message)
