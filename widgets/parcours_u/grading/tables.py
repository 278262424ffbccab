"""Rows printed as a table in the terminal. Imports no nbgrader."""

import shutil
import sys
from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import Any

from parcours_u.domain.french_dates import french_moment

__all__ = ["print_table"]

_TITLES = {
    "prenom": "prénom",
    "etat": "état",
    "pour_le": "pour le",
    "depose_le": "déposé le",
    "reponses": "réponses",
    "renvoye_le": "renvoyé le",
    "titre": "module",
    "deposes": "déposés",
    "commentes": "commentés",
    "en_retard": "en retard",
    "premier_depot_le": "premier dépôt",
    "dernier_depot_le": "dernier dépôt",
}
_GAP = "   "
_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], "\ufffd")  # the name of a file may hold any of them


def print_table(columns: Sequence[str], rows: Sequence[Mapping[str, Any]], zone: tzinfo | None = None) -> None:
    """Print rows on standard output, one line each where the terminal is wide enough; nothing when there is none.

    The moments in them, in columns whose name ends in ``_le``, are told in the zone, by default that of the machine.
    """
    if not rows:
        return
    from rich.cells import cell_len

    titles = [_TITLES.get(column, column) for column in columns]
    lines = [titles, *([_cell(column, row[column], zone) for column in columns] for row in rows)]
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    if sys.stdout.isatty() and sum(widths) + len(_GAP) * (len(widths) - 1) > shutil.get_terminal_size().columns:
        _print_folded(lines)
        return
    for line in lines:
        padded = (cell + " " * (width - cell_len(cell)) for cell, width in zip(line, widths, strict=True))
        sys.stdout.write(_GAP.join(padded).rstrip() + "\n")


def _print_folded(lines: Sequence[Sequence[str]]) -> None:
    """Print a table that is wider than the terminal. rich folds its cells, and takes a hundred times longer."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, len(_GAP), 0, 0))
    for title in lines[0]:
        table.add_column(title, overflow="fold")
    for line in lines[1:]:
        table.add_row(*map(Text, line))  # Text: a name is no markup
    Console().print(table)


def _cell(column: str, value: object, zone: tzinfo | None) -> str:
    if isinstance(value, bool):
        return "en retard" if value else ""
    told = french_moment(str(value), zone) if column.endswith("_le") and value else str(value)
    return told.translate(_CONTROLS)
