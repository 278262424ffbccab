"""The commands of a cohort's server: run it, invite people. Parse, call, print; no rule inside."""

from pathlib import Path
from typing import Annotated

import typer

from parcours_u.cli_options import AsJson, Folder, LivePages, Port, TechnicalLog
from parcours_u.cli_results import count, print_json, progress, refusals, say
from parcours_u.domain.access import INVITATION_DAYS, USUAL_DAYS

__all__ = ["animer", "inviter", "visite"]

Public = Annotated[
    str, typer.Option("--adresse-publique", help="L’adresse que les gens ouvrent, comme https://parcours.exemple.fr/.")
]


def animer(
    dossier: Folder = None,
    adresse: Annotated[
        str, typer.Option(help="Adresse d’écoute\u202f; 0.0.0.0 pour que tout le réseau puisse entrer.")
    ] = "127.0.0.1",
    port: Port = None,
    certificat: Annotated[Path | None, typer.Option(help="Certificat HTTPS (PEM), avec sa chaîne.")] = None,
    cle: Annotated[Path | None, typer.Option(help="Clé du certificat (PEM), si elle est à part.")] = None,
    derriere_un_mandataire: Annotated[
        bool,
        typer.Option(
            "--derriere-un-mandataire",
            help="Un serveur mandataire, seul à atteindre cette adresse, fait le HTTPS et dit qui demande.",
        ),
    ] = False,
    mandataire: Annotated[
        str,
        typer.Option(
            help="D’où il vient, s’il est sur une autre machine : une adresse ou un réseau, comme 172.17.0.0/16."
        ),
    ] = "",
    sans_chiffrement: Annotated[
        bool,
        typer.Option("--sans-chiffrement", help="Servir en clair sur le réseau\u202f; chaque page le dira."),
    ] = False,
    adresse_publique: Public = "",
    pages_vivantes: LivePages = None,
    journal_technique: TechnicalLog = False,
) -> None:
    """Ouvrir le parcours à tout un groupe, chaque personne avec son accès.

    Exemple\u00a0: parcours-u animer --dossier mon-groupe
    """
    from parcours_u.without_iri import without_iri

    with without_iri():
        from parcours_u.grading.cohort import COHORT, served_folder
        from parcours_u.grading.version import follow
        from parcours_u.server.cohort.inviting import trainer_link
        from parcours_u.server.cohort.server import TRAINER_SPACE
        from parcours_u.server.cohort.transport import Transport, TransportRefused
        from parcours_u.server.cohort_app import AlreadyServed, CohortApp, PortTaken
        from parcours_u.server.watch.log import event
        from parcours_u.store.cohort_zone import zone_in_file

    def tell(name: str, *sentences: str) -> None:
        if journal_technique:
            event(name)
        for sentence in () if journal_technique else sentences:
            say(sentence)

    with refusals():
        folder = served_folder(dossier, say)
        follow(folder)
        try:
            transport = Transport(
                adresse,
                certificat,
                cle,
                derriere_un_mandataire,
                sans_chiffrement,
                adresse_publique,
                mandataire,
                zone_in_file(folder.path / COHORT),
            )
            course = CohortApp.prepare(folder, transport, port, pages_vivantes, journal_technique)
        except (AlreadyServed, PortTaken, TransportRefused) as error:
            say(str(error))
            raise typer.Exit(1) from error
        server = course.course_server
        course.first_link, invited = trainer_link(server.people, server.access, server.public_address)

    def ready(link: str) -> None:
        typer.echo(link)
        tell(
            "started",
            "Ce lien est le vôtre, et ne sert qu’une fois\u00a0: ouvrez-le sur votre appareil."
            if invited
            else "Ouvrez cette adresse sur un de vos appareils, ou entrez avec votre phrase de récupération.",
            f"Les gens entrent par {server.public_address}"
            + ("" if adresse_publique else " (adresse devinée\u202f; dites-en une autre avec --adresse-publique)."),
            f"Une fois que vous y êtes, votre espace est {server.public_address}voila/render/{TRAINER_SPACE}",
            "Pour les inviter\u00a0: «\u00a0parcours-u cohorte inviter\u00a0». Pour arrêter\u00a0: Ctrl-C.",
            *filter(None, [transport.warning]),
        )

    course.on_ready = ready
    course.start()
    tell("stopped", "Le parcours est arrêté, tout ce qui était enregistré l’est toujours.")


