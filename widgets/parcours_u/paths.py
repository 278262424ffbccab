"""Where the course's files are: in a checkout, inside the installed package, or in a group's own version of it.

A version that a group made (a *variant*, see :mod:`parcours_u.content.variant`) is chosen once, by the environment variable
``PARCOURS_U_VARIANTE``: the commands set it from ``--variante``, and every process that they start inherits it, kernels
included. Nothing else says which course is open.
"""

import os
from pathlib import Path, PurePosixPath

__all__ = [
    "BUILT",
    "OBSERVATION_SHEET",
    "PAPER",
    "STARTERS",
    "VARIANT",
    "NoCourse",
    "catalogue_file",
    "choose_variant",
    "common_root",
    "content_root",
    "course_places",
]

PAPER = PurePosixPath("exercises/papier")
"""Where each exercise's printable twin is, from the content's root; also its place in the addresses of pages."""

STARTERS = "course/amorces.json"
"""The derived file of comment starters, from the content's root; see :mod:`parcours_u.content.starters`."""

OBSERVATION_SHEET = "grille-d-observation"
"""The name of the sheet beside them on which somebody observes a host."""

VARIANT = "PARCOURS_U_VARIANTE"
"""The environment variable that names a variant's folder; unset or empty for the common course."""

BUILT = "construit"
"""What ``parcours-u construire`` makes of a variant, in the variant's folder: a content root like any other."""

_PACKAGE = Path(__file__).resolve().parent


class NoCourse(Exception):
    """The variant that was chosen is not there, or was not built. The message is one French sentence."""


def common_root() -> Path:
    """Return the folder that holds the common course's ``course/`` and ``exercises/``.

    Returns
    -------
    pathlib.Path
        The package's own copy when installed from a wheel, else the root of the checkout.

    Raises
    ------
    FileNotFoundError
        When neither exists: the installation is broken.
    """
    for root in (_PACKAGE / "_content", _PACKAGE.parent.parent):
        if (root / "course" / "parcours.yaml").is_file():
            return root
    raise FileNotFoundError("parcours_u: neither a packaged nor a checked-out course/ folder was found")


def content_root() -> Path:
    """Return the folder that holds ``course/`` and ``exercises/``: the chosen variant's, else the common course's.

    Raises
    ------
    NoCourse
        When the chosen variant was not built.
    FileNotFoundError
        When the installation is broken.
    """
    chosen = os.environ.get(VARIANT)
    if not chosen:
        return common_root()
    root = Path(chosen) / BUILT
    if not (root / "course" / "catalogue.json").is_file():
        raise NoCourse(
            f"Le dossier «\u00a0{chosen}\u00a0» ne contient pas de version construite du parcours\u00a0: rien n’a été "
            f"ouvert ni écrit, lancez d’abord «\u00a0parcours-u construire --variante {chosen}\u00a0»."
        )
    return root


def choose_variant(folder: Path) -> None:
    """Make a built variant the course of this process, and of every process that it starts.

    Raises
    ------
    NoCourse
        When the folder holds no built variant; the choice made before is kept.
    """
    before = os.environ.get(VARIANT)
    os.environ[VARIANT] = str(folder.expanduser().resolve())
    try:
        content_root()
    except NoCourse:
        if before is None:
            del os.environ[VARIANT]
        else:
            os.environ[VARIANT] = before
        raise


def course_places() -> tuple[Path, ...]:
    """Return the folders that are the course's own, where nothing of a group of learners may be kept."""
    chosen = os.environ.get(VARIANT)
    return (common_root(), _PACKAGE, *([Path(chosen)] if chosen else []))


def catalogue_file() -> Path:
    """Return the path of the derived catalogue of modules, prompts and practices (JSON)."""
    return content_root() / "course" / "catalogue.json"
