"""A variant's manifest: what it says, and what it leaves to the common course.

``title`` and ``modules`` are the group's. A list that is absent (``pages``, ``guide``, ``exercises``, ``formats``, ``project``) is the common
course's, without the formats and the project's questions that are about modules which the group left out.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parcours_u.content.errors import ContentError
from parcours_u.content.reading import MANIFEST
from parcours_u.content.record import SLUG
from parcours_u.content.source_text import read_source
from parcours_u.content.yaml_source import parse_yaml
from parcours_u.domain.course import Course

__all__ = ["Manifest", "read_manifest"]

_LISTS = ("modules", "pages", "guide", "exercises", "formats", "project")
_PARTS = ("modules", "exercises", "formats")
_WITH_MODULES = frozenset({"module", "modules"})
_WITH_VERSIONS = frozenset({"version", "versions"})


@dataclass(frozen=True)
class Manifest:
    """A whole manifest.

    Parameters
    ----------
    text : str
        The group's text, then the lists that it leaves to the common course: its lines keep their numbers.
    lines : int
        How many lines are the group's.
    lists : dict
        The ids under each key.
    gone : frozenset of str
        The modules, exercises and formats of the common course that are not in it.
    formats_differ : bool
        Whether its formats are not those that the common course's page of formats shows.
    """

    text: str
    lines: int
    lists: Mapping[str, tuple[str, ...]]
    gone: frozenset[str]
    formats_differ: bool


def read_manifest(folder: Path, common: Path, course: Course) -> Manifest:
    """Return the manifest of a variant.

    Parameters
    ----------
    folder : pathlib.Path
        The variant's.
    common : pathlib.Path
        The common course's sources.
    course : Course
        The common course.

    Raises
    ------
    ContentError
        When it is not YAML, or is written so that nothing can be added to it.
    """
    text = read_source(folder, MANIFEST)
    lines = text.rstrip("\n").split("\n")
    own = parse_yaml(text, MANIFEST).plain()
    base: dict[str, Any] = parse_yaml(read_source(common, MANIFEST), MANIFEST).plain()
    if not isinstance(own, dict):  # read_course says what is wrong with it
        return Manifest(text, len(lines), dict.fromkeys(_LISTS, ()), frozenset(), formats_differ=False)
    modules = _ids(own, "modules")
    whole = {key: _ids(own, key) for key in _LISTS if key in own or key == "modules"}
    inherited: dict[str, Callable[[], list[str]]] = {
        "pages": lambda: base["pages"],
        "guide": lambda: base.get("guide", []),
        "exercises": lambda: base.get("exercises", []),
        "formats": lambda: [
            name for name in base["formats"] if _holds(common, name, modules, whole["exercises"], course)
        ],
        "project": lambda: _still_asked(base.get("project", []), modules, course),
    }
    added = {key: found for key, make in inherited.items() if key not in whole and (found := _keep(whole, key, make()))}
    composed = "\n".join([*lines, *_written(added)]) + "\n"
    if added:
        _check_composed(composed, {*own, *added}, len(lines))
    gone = frozenset(name for key in _PARTS for name in base.get(key, [])) - {
        name for key in _PARTS for name in whole[key]
    }
    return Manifest(composed, len(lines), whole, gone, list(whole["formats"]) != base["formats"])


def _keep(whole: dict[str, tuple[str, ...]], key: str, found: list[str]) -> list[str]:
    whole[key] = tuple(found)
    return found


def _ids(manifest: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = manifest.get(key)
    return (
        tuple(one for one in value if isinstance(one, str) and SLUG.fullmatch(one)) if isinstance(value, list) else ()
    )


def _written(added: Mapping[str, list[str]]) -> Iterator[str]:
    for key, names in added.items():
        yield f"{key}:"
        yield from (f"  - {name}" for name in names)


def _check_composed(composed: str, keys: set[str], lines: int) -> None:
    try:
        found = parse_yaml(composed, MANIFEST).plain()
    except ContentError:
        found = None
    if not isinstance(found, dict) or set(found) != keys:
        message = "écrivez chaque clé au début de sa ligne («\u00a0title: …\u00a0»), et rien après la dernière liste"
        raise ContentError(MANIFEST, lines, "", message)


def _holds(common: Path, name: str, modules: tuple[str, ...], exercises: tuple[str, ...], course: Course) -> bool:
    """Tell whether a format of the common course asks for nothing that the variant left out."""
    file = f"course/formats/{name}.yaml"
    found = list(_named(parse_yaml(read_source(common, file), file).plain()))
    own = {one.id for exercise in course.exercises if exercise.id in exercises for one in exercise.formats}
    return {value for key, value in found if key in _WITH_MODULES} <= set(modules) and {
        value for key, value in found if key in _WITH_VERSIONS
    } <= own


def _named(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield each text of a document with the key that it is under."""
    if isinstance(value, dict):
        for name, entry in value.items():
            yield from _named(entry, name)
    elif isinstance(value, list):
        for item in value:
            yield from _named(item, key)
    else:
        yield key, value


def _still_asked(project: list[str], modules: tuple[str, ...], course: Course) -> list[str]:
    return [prompt for prompt in project if course.part_of(prompt).id in modules]
