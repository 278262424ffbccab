"""What would end groups is told by name before it is done, and done once somebody said yes to the end of these very groups."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from parcours_u.cli import app
from parcours_u.domain.people import Group, GroupKind, Person
from parcours_u.grading.cohort import cohort_database
from parcours_u.grading.folder import open_folder
from parcours_u.store.database import Database
from parcours_u.store.groups import Groups
from parcours_u.store.people import People
from saying_yes import yes_in

NAMES = ("Ana", "Bob", "Chloé", "Dan", "Ève", "Fay", "Gus", "Hal")
GONE = "ce qui y était partagé, échangé et convenu est effacé"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Two circles of four, a pair and a core group."""
    with cohort_database(open_folder(tmp_path / "groupe")) as found:
        ids = [People(found).add(Person("", "Roy", name, code=name)).id for name in NAMES]
        circles = [Group("", GroupKind.CIRCLE, name, tuple(ids[at::2])) for at, name in enumerate(("Tilleul", "Orme"))]
        Groups(found).replace(GroupKind.CIRCLE, [], circles)
        Groups(found).form_pair(ids[0], ids[1], "Ana et Bob")
        yield found


def run(tmp_path: Path, *words: str) -> Any:
    return CliRunner().invoke(app, ["cohorte", *words, "--dossier", str(tmp_path / "groupe")])


def names(database: Database, kind: GroupKind = GroupKind.PAIR) -> list[str]:
    return [one.name for one in Groups(database).current(kind)]


def test_a_pair_that_ends_others_is_formed_once_one_says_yes_to_their_end(database: Database, tmp_path: Path) -> None:
    run(tmp_path, "binomes", "Chloé Roy", "Dan Roy")
    asked = run(tmp_path, "binomes", "Bob Roy", "Chloé Roy")
    assert (asked.exit_code, asked.stdout) == (1, "")
    assert "Les binômes «\u00a0Ana et Bob\u00a0» (Ana Roy, Bob Roy) et «\u00a0Chloé et Dan\u00a0»" in asked.stderr
    assert f"finissent\u00a0: {GONE}" in asked.stderr
    assert names(database) == ["Ana et Bob", "Chloé et Dan"]
    done = run(tmp_path, "binomes", "Bob Roy", "Chloé Roy", *yes_in(asked.stderr))
    assert (done.exit_code, done.stderr.count(GONE)) == (0, 2)
    assert names(database) == ["Bob et Chloé"]


def test_a_yes_to_other_pairs_than_those_of_today_changes_nothing_and_asks_again(
    database: Database, tmp_path: Path
) -> None:
    yes = yes_in(run(tmp_path, "binomes", "Bob Roy", "Chloé Roy").stderr)
    run(tmp_path, "binomes", "Chloé Roy", "Dan Roy")  # meanwhile
    again = run(tmp_path, "binomes", "Bob Roy", "Chloé Roy", *yes)
    assert (again.exit_code, "Chloé et Dan" in again.stderr) == (1, True)
    assert yes_in(again.stderr) != yes
    assert names(database) == ["Ana et Bob", "Chloé et Dan"]


def test_a_yes_to_pairs_that_ended_meanwhile_keeps_nobody_from_forming_one(database: Database, tmp_path: Path) -> None:
    yes = yes_in(run(tmp_path, "binomes", "Bob Roy", "Chloé Roy").stderr)
    run(tmp_path, "binomes", "--finir", "Ana et Bob")
    assert run(tmp_path, "binomes", "Bob Roy", "Chloé Roy", *yes).exit_code == 0
    assert names(database) == ["Bob et Chloé"]


def test_two_people_who_are_a_pair_already_stay_the_one_that_they_are(database: Database, tmp_path: Path) -> None:
    before = Groups(database).current(GroupKind.PAIR)
    done = run(tmp_path, "binomes", "Bob Roy", "Ana Roy")
    assert (done.exit_code, "sont déjà en binôme\u00a0: rien n’a été changé." in done.stderr) == (0, True)
    assert Groups(database).current(GroupKind.PAIR) == before


def test_forming_and_ending_are_two_commands(database: Database, tmp_path: Path) -> None:
    assert run(tmp_path, "binomes", "Chloé Roy", "Dan Roy", "--finir", "Ana et Bob").exit_code == 2
    assert names(database) == ["Ana et Bob"]


def test_circles_that_would_end_are_told_and_kept_until_one_says_yes(database: Database, tmp_path: Path) -> None:
    proposed = run(tmp_path, "cercles", "--reformer")
    assert "Les cercles «\u00a0Orme\u00a0» et «\u00a0Tilleul\u00a0» finissent" in proposed.stderr
    refused = run(tmp_path, "cercles", "--reformer", "--retenir")
    assert (refused.exit_code, names(database, GroupKind.CIRCLE)) == (1, ["Orme", "Tilleul"])
    assert yes_in(refused.stderr) == yes_in(proposed.stderr)
    assert run(tmp_path, "cercles", "--reformer", "--retenir", *yes_in(proposed.stderr)).exit_code == 0
    assert not {"Orme", "Tilleul"} & set(names(database, GroupKind.CIRCLE))


def test_who_is_no_longer_in_a_core_group_is_told(database: Database, tmp_path: Path) -> None:
    formed = run(tmp_path, "noyaux", "La cantine", "Ana Roy", "Bob Roy")
    assert "N’en font plus partie" not in formed.stderr
    changed = run(tmp_path, "noyaux", "La cantine", "Bob Roy", "Dan Roy")
    assert "N’en font plus partie\u00a0: Ana Roy\u202f; leurs réponses n’y sont plus lues." in changed.stderr


def test_a_departure_that_ends_a_pair_asks_first(database: Database, tmp_path: Path) -> None:
    asked = run(tmp_path, "retirer", "Ana Roy")
    assert (asked.exit_code, "Ana et Bob" in asked.stderr) == (1, True)
    assert "Ana Roy" in {one.name for one in People(database).present()}
    done = run(tmp_path, "retirer", "Ana Roy", *yes_in(asked.stderr))
    assert (done.exit_code, GONE in done.stderr, names(database)) == (0, True, [])
    assert run(tmp_path, "retirer", "Chloé Roy").exit_code == 0
