"""Erasing a journal, and looking at the disk afterwards to see that it is gone."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from parcours_u.store.backup.place import ASIDE, clear
from parcours_u.store.errors import DiskTrouble, StoreError
from parcours_u.store.sql_journal import SqlJournal

__all__ = ["erase_journal", "traces_in"]

_SLICE = 24  # bytes: long enough not to be met by chance, short enough to lie within one database page
_REFUSED = (
    "Le disque est plein, ou refuse d’écrire\u00a0: votre carnet n’a pas été effacé, ce qu’il contient est gardé tel quel, "
    "libérez de la place ou rendez son dossier modifiable, puis recommencez."
)


def erase_journal(journal: SqlJournal, folder: Path, looked_at: Path | None = None) -> tuple[int, bool]:
    """Erase everything of a person's: answers and their history, comments, deposits, copies made for the exchange.

    So are the former journals that restorations kept aside in the folder; backups kept elsewhere are not ours to find.
    SQLite overwrites what it deletes (``secure_delete``), the file is rewritten, the log emptied; then every file of the
    folder is read again, byte by byte, for slices of what had been written. The answers go first, all together or none: where the
    disk refuses, nothing else is touched either.

    Parameters
    ----------
    journal : SqlJournal
        Whose it is.
    folder : pathlib.Path
        The folder that is about this journal only.
    looked_at : pathlib.Path or None
        The folder that is read again, when it is a larger one.

    Returns
    -------
    tuple of (int, bool)
        How many answers were erased, and whether it is sure that no trace is left.

    Raises
    ------
    StoreError
        When the disk refuses; all is still there.
    """
    slices = set(_slices(journal))
    try:
        count, rewritten = journal.erase()
    except DiskTrouble:
        raise StoreError(_REFUSED) from None
    removed = _remove_copies(folder)
    sure = rewritten and removed and not traces_in(looked_at or folder, slices)
    return count, sure and not journal.entries()


def _remove_copies(folder: Path) -> bool:
    """Remove those made for the exchange, what restorations kept aside, what killed backups left; return whether all are gone.

    Nobody but us put them there.
    """
    clear(folder)
    try:
        for kept in (folder / "echange", *folder.glob(f"{ASIDE}*")):
            if kept.is_dir():
                shutil.rmtree(kept, ignore_errors=False, onerror=_unless_missing)
            else:
                kept.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def traces_in(folder: Path, slices: set[bytes]) -> list[Path]:
    """Return the files under ``folder`` that hold any of the byte strings."""
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and any(part in content for content in (path.read_bytes(),) for part in slices)
    ]


def _slices(journal: SqlJournal) -> Iterator[bytes]:
    texts = [text for words in journal.held() for text in _strings(_read(words))]
    texts += [comment.text for _, comment in journal.comments()]
    for text in texts:
        stored = json.dumps(text, ensure_ascii=False)[1:-1].encode()  # as the database holds it
        if len(stored) >= _SLICE:
            middle = len(stored) // 2
            yield stored[:_SLICE]
            yield stored[middle : middle + _SLICE] if len(stored) - middle >= _SLICE else stored[-_SLICE:]


def _read(words: str) -> object:
    try:
        return json.loads(words)
    except ValueError:  # an altered row: it is erased all the same
        return words


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def _unless_missing(_function: object, _path: str, info: tuple[type[BaseException], BaseException, object]) -> None:
    if not isinstance(info[1], FileNotFoundError):
        raise info[1]
