"""The trainer's commands: parse, call one function of ``parcours_u.grading``, print. No rule inside.

Results go to standard output (a table, or one JSON object with ``--json``); progress and sentences to standard error.
Codes: 0 when all was done, 1 when something was refused or failed, 2 for a command that was mistyped.
"""

import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from parcours_u.cli_options import AsJson, Port
from parcours_u.cli_results import count, end, opened_bench, print_json, progress, read_roster, refusals, report, say

if TYPE_CHECKING:
    from parcours_u.grading.bench import Bench

__all__ = ["commenter", "depot_app", "module_app", "participants_app"]

_PLAIN: dict[str, Any] = {"no_args_is_help": True, "rich_markup_mode": None}
module_app = typer.Typer(help="Diffuser un module, recueillir les dépôts, renvoyer les commentaires.", **_PLAIN)
depot_app = typer.Typer(help="Importer les dépôts reçus par courriel.", **_PLAIN)
participants_app = typer.Typer(help="Donner un code à chaque personne du groupe.", **_PLAIN)

Folder = Annotated[
    Path | None, typer.Option("--dossier", help="Dossier d’animation, privé\u202f; créé s’il n’existe pas.")
]
Module = Annotated[str, typer.Argument(metavar="ID", help="Le module\u00a0: co-initier, presencing…")]


@participants_app.command("importer")
def import_participants(
    liste: Annotated[Path, typer.Argument(metavar="LISTE", help="CSV ou .xlsx\u00a0: colonnes nom, prénom, courriel.")],
    dossier: Folder = None,
    en_json: AsJson = False,
) -> None:
    """Lire une liste et donner un code à chaque personne.

    Une personne déjà connue garde son code. Les codes sont aussi écrits dans participants-codes.csv.
    Pour une cohorte, c’est «\u00a0cohorte creer\u00a0».

    Exemple\u00a0: parcours-u participants importer groupe.csv --dossier mon-groupe
    """
    with read_roster(liste, whole=False) as found, opened_bench(dossier) as bench:
        from parcours_u.grading.people import import_people
        from parcours_u.grading.reports import participant_row

        done = import_people(bench, found.people)
        rows = [participant_row(person) for person in done.people]
    result = {"participants": rows, "ajoutes": done.added, "gardes": done.kept, "fichier": str(done.file)}
    report(en_json, result, "participants", rows)
    say(f"{count(done.added, 'personne ajoutée', 'personnes ajoutées')}, {done.kept} déjà là.")
    say(f"Les codes sont dans {done.file}.")


@participants_app.command("lister")
def list_participants(dossier: Folder = None, en_json: AsJson = False) -> None:
    """Montrer les personnes du groupe et leur code.

    Exemple\u00a0: parcours-u participants lister --dossier mon-groupe
    """
    with opened_bench(dossier) as bench:
        from parcours_u.grading.cohort import places
        from parcours_u.grading.people import participants
        from parcours_u.grading.reports import elsewhere_sentence, participant_row

        found, place = participants(bench), places(bench.folder)
        rows = [participant_row(person, place(person.code)) for person in found]
    report(en_json, {"participants": rows}, "participants", rows)
    say(elsewhere_sentence(place(person.code) for person in found))
    if not rows:
        say("Il n’y a encore personne\u00a0: lancez «\u00a0parcours-u participants importer\u00a0».")


@module_app.command("diffuser")
def release_module(
    module: Module,
    pour_le: Annotated[
        str | None, typer.Option("--pour-le", metavar="DATE", help="Date limite\u00a0: 15/03/2027, 2027-03-15T14:00…")
    ] = None,
    dossier: Folder = None,
    variante: Annotated[
        Path | None,
        typer.Option("--variante", help="Version du parcours que suit ce groupe, une fois pour toutes."),
    ] = None,
    en_json: AsJson = False,
) -> None:
    """Ouvrir un module aux dépôts.

    Dans une cohorte, c’est «\u00a0cohorte attribuer\u00a0» qui donne une date.

    Exemple\u00a0: parcours-u module diffuser co-initier --pour-le 15/03/2027
    """
    with opened_bench(dossier, variante) as bench, progress(f"Diffuser {module}") as step:
        from parcours_u.domain.french_dates import french_moment
        from parcours_u.grading.release import parse_due, past_due, release
        from parcours_u.grading.reports import released_row

        step(0, 1, "")
        zone = bench.zone
        due = parse_due(pour_le, zone) if pour_le else None
        done = release(bench, module, due)
    if en_json:
        print_json(released_row(done))
    again = " de nouveau" if done.again else ""
    say(f"Le module {done.module} est{again} diffusé, avec {count(done.prompts, 'question', 'questions')}.")
    if done.due:
        say(f"Les dépôts sont attendus jusqu’au {french_moment(done.due, zone)}\u202f; ceux d’après seront signalés.")
    if due is not None:
        say(past_due(due))
    if not done.exchange:
        say("Sur ce système, nbgrader n’a pas d’espace d’échange\u00a0: les dépôts se font par fichier.")


@module_app.command("recueillir")
def collect_module(module: Module, dossier: Folder = None, en_json: AsJson = False) -> None:
    """Recueillir les dépôts de l’espace d’échange et les préparer pour les commenter.

    Exemple\u00a0: parcours-u module recueillir co-initier
    """
    with opened_bench(dossier) as bench, progress(f"Recueillir {module}") as step:
        from parcours_u.grading.collecting import collect
        from parcours_u.grading.reports import collected_row

        found = collect(bench, module, step)
        rows = [collected_row(result) for result in found]
        zone = bench.zone
    report(en_json, {"module": module, "depots": rows}, "recueillir", rows, zone)
    if not found:
        say(f"Personne n’a encore déposé le module {module} dans l’espace d’échange.")
    end(found)


