"""The commands of a group that makes its own version of the course: parse, call one function, print. No rule inside."""

import json
from pathlib import Path
from typing import Annotated

import typer

from parcours_u.cli_options import AsJson, Variant
from parcours_u.cli_results import refusals, say

__all__ = ["variant_app"]

variant_app = typer.Typer(
    help="Faire sa propre version du parcours, sans toucher au parcours commun.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@variant_app.command("creer")
def begin_variant(
    dossier: Annotated[Path, typer.Argument(metavar="DOSSIER", help="Un dossier vide, ou à créer.")],
    textes: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TEXTE]…", help="Ce que vous voulez changer\u00a0: co-initier, cercle…"),
    ] = None,
    en_json: AsJson = False,
) -> None:
    """Commencer une version\u00a0: un manifeste à modifier, et les textes choisis.

    Exemple\u00a0: parcours-u variante creer ma-version co-initier
    """
    with refusals():
        from parcours_u.content.variant.starting import begin

        files = begin(dossier, textes or [])
    _print_files(en_json, "crees", files)
    say(f"Votre version commence dans {dossier}\u00a0: lisez LISEZ-MOI.md, puis changez course/parcours.yaml.")


@variant_app.command("reprendre")
def take_texts(
    textes: Annotated[list[str], typer.Argument(metavar="TEXTE…", help="Un module, une page, un exercice, un format.")],
    variante: Variant = None,
    en_json: AsJson = False,
) -> None:
    """Copier dans votre version des textes du parcours commun, pour les changer.

    Exemple\u00a0: parcours-u variante reprendre co-initier --variante ma-version
    """
    if variante is None:
        say("Il manque le dossier de votre version\u00a0: rien n’a été copié, ajoutez --variante DOSSIER.")
        raise typer.Exit(2)
    with refusals():
        from parcours_u.content.variant.starting import take

        files = take(variante, textes)
    _print_files(en_json, "repris", files)
    say(
        "Vous pouvez maintenant changer ces textes."
        if files
        else "Ces textes étaient déjà dans votre version\u00a0: rien n’a été changé."
    )


def _print_files(en_json: bool, key: str, files: list[str]) -> None:
    if en_json:
        typer.echo(json.dumps({key: files}, ensure_ascii=False))
    for file in () if en_json else files:
        typer.echo(file)
