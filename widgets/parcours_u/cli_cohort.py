"""The commands of a cohort that learns together: who is in it, who leaves. Parse, call, print; no rule inside."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from parcours_u.cli_options import Agreed, AsJson, Folder
from parcours_u.cli_results import count, opened_bench, print_json, read_roster, refusals, say

__all__ = ["cohort_app"]

cohort_app = typer.Typer(
    help="Réunir une cohorte\u00a0: les personnes, les binômes, les cercles.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@cohort_app.command("creer")
def create_cohort(
    liste: Annotated[
        Path,
        typer.Argument(
            metavar="LISTE",
            help="CSV ou .xlsx\u00a0: nom, prénom, profil\u202f; courriel, organisation, territoire, supérieur, binôme.",
        ),
    ],
    dossier: Folder = None,
    en_json: AsJson = False,
) -> None:
    """Réunir dans une cohorte les personnes d’une liste, chacune avec son code.

    Relancée avec une liste complétée, elle ajoute et met à jour\u00a0: personne ne change de code ni ne disparaît.

    Exemple\u00a0: parcours-u cohorte creer participants.xlsx --dossier mon-groupe
    """
    with read_roster(liste, whole=True) as found, opened_bench(dossier) as bench:
        from parcours_u.domain.joined import joined_sentences
        from parcours_u.grading.cohort import cohort_database
        from parcours_u.grading.enrolling import bring_in
        from parcours_u.store.cohort_zone import CohortZone
        from parcours_u.zones import machine_zone

        done = bring_in(bench, found)
        with cohort_database(bench.folder) as database:
            CohortZone(database).suppose(machine_zone())
        folder, codes = bench.folder.path, bench.folder.codes
    people, groups = _cohort(folder)
    if en_json:
        print_json(
            {
                "personnes": people,
                "groupes": groups,
                "ajoutees": done.added,
                "modifiees": done.updated,
                "revenues": len(done.returned),
                "noms_revenus": [one.name for one in done.returned],
                "absentes": [one.name for one in done.absent],
                "binomes": done.pairs,
                "binomes_finis": [one.name for one in done.ended],
                "binomes_gardes": [one.name for one in done.kept],
                "binomes_hors_liste": [one.name for one in done.unlisted],
                "adresses_changees": [one.name for one in done.readdressed],
                "noms_changes": [{"avant": one.former, "maintenant": one.person.name} for one in done.renamed],
                "noms_dans_l_autre_ordre": [
                    {"avant": one.former, "maintenant": one.person.name} for one in done.turned
                ],
                "peut_etre_deja_la": [{"ajoutee": one.person.name, "deja_la": one.former} for one in done.mirrored],
                "colonnes_ignorees": list(found.left_out),
                "fichier": str(codes),
            }
        )
    else:
        _print(people)
    say(
        f"{count(len(people), 'personne', 'personnes')} dans la cohorte\u00a0: "
        f"{count(done.added, 'ajoutée', 'ajoutées')}, {count(done.updated, 'mise à jour', 'mises à jour')}, "
        f"{count(len(done.returned), 'revenue', 'revenues')}."
    )
    if done.pairs:
        say(f"{count(done.pairs, 'binôme formé', 'binômes formés')}.")
    for sentence in joined_sentences(done):
        say(sentence)
    say(f"Les codes sont dans {codes}.")


@cohort_app.command("lister")
def list_cohort(dossier: Folder = None, en_json: AsJson = False) -> None:
    """Montrer les personnes de la cohorte, leur code, leur rôle, leur charge et leurs groupes.

    Exemple\u00a0: parcours-u cohorte lister --dossier mon-groupe
    """
    people, groups = _cohort(dossier)
    if en_json:
        print_json({"personnes": people, "groupes": groups})
    else:
        _print(people)
    if not people:
        say("Il n’y a encore personne\u00a0: lancez «\u00a0parcours-u cohorte creer\u00a0».")


@cohort_app.command("retirer")
def leave_cohort(
    personne: Annotated[str, typer.Argument(metavar="PERSONNE", help="Son code, son courriel ou son nom.")],
    oui: Agreed = "",
    dossier: Folder = None,
    en_json: AsJson = False,
) -> None:
    """Noter le départ d’une personne\u00a0: elle quitte ses groupes, ne lit plus que son carnet, ce qu’elle a déposé reste.

    Exemple\u00a0: parcours-u cohorte retirer "Une personne" --dossier mon-groupe
    """
    with refusals():
        from parcours_u.grading.cohort import existing_cohort
        from parcours_u.store.people import People

        with existing_cohort(dossier) as database:
            people = People(database)
            done = people.leave(people.find(personne).id, oui)
    left = [group.name for group in done.left if group not in done.ended]
    ended = [group.name for group in done.ended]
    if en_json:
        print_json({"id": done.person.id, "code": done.person.code, "groupes_quittes": left, "groupes_finis": ended})
    say(f"Départ noté\u00a0: {done.person.told} n’est plus dans la cohorte\u202f; ses dépôts restent dans le dossier.")
    if left:
        say(f"Groupes quittés\u00a0: {', '.join(left)}.")
    for one in done.ended:
        say(one.ended_sentence)


@cohort_app.command("suivre")
def follow_cohort(
    dossier: Folder = None,
    page: Annotated[
        Path | None, typer.Option("--page", metavar="FICHIER.html", help="Écrire aussi une page à lire ou à imprimer.")
    ] = None,
    en_json: AsJson = False,
) -> None:
    """Voir où en est la cohorte\u00a0: modules, cercles, profils, variété, rencontres, engagement.

    Des nombres et des dates, jamais un mot d’une réponse. Par profil, aucun nombre inférieur à cinq.

    Exemple\u00a0: parcours-u cohorte suivre --dossier mon-groupe --page cohorte.html
    """
    with refusals():
        from parcours_u.grading.cohort import existing_cohort
        from parcours_u.grading.written_page import page_place, write_page

        place = page_place(page, "rien n’a été écrit") if page is not None else None
        with existing_cohort(dossier) as database, opened_bench(dossier) as bench:
            from parcours_u.cohort.overview.gathering import gather
            from parcours_u.cohort.overview.overview import overview
            from parcours_u.grading.following import released, undated
            from parcours_u.grading.ledger import returned_moments
            from parcours_u.store.cohort_zone import CohortZone

            now = datetime.now(UTC).astimezone(CohortZone(database).get())
            opened = released(bench, [module.id for module in bench.course.modules])
            returned = returned_moments(bench.folder.path, [one.module for one in opened])
            views = overview(gather(database, bench.course, opened, undated(bench), now.date(), (), returned))
        if place is not None:
            from parcours_u.cohort.overview.view import page as page_of

            write_page(place, page_of("La cohorte", now, views), "rien n’a été écrit")
    if en_json:
        print_json({"vues": [view.to_dict() for view in views]})
        return
    from parcours_u.grading.tables import print_table

    for view in views:
        typer.echo(f"{view.title}\n{view.summary}\n")
        print_table(view.columns, [dict(zip(view.columns, row, strict=True)) for row in view.rows])
        typer.echo()
    if page is not None:
        say(f"La page est dans {page}.")


def _profile(text: str) -> str:
    from parcours_u.cohort.people_list.profiles import ACCEPTED, profiles_in

    found = profiles_in(text)
    if len(found) != 1:
        raise typer.BadParameter(f"écrivez {ACCEPTED}.")
    return found.pop().value


@cohort_app.command("attribuer")
def assign_module(
    module: Annotated[str, typer.Argument(metavar="ID", help="Le module\u00a0: co-initier, presencing…")],
    pour_le: Annotated[
        str | None, typer.Option("--pour-le", metavar="DATE", help="La date\u00a0: 15/03/2027, 2027-03-15T14:00…")
    ] = None,
    cercle: Annotated[
        list[str] | None, typer.Option("--cercle", metavar="NOM", help="Un cercle\u202f; à répéter pour plusieurs.")
    ] = None,
    profil: Annotated[
        list[str] | None,
        typer.Option("--profil", parser=_profile, metavar="PROFIL", help="Un profil\u202f; à répéter pour plusieurs."),
    ] = None,
    noyau: Annotated[
        list[str] | None, typer.Option("--noyau", metavar="NOM", help="Un noyau\u202f; à répéter pour plusieurs.")
    ] = None,
    retirer: Annotated[bool, typer.Option("--retirer", help="Ne plus l’attendre de ces personnes.")] = False,
    dossier: Folder = None,
    en_json: AsJson = False,
) -> None:
    """Attribuer un module, avec une date, à tout le monde ou à quelques cercles, noyaux et profils.

    Le module s’ouvre aux dépôts s’il ne l’est pas. Chaque personne voit la date sur sa page d’accueil.
    La date d’un cercle, d’un noyau ou d’un profil passe avant celle de tout le monde.

    Exemple\u00a0: parcours-u cohorte attribuer co-initier --pour-le 15/03/2027 --profil élu --dossier mon-groupe
    """
    if (pour_le is None) is not retirer:
        raise typer.BadParameter("donnez une date avec --pour-le, ou --retirer.")
    with refusals():
        from parcours_u.domain.people import GroupKind, Profile
        from parcours_u.grading.cohort import existing_cohort

        groups = {GroupKind.CIRCLE: cercle or [], GroupKind.CORE_GROUP: noyau or []}
        profiles = [Profile(one) for one in profil or ()]
        with existing_cohort(dossier) as database, opened_bench(dossier) as bench:
            from parcours_u.grading.assigning import assign, named, unassign
            from parcours_u.grading.release import parse_due, past_due
            from parcours_u.store.cohort_zone import CohortZone
            from parcours_u.store.groups import Groups

            zone = CohortZone(database).get()
            due = parse_due(pour_le, zone) if pour_le is not None else None
            done = named(database, module, due, groups, profiles)
            if due is None:
                unassign(bench, database, done)
            else:
                assign(bench, database, done)
            whom = done.whom({one.id: one.name for one in Groups(database).expecting()})
    if en_json:
        print_json({"module": module, "pour": whom, "pour_le": done.due, "retire": retirer})
    if due is None:
        say(f"Le module {module} n’est plus attendu ({whom})\u202f; il reste ouvert aux dépôts.")
        return
    from parcours_u.cli_zone import unknown_zone
    from parcours_u.domain.french_dates import french_moment

    say(f"Le module {module} est attendu pour le {french_moment(done.due, zone)} ({whom}).")
    say(unknown_zone(zone))
    say(past_due(due))


def _cohort(dossier: Path | None) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Return the people and the groups of a cohort, as rows."""
    with refusals():
        from parcours_u.cohort.people_rows import group_rows, people_rows
        from parcours_u.grading.cohort import existing_cohort
        from parcours_u.store.people import People
        from parcours_u.store.roles import Roles

        with existing_cohort(dossier) as database:
            people, groups, charges = (
                People(database).present(),
                People(database).groups(),
                Roles(database).charges(),
            )
    return people_rows(people, groups, charges), group_rows(groups)


def _print(rows: list[dict[str, object]]) -> None:
    from parcours_u.cohort.people_rows import PEOPLE_COLUMNS, shown
    from parcours_u.grading.tables import print_table

    print_table(PEOPLE_COLUMNS, [shown(row) for row in rows])
