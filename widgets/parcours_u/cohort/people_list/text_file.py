"""Rows of a CSV file, whatever spreadsheet saved it: encodings, separators, quotes."""

import csv
import io
from collections.abc import Iterator

from parcours_u.cohort.people_list.columns import recognised
from parcours_u.cohort.people_list.table import MAX_BYTES, MAX_PEOPLE, NOT_TEXT, SLACK, Table, full, is_binary
from parcours_u.domain.people_list import ListError
from parcours_u.domain.visible import one_line

__all__ = ["read_text"]

csv.field_size_limit(MAX_BYTES)  # a cell that fills the file is told as too long, not as a quotation mark left open
_DELIMITERS = ";,\t|"
_LOOKED_AT = 20
_UTF_16 = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}  # « texte Unicode »


def read_text(content: bytes) -> Table:
    """Return the rows of a CSV list: UTF-8, UTF-16 or Windows-1252, separated by ``;``, ``,``, tabs or ``|``.

    Raises
    ------
    ListError
        When it is no text, or a quotation mark is not closed.
    """
    text = _decoded(content)
    if is_binary(text):
        raise ListError([NOT_TEXT])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[tuple[int, list[str]]] = []
    number = 0  # of the last row read, as a spreadsheet counts them: a cell of several lines makes one row
    try:
        for number, cells in enumerate(reader, start=1):
            cleaned = [one_line(cell) for cell in cells]
            if any(cleaned) and not (number == 1 and _names_its_separator(cells)):
                rows.append((number, cleaned))
            if len(rows) > MAX_PEOPLE + SLACK:
                raise full()
    except csv.Error:
        raise ListError(
            [
                f"Ligne {number + 1}\u00a0: un guillemet de cette ligne n’est pas fermé, ou n’est pas à sa place\u202f; corrigez-le, ou retirez-le."
            ]
        ) from None
    return Table(rows)


def _decoded(content: bytes) -> str:
    encodings = [_UTF_16[content[:2]]] if content[:2] in _UTF_16 else ["utf-8-sig", "cp1252"]
    if content[1:2] == b"\0" or content[:1] == b"\0":  # UTF-16 whose first mark was lost
        encodings = ["utf-16-le" if content[1:2] == b"\0" else "utf-16-be"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ListError([NOT_TEXT])


def _delimiter(text: str) -> str:
    """Return what separates the cells: what makes the most titles known, else what the first line holds the most of."""
    first = next((line for line in text.splitlines() if line.strip(" ;,\t|")), "")
    if first.casefold().startswith("sep=") and len(first) == 5:
        return first[4]

    def promise(delimiter: str) -> tuple[int, int]:
        return max((recognised(row) for row in _beginning(text, delimiter)), default=0), first.count(delimiter)

    return max(_DELIMITERS, key=promise)


def _beginning(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for _ in range(_LOOKED_AT):
            yield next(reader)
    except (StopIteration, csv.Error):
        return


def _names_its_separator(cells: list[str]) -> bool:
    return cells[0].casefold().startswith("sep=") and not any(cells[1:])
