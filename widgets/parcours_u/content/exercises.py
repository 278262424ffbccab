"""``exercises/<id>.yaml`` to a shared exercise: the whole schema, with what must agree inside one file.

==================  =================================================================================================
title, summary      what it is called, and what it is in one sentence
purpose, when       what it is for, and where it has its place on the U (both may have several paragraphs)
modules             ids of the modules where it has its place, the first being where it is met first
people, duration    ``{min, max}``, and the minutes that the phases add up to
materials, safety   lists: what is needed, what protects those who take part
roles               ``{id, name, task, sees, writes}``; the last two, optional, list ids of what is kept
phases              ``{title, minutes, instruction, who, prompts}``; ``who``, optional, lists ids of roles (everybody
                    without it); ``prompts``, optional, lists the questions that come right after it on the page
modes               ``{room, remote, alone}``: what changes in each
variants            other ways to run it: ``{id, title, summary, people, duration, roles, phases}``, the roles its own
kept                ``{id, what, owner, fate}``: what remains, the role whose it is, what becomes of it
prompts             as in a module; each is placed in exactly one phase of the exercise or of a variant
source, licence     where the original was read, and the licence of this text
attribution         the line that credits the original, carried by every export
==================  =================================================================================================
"""

from collections.abc import Collection, Iterable
from functools import partial

from parcours_u.content.prompts import read_prompts
from parcours_u.content.record import Record
from parcours_u.content.yaml_source import Node, parse_yaml
from parcours_u.domain.course import Exercise, Practice, Prompt, Step
from parcours_u.domain.exercise import Format, Kept, Modes, People, Phase, Role

__all__ = ["main_format_id", "read_exercise"]

_REQUIRED = (
    "title summary purpose when modules people duration materials phases modes kept safety prompts "
    "source licence attribution"
)
_OPTIONAL = "roles variants"
_VARIANT = "id title summary people duration phases"


def main_format_id(exercise_id: str) -> str:
    """Return the id of the practice that times the whole exercise; a variant's practice has the variant's id."""
    return f"{exercise_id}-seance"


def read_exercise(
    text: str, file: str, exercise_id: str, modules: Iterable[str], gone: Collection[str] = ()
) -> tuple[Exercise, Node]:
    """Return the exercise that a YAML text describes, and the text's root for what concerns the whole course.

    Parameters
    ----------
    text, file, exercise_id : str
        The source, the name that errors give it, and the exercise's id.
    modules : iterable of str
        The ids of the course's modules.

    Raises
    ------
    ContentError
        When a key is missing, unknown or of another type; when a role, a kept thing or a prompt is referred to and not
        declared; when the phases do not add up to the duration; when a prompt is not placed in exactly one phase.
    """
    root = parse_yaml(text, file)
    record = Record(root, file, _REQUIRED, _OPTIONAL)
    prompts = read_prompts(record, exercise_id)
    kept = record.parts("kept", partial(_kept, file))
    record.unique("kept", kept)
    reader = _FormatReader(file, {prompt.id for prompt in prompts}, [one.id for one in kept])
    main = reader.read(record, main_format_id(exercise_id))
    variants = record.parts("variants", partial(reader.variant, exercise_id))
    record.unique("variants", variants)
    formats = (main, *variants)
    _check_owners(record, kept, {role.id for one in formats for role in one.roles})
    _check_placed(record, prompts, reader.placed)
    exercise = Exercise(
        id=exercise_id,
        title=record.line("title"),
        summary=record.line("summary"),
        licence=record.line("licence"),
        attribution=record.line("attribution"),
        source=record.line("source"),
        prompts=prompts,
        practices=(_practice(main, main.title), *(_practice(one, _named(record, one)) for one in variants)),
        purpose=record.text("purpose"),
        when=record.text("when"),
        modules=_modules(record, modules, gone),
        formats=formats,
        materials=record.lines("materials"),
        safety=record.lines("safety"),
        kept=kept,
        modes=_modes(record),
    )
    return exercise, root


def _modules(record: Record, modules: Iterable[str], gone: Collection[str]) -> tuple[str, ...]:
    named = record.references("modules", (*modules, *gone), "un module de ce parcours")
    return tuple(module for module in named if module not in gone)


def _practice(one: Format, title: str) -> Practice:
    steps = tuple(Step(phase.title, phase.minutes, phase.instruction) for phase in one.phases)
    return Practice(one.id, title, steps, one.summary)


