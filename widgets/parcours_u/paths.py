"""Where the course's files are: in a checkout, or inside the installed package."""

from pathlib import Path, PurePosixPath

__all__ = ["OBSERVATION_SHEET", "PAPER", "catalogue_file", "content_root"]

PAPER = PurePosixPath("exercises/papier")
"""Where each exercise's printable twin is, from the content's root; also its place in the addresses of pages."""

OBSERVATION_SHEET = "grille-d-observation"
"""The name of the sheet beside them on which somebody observes a host."""

_PACKAGE = Path(__file__).resolve().parent


def content_root() -> Path:
    """Return the folder that holds ``course/`` and ``exercises/``.

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


def catalogue_file() -> Path:
    """Return the path of the derived catalogue of modules, prompts and practices (JSON)."""
    return content_root() / "course" / "catalogue.json"
