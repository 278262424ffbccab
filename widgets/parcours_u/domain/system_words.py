"""Why a system refused a file, in French: its own words come in the language of the machine, English most of the time."""

import errno

__all__ = ["disk_refusal", "refusal_of"]

_WORDS = {
    errno.ENOENT: "introuvable",
    errno.EACCES: "accès refusé",
    errno.EPERM: "accès refusé",
    errno.EISDIR: "c’est un dossier",
    errno.ENOTDIR: "une partie de ce chemin n’est pas un dossier",
    errno.EEXIST: "ce nom est déjà pris",
    errno.ENOTEMPTY: "le dossier n’est pas vide",
    errno.ENOSPC: "le disque est plein",
    errno.EFBIG: "le fichier est trop gros pour ce disque",
    errno.EROFS: "ce disque est en lecture seule",
    errno.EIO: "le disque ne répond pas correctement",
    errno.ENAMETOOLONG: "le nom est trop long",
    errno.ELOOP: "ce lien tourne en rond",
    errno.EBUSY: "occupé par un autre programme",
    errno.EMFILE: "trop de fichiers sont ouverts",
    errno.ENFILE: "trop de fichiers sont ouverts",
    errno.EXDEV: "c’est un autre disque",
    errno.EINVAL: "ce nom ne convient pas à ce disque",
    **({errno.EDQUOT: "votre part du disque est pleine"} if hasattr(errno, "EDQUOT") else {}),
}


def refusal_of(error: OSError) -> str:
    """Return why a file was refused, in a few French words to put between brackets."""
    named = f"erreur {errno.errorcode.get(error.errno, error.errno)} du système" if error.errno else "refusé"
    return _WORDS.get(error.errno or 0, named)


def disk_refusal(error: OSError) -> str:
    """Return the sentence for what a disk refused in the middle of some work, which is then to be done again."""
    return (
        f"Le disque a refusé ({refusal_of(error)})\u00a0: ce qui était enregistré l’est toujours, libérez de la place "
        "ou vérifiez les droits du dossier, puis recommencez."
    )
