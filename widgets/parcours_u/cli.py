"""The ``parcours-u`` command: parse, call one function, print. No rule inside."""

import json
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from parcours_u.cli_animer import animer, inviter, visite
from parcours_u.cli_circles import binomes, cercles, noyaux, pas_avec
from parcours_u.cli_cohort import cohort_app
from parcours_u.cli_commenters import repartir
from parcours_u.cli_day import message, programme
from parcours_u.cli_french import FrenchGroup
from parcours_u.cli_keeping import diagnostic, restaurer, sauvegarder
from parcours_u.cli_options import AsJson, LivePages, Port, TechnicalLog, Variant
from parcours_u.cli_results import refusals, say
from parcours_u.cli_roles import role
from parcours_u.cli_trainer import commenter, depot_app, module_app, participants_app
from parcours_u.cli_variant import variant_app
from parcours_u.cli_zone import fuseau
from parcours_u.without_iri import without_iri

__all__ = ["app"]

app = typer.Typer(
    cls=FrenchGroup,
    help="Un parcours inspiré de la Théorie U\u00a0: l’ouvrir, l’animer, le construire.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

app.add_typer(participants_app, name="participants")
app.add_typer(cohort_app, name="cohorte")
for circles_command in (cercles, pas_avec, binomes, noyaux):
    cohort_app.command()(circles_command)
app.add_typer(module_app, name="module")
app.add_typer(depot_app, name="depot")
app.add_typer(variant_app, name="variante")
app.command()(animer)
cohort_app.command()(repartir)
cohort_app.command("inviter")(inviter)
cohort_app.command("visite")(visite)
cohort_app.command()(programme)
cohort_app.command()(message)
cohort_app.command()(fuseau)
cohort_app.command("role")(role)
app.command()(commenter)
app.command()(sauvegarder)
app.command()(restaurer)
app.command()(diagnostic)


@app.command()
def ouvrir(
    port: Port = None,
    sans_navigateur: Annotated[bool, typer.Option("--sans-navigateur", help="Ne pas ouvrir le navigateur.")] = False,
    dossier: Annotated[Path | None, typer.Option(help="Où garder le carnet\u202f; créé s’il n’existe pas.")] = None,
    echange: Annotated[
        Path | None, typer.Option(help="Espace d’échange nbgrader, ou dossier d’animation qui en désigne un.")
    ] = None,
    pages_vivantes: LivePages = None,
    variante: Variant = None,
    journal_technique: TechnicalLog = False,
) -> None:
    """Ouvrir le parcours sur cet ordinateur.

    Exemple\u00a0: parcours-u ouvrir --dossier mon-carnet
    """
    with without_iri():
        from parcours_u.paths import choose_variant
        from parcours_u.server.app import CourseApp, PortTaken
        from parcours_u.server.course_server import CourseServer
        from parcours_u.server.watch.log import event
        from parcours_u.store.folder import default_folder

    def tell(name: str, sentence: str) -> None:
        if journal_technique:
            event(name)
        else:
            say(sentence)

    def ready(link: str) -> None:
        typer.echo(link)
        tell("started", "Le parcours est ouvert. Pour l’arrêter\u00a0: Ctrl-C.")
        if not sans_navigateur:
            webbrowser.open(link)

    with refusals():
        if variante is not None:
            choose_variant(variante)
        server = CourseServer(dossier or default_folder(), echange, pages_vivantes)
        try:
            course = CourseApp.prepare(server, port, journal_technique)
        except PortTaken as error:
            say(str(error))
            raise typer.Exit(1) from error
    course.on_ready = ready
    course.start()
    tell("stopped", "Le parcours est arrêté, tout ce qui était enregistré l’est toujours.")


@app.command()
def construire(
    verifier: Annotated[
        bool, typer.Option("--verifier", help="Ne rien écrire\u202f; dire ce qui n’est pas à jour.")
    ] = False,
    variante: Variant = None,
    en_json: AsJson = False,
) -> None:
    """Construire les carnets Jupyter et le catalogue à partir des textes.

    Exemple\u00a0: parcours-u construire --verifier
    """
    from parcours_u.content.build import build, drift
    from parcours_u.content.variant.building import build_variant, variant_drift
    from parcours_u.paths import common_root

    with refusals():
        if variante is not None:
            root = variante.expanduser().resolve()
            found = (variant_drift if verifier else build_variant)(variante)
        else:
            root = common_root()
            found = (drift if verifier else build)(root)
    files = [path.relative_to(root).as_posix() for path in found]
    if en_json:
        typer.echo(json.dumps({"a_reconstruire" if verifier else "construits": files}, ensure_ascii=False))
    for file in files:
        typer.echo(("à reconstruire" if verifier else "construit") + f"\u00a0: {file}", err=True)
    if not files:
        typer.echo("Tout est à jour.", err=True)
    if verifier and files:
        raise typer.Exit(1)


@app.command()
def verifier(
    variante: Variant = None,
    en_json: AsJson = False,
) -> None:
    """Relire les textes du parcours, et dire ce qui est à corriger.

    Exemple\u00a0: parcours-u verifier --json
    """
    from parcours_u.content.checks.course import check_course
    from parcours_u.content.variant.building import check_variant
    from parcours_u.paths import common_root

    with refusals():
        findings = check_course(common_root()) if variante is None else check_variant(variante)
    if en_json:
        typer.echo(json.dumps({"a_corriger": [one.to_dict() for one in findings]}, ensure_ascii=False))
    for finding in () if en_json else findings:
        typer.echo(str(finding))
    typer.echo(f"À corriger\u00a0: {len(findings)}." if findings else "Rien à corriger.", err=True)
    if findings:
        raise typer.Exit(1)


@app.command()
def lien(
    page: Annotated[
        str, typer.Argument(help="Un module, un exercice ou une page\u00a0: co-initier, accueil…")
    ] = "accueil",
    depot: Annotated[str | None, typer.Option(help="Dépôt GitHub, PROPRIÉTAIRE/NOM.")] = None,
    version: Annotated[str, typer.Option(help="Branche, étiquette ou révision.")] = "main",
    jupyterlab: Annotated[bool, typer.Option("--jupyterlab", help="Ouvrir dans JupyterLab plutôt qu’en page.")] = False,
    en_json: AsJson = False,
) -> None:
    """Donner le lien Binder d’un module, à envoyer aux participants.

    Exemple\u00a0: parcours-u lien co-initier
    """
    from parcours_u.content.catalogue import load_course
    from parcours_u.links import link_for

    with refusals():
        link = link_for(load_course(), page, repository=depot, ref=version, lab=jupyterlab)
    typer.echo(json.dumps({"page": page, "lien": link}, ensure_ascii=False) if en_json else link)


if __name__ == "__main__":
    app()
