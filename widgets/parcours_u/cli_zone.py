"""The command of a cohort's time zone: shown, or told. Parse, call, print; no rule inside."""

from datetime import UTC, datetime, tzinfo
from typing import Annotated

import typer

from parcours_u.cli_options import AsJson, Folder
from parcours_u.cli_results import print_json, refusals, say
from parcours_u.zones import machine_zone

__all__ = ["fuseau", "unknown_zone"]


def fuseau(
    nom: Annotated[
        str | None,
        typer.Argument(metavar="[NOM]", help="Le fuseau\u00a0: Europe/Paris, Indian/Reunion, Pacific/Noumea…"),
    ] = None,
    dossier: Folder = None,
    en_json: AsJson = False,
) -> None:
    """Voir dans quel fuseau horaire les dates et les heures sont dites à la cohorte, ou le choisir.

    Sans rien choisir, c’est celui du premier navigateur qui ouvre l’espace de l’équipe avec toute la cohorte en charge.

    Exemple\u00a0: parcours-u cohorte fuseau Europe/Paris --dossier mon-groupe
    """
    with refusals():
        from parcours_u.cohort.zone_told import move
        from parcours_u.domain.french_dates import french_moment
        from parcours_u.grading.cohort import existing_cohort
        from parcours_u.store.cohort_zone import CohortZone

        with existing_cohort(dossier) as database:
            moved = move(database, nom) if nom is not None else []
            kept = CohortZone(database)
            name, zone = kept.name, kept.get()
    now = datetime.now(UTC).astimezone(zone).isoformat()
    told = name if zone is not None else machine_zone()
    if en_json:
        print_json({"fuseau": told, "connu": zone is not None, "maintenant": now})
    elif told:
        typer.echo(told)
    if zone is None:
        say("Le fuseau de la cohorte n’est pas encore connu\u00a0: les heures sont celles de cette machine.")
    for sentence in moved or [f"Pour la cohorte, nous sommes le {french_moment(now, zone)}."]:
        say(sentence)


def unknown_zone(zone: tzinfo | None) -> str:
    """Return what to say of a date that was told in this machine's zone, where that is nobody's; nothing otherwise."""
    if zone is not None or machine_zone() != "UTC":
        return ""
    return (
        "Cette heure est celle de la machine, en UTC\u00a0: si le groupe est ailleurs, dites où avec "
        "«\u00a0parcours-u cohorte fuseau Europe/Paris\u00a0», puis attribuez de nouveau."
    )
