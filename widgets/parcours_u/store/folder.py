"""The folder that holds a journal: private to its owner's account."""

import os
import secrets
import stat
from pathlib import Path

from platformdirs import user_data_path

from parcours_u.domain.system_words import refusal_of
from parcours_u.store.backup.place import WORK
from parcours_u.store.backup.replacing import DATABASE, READY
from parcours_u.store.durable import settle
from parcours_u.store.errors import StoreError
from parcours_u.store.in_use import LOCK

__all__ = ["default_folder", "journal_folder", "private_folder", "secret_file"]

_NOTHING = {LOCK, ".DS_Store", "lost+found"}
"""What a folder may hold and be empty: what commands that found no journal there, and systems, leave."""


def default_folder() -> Path:
    """Return where a journal is kept when nothing else is asked (``PARCOURS_U_DOSSIER``, else the user's data folder)."""
    chosen = os.environ.get("PARCOURS_U_DOSSIER")
    return Path(chosen).expanduser() if chosen else user_data_path("parcours-u") / "carnet"


def journal_folder(path: Path) -> Path:
    """Return a journal's folder, made if need be, as :func:`private_folder` does; one that serves others otherwise is left alone.

    Raises
    ------
    StoreError
        When it is open to other accounts and holds other things and nothing of a journal, or is the whole disk; as
        :func:`private_folder` too. Its rights are then what they were.
    """
    try:
        if _serves_otherwise(path.resolve()):
            raise StoreError(
                f"Le dossier «\u00a0{path}\u00a0» sert à autre chose qu’à un carnet\u00a0: rien n’y a été changé, "
                f"donnez avec --dossier un dossier neuf ou vide, comme {path / 'carnet'}"
            )
    except OSError as error:
        raise _unusable(path, error) from error
    return private_folder(path)


def _serves_otherwise(folder: Path) -> bool:
    if folder == Path(folder.anchor):
        return True
    if not folder.exists() or not _open_to_others(folder):  # closed already: nobody loses anything
        return False
    if any(folder.glob(f"{DATABASE}*")) or (folder / READY).exists():
        return False
    if _holds_secret(folder / "secret"):  # a journal that is moved or lost leaves it
        return False
    others = (entry.name for entry in folder.iterdir() if not entry.name.startswith(WORK))
    return folder == Path(os.path.expanduser("~")).resolve() or not _NOTHING.issuperset(others)


def _open_to_others(folder: Path) -> bool:
    return os.name == "posix" and bool(stat.S_IMODE(folder.stat().st_mode) & 0o077)


def private_folder(path: Path) -> Path:
    """Create ``path`` if need be, closed to every other account of the machine, and return it resolved.

    Raises
    ------
    StoreError
        When it is not a folder, or can be neither created nor closed to others.
    """
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        resolved = path.resolve()
        if _open_to_others(resolved):
            resolved.chmod(0o700)
    except OSError as error:
        raise _unusable(path, error) from error
    return resolved


def _unusable(path: Path, error: OSError) -> StoreError:
    return StoreError(
        f"Le dossier «\u00a0{path}\u00a0» ne peut pas servir de carnet ({refusal_of(error)})\u00a0: "
        "rien n’a été créé ni modifié, choisissez-en un autre avec --dossier."
    )


def secret_file(path: Path, size: int = 32) -> str:
    """Return the secret kept in ``path`` (hexadecimal), made at first use, readable by its owner alone.

    Two servers that start at once agree: the file appears whole, and whoever comes second reads it. One that a failing disk
    left cut or empty is replaced: a link made of what anybody could guess would be no secret.

    Raises
    ------
    StoreError
        When it can be neither read nor written.
    """
    try:
        _remove_if_cut(path, size)
        if not path.exists():
            draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_hex(size))
                settle(file)
            try:
                os.link(draft, path)
            except FileExistsError:
                pass  # another server was first: its secret is the one
            except OSError:
                os.replace(draft, path)  # a file system without hard links
            draft.unlink(missing_ok=True)
        return path.read_text().strip()
    except OSError as error:
        raise StoreError(
            f"Le dossier du carnet n’est pas utilisable ({refusal_of(error)})\u00a0: "
            "rien n’a été perdu, vérifiez ses droits et la place sur le disque."
        ) from error


def _remove_if_cut(path: Path, size: int) -> None:
    if path.exists() and not _holds_secret(path, size):
        path.unlink(missing_ok=True)


def _holds_secret(path: Path, size: int = 32) -> bool:
    try:
        return len(bytes.fromhex(path.read_text())) == size
    except (FileNotFoundError, IsADirectoryError, ValueError):
        return False
