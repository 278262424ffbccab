"""A stand-in cohort served for each test, and real browsers that open its pages."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from gathered import Gathered
from playwright.sync_api import BrowserContext, Page
from served import served
from together import Together


@pytest.fixture
def cohort(tmp_path: Path) -> Iterator[Gathered]:
    """The usual people of a cohort, in a database of their own."""
    found = Gathered.at(tmp_path / "carnet.sqlite3")
    found.usual()
    yield found
    found.database.close()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Together]:
    with served(tmp_path) as found:
        yield found


@pytest.fixture
def opened(place: Together, new_context: Callable[..., BrowserContext]) -> Iterator[Callable[..., Page]]:
    """Open a page of the bench as somebody; at the end, fail if any of them met an error."""
    errors: list[str] = []

    def open_page(person: str, address: str = "circle", **options: object) -> Page:
        context = new_context(timezone_id="Europe/Paris", **options)
        context.add_cookies([{"name": "person", "value": person, "url": f"http://{place.address}"}])
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"http://{place.address}/banc/{address}")
        page.wait_for_selector("body[data-ready=true]")
        return page

    yield open_page
    assert errors == []
