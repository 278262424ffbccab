"""Who may enter a folder, and whether this account may write in it."""

import os
import stat
from pathlib import Path

from parcours_u.diagnosis.finding import Finding, blocking, fine, watch
from parcours_u.store.durable import writable

__all__ = ["check_rights"]


def check_rights(part: str, folder: Path, name: str) -> Finding:
    """Look at a folder that exists.

    Parameters
    ----------
    part : str
        The finding's part.
    name : str
        How the folder is called in a sentence, with its article and a capital.
    """
    if os.name == "posix":
        found = folder.stat()
        if os.getuid() not in {found.st_uid, 0}:
            return blocking(
                part,
                f"{name} appartient à un autre compte de cet ordinateur.",
                "Cet autre compte peut tout y lire, et rien ne s’y enregistrera.",
                "Ouvrez la session de ce compte, ou choisissez un autre dossier avec --dossier.",
            )
        if stat.S_IMODE(found.st_mode) & 0o077:
            return watch(
                part,
                f"{name} est ouvert à d’autres comptes de cet ordinateur.",
                "Ils pourraient lire des textes confiés.",
                "Relancez une commande du parcours sur ce dossier\u00a0: elle le ferme, ou dit pourquoi elle ne peut pas.",
            )
    if not writable(folder):
        return blocking(
            part,
            f"{name} est en lecture seule.",
            "Rien de plus ne s’y enregistre.",
            "Rendez-le modifiable pour votre compte\u202f; si le disque est abîmé, sauvegardez d’abord.",
        )
    return fine(part, f"{name} est fermé aux autres comptes, et vous pouvez y écrire.")
