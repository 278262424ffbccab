"""Thirty people write and answer at once: nothing is lost, and each one's additions stay in order."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from gathered import COHORT, Gathered

from parcours_u.domain.audience import Reader
from parcours_u.domain.sharing import NewsKind

WRITERS = [f"personne-{rank:02}" for rank in range(30)]
ADDITIONS = 100


@pytest.fixture
def cohort(tmp_path: Path) -> Iterator[Gathered]:
    found = Gathered.at(tmp_path / "carnet.sqlite3")
    for name in WRITERS:
        found.person(name)
    found.shares(WRITERS[0], "ouverture", "à vous", Reader.COHORT)
    yield found
    found.database.close()


def test_of_thirty_writers_with_a_hundred_additions_each_nothing_is_lost_nor_out_of_order(cohort: Gathered) -> None:
    together = threading.Barrier(len(WRITERS))

    def write(person: str) -> None:
        space, journal = cohort.space(person), cohort.journal(person)
        together.wait()
        for rank in range(ADDITIONS):
            if rank % 10:
                space.reply(COHORT, WRITERS[0], "ouverture", f"{rank}")
            else:
                journal.set_audience(f"question-{rank}", frozenset({Reader.COHORT}))
                journal.save(f"question-{rank}", {"text": f"{rank}"}, 0)

    with ThreadPoolExecutor(len(WRITERS)) as pool:
        for done in [pool.submit(write, person) for person in WRITERS]:
            done.result()

    news = cohort.space(WRITERS[0]).since(COHORT, 0, 10_000).news
    assert news is not None
    assert [one.number for one in news] == list(range(1, len(WRITERS) * ADDITIONS + 2))
    assert {one.number for one in news} == set(range(1, news[-1].number + 1))
    for person in WRITERS:
        own = [one for one in news if (one.reply.author if one.reply else one.owner) == person]
        ranks = [
            int(one.reply.text if one.reply else one.entry.body["text"])
            for one in own
            if one.prompt != "ouverture" or one.kind is NewsKind.REPLY
        ]
        assert ranks == list(range(ADDITIONS))
        assert all(before.number < after.number for before, after in pairwise(own))
