"""« cohorte repartir », as it is typed: shown, proposed, kept, by name; what is wrong changes nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from parcours_u.cli import app
from parcours_u.domain.people import Group, GroupKind, Person, Role
from parcours_u.grading.cohort import cohort_database
from parcours_u.grading.folder import open_folder
from parcours_u.store.groups import Groups
from parcours_u.store.people import People


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    opened = open_folder(tmp_path / "groupe")
    with cohort_database(opened) as database:
        people = People(database)
        members = [people.add(Person("", "du groupe", f"Une{rank}")).id for rank in range(9)]
        for name in ("Awa", "Bo"):
            people.add(Person("", "de l’équipe", name, role=Role.TRAINER))
        wanted = [
            Group("", GroupKind.CIRCLE, name, tuple(members[at::2])) for at, name in enumerate(("Érable", "Tilleul"))
        ]
        Groups(database).replace(GroupKind.CIRCLE, [], wanted)
    return opened.path


def run(folder: Path, *words: str) -> Any:
    return CliRunner().invoke(app, ["cohorte", "repartir", *words, "--dossier", str(folder)])


def told(folder: Path, *words: str) -> dict[str, str]:
    result = run(folder, *words, "--json")
    assert result.exit_code == 0, result.stderr
    return {row["cercle"]: row["lu_par"] for row in json.loads(result.stdout)["cercles"]}


def test_nothing_is_kept_before_it_is_asked(folder: Path) -> None:
    nobody = {"Érable": "", "Tilleul": ""}
    assert told(folder) == nobody
    proposed = told(folder, "--equilibrer")
    assert set(proposed.values()) == {"Awa de l’équipe", "Bo de l’équipe"}
    assert told(folder) == nobody
    assert told(folder, "--equilibrer", "--retenir") == proposed == told(folder)


def test_a_circle_is_given_by_name_and_taken_back(folder: Path) -> None:
    assert told(folder, "erable", "Bo de l’équipe") == {"Érable": "Bo de l’équipe", "Tilleul": ""}
    assert told(folder, "--liberer", "Érable") == {"Érable": "", "Tilleul": ""}
    assert "2\u00a0cercles ne sont confiés à personne" in run(folder).stderr


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("Chêne", "Bo de l’équipe"), 1, "Aucun cercle"),
        (("Tilleul", "Une1 du groupe"), 1, "ne fait pas partie de l’équipe"),
        (("Tilleul", "Personne"), 1, "Personne ne répond"),
        (("Tilleul",), 2, "CERCLE PERSONNE"),
        (("--retenir",), 2, "CERCLE PERSONNE"),
        (("--equilibrer", "--liberer", "Tilleul"), 2, "CERCLE PERSONNE"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(
    folder: Path, words: tuple[str, ...], code: int, sentence: str
) -> None:
    result = run(folder, *words)
    assert result.exit_code == code
    assert sentence in " ".join(result.stderr.split())
    assert told(folder) == {"Érable": "", "Tilleul": ""}


def test_without_a_trainer_there_is_nobody_to_share_the_circles_among(tmp_path: Path) -> None:
    opened = open_folder(tmp_path / "groupe")
    with cohort_database(opened) as database:
        members = [People(database).add(Person("", "du groupe", f"Une{rank}")).id for rank in range(4)]
        Groups(database).replace(GroupKind.CIRCLE, [], [Group("", GroupKind.CIRCLE, "Tilleul", tuple(members))])
    result = run(opened.path, "--equilibrer", "--retenir")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "personne, dans l’équipe de formation" in result.stderr


def test_without_a_circle_or_a_cohort_it_says_where_to_begin(tmp_path: Path) -> None:
    assert run(tmp_path / "vide").exit_code == 1
    opened = open_folder(tmp_path / "groupe")
    with cohort_database(opened):
        pass
    assert "cohorte cercles" in run(opened.path).stderr
