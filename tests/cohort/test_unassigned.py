"""What was expected of groups that end: said when new circles are proposed, when they are kept, and when a group is ended by hand."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from parcours_u.cli import app
from parcours_u.cohort.unassigned import unassigned_sentences
from parcours_u.domain.assigning import Assignment
from parcours_u.domain.people import Group, GroupKind, Person
from parcours_u.grading.cohort import cohort_database
from parcours_u.grading.folder import open_folder
from parcours_u.store.assignments import Assignments
from parcours_u.store.database import Database
from parcours_u.store.groups import Groups
from parcours_u.store.people import People
from saying_yes import yes_in

DUE = "2027-03-15T12:00:00Z"
LOST = "L’étape «\u00a0Co-percevoir\u00a0» était attendue du cercle «\u00a0Tilleul\u00a0», qui finit\u00a0: attribuez-la de nouveau"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with cohort_database(open_folder(tmp_path / "groupe")) as found:
        ids = [People(found).add(Person("", f"Nom{at}", "P", organisation=f"O{at % 5}")).id for at in range(8)]
        circles = [Group("", GroupKind.CIRCLE, name, tuple(ids[at::2])) for at, name in enumerate(("Orme", "Tilleul"))]
        Groups(found).replace(GroupKind.CIRCLE, [], circles)
        Groups(found).replace(GroupKind.CORE_GROUP, [], [Group("", GroupKind.CORE_GROUP, "La cantine", tuple(ids[:3]))])
        yield found


def the(database: Database, kind: GroupKind, name: str) -> Group:
    return next(one for one in Groups(database).current(kind) if one.name == name)


def run(tmp_path: Path, *words: str) -> Any:
    return CliRunner().invoke(app, ["cohorte", *words, "--dossier", str(tmp_path / "groupe")])


def test_circles_that_end_are_told_with_what_was_expected_of_them_before_and_after(
    database: Database, tmp_path: Path
) -> None:
    tilleul = the(database, GroupKind.CIRCLE, "Tilleul")
    Assignments(database).expect(Assignment("co-percevoir", DUE, (tilleul.id,)))
    Assignments(database).expect(Assignment("co-initier", DUE))
    proposed = run(tmp_path, "cercles", "--reformer")
    assert LOST in proposed.stderr
    assert "Co-initier" not in proposed.stderr
    assert LOST in run(tmp_path, "cercles", "--reformer", "--retenir", *yes_in(proposed.stderr)).stderr
    assert Assignments(database).due_dates(tilleul.members[0]) == {"co-initier": DUE}


def test_circles_that_go_on_are_told_nothing(database: Database, tmp_path: Path) -> None:
    Assignments(database).expect(Assignment("co-percevoir", DUE, (the(database, GroupKind.CIRCLE, "Tilleul").id,)))
    assert "attendue" not in run(tmp_path, "cercles", "--reparer").stderr
    assert "attendue" not in run(tmp_path, "cercles").stderr


def test_a_core_group_ended_by_hand_is_told_so_too(database: Database, tmp_path: Path) -> None:
    core_group = the(database, GroupKind.CORE_GROUP, "La cantine")
    Assignments(database).expect(Assignment("co-creer", DUE, (core_group.id,)))
    ended = run(tmp_path, "noyaux", "--finir", "La cantine")
    assert "était attendue du noyau «\u00a0La cantine\u00a0», qui finit" in ended.stderr


def test_a_module_of_several_groups_is_one_sentence(database: Database) -> None:
    circles = Groups(database).current(GroupKind.CIRCLE)
    Assignments(database).expect(Assignment("co-percevoir", DUE, tuple(one.id for one in circles)))
    Assignments(database).expect(Assignment("co-percevoir", DUE, (circles[0].id,)))
    (sentence,) = unassigned_sentences(database, circles)
    assert "attendue du cercle «\u00a0Orme\u00a0» et du cercle «\u00a0Tilleul\u00a0», qui finissent\u00a0:" in sentence


def test_json_says_nothing_of_it_on_standard_output(database: Database, tmp_path: Path) -> None:
    Assignments(database).expect(Assignment("co-percevoir", DUE, (the(database, GroupKind.CIRCLE, "Tilleul").id,)))
    told = json.loads(run(tmp_path, "cercles", "--reformer", "--json").stdout)
    assert set(told) == {"cercles", "score", "borne", "optimal"}


def test_a_reminder_begins_with_nothing_that_was_expected_of_a_former_circle_alone(
    database: Database, tmp_path: Path
) -> None:
    Assignments(database).expect(Assignment("co-percevoir", DUE, (the(database, GroupKind.CIRCLE, "Tilleul").id,)))
    assert "Co-percevoir" in run(tmp_path, "message", "rappel").stdout
    proposed = run(tmp_path, "cercles", "--reformer")
    run(tmp_path, "cercles", "--reformer", "--retenir", *yes_in(proposed.stderr))
    assert "Co-percevoir" not in run(tmp_path, "message", "rappel").stdout
