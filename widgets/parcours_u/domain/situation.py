"""One invented situation a module, and how it looks from each of the five places that a learner may start from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["PLACES", "STARTING_POINT", "Situation", "View", "situation_from_dict"]

STARTING_POINT = "question-de-depart-place"
"""The prompt whose answer, an ordinary one, says which place the learner looks from."""

PLACES = ("mandat", "habitant", "direction", "laboratoire", "agent")
"""The ids of the five places, in the order in which they are told: the options of :data:`STARTING_POINT`."""


@dataclass(frozen=True)
class View:
    """A situation as somebody sees it from one place.

    Parameters
    ----------
    text, practice : str
        What is seen from there, and what that changes in the module's practices; paragraphs are parted by a blank line.
    examples : dict of str to str
        By prompt id, one sentence that somebody in this place might write.
    """

    text: str
    practice: str
    examples: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Situation:
    """A story from local public life, invented and said to be, and its view from each of :data:`PLACES`."""

    title: str
    story: str
    views: dict[str, View]


def situation_from_dict(data: Mapping[str, Any]) -> Situation:
    """Build a situation from its JSON form."""
    views = {place: View(**view) for place, view in data["views"].items()}
    return Situation(**{**data, "views": views})
