"""A cohort whose database is no longer in its folder: nothing begins in its place, which would shut out everybody's devices."""

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from parcours_u.cli import app
from parcours_u.diagnosis.finding import State
from parcours_u.diagnosis.group import check_trainer_folder
from parcours_u.domain.people import Person
from parcours_u.grading.cohort import COHORT, COHORT_ADDRESS, cohort_database
from parcours_u.grading.folder import TrainerFolder, open_folder
from parcours_u.server.cohort.reach import Reach
from parcours_u.store.people import People

LIST = "nom;prénom;profil\nDurand;Ève;agent\n"


@pytest.fixture
def served(tmp_path: Path) -> TrainerFolder:
    """Make the folder of a cohort that a server has had."""
    folder = open_folder(tmp_path / "groupe")
    with cohort_database(folder) as database:
        People(database).add(Person("", "Durand", "Ève"))
    Reach("https://parcours.exemple.invalid/", 8443).write(folder.cohort)
    return folder


def run(*words: object) -> Any:
    return CliRunner().invoke(app, [*map(str, words)])


def commands(folder: TrainerFolder, tmp_path: Path) -> list[Any]:
    (tmp_path / "gens.csv").write_text(LIST)
    where = ("--dossier", folder.path)
    return [
        run("animer", *where, "--port", 0),
        run("cohorte", "creer", tmp_path / "gens.csv", *where),
        run("cohorte", "lister", *where),
        run("sauvegarder", tmp_path / "copie.zip", *where),
        run("participants", "importer", tmp_path / "gens.csv", *where),
        run("participants", "lister", *where),
        run("module", "etat", *where),
        run("module", "diffuser", "co-initier", "--pour-le", "15/03/2030", *where),
    ]


@pytest.mark.parametrize("emptied", [False, True])
def test_a_database_that_is_lost_is_told_by_every_command_and_nothing_begins_in_its_place(
    served: TrainerFolder, tmp_path: Path, *, emptied: bool
) -> None:
    database = served.path / COHORT
    database.rename(tmp_path / "ailleurs.sqlite3")
    if emptied:
        database.touch()
    for done in commands(served, tmp_path):
        assert (done.exit_code, done.stdout) == (1, "")
        assert ("est vide" if emptied else "n’est plus dans son dossier") in done.stderr
    assert not database.exists() or not database.stat().st_size
    assert not (tmp_path / "copie.zip").exists()
    assert not served.release("co-initier").exists()
    (found,) = [one for one in check_trainer_folder(served.path) if one.part == "cohorte"]
    assert found.state is State.BLOCKING
    (tmp_path / "ailleurs.sqlite3").replace(database)
    assert "Ève" in run("cohorte", "lister", "--dossier", served.path).stdout


def test_a_cohort_that_no_server_ever_had_begins_anew(served: TrainerFolder) -> None:
    (served.path / COHORT_ADDRESS).unlink()
    (served.path / COHORT).unlink()
    with cohort_database(served) as database:
        assert People(database).present() == []
