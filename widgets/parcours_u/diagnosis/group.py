"""A trainer's folder: who may enter it, its gradebook, and the exchange where deposits arrive."""

import os
from collections.abc import Iterator
from pathlib import Path

from parcours_u.diagnosis.finding import Finding, blocking, fine, watch
from parcours_u.diagnosis.machine import check_clock, check_disk
from parcours_u.diagnosis.rights import check_rights
from parcours_u.diagnosis.server import check_servers, port_taken
from parcours_u.grading.cohort import COHORT, COHORT_ADDRESS
from parcours_u.grading.errors import GradingError
from parcours_u.grading.exchange import configured_exchange
from parcours_u.grading.folder import TrainerFolder
from parcours_u.grading.keeping import GRADEBOOK, cohort_is_whole, gradebook_is_whole, latest_in_cohort
from parcours_u.grading.version import follow
from parcours_u.server.cohort.certificate import Validity
from parcours_u.server.cohort.reach import Reach
from parcours_u.server.cohort.served_once import is_served
from parcours_u.server.watch.announced import USUAL_PORT
from parcours_u.store.cohort_zone import zone_in_file

__all__ = ["check_trainer_folder"]


def check_trainer_folder(folder: Path) -> Iterator[Finding]:
    """Look at a trainer's folder; opens the course that it follows for what is looked at next."""
    yield check_disk(folder)
    yield check_rights("dossier", folder, "Le dossier d’animation")
    cohort, served = TrainerFolder(folder).cohort, (folder / COHORT_ADDRESS).exists()
    yield check_clock(latest_in_cohort(folder) if (folder / COHORT).is_file() else "", "de la cohorte")
    yield _version(folder)
    yield _gradebook(folder)
    if (folder / COHORT).is_file() or served:
        yield _cohort(folder)
        yield from _certificate(folder)
        yield from _server(cohort)
    if os.name == "posix":
        yield from _exchange(folder)
    else:
        yield fine(
            "échange", "Sous Windows, nbgrader n’a pas d’espace d’échange\u00a0: les dépôts se font par fichier."
        )


def _version(folder: Path) -> Finding:
    try:
        follow(TrainerFolder(folder))
    except GradingError as error:
        return blocking(
            "version",
            str(error),
            "Ce groupe suit une version du parcours qui n’est pas là.",
            "Remettez son dossier où il était, ou construisez-la de nouveau avec «\u00a0parcours-u construire\u00a0».",
        )
    return fine("version", "La version du parcours que suit ce groupe est là.")


def _gradebook(folder: Path) -> Finding:
    if not (folder / GRADEBOOK).is_file():
        return fine("commentaires", "Aucun module n’est encore diffusé\u00a0: il n’y a pas de commentaires à garder.")
    if gradebook_is_whole(folder):
        return fine("commentaires", "La base des commentaires est entière.")
    return blocking(
        "commentaires",
        "La base des commentaires (gradebook.db) est abîmée, ou vide.",
        "Les commandes d’animation s’arrêteront, ou perdront des commentaires.",
        "Restaurez une sauvegarde dans un dossier neuf avec «\u00a0parcours-u restaurer\u00a0».",
    )


def _cohort(folder: Path) -> Finding:
    if cohort_is_whole(folder):
        return fine("cohorte", "La base de la cohorte est entière.")
    if not (folder / COHORT).exists():
        return blocking(
            "cohorte",
            f"La base de la cohorte ({COHORT}) n’est plus dans le dossier.",
            "La cohorte ne s’ouvrira pas.",
            "Remettez-la à sa place, ou restaurez une sauvegarde avec «\u00a0parcours-u restaurer\u00a0».",
        )
    return blocking(
        "cohorte",
        f"La base de la cohorte ({COHORT}) est abîmée, ou vide.",
        "La cohorte ne s’ouvrira pas.",
        "Restaurez une sauvegarde dans un dossier neuf avec «\u00a0parcours-u restaurer\u00a0».",
    )


def _certificate(folder: Path) -> Iterator[Finding]:
    """Look at what the cohort was last served with, where it was served with a certificate."""
    reach = Reach.read(TrainerFolder(folder).cohort)
    if reach is None or not reach.certificate:
        return
    try:
        validity = Validity.of(Path(reach.certificate), zone_in_file(folder / COHORT))
    except (OSError, ValueError):
        yield watch(
            "certificat",
            "Le certificat de la dernière fois n’est plus là, ou ne se lit plus.",
            "Le parcours ne pourra plus s’ouvrir avec lui.",
            "Donnez-en un autre avec «\u00a0parcours-u animer --certificat\u00a0».",
        )
        return
    told = f"{validity.sentence}."
    action = "Demandez-en un autre, puis relancez «\u00a0parcours-u animer\u00a0» avec lui."
    if not validity.good:
        yield blocking("certificat", told, "Les navigateurs ne laissent plus entrer personne.", action)
    elif validity.soon_over:
        yield watch("certificat", told, "Après cette date, les navigateurs ne laisseront plus entrer personne.", action)
    else:
        yield fine("certificat", told)


def _server(folder: Path) -> Iterator[Finding]:
    """Look at the server of a cohort, or at the port where the next one is to be: never another, which no printed card names."""
    reach = Reach.read(folder)
    if is_served(folder):
        yield from check_servers(folder, lambda address: f"adresse {reach.public if reach else address}")
        return
    yield fine("serveur", "Le parcours de cette cohorte n’est pas ouvert en ce moment.")
    found = reach or Reach("", USUAL_PORT)
    if not port_taken(found.port, found.address):
        yield fine("port", f"Le port de cette cohorte ({found.port}) est libre.")
    elif reach is None:
        yield watch(
            "port",
            f"Le port habituel ({found.port}) est pris par un autre programme.",
            "«\u00a0parcours-u animer\u00a0» refusera de s’ouvrir là.",
            "Fermez l’autre programme, ou donnez un autre port à «\u00a0parcours-u animer\u00a0» avec --port.",
        )
    else:
        yield blocking(
            "port",
            f"Le port de cette cohorte ({found.port}) est pris par un autre programme.",
            "«\u00a0parcours-u animer\u00a0» refusera de s’ouvrir, et les cartes et liens déjà donnés ne mènent plus au parcours.",
            "Fermez l’autre programme, ou donnez un autre port avec --port, puis refaites les cartes et les liens.",
        )


def _exchange(folder: Path) -> Iterator[Finding]:
    try:
        exchange = configured_exchange(folder)
    except GradingError as error:
        yield blocking(
            "échange",
            str(error),
            "Les dépôts n’arriveraient pas.",
            "Supprimez nbgrader_config.py\u00a0: la prochaine commande le refait.",
        )
        return
    if exchange is None or not exchange.root.is_dir():
        yield blocking(
            "échange",
            "L’espace d’échange n’est pas là.",
            "Les dépôts ne peuvent pas y arriver.",
            "Lancez «\u00a0parcours-u participants lister\u00a0» sur ce dossier\u00a0: elle le refait.",
        )
        return
    yield check_rights("échange", exchange.root, "L’espace d’échange")
    inbound = exchange.root / exchange.course_id / "inbound"
    if inbound.is_dir():
        yield check_rights("dépôts", inbound, "Le dossier où arrivent les dépôts")
