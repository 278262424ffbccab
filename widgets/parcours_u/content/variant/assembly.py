"""A variant's sources and those that it takes from the common course, side by side in a folder that lasts as long as the reading.

The course is then read from it as from any other folder, by the same code and the same rules.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from parcours_u.content.build import CATALOGUE
from parcours_u.content.checks.spelling import WORDS
from parcours_u.content.errors import ContentError
from parcours_u.content.glossary import COMMON_GLOSSARY, GLOSSARY, in_french_order
from parcours_u.content.markdown import render
from parcours_u.content.reading import MANIFEST
from parcours_u.content.released import RELEASED
from parcours_u.content.source_text import read_source
from parcours_u.content.variant.folder import own_files
from parcours_u.content.variant.manifest import Manifest, read_manifest
from parcours_u.domain.course import Course
from parcours_u.paths import common_root

__all__ = ["Assembly", "assembled", "common_course", "sources_of"]

_FORMATS_PAGE = "course/texte/formats.md"
_PLACES = ("course/texte/{}.md", "course/situations/{}.yaml", "course/formats/{}.yaml")
_EXERCISE = "exercises/{}.yaml"
_WHOLE = ("course/images/*.svg", "course/*.yaml", "course/*.txt", "course/*.md")


@dataclass(frozen=True)
class Assembly:
    """All the sources of a variant.

    Parameters
    ----------
    root : pathlib.Path
        The folder that holds them, for :func:`~parcours_u.content.reading.read_course`.
    common : pathlib.Path
        The common course's sources.
    course : Course
        The common course.
    own : frozenset of str
        The sources that the group wrote, by their name in the course.
    manifest : Manifest
        What the course is made of.
    released : tuple of str
        The group's own list of ids that may have been released.
    """

    root: Path
    common: Path
    course: Course
    own: frozenset[str]
    manifest: Manifest
    released: tuple[str, ...]


def common_course(common: Path) -> Course:
    """Return the common course, from its catalogue."""
    return Course.from_dict(json.loads((common / CATALOGUE).read_text(encoding="utf-8")))


def sources_of(common: Path, name: str) -> list[str]:
    """Return the sources that a name means in the common course: an id, or one of these files itself; none when it has none.

    A page may have the id of an exercise: alone, it is then the exercise's, as where the course's pages are.
    """
    if "/" in name:
        known = [place.format(Path(name).stem) for place in (*_PLACES, _EXERCISE)]
        return [name] if name in known and (common / name).is_file() else []
    if "\\" in name:
        return []
    if (common / _EXERCISE.format(name)).is_file():
        return [_EXERCISE.format(name)]
    return [place.format(name) for place in _PLACES if (common / place.format(name)).is_file()]


@contextmanager
def assembled(folder: Path) -> Iterator[Assembly]:
    """Put a variant's sources together; an error inside the block says when its file is the common course's.

    Raises
    ------
    VariantError
        When the folder is no variant.
    ContentError
        When one of its files can't be read.
    """
    common = common_root()
    own = own_files(folder)
    course = common_course(common)
    manifest = read_manifest(folder, common, course)
    with tempfile.TemporaryDirectory(prefix="parcours-u-variante-") as place:
        root = Path(place)
        _put_common(root, common, folder, own, manifest)
        for name in own:
            _write(root, name, read_source(folder, name))
        _write(root, MANIFEST, manifest.text)
        if manifest.formats_differ and _FORMATS_PAGE not in own and "formats" in manifest.lists["pages"]:
            _write(root, _FORMATS_PAGE, render("variant_formats"))
        _put_lists(root, common, own)
        try:
            yield Assembly(root, common, course, frozenset(own), manifest, _own_ids(folder, own))
        except ContentError as error:
            if error.file in own or not (common / error.file).is_file():
                raise
            stem = Path(error.file).stem
            taken = stem if error.file in sources_of(common, stem) else error.file
            message = (
                f"{error.message}\u202f; ce texte vient du parcours commun, "
                f"prenez-le dans votre version avec «\u00a0parcours-u variante reprendre {taken} --variante {quote(str(folder))}\u00a0» pour le changer"
            )
            raise ContentError(error.file, error.line, error.key, message) from error


def _put_common(root: Path, common: Path, folder: Path, own: Mapping[str, Path], manifest: Manifest) -> None:
    lists = manifest.lists
    for name in (
        *(f"course/texte/{one}.md" for one in (*lists["modules"], *lists["pages"])),
        *(f"course/guide/{one}.md" for one in lists["guide"]),
        *(f"course/formats/{one}.yaml" for one in lists["formats"]),
        *(f"exercises/{one}.yaml" for one in lists["exercises"]),
        *(path.relative_to(common).as_posix() for pattern in _WHOLE for path in sorted(common.glob(pattern))),
    ):
        if name not in own and (common / name).is_file():
            _copy(root, common, name)
    for module in lists["modules"]:
        name, text = f"course/situations/{module}.yaml", f"course/texte/{module}.md"
        told = text not in own or f'situation("{module}")' in read_source(folder, text)
        if name not in own and told and (common / name).is_file():
            _copy(root, common, name)


def _copy(root: Path, common: Path, name: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(common / name, root / name)


def _write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


def _put_lists(root: Path, common: Path, own: Mapping[str, Path]) -> None:
    """Add the common course's words to the group's: those that are explained, and those that the dictionary lacks."""
    if GLOSSARY in own:
        shutil.copyfile(common / GLOSSARY, root / COMMON_GLOSSARY)
    if WORDS in own:
        lines = {*read_source(root, WORDS).split("\n"), *read_source(common, WORDS).split("\n")}
        words = {line.partition("#")[0].strip() for line in lines} - {""}
        _write(root, WORDS, "\n".join(sorted(words, key=lambda word: (in_french_order(word), word))) + "\n")


def _own_ids(folder: Path, own: Mapping[str, Path]) -> tuple[str, ...]:
    lines = read_source(folder, RELEASED).splitlines() if RELEASED in own else []
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))
