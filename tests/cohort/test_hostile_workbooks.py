"""Workbooks that run a program, lead elsewhere, or would take the whole machine: each refused in a sentence, soon."""

import io
import struct
import tracemalloc
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workbooks import changed, workbook

from parcours_u.cohort.people_list.reading import read_people
from parcours_u.domain.people_list import ListError

LIST = workbook([["Nom", "Prénom", "Profil"], ["Durand", "Ève", "élue"]])
SHEET = "xl/worksheets/sheet1.xml"
TYPES = "[Content_Types].xml"
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]>"
)


def refusal(content: bytes) -> str:
    with pytest.raises(ListError) as refused:
        read_people(content)
    (problem,) = refused.value.problems
    return problem


def forged(content: bytes, name: str, beginning: bytes) -> bytes:
    """Return a workbook that says of one of its parts that it is no more than its beginning."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = archive.getinfo(name)
    told = struct.pack("<LLL", part.CRC, part.compress_size, part.file_size)
    lie = struct.pack("<LLL", zlib.crc32(beginning), part.compress_size, len(beginning))
    assert content.count(told) == 2  # the part's own header, and the directory
    return content.replace(told, lie)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"xl/vbaProject.bin": b"x"}, "contient un programme (une macro)"),
        ({TYPES: lambda part: part.replace(b"spreadsheetml.sheet.main", b"x.macroEnabled.main")}, "un programme"),
        ({"xl/macrosheets/sheet1.xml": b"<x/>"}, "un programme"),
        ({"xl/externalLinks/externalLink1.xml": b"<x/>"}, "va chercher des données dans d’autres fichiers"),
        ({"xl/connections.xml": b"<x/>"}, "d’autres fichiers"),
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, "n’est pas au format .xlsx"),
        ({SHEET: b"<worksheet" + b" " * 50_000_000}, "bien trop gros"),
        ({f"xl/worksheets/sheet{n}.xml": b"<x/>" for n in range(2, 600)}, "bien trop gros"),
        ({SHEET: lambda part: LAUGHS + part.replace(b"Durand", b"&j;")}, "abîmé"),
        (
            {"xl/workbook.xml": lambda part: LAUGHS + part[part.index(b"<workbook") :].replace(b"Sheet", b"&j;")},
            "abîmé",
        ),
        ({SHEET: lambda part: part[:-40]}, "abîmé"),
        ({TYPES: b""}, "abîmé"),
    ],
)
def test_what_no_list_holds_is_refused_in_a_sentence(changes: dict[str, bytes], sentence: str) -> None:
    assert sentence in refusal(changed(LIST, changes))


def test_an_old_or_locked_workbook_is_refused_in_a_sentence() -> None:
    assert "ancien format, ou protégé par un mot de passe" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)


def test_a_part_that_lies_about_its_size_takes_no_memory() -> None:
    target = io.BytesIO(changed(LIST, {}))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/bomb.xml", "w") as part:
        for _ in range(200):
            part.write(b" " * 1_000_000)
    bomb = forged(target.getvalue(), "xl/bomb.xml", b" " * 4_000)
    tracemalloc.start()
    try:
        assert read_people(bomb).people
        assert tracemalloc.get_traced_memory()[1] < 40_000_000
    finally:
        tracemalloc.stop()


def test_a_cell_at_the_end_of_the_world_is_no_reason_to_wait() -> None:
    far = changed(
        LIST,
        {
            SHEET: lambda part: part.replace(
                b"</sheetData>", b'<row r="999999999"><c r="XFD999999999"><v>1</v></c></row></sheetData>'
            ).replace(b'ref="A1:C2"', b'ref="A1:XFD999999999"')
        },
    )
    assert [person.name for person in read_people(far).people] == ["Ève Durand"]


@settings(max_examples=60)
@given(st.integers(0, len(LIST) - 1), st.binary(min_size=1, max_size=4))
def test_a_damaged_workbook_is_read_or_refused_but_never_breaks(at: int, noise: bytes) -> None:
    try:
        told: tuple[str, ...] = read_people(LIST[:at] + noise + LIST[at + len(noise) :]).notices
    except ListError as error:
        told = error.problems
    assert all(problem.endswith(".") for problem in told)
