"""Names for circles: trees of France, then its rivers, then the trees again with a number. Neutral, warm, and always the same."""

from collections.abc import Collection, Iterator
from itertools import chain, count, islice

__all__ = ["circle_names"]

_TREES = (
    *("Tilleul", "Érable", "Chêne", "Noisetier", "Frêne", "Charme", "Bouleau", "Merisier", "Olivier", "Châtaignier"),
    *("Hêtre", "Saule", "Aulne", "Noyer", "Pommier", "Sorbier", "Cèdre", "Figuier", "Platane", "Peuplier"),
    *("Amandier", "Genévrier", "Cormier", "Poirier", "Mélèze", "Sureau", "Orme", "Prunier", "Laurier", "Alisier"),
)
_RIVERS = (
    *("Loire", "Garonne", "Dordogne", "Meuse", "Vilaine", "Durance", "Somme", "Charente", "Isère", "Moselle"),
    *("Allier", "Vienne", "Adour", "Yonne", "Sarthe", "Orne", "Ardèche", "Tarn", "Aude", "Doubs"),
    *("Creuse", "Mayenne", "Oise", "Drôme", "Rance", "Gartempe", "Lot", "Aveyron", "Vézère", "Saône"),
)


def circle_names(number: int, taken: Collection[str] = ()) -> list[str]:
    """Return names, none of them ``taken``: those of circles that go on, and of earlier ones, so that nobody mixes them up."""
    return list(islice((name for name in _all() if name not in taken), number))


def _all() -> Iterator[str]:
    first = chain(_TREES, _RIVERS)
    yield from first
    for turn in count(2):
        for name in chain(_TREES, _RIVERS):
            yield f"{name} {turn}"
