"""The course as data: modules, prompts, practices and shared exercises."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from parcours_u.domain.exercise import Format, Kept, Modes, format_from_dict
from parcours_u.domain.formats import CourseFormat, course_format_from_dict
from parcours_u.domain.messages import Message
from parcours_u.domain.prompt import Field, Kind, Level, Option, Prompt, Question, Scale, prompt_from_dict
from parcours_u.domain.situation import Situation, situation_from_dict

__all__ = [
    "Course",
    "Exercise",
    "Field",
    "Kind",
    "Level",
    "Module",
    "Option",
    "Practice",
    "Prompt",
    "Question",
    "Scale",
    "Step",
]


@dataclass(frozen=True)
class Step:
    """One timed phase of a practice or an exercise; ``minutes`` may be fractional."""

    title: str
    minutes: float
    text: str = ""


@dataclass(frozen=True)
class Practice:
    """Something to do away from the keyboard, with an indicative timer for each step."""

    id: str
    title: str
    steps: tuple[Step, ...]
    purpose: str = ""

    @property
    def minutes(self) -> float:
        """The sum of the steps, in minutes."""
        return sum(step.minutes for step in self.steps)


@dataclass(frozen=True)
class Module:
    """One movement of the U: an assignment for nbgrader, a page for the learner; ``situation`` is told in its text."""

    id: str
    title: str
    summary: str
    prompts: tuple[Prompt, ...] = ()
    practices: tuple[Practice, ...] = ()
    situation: Situation | None = None


@dataclass(frozen=True)
class Exercise:
    """A shared exercise, with its source, licence and attribution kept as data.

    Parameters
    ----------
    id, title, summary, purpose, when : str
        What it is called, what it is in one sentence, what it is for, and where it has its place on the U.
    licence, attribution, source : str
        The licence of this text, the line that credits what it was adapted from, and where that was read.
    prompts, practices : tuple
        What is written, and one practice a format: they are what widgets are made for.
    modules : tuple of str
        Ids of the modules where it has its place, the first being where it is met first.
    formats : tuple of Format
        The ways to run it; the first is the whole one, the others its variants.
    materials, safety, kept, modes
        What is needed; what protects those who take part; what remains and whose it is; what changes in each place.
    """

    id: str
    title: str
    summary: str
    licence: str
    attribution: str
    source: str
    prompts: tuple[Prompt, ...] = ()
    practices: tuple[Practice, ...] = ()
    purpose: str = ""
    when: str = ""
    modules: tuple[str, ...] = ()
    formats: tuple[Format, ...] = ()
    materials: tuple[str, ...] = ()
    safety: tuple[str, ...] = ()
    kept: tuple[Kept, ...] = ()
    modes: Modes | None = None


@dataclass(frozen=True)
class Course:
    """Ordered modules, shared exercises, and the formats in which they are lived.

    ``project`` names the prompts whose answers tell the learner's project; ``messages`` are those of who animates a group.
    """

    title: str
    modules: tuple[Module, ...]
    exercises: tuple[Exercise, ...] = ()
    formats: tuple[CourseFormat, ...] = ()
    project: tuple[str, ...] = ()
    messages: tuple[Message, ...] = ()
    _by_prompt: dict[str, "Module | Exercise"] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._by_prompt.update({prompt.id: part for part in self.parts() for prompt in part.prompts})

    def parts(self) -> Iterator[Module | Exercise]:
        """Yield the modules in order, then the exercises."""
        yield from self.modules
        yield from self.exercises

    def part(self, part_id: str) -> Module | Exercise:
        """Return the module or exercise of that id.

        Raises
        ------
        KeyError
            When the course has none.
        """
        for part in self.parts():
            if part.id == part_id:
                return part
        raise KeyError(part_id)

    def format(self, format_id: str) -> CourseFormat:
        """Return a format of the course by its id.

        Raises
        ------
        KeyError
            When the course has none of that id.
        """
        for one in self.formats:
            if one.id == format_id:
                return one
        raise KeyError(format_id)

    def version(self, version_id: str) -> tuple[Exercise, Format]:
        """Return a way of running an exercise by its id, with its exercise.

        Raises
        ------
        KeyError
            When no exercise of the course has it.
        """
        for exercise in self.exercises:
            for one in exercise.formats:
                if one.id == version_id:
                    return exercise, one
        raise KeyError(version_id)

    def page_path(self, page_id: str) -> str:
        """Return where the page of a module, an exercise, a format, or any other id is, from the course's root."""
        if any(module.id == page_id for module in self.modules):
            return f"course/source/{page_id}/{page_id}.ipynb"
        if any(exercise.id == page_id for exercise in self.exercises):
            return f"exercises/{page_id}.ipynb"
        if any(one.id == page_id for one in self.formats):
            return f"course/formats/{page_id}.ipynb"
        return f"course/{page_id}.ipynb"

    def part_of(self, prompt_id: str) -> Module | Exercise:
        """Return the module or exercise that a prompt belongs to.

        Raises
        ------
        KeyError
            When no part of the course has this prompt.
        """
        return self._by_prompt[prompt_id]

    def prompt(self, prompt_id: str) -> Prompt:
        """Return a prompt by its id.

        Raises
        ------
        KeyError
            When the course has none of that id.
        """
        return next(prompt for prompt in self.part_of(prompt_id).prompts if prompt.id == prompt_id)

    def prompts(self) -> Iterator[Prompt]:
        """Yield every prompt, in the order of the course."""
        for part in self.parts():
            yield from part.prompts

    def to_dict(self) -> dict[str, Any]:
        """Return the course as JSON-ready data, the form of ``course/catalogue.json``."""
        return {
            "title": self.title,
            "modules": [asdict(module) for module in self.modules],
            "exercises": [asdict(exercise) for exercise in self.exercises],
            "formats": [asdict(one) for one in self.formats],
            "project": list(self.project),
            "messages": [asdict(one) for one in self.messages],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Course":
        """Build a course from :meth:`to_dict`'s form.

        Raises
        ------
        KeyError, TypeError, ValueError
            When a key is missing or unknown: the catalogue does not match this version of the code.
        """
        return cls(
            title=data["title"],
            modules=tuple(_module_from_dict(module) for module in data["modules"]),
            exercises=tuple(_exercise_from_dict(exercise) for exercise in data["exercises"]),
            formats=tuple(course_format_from_dict(one) for one in data["formats"]),
            project=tuple(data["project"]),
            messages=tuple(Message(**one) for one in data["messages"]),
        )


def _with_parts(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **data,
        "prompts": tuple(prompt_from_dict(prompt) for prompt in data["prompts"]),
        "practices": tuple(practice_from_dict(practice) for practice in data["practices"]),
    }


def _module_from_dict(data: Mapping[str, Any]) -> Module:
    situation = data["situation"]
    return Module(**{**_with_parts(data), "situation": situation_from_dict(situation) if situation else None})


def _exercise_from_dict(data: Mapping[str, Any]) -> Exercise:
    return Exercise(
        **{
            **_with_parts(data),
            "formats": tuple(format_from_dict(one) for one in data["formats"]),
            **{key: tuple(data[key]) for key in ("modules", "materials", "safety")},
            "kept": tuple(Kept(**one) for one in data["kept"]),
            "modes": Modes(**data["modes"]) if data["modes"] else None,
        }
    )


def practice_from_dict(data: Mapping[str, Any]) -> Practice:
    """Build a practice from its JSON form."""
    return Practice(**{**data, "steps": tuple(Step(**step) for step in data["steps"])})
