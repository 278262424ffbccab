"""A repair is told as what it leaves: the best of all circles, or the best for so few moves, never one for the other."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from circles_samples import PROFILES
from sqlalchemy import update

from parcours_u.cohort.circles.asking import Asked, ask
from parcours_u.cohort.circles.desk import Proposal
from parcours_u.domain.people import Person
from parcours_u.grading.cohort import cohort_database
from parcours_u.grading.folder import open_folder
from parcours_u.store.database import Database
from parcours_u.store.people import People
from parcours_u.store.schema import membership

NO_BETTER = "Sans en déplacer davantage, ces cercles sont les meilleurs possibles."


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with cohort_database(open_folder(tmp_path / "groupe")) as found:
        yield found


def gathered(database: Database, number: int, seed: int) -> list[str]:
    """Add people drawn at random; return their ids."""
    drawn, people = np.random.default_rng(seed), People(database)
    return [
        people.add(
            Person(
                "",
                f"Nom{at}",
                "P",
                profile=PROFILES[drawn.integers(len(PROFILES))],
                organisation=f"O{drawn.integers(4)}",
                territory=f"T{drawn.integers(2)}",
            )
        ).id
        for at in range(number)
    ]


def met_long_ago(database: Database) -> None:
    """Have the circles of today last since a day that is past: people who part within the second have not met."""
    with database.writing() as connection:
        connection.execute(update(membership).values(since="2026-01-05T08:00:00Z"))


def worth(proposal: Proposal) -> tuple[float, float, bool]:
    return proposal.score, proposal.bound, proposal.optimal


@pytest.mark.parametrize("seed", range(6))
def test_what_is_told_of_a_repair_is_told_again_of_the_circles_that_it_left(database: Database, seed: int) -> None:
    ids = gathered(database, 14, seed)
    ask(database, Asked(), keep=True)
    met_long_ago(database)
    for gone in np.random.default_rng(seed).choice(ids, 3, replace=False).tolist():
        People(database).leave(gone)
    repaired, told = ask(database, Asked(repaired=True), keep=True)
    seen, told_again = ask(database, Asked())
    assert worth(seen) == worth(repaired)
    assert told_again == told
    assert repaired.optimal is (repaired.score >= repaired.bound)


def test_circles_that_are_only_the_best_for_so_few_moves_are_told_as_that(database: Database) -> None:
    ids = gathered(database, 14, 0)
    ask(database, Asked(), keep=True)
    met_long_ago(database)
    for gone in ids[:2]:
        People(database).leave(gone)
    repaired = ask(database, Asked(repaired=True))[0]
    assert NO_BETTER in repaired.notes
    assert not repaired.optimal
    assert repaired.bound > repaired.score


def test_a_repair_that_changes_nobody_leaves_nothing_to_keep(database: Database) -> None:
    ids = gathered(database, 9, 0)
    ask(database, Asked(), keep=True)
    People(database).leave(ids[0])
    gathered(database, 1, 1)
    ask(database, Asked(repaired=True), keep=True)
    again = ask(database, Asked(repaired=True))[0]
    assert again.circles == again.before
