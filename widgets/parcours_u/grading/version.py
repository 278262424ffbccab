"""Which course a trainer's group follows: the common one, or one variant, chosen with its first release and kept since.

The questions that a trainer reads come from the course: a folder that answered to two courses would mix them up.
"""

import os
from pathlib import Path

from parcours_u.grading.errors import GradingError
from parcours_u.grading.folder import TrainerFolder, write_private
from parcours_u.paths import VARIANT, NoCourse, choose_variant

__all__ = ["follow"]

_NAME = "variante.txt"


def follow(folder: TrainerFolder, variant: Path | None = None) -> None:
    """Open the course that a trainer's folder follows, for this process and those that it starts.

    Parameters
    ----------
    folder : TrainerFolder
        Opened by :func:`~parcours_u.grading.folder.open_folder`.
    variant : pathlib.Path or None
        The variant asked for; None for the one that the folder follows, or ``PARCOURS_U_VARIANTE`` where nothing was released.

    Raises
    ------
    GradingError
        When the folder follows another course, or the variant is not there.
    """
    record = folder.path / _NAME
    kept = Path(record.read_text(encoding="utf-8").strip()) if record.is_file() else None
    begun = kept is not None or (folder.path / "source").is_dir()
    asked = variant.expanduser().resolve() if variant is not None else None
    if asked is not None and begun and asked != kept:
        raise GradingError(
            f"Le dossier «\u00a0{folder.path.name}\u00a0» suit déjà {'une autre version' if kept else 'le parcours commun'}\u00a0: "
            "rien n’a été modifié, choisissez un autre dossier d’animation avec --dossier."
        )
    if asked is None and not begun and os.environ.get(VARIANT):
        asked = Path(os.environ[VARIANT]).expanduser().resolve()
    chosen = kept if begun else asked
    if chosen is None:
        os.environ.pop(VARIANT, None)
        return
    try:
        choose_variant(chosen)
    except NoCourse as error:
        raise GradingError(str(error)) from error
    if variant is not None and kept is None:
        write_private(record, f"{chosen}\n".encode())
