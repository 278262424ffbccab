"""A shared exercise to a page: prose from Markdown templates, widgets where the phases call for them."""

from collections.abc import Iterator

from jinja2 import Environment

from parcours_u.content.markdown import environment
from parcours_u.content.pages import Call, Page, PageKind, Prose, joined
from parcours_u.domain.course import Exercise
from parcours_u.domain.exercise import Format, People, Phase

__all__ = ["exercise_page"]


def exercise_page(exercise: Exercise, file: str) -> Page:
    """Return the exercise's page: what it is, each format with its timer and its questions, and where it comes from."""
    cells = joined(_cells(exercise))
    return Page(PageKind.EXERCISE, exercise.id, exercise.title, exercise.summary, cells, file)


def _cells(exercise: Exercise) -> Iterator[Prose | Call]:
    kinds = {prompt.id: prompt.kind.value for prompt in exercise.prompts}
    yield _prose("opening", exercise=exercise, main=exercise.formats[0])
    for one in exercise.formats:
        yield _prose("format", exercise=exercise, format=one, main=one is exercise.formats[0])
        yield Call("practice", one.id)
        if _is_written(one):
            for number, phase in enumerate(one.phases, start=1):
                yield _prose("phase", phase=phase, number=number, format=one)
                yield from (Call(kinds[prompt], prompt) for prompt in phase.prompts)
    yield _prose("closing", exercise=exercise)


def _is_written(one: Format) -> bool:
    """Tell whether a format is lived on the page: its phases are then told one by one, each above its questions."""
    return any(phase.prompts for phase in one.phases)


def _prose(template: str, **values: object) -> Prose:
    return Prose(_ENVIRONMENT.get_template(f"{template}.md.j2").render(values).strip())


def _duration(minutes: float) -> str:
    return f"{minutes:g}".replace(".", ",") + "\u00a0min"


def _people(people: People) -> str:
    if people.max == 1:
        return "une personne"
    return f"{people.min} personnes" if people.min == people.max else f"{people.min} à {people.max} personnes"


def _actors(phase: Phase, one: Format) -> str:
    """Return who acts in a phase, in French; nothing when everybody does."""
    names = [role.name for role in one.roles if role.id in phase.who]
    return _joined([names[0], *(_lowered(name) for name in names[1:])]) if names else ""


def _lowered(text: str) -> str:
    """Return a text as it is written in the middle of a sentence."""
    return text[:1].lower() + text[1:]


def _joined(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} et {words[-1]}"


def _named(ids: tuple[str, ...], exercise: Exercise) -> str:
    """Return kept things by what they are, in French, for the middle of a sentence."""
    return _joined([_lowered(one.what) for one in exercise.kept if one.id in ids])


def _owner(role_id: str, exercise: Exercise) -> str:
    return next(_lowered(role.name) for one in exercise.formats for role in one.roles if role.id == role_id)


def _environment() -> Environment:
    found = environment()
    found.filters.update(
        duration=_duration, people=_people, actors=_actors, named=_named, owner=_owner, written=_is_written
    )
    return found


_ENVIRONMENT = _environment()
