"""YAML to prompts and practices: the part of the schema that modules and exercises share."""

from functools import partial

from parcours_u.content.record import Record
from parcours_u.content.yaml_source import Node
from parcours_u.domain.course import Field, Kind, Level, Option, Practice, Prompt, Question, Scale, Step

__all__ = ["read_practices", "read_prompts"]

_WITH_FIELDS = (Kind.ICEBERG, Kind.PROTOTYPE_CARD, Kind.COMMITMENT)


def read_prompts(owner: Record, owner_id: str) -> tuple[Prompt, ...]:
    """Return the prompts that a module or an exercise declares under ``prompts``.

    Raises
    ------
    ContentError
        When one is not of its kind's shape, or two have the same id.
    """
    prompts = owner.parts("prompts", partial(_prompt, owner.file, owner_id))
    owner.unique("prompts", prompts)
    return prompts


def read_practices(owner: Record, owner_id: str) -> tuple[Practice, ...]:
    """Return the practices that a module declares under ``practices``.

    Raises
    ------
    ContentError
        When one has no timed step, or two have the same id.
    """
    practices = owner.parts("practices", partial(_practice, owner.file, owner_id))
    owner.unique("practices", practices)
    return practices


def _prompt(file: str, owner_id: str, node: Node) -> Prompt:
    record = Record(node, file, "id kind scale question", "help starter fields levels questions options")
    kind = record.choice("kind", Kind)
    _check_parts(record, kind)
    prompt = Prompt(
        id=record.identifier("id", owner_id),
        kind=kind,
        scale=record.choice("scale", Scale),
        question=record.line("question"),
        help=record.text("help", ""),
        starter=record.text("starter", ""),
        fields=record.parts("fields", partial(_field, file)),
        levels=record.parts("levels", partial(_level, file), least=2, most=7),
        questions=record.parts("questions", partial(_question, file)),
        options=record.parts("options", partial(_option, file), least=2, most=9),
    )
    record.unique("fields", prompt.fields)
    record.unique("questions", prompt.questions)
    record.unique("options", prompt.options)
    return prompt


def _check_parts(record: Record, kind: Kind) -> None:
    """Check that the parts given are those that the kind calls for: a part of another kind would never be shown."""
    for key, kinds in {
        "levels": (Kind.SCALE,),
        "options": (Kind.CHOICE,),
        "questions": (Kind.GUIDED_JOURNAL,),
        "fields": _WITH_FIELDS,
    }.items():
        if key in record and kind not in kinds:
            record.fail(
                record.at(key),
                f"une question de type {kind} n’a pas cette clé\u202f; retirez-la, ou changez «\u00a0kind\u00a0»",
            )
        if key not in record and kind in kinds and key != "fields":  # fields have defaults in domain/answers.py
            record.fail(record.at("kind"), f"une question de type {kind} demande aussi la clé «\u00a0{key}\u00a0»")


def _field(file: str, node: Node) -> Field:
    record = Record(node, file, "id label", "help")
    return Field(record.identifier("id"), record.line("label"), record.text("help", ""))


def _level(file: str, node: Node) -> Level:
    record = Record(node, file, "label", "meaning")
    return Level(record.line("label"), record.text("meaning", ""))


def _option(file: str, node: Node) -> Option:
    record = Record(node, file, "id label", "meaning")
    return Option(record.identifier("id"), record.line("label"), record.text("meaning", ""))


def _question(file: str, node: Node) -> Question:
    record = Record(node, file, "id theme question", "minutes caution")
    return Question(
        id=record.identifier("id"),
        theme=record.line("theme"),
        question=record.line("question"),
        minutes=record.number("minutes", 2),
        caution=record.text("caution", ""),
    )


def _practice(file: str, owner_id: str, node: Node) -> Practice:
    record = Record(node, file, "id title steps", "purpose")
    return Practice(
        id=record.identifier("id", owner_id),
        title=record.line("title"),
        steps=record.parts("steps", partial(_step, file)),
        purpose=record.text("purpose", ""),
    )


def _step(file: str, node: Node) -> Step:
    record = Record(node, file, "title minutes", "text")
    return Step(record.line("title"), record.number("minutes"), record.text("text", ""))
