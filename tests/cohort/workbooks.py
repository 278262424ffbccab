"""Workbooks for the tests: what people make, and what nobody honest makes."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook

__all__ = ["changed", "workbook"]

Change = Callable[[bytes], bytes]


def workbook(rows: Sequence[Sequence[object]], shape: Callable[[Any], None] | None = None) -> bytes:
    """Return a workbook with one sheet of rows, then shaped as asked: cells merged, sheets added."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    if shape is not None:
        shape(sheet)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def changed(content: bytes, changes: Mapping[str, Change | bytes]) -> bytes:
    """Return a workbook with parts rewritten or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after:
        names = before.namelist()
        for name in names:
            change = changes.get(name)
            part = before.read(name)
            after.writestr(name, part if change is None else change if isinstance(change, bytes) else change(part))
        for name, change in changes.items():
            if name not in names:
                assert isinstance(change, bytes)
                after.writestr(name, change)
    return target.getvalue()
