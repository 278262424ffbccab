"""``parcours-u construire --variante`` and ``verifier --variante``: a group's folder to a course that can be opened."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from parcours_u.content.build import derived_files, differs, write
from parcours_u.content.checks.course import check_course
from parcours_u.content.checks.finding import Finding
from parcours_u.content.checks.spelling import MISSING
from parcours_u.content.errors import VariantError
from parcours_u.content.reading import MANIFEST, read_course
from parcours_u.content.released import RELEASED
from parcours_u.content.variant.assembly import Assembly, assembled
from parcours_u.content.variant.faithful import check_faithful
from parcours_u.content.variant.folder import check_place
from parcours_u.domain.system_words import refusal_of
from parcours_u.paths import BUILT

__all__ = ["build_variant", "check_variant", "variant_drift"]

_RECORD = ".construit"
"""In the folder of what is built: the list of its files, so that only what was built is ever removed."""


def build_variant(folder: Path) -> list[Path]:
    """Build a variant into its folder ``construit/`` and return the files that were written or removed.

    Nothing is written while anything is wrong. What was built for a text that the variant dropped since is removed.

    Raises
    ------
    VariantError
        When the folder is no variant, holds something else where the course is to be built, or can't be written in.
    ContentError
        When a source is at fault.
    """
    place = check_place(folder)
    derived = _derived(place)
    root = place / BUILT
    with _refusals(folder):
        before = _built_before(root)
        _check_strays(folder, root, {*derived, *before})
        # The list comes first: whatever stops the writing, what was written is known to be ours.
        root.mkdir(exist_ok=True)
        _record(root, {*derived, *before})
        changed = write(root, derived)
        dropped = [root / name for name in sorted(before - derived.keys()) if (root / name).is_file()]
        for path in dropped:
            path.unlink()
            _remove_empty(path.parent, root)
        _record(root, derived)
    return [*changed, *dropped]


def variant_drift(folder: Path) -> list[Path]:
    """Return, sorted, the files that :func:`build_variant` would write or remove.

    Raises
    ------
    VariantError, ContentError
        As for building.
    """
    place = check_place(folder)
    derived = _derived(place)
    root = place / BUILT
    with _refusals(folder):
        kept = {root / name for name in _built_before(root) - derived.keys() if (root / name).is_file()}
        return sorted(kept | {root / name for name, content in derived.items() if differs(root / name, content)})


def check_variant(folder: Path) -> list[Finding]:
    """Return what is to mend in the texts that the group wrote; the common course's have their own keepers.

    Raises
    ------
    VariantError, ContentError
        When it can't be built at all: that comes first.
    """
    with assembled(check_place(folder)) as sources:
        text = read_course(sources.root, sources.manifest.gone)
        check_faithful(sources, text)
        found = [one for one in check_course(sources.root, sources.manifest.gone) if _is_own(one, sources)]
        return sorted([*found, *_identifiers(sources, [prompt.id for prompt in text.course.prompts()])])


def _derived(place: Path) -> dict[PurePosixPath, bytes]:
    with assembled(place) as sources:
        text = read_course(sources.root, sources.manifest.gone)
        check_faithful(sources, text)
        return derived_files(sources.root, text)


def _is_own(finding: Finding, sources: Assembly) -> bool:
    if finding.rule == "identifiant":  # of the common course's list
        return False
    if finding.file == MANIFEST:
        return finding.line <= sources.manifest.lines
    return finding.file in sources.own or finding.message == MISSING


def _identifiers(sources: Assembly, asked: list[str]) -> Iterator[Finding]:
    common = {prompt.id for prompt in sources.course.prompts()}
    for name in asked:
        if name not in common and name not in sources.released:
            message = f"La question «\u00a0{name}\u00a0» n’est pas dans cette liste\u202f; ajoutez-l’y avant de diffuser, pour toujours."
            yield Finding(RELEASED, 1, "identifiant", message)
    for name in sources.released:
        if name not in asked:
            message = f"Aucune question ne s’appelle plus «\u00a0{name}\u00a0»\u202f; rendez-lui cet identifiant, des réponses en dépendent."
            yield Finding(RELEASED, 1, "identifiant", message)


def _built_before(root: Path) -> set[PurePosixPath]:
    try:
        lines = (root / _RECORD).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return set()
    return {name for line in lines if not (name := PurePosixPath(line)).is_absolute() and ".." not in name.parts}


def _check_strays(folder: Path, root: Path, known: set[PurePosixPath]) -> None:
    """Check that nothing of somebody's lies where the course is built: it would be handed out, or written over."""
    for path in sorted(root.rglob("*")) if root.exists() else ():
        name = PurePosixPath(path.relative_to(root).as_posix())
        if path.is_symlink() or (
            not path.is_dir() and name not in known and name.name != _RECORD and ".ipynb_checkpoints" not in name.parts
        ):
            raise VariantError(
                f"Le dossier «\u00a0{folder / BUILT}\u00a0» contient «\u00a0{name}\u00a0», que la construction n’a pas écrit\u00a0: "
                "rien n’a été modifié, rangez ce fichier ailleurs."
            )


def _record(root: Path, names: Iterable[PurePosixPath] | Mapping[PurePosixPath, bytes]) -> None:
    draft = root / f"{_RECORD}.nouveau"
    draft.write_text("".join(f"{name}\n" for name in sorted(names)), encoding="utf-8")
    os.replace(draft, root / _RECORD)


def _remove_empty(folder: Path, root: Path) -> None:
    while folder != root and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


@contextmanager
def _refusals(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise VariantError(
            f"Le dossier «\u00a0{folder}\u00a0» ne peut pas être écrit ({refusal_of(error)})\u00a0: "
            "vos textes sont intacts, vérifiez ses droits et la place sur le disque, puis recommencez."
        ) from error
