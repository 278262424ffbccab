"""The file of a backup: a zip of whole files and a manifest that gives the size and the SHA-256 of each.

Nothing in it is compressed. So an archive never holds more than its own size (no zip bomb can be made of it), and when
a journal is erased, what is looked for on the disk is found in its backups too. ``manifeste.json`` comes last::

    {"format": "parcours-u/sauvegarde", "version": 1, "kind": "carnet", "made_at": …, "made_by": …,
     "folders": […], "files": [{"name", "bytes", "sha256"}, …]}

Reading trusts nothing: names, sorts of entries, sizes and sums are all checked, and the archive must hold exactly what
its manifest says.
"""

import hashlib
import json
import os
import re
import stat
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from parcours_u.domain.system_words import refusal_of
from parcours_u.store.backup.errors import BackupError, foreign, newer, not_written, tampered, truncated
from parcours_u.store.durable import settle

__all__ = ["GROUP", "JOURNAL", "Manifest", "Sealed", "read_manifest", "safe_name", "unpack", "write_archive"]

FORMAT = "parcours-u/sauvegarde"
VERSION = 1
MANIFEST = "manifeste.json"

JOURNAL = "carnet"
"""The kind of a learner's journal."""

GROUP = "groupe"
"""The kind of a trainer's folder."""

_MANIFEST_BYTES = 64 * 1024 * 1024
_CHUNK = 1024 * 1024
# nbgrader's exchange puts colons in its folders' names; Windows, which has no exchange, would take them for something else
_ODD = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|]' if os.name == "nt" else r"[\x00-\x1f\x7f\\]")
# The first that a clock begins at, the last that a zip can tell: a machine whose clock is wrong makes backups too.
_YEARS = range(1970, 2108)
_SUM = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Sealed:
    """One file of a backup: its name in the folder, its size in bytes, its SHA-256 in hexadecimal."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds.

    Attributes
    ----------
    kind : str
        :data:`JOURNAL` or :data:`GROUP`.
    made_at : str
        ISO 8601, UTC.
    made_by : str
        The version of parcours-u that made it.
    files : tuple of Sealed
    folders : tuple of str
        Folders, empty ones included.
    """

    kind: str
    made_at: str
    made_by: str
    files: tuple[Sealed, ...]
    folders: tuple[str, ...] = ()


def write_archive(
    target: IO[bytes], kind: str, files: Mapping[str, Path], folders: Iterable[str], made_at: str, made_by: str
) -> Manifest:
    """Write a backup into an open file, and return its manifest.

    Parameters
    ----------
    target : binary file
        Open for writing; on the disk when this returns.
    files : mapping of str to pathlib.Path
        Each file by its name in the backup; none may change meanwhile.

    Raises
    ------
    OSError
        When a disk refuses.
    """
    stamp = datetime.fromisoformat(made_at).timetuple()[:6]
    sealed = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, path in sorted(files.items()):
            sum_, size = hashlib.sha256(), 0
            with path.open("rb") as source, archive.open(_entry(name, stamp), "w", force_zip64=True) as copy:
                while chunk := source.read(_CHUNK):
                    sum_.update(chunk)
                    size += len(chunk)
                    copy.write(chunk)
            sealed.append(Sealed(name, size, sum_.hexdigest()))
        manifest = Manifest(kind, made_at, made_by, tuple(sealed), tuple(sorted(folders)))
        document = {"format": FORMAT, "version": VERSION, **asdict(manifest)}
        archive.writestr(_entry(MANIFEST, stamp), json.dumps(document, ensure_ascii=False, indent=1))
    settle(target)
    return manifest


def read_manifest(path: Path) -> Manifest:
    """Return what a backup says that it holds, once its list of entries says the same.

    Raises
    ------
    BackupError
        When it is not there, truncated, foreign, of a later version, or holds anything odd.
    """
    with _opened(path) as (archive, manifest):
        _check_entries(archive, manifest, path.stat().st_size)
        return manifest


def unpack(path: Path, folder: Path) -> Manifest:
    """Write the files of a backup into an empty folder, checking each size and sum; return the manifest.

    Parameters
    ----------
    folder : pathlib.Path
        Private to this account; on failure, what was written there is for the caller to remove.

    Raises
    ------
    BackupError
        As :func:`read_manifest`, and when the disk refuses.
    """
    with _opened(path) as (archive, manifest):
        _check_entries(archive, manifest, path.stat().st_size)
        try:
            for name in manifest.folders:
                (folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)
            for sealed in manifest.files:
                target = folder / sealed.name
                target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                _unpack_one(archive, sealed, target)
        except FileExistsError:  # two names that this disk takes for one
            raise tampered() from None
        except OSError as error:
            raise not_written(error) from error
        return manifest


