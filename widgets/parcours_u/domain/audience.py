"""Who an entry is for, and who may read it."""

from collections.abc import Iterable
from enum import StrEnum

__all__ = ["NOBODY", "SOLO_AUDIENCES", "Audience", "Reader", "audience_label", "parse_audience"]


class Reader(StrEnum):
    """A circle of readers that a learner may open an entry to."""

    PAIR = "pair"
    CIRCLE = "circle"
    CORE_GROUP = "core_group"
    TRAINER = "trainer"
    COHORT = "cohort"
    COMMONS = "commons"


Audience = frozenset[Reader]
NOBODY: Audience = frozenset()
SOLO_AUDIENCES: tuple[Audience, ...] = (NOBODY, frozenset({Reader.TRAINER}))

_SMALL_CIRCLES = frozenset({Reader.PAIR, Reader.CIRCLE, Reader.CORE_GROUP, Reader.TRAINER})


def parse_audience(values: Iterable[str]) -> Audience:
    """Return the audience named by ``values``.

    Raises
    ------
    ValueError
        For an unknown reader, or a combination that the course does not offer: nobody; any of pair, circle, core
        group and trainer; the cohort alone; the commons alone.
    """
    audience = frozenset(Reader(value) for value in values)
    if audience <= _SMALL_CIRCLES or audience in (frozenset({Reader.COHORT}), frozenset({Reader.COMMONS})):
        return audience
    raise ValueError(f"not an audience: {sorted(audience)}")


def includes_trainer(audience: Audience) -> bool:
    """Tell whether a deposit may carry an entry of this audience (the cohort includes its trainers)."""
    return Reader.TRAINER in audience or Reader.COHORT in audience


def audience_label(audience: Audience) -> str:
    """Return the audience in French, as the learner chose it."""
    if not audience:
        return "moi seulement"
    labels = {
        Reader.PAIR: "mon binôme",
        Reader.CIRCLE: "mon cercle",
        Reader.CORE_GROUP: "mon noyau",
        Reader.TRAINER: "mon formateur ou ma formatrice",
        Reader.COHORT: "tout le groupe",
        Reader.COMMONS: "le commun, après relecture",
    }
    return "moi, " + ", ".join(labels[reader] for reader in Reader if reader in audience)
