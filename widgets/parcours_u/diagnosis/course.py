"""The course: whether it is there, can be read, and is made from the texts of today."""

import os
from pathlib import Path

from parcours_u.content.build import drift
from parcours_u.content.catalogue import load_course
from parcours_u.content.errors import ContentError, VariantError
from parcours_u.content.variant.building import variant_drift
from parcours_u.content.yaml_source import read_quickly
from parcours_u.diagnosis.finding import Finding, blocking, fine, watch
from parcours_u.paths import VARIANT, NoCourse, common_root

__all__ = ["check_course"]


def check_course() -> Finding:
    """Look at the course that is chosen: the common one, or a group's own version."""
    chosen = os.environ.get(VARIANT)
    try:
        course = load_course()
        stale = _stale(chosen)
    except (ContentError, NoCourse, VariantError, FileNotFoundError) as error:
        told = str(error) if not isinstance(error, FileNotFoundError) else "Les fichiers du parcours sont introuvables."
        return blocking(
            "parcours",
            told,
            "Sans parcours construit, aucune page ne s’ouvre.",
            "Construisez-le avec «\u00a0parcours-u construire\u00a0», ou réinstallez le parcours.",
        )
    if stale:
        return watch(
            "parcours",
            f"Des pages ne suivent plus leurs textes (pages à refaire\u00a0: {len(stale)}).",
            "Les personnes liraient une ancienne version.",
            "Lancez «\u00a0parcours-u construire\u00a0».",
        )
    return fine("parcours", f"Le parcours est construit et à jour, avec {len(course.modules)} modules.")


def _stale(chosen: str | None) -> list[Path]:
    """Return the pages to build again; read quickly where all is well, and again in earnest where something is not."""

    def read() -> list[Path]:
        return variant_drift(Path(chosen)) if chosen else drift(common_root())

    try:
        with read_quickly():
            if not read():
                return []
    except ContentError:
        pass  # told by the second reading
    return read()