def _unpack_one(archive: zipfile.ZipFile, sealed: Sealed, target: Path) -> None:
    sum_, size = hashlib.sha256(), 0
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as copy, archive.open(sealed.name) as source:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > sealed.bytes:
                raise truncated()
            sum_.update(chunk)
            copy.write(chunk)
        settle(copy)
    if size != sealed.bytes or sum_.hexdigest() != sealed.sha256:
        raise truncated()


@contextmanager
def _opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would be waited for, a device read without end
            raise BackupError(
                f"«\u00a0{path.name or path}\u00a0» n’est pas un fichier ordinaire\u00a0: rien n’a été changé, "
                "désignez la sauvegarde elle-même."
            )
        with zipfile.ZipFile(path) as archive:
            yield archive, _manifest(archive)
    except FileNotFoundError:
        raise BackupError(
            f"Le fichier «\u00a0{path.name}\u00a0» n’existe pas\u00a0: rien n’a été changé, vérifiez son nom."
        ) from None
    except (zipfile.BadZipFile, EOFError, NotImplementedError, UnicodeDecodeError):  # the last one: a damaged name
        raise (truncated() if _starts_as_zip(path) else foreign()) from None
    except OSError as error:
        raise BackupError(
            f"Le fichier «\u00a0{path.name}\u00a0» ne peut pas être lu ({refusal_of(error)})\u00a0: rien n’a été changé, "
            "vérifiez ses droits, ou reprenez-en une copie."
        ) from error


def _starts_as_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"PK"


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    try:
        entry = archive.getinfo(MANIFEST)
    except KeyError:
        raise foreign() from None
    if entry.compress_type != zipfile.ZIP_STORED or entry.flag_bits & 1 or entry.file_size > _MANIFEST_BYTES:
        raise foreign()
    try:
        document = json.loads(archive.read(entry))
    except (ValueError, RecursionError):
        raise foreign() from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise foreign()
    try:
        _check_version(document["version"])
        return _read_document(document)
    except (KeyError, TypeError, ValueError):
        raise tampered() from None


def _check_version(version: Any) -> None:
    if type(version) is not int or version < 1:  # a bool is an int, and NaN is below nothing
        raise ValueError
    if version > VERSION:
        raise newer()


def _read_document(document: dict[str, Any]) -> Manifest:
    files = tuple(Sealed(**item) for item in document["files"])
    texts = (document["kind"], document["made_at"], document["made_by"], *document["folders"])
    if not all(isinstance(text, str) for text in texts):
        raise TypeError
    if datetime.fromisoformat(document["made_at"]).year not in _YEARS:
        raise ValueError
    for item in files:
        sound = isinstance(item.name, str) and isinstance(item.bytes, int) and item.bytes >= 0
        if not sound or not _SUM.fullmatch(item.sha256):
            raise ValueError
    if document["kind"] not in {JOURNAL, GROUP}:
        raise ValueError
    return Manifest(document["kind"], document["made_at"], document["made_by"], files, tuple(document["folders"]))


def _check_entries(archive: zipfile.ZipFile, manifest: Manifest, size: int) -> None:
    """Check that the archive holds the manifest and its files: plain, each once, none larger than the archive."""
    announced = {item.name: item.bytes for item in manifest.files}
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if not all(safe_name(name) for name in (*names, *manifest.folders)):
        raise tampered()
    if len(announced) != len(manifest.files) or sorted(names) != sorted([*announced, MANIFEST]):
        raise tampered()
    if sum(entry.file_size for entry in entries) > size:
        raise tampered()
    for entry in entries:
        sort = stat.S_IFMT(entry.external_attr >> 16)
        plain = entry.compress_type == zipfile.ZIP_STORED and not entry.flag_bits & 1 and sort in {0, stat.S_IFREG}
        if not plain or entry.file_size != announced.get(entry.filename, entry.file_size):
            raise tampered()


def safe_name(name: str) -> bool:
    """Tell whether a name stays in the folder, and is one file's on every system."""
    path = PurePosixPath(name)
    try:
        name.encode()
    except UnicodeEncodeError:  # bytes that are no text, in a name made elsewhere
        return False
    return (
        name == str(path)
        and not path.is_absolute()
        and not _ODD.search(name)
        and not any(part in {".", ".."} or part.endswith((" ", ".")) for part in path.parts)
    )


def _entry(name: str, stamp: tuple[int, ...]) -> zipfile.ZipInfo:
    year, month, day, hour, minute, second = stamp
    entry = zipfile.ZipInfo(name, (max(year, 1980), month, day, hour, minute, second))
    entry.external_attr = (stat.S_IFREG | 0o600) << 16
    entry.create_system = 3
    entry.compress_type = zipfile.ZIP_STORED
    return entry
