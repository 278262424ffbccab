"""Sources to check, one at a time."""

from collections.abc import Callable
from pathlib import Path

import pytest

from parcours_u.content.checks.passages import Passage, read_passages

Reader = Callable[..., list[Passage]]


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    """Write a source and return its passages; Markdown gets its front matter."""

    def reader(text: str, file: str = "course/texte/essai.md") -> list[Passage]:
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        whole = text if file.endswith(".yaml") else f"---\ntitle: Essai\nsummary: Une page.\n---\n{text}"
        path.write_text(whole, encoding="utf-8")
        return read_passages(tmp_path, file)

    return reader
