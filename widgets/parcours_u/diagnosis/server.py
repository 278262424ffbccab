"""The courses that may be open on a folder: whether each answers, and whether the port is free where the next one is to answer."""

import errno
import json
import os
import socket
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from parcours_u.diagnosis.finding import Finding, blocking, fine, watch
from parcours_u.server.watch.announced import announcements
from parcours_u.server.watch.token import watch_token

__all__ = ["check_servers", "port_taken"]

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_PATIENCE_SECONDS = 8.0


def check_servers(folder: Path, place: Callable[[str], str]) -> Iterator[Finding]:
    """Ask every course that is open on a folder how it is; somebody has the folder open.

    Parameters
    ----------
    folder : pathlib.Path
        Where the courses announce themselves.
    place : callable
        Tells a person where a course is, from the address that it announced.
    """
    written = announcements(folder)
    if running := dict.fromkeys(one.address for one in written if one.runs is not False):
        for address in running:
            yield _tell(_ask(folder, address), place(address))
        return
    # A course in a container has processes of its own: it may answer all the same.
    heard = [(one.address, health) for one in written if (health := _ask(folder, one.address))]
    for address, health in heard:
        yield _tell(health, place(address))
    if not heard:
        yield watch(
            "serveur",
            "Un programme se sert de ce dossier, sans dire où il répond.",
            "C’est peut-être une sauvegarde en cours, ou un parcours qui n’a pas pu écrire son adresse sur le disque.",
            "Relancez le diagnostic dans un instant\u202f; si un parcours est ouvert, regardez dans sa page s’il enregistre.",
        )


def port_taken(port: int, address: str) -> bool:
    """Tell whether another program listens where a course is to."""
    try:
        names = socket.getaddrinfo(address or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, OverflowError):
        return False
    return any(_refused(family, where) for family, _, _, _, where in names)


def _refused(family: socket.AddressFamily, where: Any) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        if os.name != "nt":  # Windows would let two programs listen at one place
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            tried.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        try:
            tried.bind(where)
        except OSError as error:
            return error.errno == errno.EADDRINUSE
    return False


def _tell(health: dict[str, Any] | None, place: str) -> Finding:
    if health is None:
        return blocking(
            "serveur",
            f"Un parcours tient ce dossier ouvert ({place}), et ne répond pas.",
            "Tant qu’il est là, les pages peuvent rester figées.",
            "Arrêtez le parcours avec Ctrl-C dans sa fenêtre, ou redémarrez l’ordinateur, puis ouvrez-le de nouveau.",
        )
    if health.get("status") == "fail":
        return blocking(
            "serveur",
            f"Le parcours est ouvert ({place}), et dit qu’il ne peut plus enregistrer.",
            "Ce que les personnes écrivent n’est plus gardé que dans leur page.",
            "Regardez plus haut le disque et les droits du dossier, corrigez, puis relancez le diagnostic.",
        )
    if (waiting := health.get("places", {}).get("waiting", 0)) > 0:
        return watch(
            "serveur",
            f"Le parcours est ouvert ({place}), et toutes ses places sont prises\u00a0: pages qui attendent, {waiting}.",
            "Elles se lisent, et s’ouvrent seules dès qu’une place se libère\u202f; rien n’est perdu.",
            "Fermez les pages dont personne ne se sert, ou rouvrez le parcours avec --pages-vivantes et un nombre plus grand.",
        )
    # A token chosen in the server's own environment is not known here: it then tells that it is well, and no more.
    pages = f", pages vivantes\u00a0: {health['kernels']}" if "kernels" in health else ""
    return fine("serveur", f"Le parcours est ouvert et répond ({place}{pages}).")


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
