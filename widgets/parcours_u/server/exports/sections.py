"""A journal in the order in which it is read, whatever the document: sections, answers, comments, closing words."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from enum import StrEnum
from typing import Any

from parcours_u.domain.answers import AnswerError, as_parts, as_text, check_body, is_empty
from parcours_u.domain.audience import audience_label
from parcours_u.domain.course import Course, Exercise, Kind, Prompt
from parcours_u.domain.french_dates import french_moment
from parcours_u.domain.journal import Entry

__all__ = [
    "EMPTY_JOURNAL",
    "LICENCE_NAME",
    "LICENCE_URL",
    "OWNERSHIP",
    "Answer",
    "Form",
    "Received",
    "Section",
    "answer_of",
    "licence_lead",
    "paragraphs",
    "sections",
]

EMPTY_JOURNAL = "Ce carnet ne contient encore aucune réponse."
OWNERSHIP = (
    "Vos réponses vous appartiennent. Elles ne sont sous aucune licence libre, sauf si vous le décidez un jour. "
    "Ce document peut contenir des mots personnels\u00a0: gardez-le dans un endroit sûr."
)
LICENCE_NAME = "Creative Commons Attribution – Partage dans les mêmes conditions 4.0 (CC BY-SA 4.0)"
LICENCE_URL = "https://creativecommons.org/licenses/by-sa/4.0/deed.fr"

_NO_LONGER_ASKED = "Réponses à des questions que ce parcours ne pose plus"
_NAMELESS = "Sans nom"
_BETWEEN_PARAGRAPHS = re.compile(r"(?<=\S)\n\n(?=\S)")


class Form(StrEnum):
    """How the parts of an answer are set out."""

    TEXT = "text"
    NUMBERED = "numbered"
    BULLETED = "bulleted"


@dataclass(frozen=True, repr=False)
class Received:
    """A comment, with the moment it came in French; ``outdated`` when the answer has changed since it was deposited."""

    at: str
    text: str
    outdated: bool


@dataclass(frozen=True, repr=False)
class Answer:
    """One answer as it is read; every field but ``parts`` and ``comments`` is our own French wording.

    ``parts`` are ``(label, text)`` pairs, the label empty where there is none to show.
    """

    prompt: str
    question: str
    scale: str
    audience: str
    saved: str
    form: Form
    parts: tuple[tuple[str, str], ...]
    comments: tuple[Received, ...]


@dataclass(frozen=True, repr=False)
class Section:
    """The answers to one module or exercise, in the order of the course; ``credit`` names an exercise's source."""

    id: str
    title: str
    answers: tuple[Answer, ...]
    credit: str = ""


def sections(course: Course, entries: Mapping[str, Entry], tz: tzinfo | None = None) -> list[Section]:
    """Return what a journal's documents show: answers that hold something, and those that were commented.

    Answers to prompts that the course no longer has come last, so that an export never leaves words behind.

    Parameters
    ----------
    course : Course
    entries : mapping of str to Entry
        By prompt id.
    tz : datetime.tzinfo, optional
        The time zone to tell moments in; by default that of the machine.
    """
    found = []
    for part in course.parts():
        answers = [answer_of(prompt, entries[prompt.id], tz) for prompt in part.prompts if prompt.id in entries]
        credit = f"{part.attribution} ({part.licence}). {part.source}" if isinstance(part, Exercise) else ""
        found.append(Section(part.id, part.title, tuple(_shown(answers)), credit))
    known = {prompt.id for prompt in course.prompts()}
    others = [_orphan(entry, tz) for prompt, entry in sorted(entries.items()) if prompt not in known]
    found.append(Section("autres-reponses", _NO_LONGER_ASKED, tuple(_shown(others))))
    return [section for section in found if section.answers]


def paragraphs(text: str) -> list[str]:
    """Part a text where exactly one blank line separates words, so that joining with a blank line gives it back.

    Any other run of line breaks stays inside its paragraph: no paragraph is ever blank, and none is lost. The
    line ends of other systems become line feeds first.
    """
    return _BETWEEN_PARAGRAPHS.split(text.replace("\r\n", "\n").replace("\r", "\n"))


def licence_lead(course: Course) -> str:
    """Return the words that come before the link to the licence of the course's questions."""
    return f"Les questions viennent de «\u00a0{course.title}\u00a0». Leurs textes sont sous licence "


def _shown(answers: list[Answer]) -> list[Answer]:
    return [answer for answer in answers if answer.parts or answer.comments]


def answer_of(prompt: Prompt, entry: Entry, tz: tzinfo | None) -> Answer:
    """Return one answer as it is read, even where it was written when its prompt was of another shape."""
    body, now = entry.body, ""
    parts: tuple[tuple[str, str], ...] = ()
    form = {Kind.SHORT_LIST: Form.NUMBERED, Kind.STAKEHOLDER_MAP: Form.BULLETED}.get(prompt.kind, Form.TEXT)
    if body is not None:
        try:
            check_body(prompt, body)
        except AnswerError:  # written when the prompt was of another shape
            parts, form = tuple(_plain_parts(body)), Form.TEXT
        else:
            parts, now = _parts(prompt, body), as_text(prompt, body)
    return Answer(
        prompt=prompt.id,
        question=prompt.question,
        scale=prompt.scale.label,
        audience=audience_label(entry.audience),
        saved=french_moment(entry.saved_at, tz) if entry.saved_at else "",
        form=form,
        parts=parts,
        comments=_comments(entry, now, tz),
    )


def _orphan(entry: Entry, tz: tzinfo | None) -> Answer:
    return Answer(
        prompt=entry.prompt,
        question=f"Question «\u00a0{entry.prompt}\u00a0»",
        scale="",
        audience=audience_label(entry.audience),
        saved=french_moment(entry.saved_at, tz) if entry.saved_at else "",
        form=Form.TEXT,
        parts=tuple(_plain_parts(entry.body or {})),
        comments=_comments(entry, "", tz),
    )


def _comments(entry: Entry, now: str, tz: tzinfo | None) -> tuple[Received, ...]:
    return tuple(
        Received(french_moment(comment.received_at, tz), comment.text, bool(comment.about) and comment.about != now)
        for comment in entry.comments
    )


def _parts(prompt: Prompt, body: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    if is_empty(body):
        return ()
    if prompt.kind is Kind.STAKEHOLDER_MAP:
        people = [person for person in body["people"] if person["who"].strip() or person["relation"].strip()]
        return tuple((who.strip() or _NAMELESS, text) for who, text in as_parts(prompt, {"people": people}))
    numbered = prompt.kind is Kind.SHORT_LIST
    return tuple(("" if numbered else label, text) for label, text in as_parts(prompt, body) if text.strip())


def _plain_parts(value: object, label: str = "") -> Iterator[tuple[str, str]]:
    """Yield the words of a body whose shape isn't known, each with the path that leads to it."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _plain_parts(item, f"{label}, {key}" if label else str(key))
    elif isinstance(value, list):
        for rank, item in enumerate(value, start=1):
            yield from _plain_parts(item, f"{label} {rank}" if label else str(rank))
    elif isinstance(value, str):
        if value.strip():
            yield label, value
    elif value is not None:
        yield label, str(value)