def _named(record: Record, variant: Format) -> str:
    """Return a variant's title as it is read away from its exercise."""
    return f"{record.line('title')}\u00a0: {variant.title[:1].lower()}{variant.title[1:]}"


class _FormatReader:
    """Reads the exercise's own format and its variants, and notes which phase each prompt is placed in."""

    def __init__(self, file: str, prompts: Iterable[str], kept: Iterable[str]) -> None:
        self.file = file
        self.prompts = sorted(prompts)
        self.kept = tuple(kept)
        self.placed: dict[str, int] = {}

    def variant(self, exercise_id: str, node: Node) -> Format:
        record = Record(node, self.file, _VARIANT, "roles")
        variant_id = record.identifier("id", exercise_id)
        if variant_id == main_format_id(exercise_id):
            record.fail(
                record.at("id"), "cet identifiant est celui de la version entière\u202f; choisissez-en un autre"
            )
        return self.read(record, variant_id)

    def read(self, record: Record, format_id: str) -> Format:
        """Return the format held by these keys, which an exercise and its variants have in common."""
        roles = record.parts("roles", self._role)
        record.unique("roles", roles)
        phases = record.parts("phases", partial(self._phase, [role.id for role in roles]))
        people = self._people(record.at("people"))
        found = Format(format_id, record.line("title"), record.line("summary"), people, phases, roles)
        declared = record.number("duration")
        if abs(found.minutes - declared) > 0.001:
            message = f"les phases durent {found.minutes:g} minutes en tout, et non {declared:g}\u202f; corrigez l’un ou l’autre"
            record.fail(record.at("duration"), message)
        return found

    def _people(self, node: Node) -> People:
        record = Record(node, self.file, "min max")
        people = People(record.integer("min"), record.integer("max"))
        if people.min > people.max:
            record.fail(record.at("max"), "ce nombre est plus petit que «\u00a0min\u00a0»")
        return people

    def _role(self, node: Node) -> Role:
        record = Record(node, self.file, "id name task", "sees writes")
        what = "une chose gardée («\u00a0kept\u00a0»)"
        return Role(
            id=record.identifier("id"),
            name=record.line("name"),
            task=record.line("task"),
            sees=record.references("sees", self.kept, what),
            writes=record.references("writes", self.kept, what),
        )

    def _phase(self, roles: list[str], node: Node) -> Phase:
        record = Record(node, self.file, "title minutes instruction", "who prompts")
        prompts = record.references("prompts", self.prompts, "une question de cet exercice")
        for prompt in prompts:
            if prompt in self.placed:
                message = f"«\u00a0{prompt}\u00a0» est déjà placée à la ligne {self.placed[prompt]}\u202f; gardez une seule place"
                record.fail(record.at("prompts"), message)
            self.placed[prompt] = record.at("prompts").line
        return Phase(
            title=record.line("title"),
            minutes=record.number("minutes"),
            instruction=record.line("instruction"),
            who=record.references("who", roles, "un rôle de cette version"),
            prompts=prompts,
        )


def _kept(file: str, node: Node) -> Kept:
    record = Record(node, file, "id what owner fate")
    return Kept(record.identifier("id"), record.line("what"), record.text("owner"), record.line("fate"))


def _modes(record: Record) -> Modes:
    modes = Record(record.at("modes"), record.file, "room remote alone")
    return Modes(modes.line("room"), modes.line("remote"), modes.line("alone"))


def _check_owners(record: Record, kept: tuple[Kept, ...], roles: set[str]) -> None:
    for node, one in zip(_items(record, "kept"), kept, strict=True):
        if one.owner not in roles:
            owner = Record(node, record.file, "id what owner fate").at("owner")
            record.fail(owner, f"«\u00a0{one.owner}\u00a0» n’est pas un rôle de cet exercice")


def _check_placed(record: Record, prompts: tuple[Prompt, ...], placed: dict[str, int]) -> None:
    for node, prompt in zip(_items(record, "prompts"), prompts, strict=True):
        if prompt.id not in placed:
            record.fail(
                node,
                f"la question «\u00a0{prompt.id}\u00a0» n’est placée dans aucune phase\u202f; ajoutez-la à l’une d’elles",
            )


def _items(record: Record, key: str) -> list[Node]:
    items = record.at(key).value
    return items if isinstance(items, list) else []
