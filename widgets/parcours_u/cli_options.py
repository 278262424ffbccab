"""The options that several commands share, each written once."""

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["Agreed", "AsJson", "Folder", "LivePages", "Port", "TechnicalLog", "Variant"]

Agreed = Annotated[
    str,
    typer.Option("--oui", metavar="SIGNES", help="Dire oui à ce qui finit, par les signes que la commande a donnés."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Résultat en JSON sur la sortie standard.")]
Folder = Annotated[Path | None, typer.Option("--dossier", help="Dossier d’animation, privé.")]
Port = Annotated[int | None, typer.Option(min=0, max=65535, help="Port d’écoute\u202f; 0 pour en prendre un libre.")]
LivePages = Annotated[
    int | None,
    typer.Option(
        min=1,
        envvar="PARCOURS_U_PAGES_VIVANTES",
        show_envvar=False,
        help="Combien de pages peuvent vivre à la fois\u202f; selon la mémoire, si vous ne dites rien.",
    ),
]
TechnicalLog = Annotated[
    bool,
    typer.Option(
        "--journal-technique",
        envvar="PARCOURS_U_JOURNAL_TECHNIQUE",
        show_envvar=False,
        help="Dire ce qui se passe, en JSON, une ligne par fait, sans un mot de personne.",
    ),
]
Variant = Annotated[
    Path | None,
    typer.Option(
        "--variante", envvar="PARCOURS_U_VARIANTE", show_envvar=False, help="Dossier de votre version du parcours."
    ),
]
