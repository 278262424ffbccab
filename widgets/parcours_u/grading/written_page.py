"""A page written where a command was told to: cards to print, the views of a cohort. It names people: nobody else reads it."""

import errno
import tempfile
from pathlib import Path

from parcours_u.domain.system_words import refusal_of
from parcours_u.grading.errors import GradingError
from parcours_u.grading.folder import write_private

__all__ = ["page_place", "write_page"]


def page_place(asked: Path, undone: str) -> Path:
    """Return where a page is to be written, once it is known that it can be; nothing is written yet.

    Parameters
    ----------
    asked : pathlib.Path
        What was typed.
    undone : str
        What was not done because of it, in French.

    Raises
    ------
    GradingError
        When its name is not a page's, it is a folder, or its folder takes no file.
    """
    if asked.suffix.casefold() != ".html":
        raise GradingError(
            f"«\u00a0{asked}\u00a0» n’est pas un nom de page\u00a0: {undone}, donnez un nom qui finit par .html."
        )
    place = asked.expanduser().absolute()
    try:
        if place.is_dir():
            raise IsADirectoryError(errno.EISDIR, "")
        with tempfile.TemporaryFile(dir=place.parent):
            return place
    except OSError as error:
        raise _refused(asked, error, undone) from error


def write_page(place: Path, page: str, kept: str) -> None:
    """Write a page whole or not at all; ``kept`` tells what was done before, and is there all the same.

    Raises
    ------
    GradingError
        When the disk refuses.
    """
    try:
        write_private(place, page.encode())
    except OSError as error:
        raise _refused(place, error, kept) from error


def _refused(place: Path, error: OSError, kept: str) -> GradingError:
    return GradingError(
        f"La page «\u00a0{place}\u00a0» ne peut pas être écrite ({refusal_of(error)})\u00a0: {kept}, relancez la commande avec un autre lieu."
    )
