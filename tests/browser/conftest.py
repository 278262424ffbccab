"""A running course, for a whole module of browser tests."""

from collections.abc import Callable, Iterator

import pytest
from acting import ready
from playwright.sync_api import Page

from running import Running, running


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A solo course, on an empty journal."""
    with running(tmp_path_factory.mktemp("solo") / "carnet") as found:
        yield found


@pytest.fixture
def open_module(page: Page) -> Callable[[Running, str], Page]:
    """Open a module's page and wait until every answer can be written."""

    def open_page(course: Running, module: str) -> Page:
        page.goto(course.door)
        page.goto(course.module(module))
        ready(page)
        return page

    return open_page
