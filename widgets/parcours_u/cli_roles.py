"""The command that gives roles: parse, call one function, print. No rule inside."""

from typing import Annotated

import typer

from parcours_u.cli_options import Agreed, AsJson, Folder
from parcours_u.cli_results import print_json, refusals, say

__all__ = ["role"]


def _role(text: str) -> str:
    from parcours_u.cohort.role_words import role_in

    found = role_in(text)
    if found is None:
        raise typer.BadParameter("écrivez participant, formateur, hote ou accompagnant.")
    return found.value


def role(
    personne: Annotated[str, typer.Argument(metavar="PERSONNE", help="Son code, son courriel ou son nom.")],
    role: Annotated[
        str,
        typer.Option(
            "--role",
            parser=_role,
            metavar="RÔLE",
            help="participant, formateur, hote (d’un territoire) ou accompagnant.",
        ),
    ],
    cercle: Annotated[
        list[str] | None,
        typer.Option(
            "--cercle", metavar="NOM", help="Pour former\u00a0: un cercle, à répéter\u202f; sinon toute la cohorte."
        ),
    ] = None,
    noyau: Annotated[
        list[str] | None,
        typer.Option("--noyau", metavar="NOM", help="Pour accompagner\u00a0: un noyau, à répéter pour plusieurs."),
    ] = None,
    territoire: Annotated[
        str, typer.Option("--territoire", metavar="NOM", help="Pour accueillir\u00a0: le territoire.")
    ] = "",
    ajouter: Annotated[
        bool, typer.Option("--ajouter", help="Ajouter d’abord cette personne, qui n’est sur aucune liste.")
    ] = False,
    oui: Agreed = "",
    dossier: Folder = None,
    en_json: AsJson = False,
) -> None:
    """Donner un rôle\u00a0: animer des cercles ou la cohorte, accueillir un territoire, accompagner des noyaux, participer.

    Ce qui est donné remplace ce que la personne avait, dès sa prochaine page.

    Exemple\u00a0: parcours-u cohorte role "Une personne" --role formateur --cercle Tilleul --dossier mon-groupe
    """
    with refusals():
        from parcours_u.cohort.people_rows import ROLES
        from parcours_u.cohort.role_words import asked_charge, given_sentences, newcomer
        from parcours_u.domain.people import Role
        from parcours_u.grading.cohort import existing_cohort
        from parcours_u.store.people import People
        from parcours_u.store.roles import Roles

        charge = asked_charge(Role(role), territoire, cercle or [], noyau or [])
        with existing_cohort(dossier) as database:
            roles = Roles(database)
            if ajouter:
                done = roles.add(newcomer(personne), charge)
            else:
                done = roles.give(People(database).find(personne).id, charge, oui)
            told = given_sentences(done, People(database).present())
    if en_json:
        print_json(
            {
                "id": done.person.id,
                "nom": done.person.name,
                "role": ROLES[done.person.role],
                "territoire": done.person.territory,
                "charge": [one.name for one in done.groups],
                "groupes_quittes": [one.name for one in done.left if one not in done.ended],
                "groupes_finis": [one.name for one in done.ended],
            }
        )
    for sentence in told:
        say(sentence)
