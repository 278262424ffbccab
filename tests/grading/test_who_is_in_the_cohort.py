"""Who left a cohort, and who never was in it, are told so beside the others; and there is one way to come into one."""

import json
from pathlib import Path
from typing import Any

import pytest
from classroom import MODULE, NBGRADER, deposit_in_exchange, prompts
from typer.testing import CliRunner

from parcours_u.cli import app
from parcours_u.cohort.people_list.reading import SHORT, read_people
from parcours_u.grading.bench import Bench
from parcours_u.grading.cohort import cohort_database
from parcours_u.grading.collecting import collect
from parcours_u.grading.enrolling import bring_in
from parcours_u.grading.people import import_people, participants
from parcours_u.grading.release import release
from parcours_u.store.people import People

pytestmark = NBGRADER

LIST = "nom;prénom;profil\nDurand;Ève;élue\nPetit;Luc;agent\nSy;Awa;agent\n"
LEFT, OUTSIDE = "départ noté", "hors de la cohorte"
SENTENCE = "1\u00a0départ noté et 1\u00a0personne hors de la cohorte\u00a0: rien n’en est attendu, et les nombres ne les comptent pas."


def run(bench: Bench, *words: object) -> Any:
    return CliRunner().invoke(app, [*map(str, words), "--dossier", str(bench.folder.path)])


@pytest.fixture
def cohort(fresh: Bench, learner: Path) -> Bench:
    """Three people, one of whom left once she had deposited; somebody had a code before there was a cohort."""
    import_people(fresh, read_people("nom;prénom\nRoy;Max\n".encode(), SHORT).people)
    codes = {one.first_name: one.code for one in bring_in(fresh, read_people(LIST.encode())).people}
    release(fresh, MODULE)
    for name in ("Ève", "Luc"):
        deposit_in_exchange(fresh, learner, codes[name], {prompts()[0]: "des mots"})
    collect(fresh, MODULE)
    with cohort_database(fresh.folder) as database:
        People(database).leave(People(database).find("Ève Durand").id)
    return fresh


@pytest.mark.parametrize("words", [("module", "etat", MODULE), ("module", "etat")])
def test_who_left_and_who_was_never_in_the_cohort_are_told_so(cohort: Bench, words: tuple[str, ...]) -> None:
    found = run(cohort, *words, "--json")
    rows = {row["personne"].split()[0]: row["situation"] for row in json.loads(found.stdout)["personnes"]}
    assert rows == {"Ève": LEFT, "Luc": "", "Max": OUTSIDE, "Awa": ""}
    table = run(cohort, *words)
    assert (table.stdout.count(LEFT), table.stdout.count(OUTSIDE)) == (1, 1)
    assert SENTENCE in table.stderr


def test_the_counts_of_modules_are_those_of_the_people_of_the_cohort(cohort: Bench) -> None:
    found = run(cohort, "module", "etat", "--json")
    (module,) = json.loads(found.stdout)["modules"]
    assert module["deposes"] == 1
    assert "2\u00a0personnes. Seul" in found.stderr


def test_who_has_another_role_keeps_a_code_and_is_not_counted(cohort: Bench) -> None:
    assert run(cohort, "cohorte", "role", "Luc Petit", "--role", "formateur").exit_code == 0
    found = run(cohort, "module", "etat", "--json")
    told = json.loads(found.stdout)
    (module,), rows = told["modules"], {row["personne"].split()[0]: row["situation"] for row in told["personnes"]}
    assert (module["deposes"], rows["Luc"]) == (0, "un autre rôle")
    assert "1\u00a0personne. Seul" in found.stderr
    assert "1\u00a0personne qui a un autre rôle, 1\u00a0départ noté et 1\u00a0personne hors" in found.stderr


def test_the_list_of_codes_says_whose_are_of_no_use_any_more(cohort: Bench) -> None:
    rows = json.loads(run(cohort, "participants", "lister", "--json").stdout)["participants"]
    assert {row["prenom"]: row["situation"] for row in rows} == {"Ève": LEFT, "Luc": "", "Max": OUTSIDE, "Awa": ""}


def test_nobody_is_added_beside_a_cohort(cohort: Bench, tmp_path: Path) -> None:
    before, people = participants(cohort), tmp_path / "groupe.csv"
    people.write_text("nom;prénom\nNguyên;Anh\n", encoding="utf-8")
    refused = run(cohort, "participants", "importer", people)
    assert refused.exit_code == 1
    assert "personne n’a été ajouté" in refused.stderr
    assert "parcours-u cohorte creer" in refused.stderr
    assert participants(cohort) == before


def test_where_there_is_no_cohort_nobody_is_out_of_it(fresh: Bench, tmp_path: Path) -> None:
    people = tmp_path / "groupe.csv"
    people.write_text("nom;prénom\nNguyên;Anh\n", encoding="utf-8")
    assert run(fresh, "participants", "importer", people).exit_code == 0
    release(fresh, MODULE)
    told = run(fresh, "module", "etat", MODULE)
    assert told.stdout.splitlines()[0].split()[:2] == ["personne", "déposé"]
    assert told.stderr == ""


@pytest.mark.parametrize("command", ["retours", "recueillir", "etat"])
def test_a_module_that_does_not_exist_is_told_so_and_nothing_is_advised_that_can_not_be_done(
    fresh: Bench, command: str
) -> None:
    refused = run(fresh, "module", command, "inconnu")
    assert refused.exit_code == 1
    assert "Il n’y a pas de module «\u00a0inconnu\u00a0» dans ce parcours" in refused.stderr
    assert f"{MODULE}, " in refused.stderr
    assert "diffuser" not in refused.stderr
