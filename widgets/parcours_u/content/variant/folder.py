"""What a group's folder holds: which files are read, and what people put there by mistake."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from parcours_u.content.errors import ContentError, VariantError
from parcours_u.content.reading import MANIFEST
from parcours_u.paths import common_root

__all__ = ["check_place", "own_files"]

_FOLDERS = {
    "course/texte": ".md",
    "course/guide": ".md",
    "course/situations": ".yaml",
    "course/formats": ".yaml",
    "course/images": ".svg",
    "exercises": ".yaml",
}
_FILES = (
    MANIFEST,
    "course/amorces.yaml",
    "course/glossaire.yaml",
    "course/criteres.yaml",
    "course/ressources.yaml",
    "course/identifiants.txt",
    "course/lisibilite.yaml",
    "course/messages.yaml",
    "course/mots.txt",
)


def check_place(folder: Path) -> Path:
    """Return a variant's folder resolved, once it is known not to be the common course's own.

    Raises
    ------
    VariantError
        When it is: what is built there would be taken for the course.
    """
    resolved, root = folder.expanduser().resolve(), common_root().resolve()
    if resolved.is_relative_to(root) or root.is_relative_to(resolved):
        raise VariantError(
            f"Le dossier «\u00a0{folder}\u00a0» est celui du parcours commun\u00a0: rien n’a été écrit, "
            "choisissez un dossier à part pour votre version."
        )
    return resolved


def own_files(folder: Path) -> dict[str, Path]:
    """Return the sources that a variant holds, by their name in the course.

    Anything else beside its texts is left alone (notes, photographs, a ``.git``), but not among them, where it would be taken
    for a text that is read.

    Raises
    ------
    VariantError
        When there is no manifest: this is no variant.
    ContentError
        When a file among the texts is of another kind, or a link to somewhere else.
    """
    if not (folder / MANIFEST).is_file():
        raise VariantError(
            f"Le dossier «\u00a0{folder}\u00a0» n’est pas une version du parcours, il n’a pas de fichier {MANIFEST}\u00a0: rien n’a "
            f"été écrit, commencez-en une avec «\u00a0parcours-u variante creer {folder}\u00a0»."
        )
    found = {name: folder / name for name in _FILES if (folder / name).is_file()}
    for place, ending in _FOLDERS.items():
        for path in _listed(folder / place):
            name = PurePosixPath(place, path.name).as_posix()
            if path.is_dir() or path.suffix != ending:
                message = f"il n’y a ici que des fichiers {ending}, sans sous-dossier\u202f; renommez-le, ou rangez-le ailleurs"
                raise ContentError(name, None, "", message)
            found[name] = path
    for name, path in found.items():
        if path.is_symlink():
            raise ContentError(
                name, None, "", "c’est un lien vers un autre fichier\u202f; mettez ici le fichier lui-même"
            )
    return found


def _listed(folder: Path) -> Iterator[Path]:
    """Yield what people see in a folder: what systems and editors leave there (``.DS_Store``, ``~``) is no text."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if not path.name.startswith(".") and not path.name.endswith("~"):
            yield path
