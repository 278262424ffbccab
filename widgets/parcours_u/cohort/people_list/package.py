"""The parts of an .xlsx file, once nothing in it can harm: no bomb, no program, no contents of other files.

Each part is unpacked here, by small pieces, and stops at the size that was counted: a forged size can't make more of it.
What draws (pictures, shapes) is left behind. Entities in XML are refused by openpyxl's own parsers (defusedxml, lxml).
"""

import re
import zipfile
from io import BytesIO

from parcours_u.domain.people_list import ListError

__all__ = ["broken", "harmless", "is_workbook", "too_big"]

_MAX_UNPACKED = 40_000_000
_MAX_PARTS = 500
_PIECE = 65_536
_ZIP, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROGRAMS = re.compile(r"vbaproject|/macrosheets/|/dialogsheets/|/activex/|/customui", re.IGNORECASE)
_ELSEWHERE = re.compile(r"/externallinks/|/connections\.xml|/querytables/", re.IGNORECASE)
_AGAIN = "enregistrez la feuille seule en .xlsx, ou au format CSV UTF-8."


def is_workbook(content: bytes) -> bool:
    """Tell whether a file is, or was meant as, a workbook rather than text."""
    return content.startswith((_ZIP, _OLD))


def harmless(content: bytes) -> dict[str, bytes]:
    """Return the XML parts of a workbook by name.

    Raises
    ------
    ListError
        When it is no .xlsx workbook, holds a program, leads to other files, or is built to exhaust this machine.
    """
    if content.startswith(_OLD):
        raise ListError([f"Ce classeur est d’un ancien format, ou protégé par un mot de passe\u00a0: {_AGAIN}"])
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_names(archive)
            parts = _unpacked(archive)
    except ListError:
        raise
    except MemoryError:
        raise too_big() from None
    except Exception:  # whatever zipfile and zlib raise on a broken or forged archive
        raise broken() from None
    kinds = parts.get("[Content_Types].xml", b"")
    if b"macroEnabled" in kinds or b"vbaProject" in kinds:
        raise _program()
    return parts


def broken() -> ListError:
    """Return the refusal of what can't be read."""
    return ListError([f"Ce classeur est abîmé, ou n’est pas un classeur Excel\u00a0: {_AGAIN}"])


def too_big() -> ListError:
    """Return the refusal of what would take the whole memory."""
    return ListError([f"Ce classeur est bien trop gros pour une liste de participants\u00a0: {_AGAIN}"])


def _check_names(archive: zipfile.ZipFile) -> None:
    names = archive.namelist()
    if len(names) > _MAX_PARTS:
        raise too_big()
    if any(part.flag_bits & 1 for part in archive.infolist()):
        raise ListError([f"Ce classeur est protégé par un mot de passe\u00a0: {_AGAIN}"])
    if "mimetype" in names:
        raise ListError(
            ["Ce classeur n’est pas au format .xlsx\u00a0: enregistrez-le en .xlsx, ou au format CSV UTF-8."]
        )
    if any(_PROGRAMS.search(f"/{name}") for name in names):
        raise _program()
    if any(_ELSEWHERE.search(f"/{name}") for name in names):
        raise ListError(
            [f"Ce classeur va chercher des données dans d’autres fichiers, il n’a pas été lu\u00a0: {_AGAIN}"]
        )


def _program() -> ListError:
    return ListError([f"Ce classeur contient un programme (une macro), il n’a pas été lu\u00a0: {_AGAIN}"])


def _unpacked(archive: zipfile.ZipFile) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    left = _MAX_UNPACKED
    for part in archive.infolist():
        if not part.filename.endswith((".xml", ".rels")):
            continue
        if part.file_size > left:
            raise too_big()
        pieces = []
        with archive.open(part) as opened:
            while piece := opened.read(_PIECE):
                pieces.append(piece)
                left -= len(piece)
        parts[part.filename] = b"".join(pieces)
    return parts
