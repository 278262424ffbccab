"""The options that several commands share, each written once."""

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["AsJson", "Variant"]

AsJson = Annotated[bool, typer.Option("--json", help="Résultat en JSON sur la sortie standard.")]
Variant = Annotated[
    Path | None,
    typer.Option(
        "--variante", envvar="PARCOURS_U_VARIANTE", show_envvar=False, help="Dossier de votre version du parcours."
    ),
]
