"""One round of every kind of fault, on a course under load: nothing is lost, broken or mixed up."""

import asyncio
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from campaign import Report, campaign
from kinds import KINDS
from network import NETWORK

# The first test waits for the whole campaign.
pytestmark = pytest.mark.timeout(900)

SORTS = [*KINDS, NETWORK]


@pytest.fixture(scope="module")
def report() -> Report:
    # On a disk, as a journal is: the folders of other tests may be in memory. In a thread of its own: the browser of other tests
    # may have left an event loop in this one.
    with tempfile.TemporaryDirectory() as place, ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, campaign(Path(place), len(SORTS), 1, "", print)).result()


@pytest.mark.parametrize("kind", SORTS)
def test_no_word_is_lost(report: Report, kind: str) -> None:
    one = report.outcomes[kind]
    assert one.rounds == 1
    assert one.failed == []
    assert (one.lost, one.corrupt, one.mixed) == (0, 0, 0)


def test_people_wrote_all_along(report: Report) -> None:
    assert sum(one.acknowledged for one in report.outcomes.values()) > 50
    assert report.well
