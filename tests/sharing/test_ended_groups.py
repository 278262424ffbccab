"""What was shared in a group that ended can be read by nobody: it is nowhere on the disk either."""

from collections.abc import Callable
from pathlib import Path

import pytest
from gathered import Gathered, circle

from leaving import leave
from parcours_u.domain.audience import Reader
from parcours_u.domain.ending import yes_to
from parcours_u.domain.people import Group, GroupKind
from parcours_u.store.groups import Groups

WORDS, REPLY, KEPT = "MOTS-DU-CERCLE", "REPONSE-DU-CERCLE", "MOTS-DU-BINOME"
WAYS = {
    "ended by name": lambda cohort: Groups(cohort.database).end(GroupKind.CIRCLE, "Groupe c1"),
    "formed anew": lambda cohort: Groups(cohort.database).replace(
        GroupKind.CIRCLE,
        Groups(cohort.database).current(GroupKind.CIRCLE),
        [Group("", GroupKind.CIRCLE, "Neuf", ("ada", "bo", "cy", "di"))],
        yes_to(Groups(cohort.database).current(GroupKind.CIRCLE)),
    ),
}


@pytest.fixture
def cohort(tmp_path: Path) -> Gathered:
    found = Gathered.at(tmp_path / "carnet.sqlite3")
    found.usual()
    found.shares("ada", "q1", WORDS, Reader.CIRCLE)
    found.space("bo").reply(circle("c1"), "ada", "q1", REPLY)
    found.shares("ada", "q2", KEPT, Reader.PAIR)
    return found


def shared_on_disk(cohort: Gathered) -> list[str]:
    """Return what is still there of what was shared, the journals, which are their authors', left out."""
    with cohort.database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM revision")
    cohort.database.fold()
    found = b"".join(path.read_bytes() for path in cohort.database.files())
    return [word for word in (WORDS, REPLY, KEPT) if word.encode() in found]


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_no_word_of_a_circle_that_ended_is_left(cohort: Gathered, way: Callable[[Gathered], object]) -> None:
    assert cohort.texts("bo", "q1") == [WORDS]
    way(cohort)
    assert cohort.texts("bo", "q1") == []
    look = cohort.space("ada").look(["q1"])
    # Told that nobody reads it, and free to open it to the circle of today.
    assert (look.own, look.audiences) == ({"q1": (circle("c1"),)}, {"q1": frozenset({Reader.CIRCLE})})
    assert cohort.journal("ada").entries(["q1"])["q1"].body == {"text": WORDS}
    assert shared_on_disk(cohort) == [KEPT]


def test_nor_of_a_pair_when_one_of_two_leaves(cohort: Gathered) -> None:
    leave(cohort.database, "bo")
    assert shared_on_disk(cohort) == [WORDS, REPLY]


def test_a_word_written_afterwards_goes_to_nobody_and_to_the_circle_of_today_once_its_author_says_so(
    cohort: Gathered,
) -> None:
    WAYS["formed anew"](cohort)
    cohort.writes("ada", "q1", "ensuite")
    assert cohort.texts("di", "q1") == []
    cohort.journal("ada").set_audience("q1", frozenset({Reader.CIRCLE}))
    assert cohort.texts("di", "q1") == ["ensuite"]
