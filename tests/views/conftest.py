"""A journal in memory, and a bench that shows widgets over it."""

from collections.abc import Iterator

import pytest
from memory_journal import MemoryJournal
from samples import COURSE
from widget_bench import Bench, bench


@pytest.fixture
def journal() -> MemoryJournal:
    return MemoryJournal(COURSE)


@pytest.fixture
def at_bench(journal: MemoryJournal) -> Iterator[Bench]:
    with bench(journal) as found:
        yield found
