"""What an answer of each kind is made of: checked on the way in, told as plain text on the way out.

An answer's *body* is a JSON object whose shape depends on the prompt's kind:

=================  ==================================================================================
free_text          ``{"text": str}``
short_list         ``{"items": [str, …]}``
scale              ``{"level": int | None, "note": str}``; levels count from 1
choice             ``{"choice": option id or "", "note": str}``
iceberg            ``{field id: str, …}``, one key a level, from what shows to what lies deepest
stakeholder_map    ``{"people": [{"who": str, "relation": str, "influence": 1-3, "distance": 1-3}, …]}``
intention          ``{"sentence": str}``
prototype_card     ``{field id: str, …}``; ``by_when`` is an ISO date or empty
commitment         ``{"what": str, "by": ISO date or "", "witness": str}``
guided_journal     ``{"answers": {question id: str, …}, "skipped": [question id, …]}``
=================  ==================================================================================
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from parcours_u.domain.course import Field, Kind, Prompt
from parcours_u.domain.french_dates import french_date

__all__ = [
    "MAX_BYTES",
    "AnswerError",
    "Body",
    "as_parts",
    "as_text",
    "check_body",
    "default_fields",
    "empty_body",
    "is_empty",
]

Body = dict[str, Any]

MAX_BYTES = 4_000_000
"""Most bytes of UTF-8 JSON that one answer may hold."""

MAX_ITEMS = 500
INFLUENCE = ("faible", "moyenne", "forte")
DISTANCE = ("proche", "à portée", "loin")

_FIELDS: dict[Kind, tuple[Field, ...]] = {
    Kind.ICEBERG: (
        Field("events", "Ce qui se voit", "Les faits, les symptômes, ce que tout le monde constate."),
        Field("structures", "Ce qui l’organise", "Les règles, les circuits, les outils, le partage des rôles."),
        Field(
            "mental_models",
            "Ce que l’on tient pour vrai",
            "Les idées, les habitudes de pensée qui tiennent l’ensemble.",
        ),
        Field(
            "sources",
            "Ce qui compte au fond",
            "Ce à quoi les personnes tiennent, d’où viendrait l’énergie d’agir autrement.",
        ),
    ),
    Kind.PROTOTYPE_CARD: (
        Field("hypothesis", "Mon hypothèse", "Ce que je crois, sans en avoir la certitude."),
        Field("smallest_test", "Le plus petit essai", "Ce qui peut se tenter avec presque rien."),
        Field("by_when", "Pour quand", ""),
        Field("witnesses", "Qui en sera témoin", "Une ou deux personnes, qui regardent et racontent."),
    ),
    Kind.COMMITMENT: (
        Field("what", "Ce que je m’engage à faire", "Un geste précis, à ma portée."),
        Field("by", "Pour quand", ""),
        Field("witness", "Qui en sera témoin", ""),
    ),
}


class AnswerError(ValueError):
    """An answer whose shape is not that of its prompt's kind."""


def default_fields(kind: Kind) -> tuple[Field, ...]:
    """Return the parts of an answer of this kind, empty when it has none."""
    return _FIELDS.get(kind, ())


def _fields(prompt: Prompt) -> tuple[Field, ...]:
    return prompt.fields or default_fields(prompt.kind)


def empty_body(prompt: Prompt) -> Body:
    """Return the body of an answer that nobody has begun."""
    match prompt.kind:
        case Kind.FREE_TEXT:
            return {"text": ""}
        case Kind.SHORT_LIST:
            return {"items": []}
        case Kind.SCALE:
            return {"level": None, "note": ""}
        case Kind.CHOICE:
            return {"choice": "", "note": ""}
        case Kind.STAKEHOLDER_MAP:
            return {"people": []}
        case Kind.INTENTION:
            return {"sentence": ""}
        case Kind.GUIDED_JOURNAL:
            return {"answers": {}, "skipped": []}
        case _:
            return {part.id: "" for part in _fields(prompt)}


