"""The command that shares the circles out among those who comment: parse, call one function, print. No rule inside."""

from typing import Annotated

import typer

from parcours_u.cli_options import AsJson, Folder
from parcours_u.cli_results import count, print_json, refusals, say

__all__ = ["repartir"]

_COLUMNS = ("cercle", "personnes", "lu_par")


def repartir(
    cercle: Annotated[str | None, typer.Argument(metavar="[CERCLE]", help="Un cercle à confier.")] = None,
    personne: Annotated[
        str | None, typer.Argument(metavar="[PERSONNE]", help="Qui le lira, dans l’équipe de formation.")
    ] = None,
    equilibrer: Annotated[
        bool, typer.Option("--equilibrer", help="Proposer une répartition équilibrée de tous les cercles.")
    ] = False,
    retenir: Annotated[bool, typer.Option("--retenir", help="Garder ce qui est proposé.")] = False,
    liberer: Annotated[
        str | None, typer.Option("--liberer", metavar="CERCLE", help="Ne plus confier ce cercle à personne.")
    ] = None,
    dossier: Folder = None,
    en_json: AsJson = False,
) -> None:
    """Dire qui, dans l’équipe, lit et commente quel cercle.

    Sans rien d’autre, la commande montre la répartition. Elle n’ouvre ni ne ferme rien à personne.

    Exemple\u00a0: parcours-u cohorte repartir --equilibrer --retenir --dossier mon-groupe
    """
    asked = [cercle is not None, equilibrer, liberer is not None].count(True)
    if asked > 1 or (cercle is None) != (personne is None) or (retenir and not equilibrer):
        raise typer.BadParameter("choisissez CERCLE PERSONNE, --equilibrer (avec --retenir pour garder), ou --liberer.")
    with refusals():
        from parcours_u.cohort.commenting import Wanted, share
        from parcours_u.grading.cohort import existing_cohort

        wanted = Wanted(cercle or liberer or "", personne or "", equilibrer, keep=retenir or not equilibrer)
        with existing_cohort(dossier) as database:
            rows = share(database, wanted)
    if en_json:
        print_json({"cercles": rows, "propose": equilibrer and not retenir})
    else:
        from parcours_u.grading.tables import print_table

        print_table(_COLUMNS, rows)
    if equilibrer:
        say(
            "La répartition est gardée."
            if retenir
            else "C’est une proposition\u00a0: rien n’est gardé. Ajoutez --retenir."
        )
    alone = sum(not row["lu_par"] for row in rows)
    if not rows:
        say("Les cercles ne sont pas encore formés\u00a0: lancez «\u00a0parcours-u cohorte cercles\u00a0».")
    elif alone:
        say(f"{count(alone, 'cercle n’est confié', 'cercles ne sont confiés')} à personne.")
