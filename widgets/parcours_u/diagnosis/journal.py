"""A learner's journal: its folder, its database read to the end, and the course that may be open on it."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from parcours_u.diagnosis.finding import Finding, blocking, fine, watch
from parcours_u.diagnosis.machine import check_clock, check_disk
from parcours_u.diagnosis.rights import check_rights
from parcours_u.diagnosis.server import check_servers, port_taken
from parcours_u.server.watch.announced import USUAL_PORT
from parcours_u.store.at_its_place import misplaced
from parcours_u.store.backup.errors import DiskRefused
from parcours_u.store.backup.journal import check_journal
from parcours_u.store.backup.replacing import DATABASE
from parcours_u.store.errors import LaterVersion, StoreError
from parcours_u.store.in_use import FolderLock

__all__ = ["check_journal_folder"]

_LOOPBACK = "127.0.0.1"


def check_journal_folder(folder: Path) -> Iterator[Finding]:
    """Look at a journal's folder, which may not be there yet."""
    yield check_disk(folder)
    if not (folder / DATABASE).exists() and misplaced(folder / DATABASE) is None:
        yield fine(
            "carnet", "Il n’y a pas encore de carnet dans ce dossier\u00a0: il y naîtra à la première ouverture."
        )
        yield _port()
        return
    yield check_rights("dossier", folder, "Le dossier du carnet")
    try:
        contents = check_journal(folder)
    except LaterVersion as error:
        yield blocking(
            "carnet",
            "Ce dossier vient d’une version plus récente du parcours.",
            "Cette version-ci ne sait pas le lire\u202f; il a été laissé tel quel.",
            str(error).rpartition(", ")[2].capitalize(),
        )
    except DiskRefused:  # the copy that it is read from
        yield blocking(
            "carnet",
            "Le carnet n’a pas pu être relu\u00a0: le disque refuse ce qu’il faut y écrire pour cela.",
            "Tant qu’il refuse, rien de plus ne s’enregistre, et l’on ne sait pas si le carnet est entier.",
            "Sauvegardez le carnet sur un autre disque avec «\u00a0parcours-u sauvegarder\u00a0», qui le relit aussi, "
            "puis faites vérifier celui-ci.",
        )
    except StoreError as error:
        yield blocking(
            "carnet",
            str(error),
            "Tant que le carnet ne se lit pas jusqu’au bout, il ne s’ouvre pas ou perd des réponses.",
            "Restaurez une sauvegarde avec «\u00a0parcours-u restaurer\u00a0»\u00a0: ce qui est là sera gardé à part.",
        )
    else:
        yield fine(
            "carnet",
            f"Le carnet est entier\u00a0: réponses, {contents.answers}\u202f; versions, {contents.revisions}\u202f; "
            f"dépôts, {contents.deposits}. Chacune a été relue.",
        )
        yield check_clock(contents.latest)
    yield from _server(folder)


def _server(folder: Path) -> Iterator[Finding]:
    if _in_use(folder):
        yield from check_servers(folder, lambda address: f"port {urlsplit(address).port}")
    else:
        yield fine("serveur", "Aucun parcours n’est ouvert sur ce dossier en ce moment.")
        yield _port()


def _in_use(folder: Path) -> bool:
    lock = FolderLock(folder)
    try:
        return not lock.take(DATABASE)
    except StoreError:  # a folder that can't be locked is held by nobody that we could tell
        return False
    finally:
        lock.release()


def _port() -> Finding:
    if port_taken(USUAL_PORT, _LOOPBACK):
        return watch(
            "port",
            f"Le port habituel ({USUAL_PORT}) est pris par un autre programme.",
            "Le parcours en prendra un libre\u00a0: son lien changera d’une fois à l’autre.",
            "Fermez l’autre programme, ou choisissez un port fixe avec --port.",
        )
    return fine("port", f"Le port habituel ({USUAL_PORT}) est libre.")
