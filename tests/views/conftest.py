"""A journal in memory, and a bench that shows widgets over it."""

from collections.abc import Callable, Iterator

import pytest
from memory_journal import MemoryJournal
from playwright.sync_api import BrowserContext
from samples import COURSE
from widget_bench import Bench, bench


@pytest.fixture
def journal() -> MemoryJournal:
    return MemoryJournal(COURSE)


@pytest.fixture
def at_bench(journal: MemoryJournal) -> Iterator[Bench]:
    with bench(journal) as found:
        yield found


@pytest.fixture
def context(new_context: Callable[..., BrowserContext]) -> BrowserContext:
    """Open a browser whose clock is that of Paris."""
    return new_context(timezone_id="Europe/Paris")
