"""A shared exercise to what is read of it: its page (prose and widgets), its sheet of paper, its place in the list."""

from collections.abc import Iterable, Iterator

from jinja2 import Environment

from parcours_u.content.markdown import environment
from parcours_u.content.pages import Call, Page, PageKind, Prose, joined
from parcours_u.domain.course import Exercise, Module
from parcours_u.domain.exercise import Format, Phase
from parcours_u.domain.french_words import listed, lowered, spoken_minutes, spoken_people

__all__ = ["exercise_list", "exercise_page", "exercise_paper"]


def exercise_page(exercise: Exercise, file: str, host: str = "") -> Page:
    """Return the exercise's page: what it is, each format with its timer and its questions, and where it comes from.

    ``host`` is the relative address of what the trainer's guide says of it; empty when the guide says nothing.
    """
    cells = joined(_cells(exercise, host))
    return Page(PageKind.EXERCISE, exercise.id, exercise.title, exercise.summary, cells, file)


def exercise_list(modules: Iterable[Module], exercises: Iterable[Exercise]) -> str:
    """Return, in Markdown, the list of the shared exercises, each under the module where it is met first."""
    known = tuple(exercises)
    titles = {module.id: module.title for module in modules}
    groups = [
        (f"Pour «\u00a0{title}\u00a0»", [one for one in known if one.modules[:1] == (id_,)])
        for id_, title in titles.items()
    ]
    groups.append(("Pour toutes les étapes", [one for one in known if not one.modules]))  # in a variant
    return _prose("exercise_list", groups=[group for group in groups if group[1]], titles=titles).text


def exercise_paper(exercise: Exercise, modules: Iterable[Module]) -> bytes:
    """Return the exercise's twin on paper: an HTML page that prints on one side of A4, and needs no other file.

    It tells the exercise in its whole format: what for, what with, who, the timed phases, and what protects.
    """
    titles = {module.id: module.title for module in modules}
    template = _ENVIRONMENT.get_template("paper.html.j2")
    return (template.render(exercise=exercise, main=exercise.formats[0], titles=titles).strip() + "\n").encode()


def _cells(exercise: Exercise, host: str) -> Iterator[Prose | Call]:
    kinds = {prompt.id: prompt.kind.value for prompt in exercise.prompts}
    yield _prose("opening", exercise=exercise, main=exercise.formats[0], host=host)
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


def _actors(phase: Phase, one: Format) -> str:
    """Return who acts in a phase, in French; nothing when everybody does."""
    return listed(role.name for role in one.roles if role.id in phase.who)


def _named(ids: tuple[str, ...], exercise: Exercise) -> str:
    """Return kept things by what they are, in French, for the middle of a sentence."""
    return lowered(listed(one.what for one in exercise.kept if one.id in ids))


def _owner(role_id: str, exercise: Exercise) -> str:
    return next(lowered(role.name) for one in exercise.formats for role in one.roles if role.id == role_id)


def _environment() -> Environment:
    found = environment()
    found.filters.update(
        duration=spoken_minutes, people=spoken_people, actors=_actors, named=_named, owner=_owner, written=_is_written
    )
    return found


_ENVIRONMENT = _environment()