def inviter(
    noms: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NOMS…]", help="Nom, code ou courriel\u202f; sinon, toutes les personnes pas encore entrées."
        ),
    ] = None,
    dossier: Folder = None,
    cartes: Annotated[
        Path | None,
        typer.Option(metavar="FICHIER.html", help="Cartes à imprimer, huit par feuille, et messages à copier."),
    ] = None,
    jours: Annotated[
        int,
        typer.Option(min=INVITATION_DAYS[0], max=INVITATION_DAYS[-1], help="Combien de jours dure une invitation."),
    ] = USUAL_DAYS,
    renouveler: Annotated[
        bool,
        typer.Option(
            "--renouveler",
            help="Pour qui a perdu sa phrase et ses appareils\u00a0: ce que la personne gardait pour elle sera perdu.",
        ),
    ] = False,
    adresse_publique: Public = "",
    en_json: AsJson = False,
) -> None:
    """Inviter des personnes de la cohorte\u00a0: un lien, un code court et une carte pour chacune.

    Exemple\u00a0: parcours-u cohorte inviter --cartes cartes.html --dossier mon-groupe
    """
    if renouveler and not noms:
        raise typer.BadParameter("dites pour qui refaire une invitation.")
    with refusals():
        from parcours_u.content.catalogue import load_course
        from parcours_u.domain.french_words import listed
        from parcours_u.grading.cohort import existing_cohort
        from parcours_u.grading.tables import print_table
        from parcours_u.grading.written_page import page_place, write_page
        from parcours_u.server.cohort.cards import cards_page
        from parcours_u.server.cohort.inviting import before_the_start, invite, to_invite
        from parcours_u.store.access import Access
        from parcours_u.store.cohort_zone import CohortZone
        from parcours_u.store.people import People

        place = page_place(cartes, "aucune invitation n’a été faite") if cartes is not None else None
        with existing_cohort(dossier) as database:
            public = _public(dossier, adresse_publique, "aucune invitation n’a été faite")
            people, access = People(database), Access(database)
            found = to_invite(people, access, noms or [])
            first = [] if noms else before_the_start(people, access)
            with progress("Invitations") as step:
                zone = CohortZone(database).get()
                made = invite(access, found, public, 24.0 * jours, renouveler, step, zone)
        join = f"{public}rejoindre"
        rows = [{"nom": card.name, "lien": card.link, "code": card.code, "expire_le": card.expires_at} for card in made]
        if en_json:
            told = [{**row, "nom": one.name, "id": one.id} for row, one in zip(rows, found, strict=True)]
            print_json({"adresse": public, "invitations": told, "fichier": str(cartes) if cartes and made else None})
        else:
            print_table(("nom", "lien", "code", "expire_le"), rows, zone)
        if place is not None and made:
            page = cards_page(made, load_course().title, join)
            write_page(place, page, "les invitations sont faites et celles d’avant ne servent plus")
            say(f"Les cartes sont dans {cartes}\u00a0: imprimez-les, remettez-les, puis effacez ce fichier.")
    if first:
        say(
            f"{listed([one.told for one in first])} {'ne font' if len(first) > 1 else 'ne fait'} pas partie de ces invitations\u00a0: la première personne qui a "
            "toute la cohorte en charge entre par le lien que «\u00a0parcours-u animer\u00a0» affiche."
        )
    if not made:
        if not first:
            say("Il n’y a personne à inviter\u00a0: tout le monde est entré, ou la cohorte est vide.")
        return
    say(
        f"{count(len(made), 'invitation', 'invitations')} pour {public}, {count(jours, 'jour', 'jours')}. "
        "Une invitation plus ancienne de la même personne ne sert plus."
    )


def visite(
    page: Annotated[
        str, typer.Argument(metavar="EXERCICE", help="L’exercice ou le module à montrer\u00a0: clinique-de-cas…")
    ],
    dossier: Folder = None,
    heures: Annotated[int, typer.Option(min=1, max=24 * 60, help="Pendant combien d’heures on peut entrer.")] = 24,
    jours: Annotated[int, typer.Option(min=1, max=60, help="Au bout de combien de jours tout s’efface.")] = 7,
    places: Annotated[int, typer.Option(min=1, max=500, help="Combien de personnes peuvent entrer.")] = 60,
    fermer: Annotated[
        bool, typer.Option("--fermer", help="Ne plus laisser entrer personne dans cette visite.")
    ] = False,
    adresse_publique: Public = "",
    en_json: AsJson = False,
) -> None:
    """Ouvrir un seul exercice à qui a le lien, sous un pseudonyme, sans compte.

    Exemple\u00a0: parcours-u cohorte visite clinique-de-cas --dossier mon-groupe
    """
    with refusals():
        from parcours_u.content.catalogue import load_course
        from parcours_u.grading.cohort import existing_cohort
        from parcours_u.store.visitors import Visitors

        course = load_course()
        if page not in {one.id for one in course.parts()}:
            say(f"Il n’y a ni exercice ni module «\u00a0{page}\u00a0» dans ce parcours\u00a0: rien n’a été ouvert.")
            raise typer.Exit(1)
        with existing_cohort(dossier) as database:
            visitors, path = Visitors(database), course.page_path(page)
            if fermer:
                visitors.close_link(path)
                say("Plus personne n’entre dans cette visite\u202f; qui est entré reste jusqu’à la fin de ses jours.")
                return
            public = _public(dossier, adresse_publique, "rien n’a été ouvert")
            made = visitors.open_link(path, heures, jours, places)
    link = f"{public}visite/{made.token}"
    if en_json:
        print_json({"page": page, "lien": link, "ferme_le": made.closes_at, "jours": made.days})
    else:
        typer.echo(link)
    say(
        f"Chaque personne choisit un pseudonyme\u202f; ce qu’elle écrit s’efface au bout de {count(jours, 'jour', 'jours')}."
    )


def _public(folder: Path | None, said: str, undone: str) -> str:
    """Return the address that people are given; without one, nothing that names it can be made."""
    from parcours_u.grading.folder import open_folder
    from parcours_u.server.cohort.reach import Reach, is_public_address, unfit

    if said and not is_public_address(said, {"https", "http"}):
        say(unfit(said, undone))
        raise typer.Exit(1)
    reach = Reach.read(open_folder(folder).cohort)
    public = f"{said.rstrip('/')}/" if said else reach.public if reach else ""
    if not public:
        say(
            f"L’adresse du parcours n’est pas encore connue\u00a0: {undone}, lancez d’abord "
            "«\u00a0parcours-u animer\u00a0», ou donnez-la avec --adresse-publique."
        )
        raise typer.Exit(1)
    return public
