"""``parcours-u variante``: begin a version, and take texts of the common course into it, to change them."""

import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from parcours_u.content.errors import VariantError
from parcours_u.content.markdown import environment
from parcours_u.content.reading import MANIFEST
from parcours_u.content.released import RELEASED
from parcours_u.content.variant.assembly import common_course, sources_of
from parcours_u.content.variant.folder import check_place, own_files
from parcours_u.domain.system_words import refusal_of
from parcours_u.paths import common_root

__all__ = ["README", "begin", "take"]

README = "LISEZ-MOI.md"


def begin(folder: Path, names: Iterable[str] = ()) -> list[str]:
    """Begin a variant: a manifest to edit, what to know about it, and the texts that were chosen.

    Parameters
    ----------
    folder : pathlib.Path
        Where; it must not exist, or be empty.
    names : iterable of str
        The ids of modules, pages, exercises or formats whose texts are to be edited. The files themselves may be named:
        where an exercise has the id of a page, the id alone is the exercise's, as in the course's addresses.

    Returns
    -------
    list of str
        The files of the folder, by their name in the course.

    Raises
    ------
    VariantError
        When the folder can't be used, or nothing has one of these names. Nothing was written.
    """
    place = check_place(folder)
    wanted = _sources(names)
    try:
        if place.exists() and (not place.is_dir() or any(place.iterdir())):
            raise VariantError(
                f"Le dossier «\u00a0{folder}\u00a0» contient déjà autre chose\u00a0: rien n’a été écrit, "
                "choisissez un dossier vide, ou un nouveau nom."
            )
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".variante-", dir=place.parent) as draft:
            new = Path(draft, "version")
            files = {**_first_files(), **{name: (common_root() / name).read_bytes() for name in wanted}}
            for name, content in files.items():
                (new / name).parent.mkdir(parents=True, exist_ok=True)
                (new / name).write_bytes(content)
            if place.exists():
                place.rmdir()
            os.rename(new, place)
    except OSError as error:
        raise _unwritable(folder, error) from error
    return sorted(files)


def take(folder: Path, names: Iterable[str]) -> list[str]:
    """Copy texts of the common course into a variant; one that it has already is left as it is.

    Returns
    -------
    list of str
        The files that were copied.

    Raises
    ------
    VariantError
        When the folder is no variant or can't be written in, or nothing has one of these names. Nothing was written.
    ContentError
        When a file of the folder is not what it should be.
    """
    place = check_place(folder)
    own = own_files(place)
    copied = [name for name in _sources(names) if name not in own]
    try:
        for name in copied:
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(common_root() / name, place / name)
    except OSError as error:
        raise _unwritable(folder, error) from error
    return copied


def _sources(names: Iterable[str]) -> list[str]:
    common, found = common_root(), list[str]()
    for name in names:
        sources = sources_of(common, name)
        if not sources:
            known = ", ".join(part.id for part in common_course(common).parts())
            raise VariantError(
                f"Le parcours commun n’a rien qui s’appelle «\u00a0{name}\u00a0»\u00a0: rien n’a été écrit, "
                f"choisissez une page, un format, ou parmi {known}."
            )
        found += [source for source in sources if source not in found]
    return found


def _first_files() -> dict[str, bytes]:
    course = common_course(common_root())
    texts = {
        MANIFEST: "variant_manifest.yaml.j2",
        README: "variant_readme.md.j2",
        RELEASED: "variant_identifiers.txt.j2",
    }
    templates = environment()
    return {
        name: (templates.get_template(text).render(course=course).strip() + "\n").encode()
        for name, text in texts.items()
    }


def _unwritable(folder: Path, error: OSError) -> VariantError:
    return VariantError(
        f"Le dossier «\u00a0{folder}\u00a0» ne peut pas être écrit ({refusal_of(error)})\u00a0: "
        "aucun texte n’a été perdu, choisissez-en un autre, ou vérifiez ses droits."
    )
