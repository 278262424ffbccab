"""A bare Voilà, our template, and small notebooks whose journal is in memory."""

from collections.abc import Callable, Iterator
from pathlib import Path

import notebooks_for_template
import pytest
from playwright.sync_api import BrowserContext, Page
from served_pages import Served, bare_voila, wait_until_ready


@pytest.fixture(scope="session")
def course_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the folder of the small notebooks."""
    folder = tmp_path_factory.mktemp("pages")
    notebooks_for_template.write(folder)
    return folder


@pytest.fixture(scope="session")
def pages(course_folder: Path, isolated_environment: Path) -> Iterator[Served]:
    """One Voilà for all the tests that leave it as it is."""
    with bare_voila(course_folder) as found:
        yield found


@pytest.fixture
def opened(new_context: Callable[..., BrowserContext], pages: Served) -> Callable[..., Page]:
    """Open a page and wait until it says that it is ready."""

    def open_page(name: str, **options: object) -> Page:
        page = new_context(**options).new_page()
        page.goto(pages.url(name), wait_until="commit")
        wait_until_ready(page)
        return page

    return open_page
