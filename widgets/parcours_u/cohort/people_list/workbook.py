"""Rows of an .xlsx workbook, read by openpyxl from what :mod:`.package` let through."""

import datetime
import re
import warnings
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from parcours_u.cohort.people_list.columns import recognised
from parcours_u.cohort.people_list.package import broken, harmless, too_big
from parcours_u.cohort.people_list.table import MAX_CELLS, MAX_PEOPLE, SLACK, Table, full
from parcours_u.domain.french_words import listed, some
from parcours_u.domain.people_list import ListError
from parcours_u.domain.visible import one_line

__all__ = ["read_workbook"]

_LAST_ROW = 1_048_576  # Excel's own limit
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*["\']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})["\']')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")


def read_workbook(content: bytes) -> Table:
    """Return the rows of the visible sheet that has the most known titles; of two that have as many, nobody but the trainer knows.

    A cell merged downwards is told on each of its rows. A formula is read as the result that was saved with it.

    Raises
    ------
    ListError
        When it is no .xlsx workbook, holds a program, leads to other files, or is built to exhaust this machine.
    """
    parts = harmless(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl leaves out: drawings, validations
            return _read(parts)
    except ListError:
        raise
    except MemoryError:
        raise too_big() from None
    except Exception:  # whatever a broken or forged workbook makes an XML parser or openpyxl raise
        raise broken() from None


def _read(parts: dict[str, bytes]) -> Table:
    from openpyxl import load_workbook

    package = BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    workbook = load_workbook(package, read_only=True, data_only=True, keep_links=False)
    sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    tables = [_table(sheet) for sheet in sheets]
    held = [at for at, table in enumerate(tables) if table.rows]
    hidden = [_quoted(sheet) for sheet in workbook.worksheets if sheet.sheet_state != "visible"]
    told = []
    if hidden:
        told.append(f"Feuilles masquées, qui n’ont pas été lues\u00a0: {some(hidden)}. Si la liste y est, affichez-la.")
    if not held:
        return Table([], notices=tuple(told))
    chosen = max(held, key=lambda at: (_promise(tables[at]), -at))
    alike = [at for at in held if _promise(tables[at]) == _promise(tables[chosen]) > 1 and len(tables[at].rows) > 1]
    if len(alike) > 1:
        names = listed(_quoted(sheets[at]) for at in alike)
        raise ListError(
            [
                f"Les feuilles {names} ressemblent toutes à une liste\u00a0: réunissez-les, ou masquez celles qui ne servent pas."
            ]
        )
    source, table = parts[sheets[chosen]._worksheet_path], tables[chosen]
    faults = dict(table.faults)
    if _FORMULA.search(source):
        formulas = load_workbook(package, read_only=True, keep_links=False).worksheets
        (same,) = [sheet for sheet in formulas if sheet._worksheet_path == sheets[chosen]._worksheet_path]
        faults |= _unknown_results(same, table)
    _spread(table, faults, source)
    if len(held) > 1:
        told.insert(0, f"Ce classeur a plusieurs feuilles\u00a0: seule {_quoted(sheets[chosen])} a été lue.")
    return Table(table.rows, faults, tuple(told))


def _quoted(sheet: Any) -> str:
    return f"«\u00a0{one_line(sheet.title)}\u00a0»"


def _table(sheet: Any) -> Table:
    rows: list[tuple[int, list[str]]] = []
    faults: dict[tuple[int, int], str] = {}
    for number, cells in _rows(sheet):
        texts = []
        for at, value in enumerate(cells):
            text, fault = _told(value)
            texts.append(text)
            if fault:
                faults[number, at] = fault
        if any(texts):
            rows.append((number, texts))
        if len(rows) > MAX_PEOPLE + SLACK:
            raise full()
    width = max((at + 1 for _, texts in rows for at, text in enumerate(texts) if text), default=0)
    return Table([(number, texts[:width]) for number, texts in rows], faults)


def _rows(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Return the rows that hold something; a sheet may count a million that don't."""
    rows = sheet.iter_rows(max_row=_LAST_ROW, max_col=MAX_CELLS + 1, values_only=True)
    empty = (None,) * (MAX_CELLS + 1)
    return ((number, cells) for number, cells in enumerate(rows, start=1) if cells and cells != empty)


def _told(value: object) -> tuple[str, str]:
    """Return what a cell shows, and why it is no text, if it is none."""
    if value is None:
        return "", ""
    if isinstance(value, (datetime.date, datetime.time, datetime.timedelta)):
        return str(
            value
        ), "c’est une date pour le tableur\u202f; mettez la case au format Texte et écrivez-la de nouveau."
    if isinstance(value, bool):
        return (
            ("VRAI" if value else "FAUX"),
            "c’est «\u00a0vrai\u00a0» ou «\u00a0faux\u00a0» pour le tableur, pas un texte\u202f; mettez la case au format Texte et écrivez-la de nouveau.",
        )
    if isinstance(value, float):
        return (f"{value:.0f}" if value.is_integer() else f"{value:g}".replace(".", ",")), ""
    from openpyxl.utils.escape import unescape

    # « _x000D_ » is how a workbook writes the end of a line; half a surrogate written so would be no text to anything else.
    text = unescape(str(value)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return one_line(text), ""


def _promise(table: Table) -> int:
    return max((recognised(cells) for _, cells in table.rows[:20]), default=0)


def _unknown_results(sheet: Any, table: Table) -> dict[tuple[int, int], str]:
    """Return the cells whose formula was never computed: a program wrote it, and no spreadsheet opened it since."""
    texts = dict(table.rows)
    found = {}
    for number, cells in _rows(sheet):
        for at, value in enumerate(cells):
            computed = texts.get(number, [])
            if isinstance(value, str) and value.startswith("=") and not (at < len(computed) and computed[at]):
                found[number, at] = (
                    "cette formule n’a pas de résultat enregistré\u202f; ouvrez le classeur dans un tableur et enregistrez-le."
                )
    return found


def _spread(table: Table, faults: dict[tuple[int, int], str], source: bytes) -> None:
    """Tell a cell merged downwards on each of the rows that it covers and that hold something else."""
    from openpyxl.utils import range_boundaries

    rows = dict(table.rows)
    for found in _MERGED.finditer(source):
        left, top, _, bottom = range_boundaries(found[1].decode())
        at = left - 1
        if top not in rows or at >= len(rows[top]):
            continue
        for number in range(top + 1, min(bottom, table.rows[-1][0]) + 1):
            if number in rows and not rows[number][at]:
                rows[number][at] = rows[top][at]
                if (top, at) in faults:
                    faults[number, at] = faults[top, at]
