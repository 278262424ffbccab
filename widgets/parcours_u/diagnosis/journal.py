"""A learner's journal: its folder, its database read to the end, and the course that may be open on it."""

import json
import socket
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from parcours_u.diagnosis.finding import Finding, blocking, fine, watch
from parcours_u.diagnosis.machine import check_clock, check_disk
from parcours_u.diagnosis.rights import check_rights
from parcours_u.server.watch.announced import USUAL_PORT, announced
from parcours_u.server.watch.token import watch_token
from parcours_u.store.backup.errors import BackupError
from parcours_u.store.backup.journal import check_journal
from parcours_u.store.backup.replacing import DATABASE
from parcours_u.store.errors import LaterVersion, StoreError
from parcours_u.store.in_use import FolderLock

__all__ = ["check_journal_folder"]

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_PATIENCE_SECONDS = 8.0


def check_journal_folder(folder: Path) -> Iterator[Finding]:
    """Look at a journal's folder, which may not be there yet."""
    yield check_disk(folder)
    if not (folder / DATABASE).is_file():
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
    except BackupError:  # the copy that it is read from
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
    address = announced(folder)
    if not _in_use(folder):
        yield fine("serveur", "Aucun parcours n’est ouvert sur ce dossier en ce moment.")
        yield _port()
        return
    health = _ask(folder, address) if address else None
    if health is None:
        yield blocking(
            "serveur",
            "Un programme tient ce dossier ouvert, et ne répond pas.",
            "Tant qu’il est là, les pages peuvent rester figées.",
            "Arrêtez le parcours avec Ctrl-C dans sa fenêtre, ou redémarrez l’ordinateur, puis ouvrez-le de nouveau.",
        )
    elif health.get("status") == "fail":
        yield blocking(
            "serveur",
            "Le parcours est ouvert, et dit qu’il ne peut plus enregistrer.",
            "Ce que les personnes écrivent n’est plus gardé que dans leur page.",
            "Regardez plus haut le disque et les droits du dossier, corrigez, puis relancez le diagnostic.",
        )
    elif (waiting := health.get("places", {}).get("waiting", 0)) > 0:
        yield watch(
            "serveur",
            f"Le parcours est ouvert, et toutes ses places sont prises\u00a0: pages qui attendent, {waiting}.",
            "Elles se lisent, et s’ouvrent seules dès qu’une place se libère\u202f; rien n’est perdu.",
            "Fermez les pages dont personne ne se sert, ou rouvrez le parcours avec --pages-vivantes et un nombre plus grand.",
        )
    else:
        # A token chosen in the server's own environment is not known here: it then tells that it is well, and no more.
        pages = f", pages vivantes\u00a0: {health['kernels']}" if "kernels" in health else ""
        yield fine("serveur", f"Le parcours est ouvert et répond (port {urlsplit(address or '').port}{pages}).")


def _in_use(folder: Path) -> bool:
    lock = FolderLock(folder)
    try:
        return not lock.take(DATABASE)
    except StoreError:  # a folder that can't be locked is held by nobody that we could tell
        return False
    finally:
        lock.release()


def _ask(folder: Path, address: str) -> dict[str, Any] | None:
    """Ask the course how it is; its token goes to this machine only, whatever the file that gave the address says."""
    if urlsplit(address).hostname not in _LOOPBACK or urlsplit(address).scheme != "http":
        return None
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)
    asked = urllib.request.Request(f"{address}sante", headers={"Authorization": f"Bearer {watch_token(folder)}"})  # noqa: S310 - http to the loopback, checked above
    try:
        with opener.open(asked, timeout=_PATIENCE_SECONDS) as answer:
            content = answer.read()
    except HTTPError as error:
        content = error.read() if error.code == 503 else b""
    except (URLError, OSError):
        return None
    try:
        found = json.loads(content)
    except ValueError:
        return None
    return found if isinstance(found, dict) and "status" in found else None


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def _port() -> Finding:
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", USUAL_PORT))
        except OSError:
            return watch(
                "port",
                f"Le port habituel ({USUAL_PORT}) est pris par un autre programme.",
                "Le parcours en prendra un libre\u00a0: son lien changera d’une fois à l’autre.",
                "Fermez l’autre programme, ou choisissez un port fixe avec --port.",
            )
    return fine("port", f"Le port habituel ({USUAL_PORT}) est libre.")
