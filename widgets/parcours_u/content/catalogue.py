"""The course as the server and the command line read it: JSON files, and no parser of Markdown, YAML or notebooks."""

import json
from typing import Any

from parcours_u.content.errors import ContentError
from parcours_u.domain.course import Course
from parcours_u.paths import STARTERS, catalogue_file, content_root

__all__ = ["load_course", "load_starters"]

_NAME = "course/catalogue.json"
_REBUILD = "reconstruisez-le avec «\u00a0parcours-u construire\u00a0»"


def load_course() -> Course:
    """Return the course of this checkout or of this installation.

    Raises
    ------
    ContentError
        When the catalogue is missing, unreadable, or was not written by this version.
    """
    try:
        text = catalogue_file().read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ContentError(_NAME, None, "", f"il n’existe pas\u202f; {_REBUILD}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(_NAME, None, "", f"il ne peut pas être lu\u202f; {_REBUILD}") from error
    try:
        return Course.from_dict(json.loads(text))
    except json.JSONDecodeError as error:
        raise ContentError(_NAME, error.lineno, "", f"il est abîmé\u202f; {_REBUILD}") from error
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        # from_dict is strict: a key that this version does not know, or lacks, says that the two were built apart.
        raise ContentError(_NAME, None, "", f"il ne va pas avec cette version\u202f; {_REBUILD}") from error


def load_starters() -> list[dict[str, Any]]:
    """Return the beginnings of comments, each group a ``moment`` and its ``starters``; none where the course has no such file."""
    try:
        groups: list[dict[str, Any]] = json.loads((content_root() / STARTERS).read_text(encoding="utf-8"))["groups"]
    except (OSError, ValueError, KeyError, TypeError):  # whoever comments does without: nothing else depends on it
        return []
    return groups
