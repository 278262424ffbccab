"""What learners are asked: a prompt, its kind, its scale, and the parts that some kinds have."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

__all__ = ["Field", "Kind", "Level", "Option", "Prompt", "Question", "Scale", "prompt_from_dict"]


class Scale(StrEnum):
    """The three scales that run through the whole course."""

    SELF = "self"
    ORGANISATION = "organisation"
    SOCIETY = "society"

    @property
    def label(self) -> str:
        """The scale's French name, as learners read it."""
        return {"self": "Moi", "organisation": "Mon organisation", "society": "La société"}[self.value]


class Kind(StrEnum):
    """The kinds of reflective prompt; each names a function of ``parcours_u.notebook``."""

    FREE_TEXT = "free_text"
    SHORT_LIST = "short_list"
    SCALE = "scale"
    CHOICE = "choice"
    ICEBERG = "iceberg"
    STAKEHOLDER_MAP = "stakeholder_map"
    INTENTION = "intention"
    PROTOTYPE_CARD = "prototype_card"
    COMMITMENT = "commitment"
    GUIDED_JOURNAL = "guided_journal"


@dataclass(frozen=True)
class Field:
    """One named part of an answer that has several (a level of the iceberg, a line of a card)."""

    id: str
    label: str
    help: str = ""


@dataclass(frozen=True)
class Level:
    """One step of a scale prompt: a word, and what it means."""

    label: str
    meaning: str = ""


@dataclass(frozen=True)
class Option:
    """One answer that a choice prompt offers: its id is what is kept, its label what is read."""

    id: str
    label: str
    meaning: str = ""


@dataclass(frozen=True)
class Question:
    """One question of a guided journal; ``minutes`` is only ever an indication."""

    id: str
    theme: str
    question: str
    minutes: float = 2.0
    caution: str = ""


@dataclass(frozen=True)
class Prompt:
    """One question put to the learner.

    Parameters
    ----------
    id : str
        ASCII ``[a-zA-Z0-9_-]+``, unique in the course, never renamed once released: it is nbgrader's ``grade_id``.
    kind, scale : Kind, Scale
        How it is answered, and which of the three scales it belongs to.
    question, help, starter : str
        The label that the learner reads, what may help, and words to begin with.
    fields, levels, questions, options : tuple
        The parts of the kinds that have some; empty for the others.
    """

    id: str
    kind: Kind
    scale: Scale
    question: str
    help: str = ""
    starter: str = ""
    fields: tuple[Field, ...] = ()
    levels: tuple[Level, ...] = ()
    questions: tuple[Question, ...] = ()
    options: tuple[Option, ...] = ()


def prompt_from_dict(data: Mapping[str, Any]) -> Prompt:
    """Build a prompt from its JSON form."""
    return Prompt(
        **{
            **data,
            "kind": Kind(data["kind"]),
            "scale": Scale(data["scale"]),
            "fields": tuple(Field(**part) for part in data.get("fields", ())),
            "levels": tuple(Level(**level) for level in data.get("levels", ())),
            "questions": tuple(Question(**question) for question in data.get("questions", ())),
            "options": tuple(Option(**option) for option in data.get("options", ())),
        }
    )
