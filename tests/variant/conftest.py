"""A variant that a group harvested, in a folder of its own for each test, and built once for those that only look at it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from parcours_u.content.variant.building import build_variant

HARVESTED = Path(__file__).parent / "harvested"


@pytest.fixture
def variant(tmp_path: Path) -> Path:
    """Return a copy of the harvested variant, not built yet."""
    return Path(shutil.copytree(HARVESTED, tmp_path / "trois-ruisseaux"))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the harvested variant once built: to be looked at only."""
    folder = Path(shutil.copytree(HARVESTED, tmp_path_factory.mktemp("construite") / "trois-ruisseaux"))
    build_variant(folder)
    return folder


@pytest.fixture
def change(variant: Path) -> Callable[[str, str, str], None]:
    """Replace a passage of one of the variant's texts, which must be there exactly once."""

    def replace(file: str, old: str, new: str) -> None:
        text = (variant / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {file}"
        (variant / file).write_text(text.replace(old, new), encoding="utf-8")

    return replace
