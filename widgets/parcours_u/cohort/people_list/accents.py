"""Accents that another program read wrongly before the list came here: « RenŽ », « RenÃ© », « Ren‚ », « Ren? »."""

import re

from parcours_u.cohort.people_list.table import Table
from parcours_u.domain.people_list import ListError

__all__ = ["check_accents", "damaged", "lost_in_name"]

_SECOND_BYTES = re.escape(bytes(range(0x80, 0xC0)).decode("cp1252", "ignore"))
_LETTER = r"[^\W\d_]"
_SMALL = "[a-zß-öø-ÿ]"
_MISREAD = re.compile(
    rf"Ã[{_SECOND_BYTES}]|Å[“’]|â€"  # UTF-8 read as Windows-1252: é, É, œ, ’
    r"|├|√©"  # the same, read as DOS or Mac Roman
    rf"|(?<={_SMALL})[ÃŽŠŸˆ]"  # the same for à, whose second byte is a space; Mac Roman read so: é, ä, ü, à; DOS: è, ê
    r"|(?<=\w)[™•‰](?=\w)|ƒ(?=\w)"  # Mac Roman: ô, ï, â, É
    rf"|(?<={_LETTER})‚|(?<={_LETTER})[‡‹„](?={_LETTER})|(?<={_SMALL})Œ(?={_SMALL})"  # DOS: é, ç, ï, ä, î
    rf"|(?<={_LETTER})[½¼¾](?={_LETTER})"  # ISO-8859-15: œ, Œ, Ÿ
    r"|\ufffd"  # whatever could not be read
)
# What an organisation or a remark may hold, and no name: a question, quotation marks with no space beside them, a half.
_IN_NAMES = re.compile(rf"{_LETTER}\?|\?{_LETTER}|{_LETTER}[“”…]{_LETTER}|[½¼¾]{_LETTER}")
_SHOWN = 60


def check_accents(table: Table) -> None:
    """Refuse a list whose accents were lost: no name in it would be the person's own.

    Raises
    ------
    ListError
        With a word that shows it.
    """
    for _, cells in table.rows:
        for cell in cells:
            if _MISREAD.search(cell):
                raise damaged(next(word for word in cell.split() if _MISREAD.search(word)))


def lost_in_name(name: str) -> bool:
    """Tell whether a name holds a sign that stands for a letter which was lost."""
    return _IN_NAMES.search(name) is not None


def damaged(word: str) -> ListError:
    """Return the refusal of a list whose accents were lost, as a word shows."""
    return ListError(
        [
            f"Les accents de cette liste sont abîmés, comme dans «\u00a0{word[:_SHOWN]}\u00a0»\u00a0: rouvrez le fichier d’origine, "
            "et enregistrez-le au format CSV UTF-8, ou en classeur .xlsx."
        ]
    )
