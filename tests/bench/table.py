"""Two series of figures side by side: medians, spread and ratio, as data and as a table."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["Comparison", "draw"]


@dataclass(frozen=True)
class Comparison:
    """One figure of ours beside the reference's, measured in the same run."""

    case: str
    figure: str
    unit: str
    ours: Sequence[float]
    reference: Sequence[float]

    @property
    def ratio(self) -> float | None:
        """The medians' ratio; None where the reference's is nought."""
        reference = statistics.median(self.reference)
        return statistics.median(self.ours) / reference if reference else None

    def to_dict(self) -> dict[str, Any]:
        """Return what the table shows, as JSON takes it."""
        told = {name: _told(getattr(self, name)) for name in ("ours", "reference")}
        return {"case": self.case, "figure": self.figure, "unit": self.unit, **told, "ratio": self.ratio}


def draw(comparisons: Sequence[Comparison], ours: str, reference: str) -> str:
    """Return the comparisons as aligned text, under the names of both sides."""
    rows = [("", "", ours, reference, "ratio")]
    for item in comparisons:
        ratio = "-" if item.ratio is None else f"{item.ratio:.2f}x"
        rows.append((item.case, item.figure, _shown(item.ours, item.unit), _shown(item.reference, item.unit), ratio))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])


def _told(values: Sequence[float]) -> dict[str, float]:
    return {"median": statistics.median(values), "min": min(values), "max": max(values)}


def _shown(values: Sequence[float], unit: str) -> str:
    told = _told(values)
    digits = 1 if 0 < told["median"] < 100 and unit else 0
    median, low, high = (f"{told[name]:,.{digits}f}" for name in ("median", "min", "max"))
    spread = f" [{low}-{high}]" if low != high else ""
    return f"{median}{' ' + unit if unit else ''}{spread}"
