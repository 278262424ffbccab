"""Titles: what tells one tab from another, one bookmark from another."""

import asyncio
import html
import re
from pathlib import Path

from traitlets.config import Config

import parcours_u
from parcours_u.paths import content_root
from parcours_u.server.page_stream import PageRoom
from parcours_u.server.template import TEMPLATE, use_own_template

SHARE = Path(parcours_u.__file__).parent / "server" / "share"
PATTERNS = ("course/*.ipynb", "course/formats/*.ipynb", "course/source/*/*.ipynb", "exercises/*.ipynb")


async def titles(root: Path) -> list[str]:
    """Return the title of each page of the course, as the server writes it."""
    use_own_template()
    room = PageRoom.furnish(root, SHARE, TEMPLATE, "/", Config())
    paths = [path.relative_to(root).as_posix() for pattern in PATTERNS for path in root.glob(pattern)]
    heads = [(await room.shells.get(path)).head for path in paths]
    return [html.unescape(found[1]) for head in heads if (found := re.search(r"<title>(.+?)</title>", head, re.DOTALL))]


def test_each_page_of_the_course_has_a_title_of_its_own() -> None:
    root = content_root()
    found = asyncio.run(titles(root))
    assert len(found) == sum(len(list(root.glob(pattern))) for pattern in PATTERNS) > 30
    assert sorted(set(found)) == sorted(found)
