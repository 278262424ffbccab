"""Reads one source file as text: UTF-8, of a sane size, the same whatever the system's line endings."""

from pathlib import Path

from parcours_u.content.errors import ContentError

__all__ = ["MAX_BYTES", "line_of", "read_source"]

MAX_BYTES = 1_000_000
"""Most bytes that a source may hold. A module's text is about 20,000; beyond this, the wrong file was put there."""


def read_source(root: Path, file: str) -> str:
    r"""Return the text of ``root / file``, its lines ended by ``\n`` alone and its byte order mark removed.

    Raises
    ------
    ContentError
        When the file is missing, unreadable, too large, or not UTF-8.
    """
    try:
        with (root / file).open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise ContentError(
            file, None, "", "il n’existe pas\u202f; créez-le, ou retirez-le de course/parcours.yaml"
        ) from error
    except OSError as error:
        raise ContentError(file, None, "", "il ne peut pas être lu\u202f; vérifiez ses droits d’accès") from error
    if len(data) > MAX_BYTES:
        raise ContentError(
            file, None, "", f"il dépasse {MAX_BYTES // 1000} ko\u202f; vérifiez que c’est le bon fichier"
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ContentError(
            file, line, "", "ce n’est pas du texte UTF-8\u202f; enregistrez-le dans cet encodage"
        ) from error
    return text.replace("\r\n", "\n")


def line_of(root: Path, file: str, passage: str) -> int | None:
    """Return the first line of a source that holds a passage, counted from 1; None for one that a template wrote."""
    lines = read_source(root, file).split("\n")
    return next((number for number, line in enumerate(lines, start=1) if passage in line), None)
