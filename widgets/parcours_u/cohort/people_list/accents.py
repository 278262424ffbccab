"""Accents that another program read wrongly before the list came here: « RenŽ », « RenÃ© »."""

import re

from parcours_u.cohort.people_list.table import Table
from parcours_u.domain.people_list import ListError

__all__ = ["check_accents"]

_SECOND_BYTES = re.escape(bytes(range(0x80, 0xC0)).decode("cp1252", "ignore"))
_MISREAD = re.compile(
    rf"\w*(?:"
    rf"Ã[{_SECOND_BYTES}]|Å[“’]|â€"  # UTF-8 read as Windows-1252: é, É, œ, ’
    r"|(?<=[a-zß-öø-ÿ])[ÃŽŠŸˆ]"  # the same for à, whose second byte is a space; Mac Roman read so: é, ä, ü, à
    r"|(?<=\w)[™•‰](?=\w)|ƒ(?=\w)"  # Mac Roman: ô, ï, â, É
    r")\w*"
)


def check_accents(table: Table) -> None:
    """Refuse a list whose accents were lost: no name in it would be the person's own.

    Raises
    ------
    ListError
        With a word that shows it.
    """
    for _, cells in table.rows:
        if found := _MISREAD.search("\n".join(cells)):
            raise ListError(
                [
                    f"Les accents de cette liste sont abîmés, comme dans «\u00a0{found[0]}\u00a0»\u00a0: rouvrez le fichier d’origine, "
                    "et enregistrez-le au format CSV UTF-8, ou en classeur .xlsx."
                ]
            )
