"""Series of figures side by side: medians, spread and ratio, as data and as a table; and whether they are what was aimed at."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["Comparison", "Goal", "aligned", "draw", "draw_goals", "shown"]


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


@dataclass(frozen=True)
class Goal:
    """A figure to reach: at most so many times the reference's, or so much where there is no reference."""

    what: str
    unit: str
    ours: Sequence[float]
    most: float
    against: str = ""
    """The reference's name."""
    reference: Sequence[float] = ()

    @property
    def found(self) -> float:
        """What is compared with :attr:`most`: the medians' ratio, or our median where there is no reference."""
        ours = statistics.median(self.ours)
        return ours / statistics.median(self.reference) if self.reference else ours

    @property
    def reached(self) -> bool:
        """Whether it is reached."""
        return self.found <= self.most

    def to_dict(self) -> dict[str, Any]:
        """Return what the table shows, as JSON takes it."""
        series = {"ours": self.ours, **({"reference": self.reference} if self.reference else {})}
        told = {name: _told(values) for name, values in series.items()}
        ratio = self.found if self.reference else None
        ending = {"against": self.against, "ratio": ratio, "most": self.most, "reached": self.reached}
        return {"what": self.what, "unit": self.unit, **told, **ending}


def draw_goals(goals: Sequence[Goal]) -> str:
    """Return goals as aligned text, each with its reference, the ratio, and whether it is reached."""
    rows = [("what", "ours", "reference", "ratio", "to reach", "reached")]
    for goal in goals:
        reference = f"{goal.against}: {shown(goal.reference, goal.unit)}" if goal.reference else "-"
        ratio = f"{goal.found:.2f}x" if goal.reference else "-"
        most = f"{goal.most:g}x" if goal.reference else " ".join(filter(None, (f"{goal.most:g}", goal.unit)))
        reached = "yes" if goal.reached else "NO"
        rows.append((goal.what, shown(goal.ours, goal.unit), reference, ratio, f"<= {most}", reached))
    return aligned(rows)


def draw(comparisons: Sequence[Comparison], ours: str, reference: str) -> str:
    """Return the comparisons as aligned text, under the names of both sides."""
    rows = [("", "", ours, reference, "ratio")]
    for item in comparisons:
        ratio = "-" if item.ratio is None else f"{item.ratio:.2f}x"
        rows.append((item.case, item.figure, shown(item.ours, item.unit), shown(item.reference, item.unit), ratio))
    return aligned(rows)


def aligned(rows: Sequence[tuple[str, ...]]) -> str:
    """Return rows as text, the first one being their title, each column as wide as it must be."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])


def _told(values: Sequence[float]) -> dict[str, float]:
    return {"median": statistics.median(values), "min": min(values), "max": max(values)}


def shown(values: Sequence[float], unit: str) -> str:
    """Return the median of a series with its unit, and the lowest and the highest where they differ."""
    told = _told(values)
    whole = all(value == int(value) for value in values)
    digits = 0 if whole or told["median"] >= 100 else 1 if told["median"] >= 10 else 2
    median, low, high = (f"{told[name]:,.{digits}f}" for name in ("median", "min", "max"))
    spread = f" [{low}-{high}]" if low != high else ""
    return f"{median}{' ' + unit if unit else ''}{spread}"