def check_body(prompt: Prompt, body: object) -> Body:
    """Return ``body`` unchanged if it is an answer to ``prompt``.

    Raises
    ------
    AnswerError
        When it is too large, or not of the shape that the kind calls for. The message names the part at fault and
        never quotes what was written.
    """
    if not isinstance(body, dict) or set(body) != set(empty_body(prompt)):
        raise AnswerError("the answer's parts are not those of its prompt")
    try:
        size = len(json.dumps(body, ensure_ascii=False).encode())
    except (TypeError, ValueError) as error:  # not JSON, or a lone surrogate that UTF-8 cannot hold
        raise AnswerError("the answer is not text that can be stored") from error
    if size > MAX_BYTES:
        raise AnswerError("the answer is too long")
    match prompt.kind:
        case Kind.SHORT_LIST:
            _check_texts(body["items"], "items")
        case Kind.SCALE:
            level = body["level"]
            if level is not None and not (_is_int(level) and 1 <= level <= max(len(prompt.levels), 1)):
                raise AnswerError("level is not one of the scale's")
            _check_text(body["note"], "note")
        case Kind.CHOICE:
            if body["choice"] not in ("", *(option.id for option in prompt.options)):
                raise AnswerError("choice is not one of the options")
            _check_text(body["note"], "note")
        case Kind.STAKEHOLDER_MAP:
            _check_people(body["people"])
        case Kind.GUIDED_JOURNAL:
            ids = {question.id for question in prompt.questions}
            answers, skipped = body["answers"], body["skipped"]
            if not isinstance(answers, dict) or not set(answers) <= ids:
                raise AnswerError("answers are not to this journal's questions")
            for answer in answers.values():
                _check_text(answer, "answers")
            _check_texts(skipped, "skipped")
            if not set(skipped) <= ids:
                raise AnswerError("skipped names no question of this journal")
        case _:
            for name, value in body.items():
                _check_text(value, name)
            for name in {"by", "by_when"} & set(body):
                _check_date(body[name], name)
    return body


def is_empty(body: Mapping[str, Any]) -> bool:
    """Tell whether an answer holds nothing yet: no level chosen, no word written."""

    def empty(value: object) -> bool:
        if isinstance(value, str):
            return not value.strip()
        if isinstance(value, Mapping):
            return all(empty(item) for item in value.values())
        if isinstance(value, list):
            return all(empty(item) for item in value)
        return value is None

    people = body.get("people")
    if isinstance(people, list):
        return not any(person["who"].strip() or person["relation"].strip() for person in people)
    return all(empty(value) for key, value in body.items() if key != "skipped")


def as_parts(prompt: Prompt, body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield an answer as ``(label, text)`` pairs, the label empty where the answer has one part only.

    Texts are exactly what was written; only labels, levels and dates are ours.
    """
    match prompt.kind:
        case Kind.FREE_TEXT:
            yield "", body["text"]
        case Kind.INTENTION:
            yield "", body["sentence"]
        case Kind.SHORT_LIST:
            for rank, item in enumerate(body["items"], start=1):
                yield str(rank), item
        case Kind.SCALE:
            if body["level"] is not None:
                level = prompt.levels[body["level"] - 1] if body["level"] <= len(prompt.levels) else None
                yield "Niveau", f"{body['level']}" + (f" – {level.label}" if level else "")
            if body["note"]:
                yield "En quelques mots", body["note"]
        case Kind.CHOICE:
            for option in prompt.options:
                if option.id == body["choice"]:
                    yield "Choix", option.label
            if body["note"]:
                yield "En quelques mots", body["note"]
        case Kind.STAKEHOLDER_MAP:
            for person in body["people"]:
                details = f"influence {INFLUENCE[person['influence'] - 1]}, {DISTANCE[person['distance'] - 1]}"
                yield person["who"], f"{person['relation']} ({details})" if person["relation"] else details
        case Kind.GUIDED_JOURNAL:
            for question in prompt.questions:
                if body["answers"].get(question.id):
                    yield question.question, body["answers"][question.id]
        case _:
            for part in _fields(prompt):
                value = body.get(part.id, "")
                if value:
                    yield part.label, french_date(value) if part.id in {"by", "by_when"} else value


def as_text(prompt: Prompt, body: Mapping[str, Any]) -> str:
    """Return an answer as plain text, the form that a trainer reads in the notebook's cell."""
    return "\n\n".join(f"{label}\u00a0: {text}" if label else text for label, text in as_parts(prompt, body))


def _is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _check_text(value: object, name: str) -> None:
    if not isinstance(value, str):
        raise AnswerError(f"{name} is not text")


def _check_texts(values: object, name: str) -> None:
    if not isinstance(values, list) or len(values) > MAX_ITEMS:
        raise AnswerError(f"{name} is not a list of at most {MAX_ITEMS}")
    for value in values:
        _check_text(value, name)


def _check_date(value: str, name: str) -> None:
    if value:
        try:
            date.fromisoformat(value)
        except ValueError as error:
            raise AnswerError(f"{name} is not a date") from error


def _check_people(people: object) -> None:
    if not isinstance(people, list) or len(people) > MAX_ITEMS:
        raise AnswerError(f"people is not a list of at most {MAX_ITEMS}")
    for person in people:
        if not isinstance(person, dict) or set(person) != {"who", "relation", "influence", "distance"}:
            raise AnswerError("a person's parts are who, relation, influence and distance")
        _check_text(person["who"], "who")
        _check_text(person["relation"], "relation")
        for name in ("influence", "distance"):
            if not _is_int(person[name]) or not 1 <= person[name] <= 3:
                raise AnswerError(f"{name} goes from 1 to 3")