@module_app.command("retours")
def return_module(module: Module, dossier: Folder = None, en_json: AsJson = False) -> None:
    """Renvoyer les commentaires\u00a0: par l’espace d’échange, ou par un fichier à envoyer à chaque personne.

    Exemple\u00a0: parcours-u module retours co-initier
    """
    with opened_bench(dossier) as bench, progress(f"Retours de {module}") as step:
        from parcours_u.grading.feedback import send_back
        from parcours_u.grading.reports import returned_row

        found = send_back(bench, module, step)
        rows = [returned_row(item) for item in found]
    report(en_json, {"module": module, "retours": rows}, "retours", rows)
    if not found:
        say(f"Personne n’a encore déposé le module {module}\u00a0: il n’y a rien à renvoyer.")
    for item in found:
        say(item.message)
    if any(item.file for item in found):
        say("Envoyez à chaque personne son fichier, et à elle seule.")
    if any(item.state == "failed" for item in found):
        raise typer.Exit(1)


@module_app.command("etat")
def module_standings(
    module: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Le module\u202f; tous, quand aucun n’est donné.")
    ] = None,
    dossier: Folder = None,
    en_json: AsJson = False,
) -> None:
    """Voir qui a déposé, qui est commenté, à qui les commentaires ont été renvoyés.

    Sans module\u00a0: où en sont les modules diffusés, puis chaque personne.

    Exemple\u00a0: parcours-u module etat co-initier
    """
    with opened_bench(dossier) as bench:
        if module is None:
            _all_standings(bench, en_json)
            return
        from parcours_u.grading.reports import elsewhere_sentence, standing_row
        from parcours_u.grading.state import standings

        found = standings(bench, module)
        rows = [standing_row(item) for item in found]
        zone = bench.zone
    report(en_json, {"module": module, "personnes": rows}, "etat", rows, zone)
    say(elsewhere_sentence(item.place for item in found))
    if not rows:
        say("Il n’y a encore personne dans ce groupe, et aucun dépôt.")


def _all_standings(bench: "Bench", en_json: bool) -> None:
    from parcours_u.cohort.progress import progress_table
    from parcours_u.cohort.rows import MODULE_COLUMNS, PERSON_COLUMNS, module_row, person_row
    from parcours_u.grading.cohort import places
    from parcours_u.grading.following import deposits, released
    from parcours_u.grading.people import participants
    from parcours_u.grading.reports import elsewhere_sentence, print_table
    from parcours_u.store.roll import Place

    titles = {part.id: part.title for part in bench.course.modules}
    labels, place = {person.code: person.label for person in participants(bench)}, places(bench.folder)
    opened, made = released(bench, list(titles)), deposits(bench)
    inside = [code for code in labels if place(code) is Place.INSIDE]
    table = progress_table(inside, opened, made)
    modules = [module_row(line, titles.get(line.module, line.module)) for line in table.modules]
    lines = progress_table(list(labels), opened, made).people
    people = [person_row(line, labels[line.person], place(line.person).value) for line in lines]
    if en_json:
        print_json({"modules": modules, "personnes": people, "questions": table.questions})
    elif modules:
        print_table(MODULE_COLUMNS, modules, bench.zone)
        typer.echo()
        columns = [one for one in PERSON_COLUMNS if one != "situation" or len(inside) < len(people)]
        print_table(columns, people, bench.zone)
    if modules:
        told = (
            count(len(modules), "module diffusé", "modules diffusés"),
            count(table.questions, "question", "questions"),
        )
        say(f"{', '.join(told)}, {count(len(inside), 'personne', 'personnes')}. Seul ce qui a été déposé est compté.")
        say(elsewhere_sentence(map(place, labels)))
    else:
        say("Aucun module n’est encore diffusé\u00a0: lancez «\u00a0parcours-u module diffuser\u00a0».")


@depot_app.command("importer")
def import_deposits(
    fichiers: Annotated[list[Path], typer.Argument(metavar="FICHIER.zip…", help="Les dépôts reçus.")],
    dossier: Folder = None,
    en_json: AsJson = False,
) -> None:
    """Prendre les dépôts reçus par courriel et les préparer pour les commenter.

    Exemple\u00a0: parcours-u depot importer depot-co-initier-*.zip --dossier mon-groupe
    """
    with opened_bench(dossier) as bench, progress("Importer les dépôts") as step:
        from parcours_u.grading.reports import delivered_row
        from parcours_u.grading.zips import import_zips

        found = import_zips(bench, fichiers, step)
        rows = [delivered_row(item) for item in found]
        zone = bench.zone
    report(en_json, {"depots": rows}, "importer", rows, zone)
    end([item.result for item in found])


def commenter(
    dossier: Folder = None,
    port: Port = None,
    sans_navigateur: Annotated[bool, typer.Option("--sans-navigateur", help="Ne pas ouvrir le navigateur.")] = False,
) -> None:
    """Ouvrir les dépôts dans JupyterLab pour les commenter, réponse par réponse.

    Exemple\u00a0: parcours-u commenter --dossier mon-groupe
    """

    def ready(address: str) -> None:
        typer.echo(address)
        say("Les dépôts sont ouverts dans JupyterLab. Pour arrêter\u00a0: Ctrl-C.")
        if not sans_navigateur:
            webbrowser.open(address)

    with refusals():
        from parcours_u.grading.folder import open_folder
        from parcours_u.grading.version import follow
        from parcours_u.without_iri import without_iri

        folder = open_folder(dossier, say)
        follow(folder)
        with without_iri():
            from parcours_u.grading.commenting import comment
        comment(folder, port, ready)
    say("C’est arrêté, vos commentaires sont enregistrés.")
