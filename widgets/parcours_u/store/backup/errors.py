"""What can go wrong with a backup, in one French sentence each."""

import errno
import sqlite3

from parcours_u.domain.system_words import refusal_of
from parcours_u.store.errors import StoreError

__all__ = [
    "BackupError",
    "DiskRefused",
    "copy_refused",
    "foreign",
    "newer",
    "no_room",
    "not_written",
    "tampered",
    "truncated",
    "unfinished",
]

_NO_ROOM = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


class BackupError(StoreError):
    """A backup was not made, or not restored. The message is for the person, and quotes nothing that is in it."""


class DiskRefused(BackupError):
    """A disk would not take, or give, what a backup is made of: another place may do."""


def foreign() -> BackupError:
    """Return the sentence for a file that this program never wrote."""
    return BackupError(
        "Ce fichier n’est pas une sauvegarde de ce parcours\u00a0: rien n’a été changé, choisissez un fichier fait par "
        "«\u00a0parcours-u sauvegarder\u00a0»."
    )


def truncated() -> BackupError:
    """Return the sentence for a file that is not whole."""
    return BackupError(
        "Cette sauvegarde est tronquée ou abîmée\u00a0: rien n’a été changé, reprenez-en une copie, ou une autre sauvegarde."
    )


def tampered() -> BackupError:
    """Return the sentence for a file with something in it that no backup of ours has."""
    return BackupError(
        "Cette sauvegarde contient ce qu’aucune sauvegarde du parcours ne contient\u00a0: rien n’a été changé, "
        "ne l’ouvrez pas et reprenez le fichier d’origine."
    )


def newer() -> BackupError:
    """Return the sentence for a file of a later version."""
    return BackupError(
        "Cette sauvegarde vient d’une version plus récente du parcours\u00a0: rien n’a été changé, "
        "mettez le parcours à jour puis recommencez."
    )


def not_written(error: OSError) -> DiskRefused:
    """Return the sentence for what the disk refused while a backup was made or unpacked; nothing of it is left."""
    if error.errno in _NO_ROOM:
        return DiskRefused(
            "La place manque sur le disque\u00a0: rien n’a été changé ni laissé à moitié, "
            "libérez de la place ou choisissez un autre disque, puis recommencez."
        )
    return DiskRefused(
        f"Le disque a refusé ({refusal_of(error)})\u00a0: rien n’a été changé ni laissé à moitié, "
        "vérifiez les droits du dossier ou choisissez un autre lieu, puis recommencez."
    )


def no_room() -> DiskRefused:
    """Return the sentence for a disk that is full."""
    return not_written(OSError(errno.ENOSPC, ""))


def unfinished() -> BackupError:
    """Return the sentence for a restoration that the disk stopped at its very last step."""
    return BackupError(
        "Le disque a refusé la dernière étape de la restauration\u00a0: rien n’est perdu, elle se finira d’elle-même "
        "à la prochaine ouverture du parcours, une fois le disque réparé ou libéré."
    )


def copy_refused(error: sqlite3.Error) -> DiskRefused:
    """Return the sentence for a copy that SQLite could not write; its own message is not passed on."""
    full = getattr(error, "sqlite_errorcode", 0) & 0xFF in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}
    return no_room() if full else not_written(OSError(errno.EIO, ""))
