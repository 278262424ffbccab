"""What every view is: a title, a sentence that says what there is to see, a drawing, and the same thing as a table."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from parcours_u.cohort.overview.lettering import SIZE, WIDTH, fitted
from parcours_u.domain.french_dates import french_moment
from parcours_u.domain.french_words import counted

__all__ = ["Bar", "View", "bars", "counted", "draw", "page"]


@dataclass(frozen=True, repr=False)
class View:
    """A view of the cohort.

    Attributes
    ----------
    id : str
        ASCII, unique on a page.
    title, summary : str
        French; the summary says in words what the drawing shows.
    columns : tuple of str
        The titles of the table; the first column names what each row is about.
    rows : tuple of tuple of str
        The whole of what the drawing shows, as text.
    drawing : str
        Inline SVG; empty when there is nothing to draw yet.
    """

    id: str
    title: str
    summary: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    drawing: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the view for JSON."""
        return {
            "id": self.id,
            "titre": self.title,
            "resume": self.summary,
            "colonnes": list(self.columns),
            "lignes": [list(row) for row in self.rows],
            "dessin": self.drawing,
        }


@dataclass(frozen=True, repr=False)
class Bar:
    """One line of a drawing in bars.

    Attributes
    ----------
    label, told : str
        What the line is about, and what is written at its end.
    parts : tuple of (str, int)
        How far each bar goes out of ``whole``, by its look: ``outline``, ``soft`` or ``full``, drawn in this order, one over
        the other: they differ by more than a colour.
    """

    label: str
    told: str
    parts: tuple[tuple[str, int], ...]
    whole: int
    heading: bool = field(default=False, kw_only=True)


def draw(template: str, **values: object) -> str:
    """Return the SVG of a template; everything in it is escaped."""
    return _environment().get_template(f"{template}.svg.j2").render(values).strip()


def bars(view_id: str, title: str, summary: str, lines: Sequence[Bar], legend: Sequence[tuple[str, str]]) -> str:
    """Return bars, one line each; nothing when there is no line."""
    if not lines:
        return ""
    return draw("bars", id=view_id, title=title, summary=summary, bars=lines, legend=legend)


def page(title: str, made_at: datetime, views: Sequence[View]) -> str:
    """Return a whole page of views, in one file that needs no other; it is made when ``made_at`` says, in its own zone."""
    made = f"Le {french_moment(made_at.isoformat(), made_at.tzinfo)}."
    return _environment().get_template("page.html.j2").render(title=title, made=made, views=views)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("parcours_u.cohort.overview"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"WIDTH": WIDTH, "SIZE": SIZE}
    environment.filters["fitted"] = fitted
    return environment
