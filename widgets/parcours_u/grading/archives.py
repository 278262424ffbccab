"""Opening a zip that came by mail, trusting nothing in it. Standard library only; nothing is written to disk.

The one thing kept of it is ``depot.json``: the notebook that the trainer will see is made again from the released one
and these answers, so that neither a cell nor a file that somebody slipped in can reach the formgrader.
"""

import re
import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from parcours_u.domain.system_words import refusal_of
from parcours_u.grading.codes import CodeError, check_code
from parcours_u.grading.depot_file import DEPOT_NAME, DepotError, DepotFile, notebook_told, read_depot

__all__ = ["ArchiveError", "Received", "read_archive"]

MAX_FILE = 50_000_000
MAX_TOTAL = 64_000_000
MAX_ENTRIES = 50
MAX_RATIO = 200  # above this, and only when what comes out is large: repeated words compress very well
RATIO_FLOOR = 8_000_000

_JUNK = re.compile(r"(^|/)(__MACOSX/.*|\.DS_Store|\._[^/]*|Thumbs\.db|desktop\.ini)$", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class ArchiveError(Exception):
    """The zip is refused. The message is the end of a French sentence: why, and what to do."""


@dataclass(frozen=True, repr=False)
class Received:
    """A sound deposit, and what is to be said of its notebook: empty when it is there, under its name."""

    depot: DepotFile
    notebook: str


def read_archive(path: Path) -> Received:
    """Read the deposit in a zip.

    Raises
    ------
    ArchiveError
        When anything in it is not as this course makes it.
    """
    try:
        if not path.is_file():
            raise ArchiveError("ce fichier n’existe pas\u202f; vérifiez son nom")
        if path.stat().st_size > MAX_FILE:
            raise ArchiveError(
                "il est bien trop gros pour un dépôt\u202f; demandez à la personne de déposer de nouveau"
            )
        with zipfile.ZipFile(path) as archive:
            return _read(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, UnicodeDecodeError):  # the last one: a damaged name
        raise ArchiveError(
            "ce n’est pas un fichier zip, ou il est tronqué ou abîmé\u202f; demandez qu’on vous le renvoie"
        ) from None
    except (NotImplementedError, RuntimeError):
        raise ArchiveError(
            "il est chiffré, ou compressé d’une façon inconnue\u202f; demandez le fichier tel que le parcours l’a fait"
        ) from None
    except OSError as error:
        raise ArchiveError(f"il ne peut pas être lu ({refusal_of(error)})\u202f; vérifiez ses droits d’accès") from None


def _read(archive: zipfile.ZipFile) -> Received:
    files = _files(archive)
    people = {parts[0] for parts in files}
    if len(people) > 1:
        raise ArchiveError(
            "il contient les fichiers de plusieurs personnes\u202f; demandez à chacune son propre fichier"
        )
    if len({parts[1] for parts in files if len(parts) > 1}) > 1:
        raise ArchiveError("il contient plusieurs modules\u202f; demandez un fichier par module")
    if not files or any(len(parts) != 3 for parts in files):
        raise ArchiveError("il n’est pas rangé comme un dépôt de ce parcours\u202f; demandez le fichier d’origine")
    notebooks = [parts[2] for parts in files if parts[2].endswith(".ipynb")]
    found = [info for parts, info in files.items() if parts[2] == DEPOT_NAME]
    if len(files) > len(notebooks) + len(found) or len(notebooks) > 1:
        raise ArchiveError("il contient autre chose qu’un dépôt\u202f; demandez le fichier d’origine")
    if not found:
        raise ArchiveError("il ne contient pas depot.json\u202f; demandez le fichier tel que le parcours l’a fait")
    try:
        depot = read_depot(_content(archive, found[0]))
    except DepotError as error:
        raise ArchiveError(f"{error}\u202f; demandez à la personne de déposer de nouveau") from None
    folder_code, folder_module, _ = next(iter(files))
    if (depot.code, depot.module) != (_code(folder_code), folder_module) or _code(depot.code) != depot.code:
        raise ArchiveError(
            "le code ou le module du dossier ne sont pas ceux de depot.json\u202f; demandez le fichier d’origine"
        )
    return Received(depot, notebook_told(notebooks, depot.module))


def _files(archive: zipfile.ZipFile) -> dict[tuple[str, ...], zipfile.ZipInfo]:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise ArchiveError("il contient bien trop de fichiers pour un dépôt\u202f; demandez le fichier d’origine")
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if total > MAX_TOTAL or (total > RATIO_FLOOR and total > MAX_RATIO * max(packed, 1)):
        raise ArchiveError(
            "une fois ouvert, il serait démesuré\u202f; n’essayez pas de l’ouvrir, demandez le fichier d’origine"
        )
    files: dict[tuple[str, ...], zipfile.ZipInfo] = {}
    for entry in entries:
        _check_entry(entry)
        if entry.is_dir() or _JUNK.search(entry.filename):
            continue
        parts = PurePosixPath(entry.filename).parts
        if parts in files:
            raise ArchiveError("il contient deux fois le même fichier\u202f; demandez le fichier d’origine")
        files[parts] = entry
    return files


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.orig_filename
    if (
        name.startswith("/")
        or "\\" in name
        or ":" in name
        or _CONTROL.search(name)
        or any(part in {"..", "."} for part in name.split("/"))
    ):
        raise ArchiveError(
            "il essaie d’écrire hors de son dossier\u202f; ne l’ouvrez pas, prévenez la personne qui l’a envoyé"
        )
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind and not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):
        raise ArchiveError(
            "il contient un lien vers un autre endroit\u202f; ne l’ouvrez pas, demandez le fichier d’origine"
        )
    if entry.flag_bits & 0x1:
        raise ArchiveError("il est protégé par un mot de passe\u202f; demandez-le sans mot de passe")


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as stream:
        content = stream.read(MAX_TOTAL + 1)
    if len(content) > MAX_TOTAL:
        raise ArchiveError("une fois ouvert, il serait démesuré\u202f; demandez le fichier d’origine")
    return content


def _code(name: str) -> str:
    try:
        return check_code(name)
    except CodeError:
        raise ArchiveError(
            "il ne porte pas un code valable\u202f; demandez à la personne de déposer avec le code que vous lui avez donné"
        ) from None
