"""« cohorte creer », « lister » and « retirer », as they are typed: both databases written, or neither."""

import json
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from classroom import MODULE, NBGRADER, deposit_in_exchange, prompts, tree
from typer.testing import CliRunner

from parcours_u.cli import app
from parcours_u.cohort.people_list.reading import SHORT, read_people
from parcours_u.domain.people import Group, GroupKind
from parcours_u.domain.people_list import PeopleList
from parcours_u.grading.bench import Bench
from parcours_u.grading.cohort import existing_cohort
from parcours_u.grading.collecting import collect
from parcours_u.grading.enrolling import bring_in
from parcours_u.grading.people import import_people, participants
from parcours_u.grading.release import release
from parcours_u.store.groups import Groups
from parcours_u.store.people import People
from parcours_u.store.sql_journal import SqlJournal
from saying_yes import yes_in

pytestmark = NBGRADER

LIST = (
    "nom;prénom;courriel;profil;organisation;territoire;supérieur;binôme;allergies\n"
    "Durand;Ève;eve@exemple.fr;élue;Ville;Vallée;;A;\n"
    "Petit;Luc;;agent;Ville;Vallée;Ève Durand;A;noix\n"
    "Sy;Awa;;habitante;;Plaine;;;\n"
)


def run(*words: object) -> Any:
    return CliRunner().invoke(app, ["cohorte", *map(str, words)])


def as_json(result: Any) -> Any:
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def a_list(place: Path, text: str = LIST) -> Path:
    path = place / "participants.csv"
    path.write_text(text, encoding="utf-8")
    return path


def found() -> PeopleList:
    return read_people(LIST.encode())


def test_a_cohort_is_made_listed_and_left(fresh: Bench, tmp_path: Path) -> None:
    folder = fresh.folder.path
    made = run("creer", a_list(tmp_path), "--dossier", folder, "--json")
    result = as_json(made)
    assert "Colonnes laissées de côté\u00a0: allergies." in made.stderr
    assert (result["ajoutees"], result["binomes"], result["colonnes_ignorees"]) == (3, 1, ["allergies"])
    eve, luc, _ = result["personnes"]
    assert (luc["superieur"], luc["profil"], luc["groupes"][0]["nom"]) == (eve["code"], "agent", "Ève et Luc")
    assert {one["code"] for one in result["personnes"]} == {one.code for one in participants(fresh)}
    assert Path(result["fichier"]).read_text(encoding="utf-8-sig").count(eve["code"]) == 1
    assert as_json(run("lister", "--dossier", folder, "--json"))["personnes"] == result["personnes"]

    asked = run("retirer", "Luc Petit", "--dossier", folder)
    assert (asked.exit_code, "«\u00a0Ève et Luc\u00a0» (Ève Durand, Luc Petit) finit" in asked.stderr) == (1, True)
    assert as_json(run("lister", "--dossier", folder, "--json"))["personnes"] == result["personnes"]
    left = run("retirer", "Luc Petit", *yes_in(asked.stderr), "--dossier", folder, "--json")
    assert as_json(left)["groupes_finis"] == ["Ève et Luc"]
    assert "ses dépôts restent" in left.stderr
    table = run("lister", "--dossier", folder).stdout
    assert [line.split()[1] for line in table.splitlines()] == ["nom", "Durand", "Sy"]

    # Whoever comes back may be a namesake, who would hold somebody else's journal: the trainer is told who it is.
    back = run("creer", a_list(tmp_path), "--dossier", folder, "--json")
    assert (as_json(back)["revenues"], as_json(back)["noms_revenus"]) == (1, ["Luc Petit"])
    assert "De retour après un départ, avec le carnet et l’accès d’alors\u00a0: Luc Petit." in back.stderr
    assert "De retour" not in made.stderr


def test_a_cohort_is_followed_by_counts_and_dates_alone(fresh: Bench, tmp_path: Path, learner: Path) -> None:
    eve, *_ = bring_in(fresh, found()).people
    release(fresh, MODULE)
    first, second = prompts()[:2]
    deposit_in_exchange(fresh, learner, eve.code, {first: "mot-temoin"})
    collect(fresh, MODULE, lambda *_: None)
    with existing_cohort(fresh.folder.path) as database:
        SqlJournal(database, eve.id).save(second, {"text": "mot-temoin"}, 0)
    page = tmp_path / "cohorte.html"
    followed = run("suivre", "--dossier", fresh.folder.path, "--page", page, "--json")
    views = {view["id"]: view for view in as_json(followed)["vues"]}
    assert views["avancee"]["lignes"][0][:4] == ["Co-initier", "non montré", "1", "0"]
    assert views["profils"]["lignes"] == []
    assert "Rien n’est montré par profil" in followed.stdout
    assert views["jours"]["lignes"][0][1:] == ["1", "1"]
    assert ["Ève Durand", "Luc Petit", "", "1"] in views["rencontres"]["lignes"]
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert "temoin" not in followed.stdout + followed.stderr + page.read_text(encoding="utf-8")
    told = run("suivre", "--dossier", fresh.folder.path)
    assert all(f"{view['titre']}\n" in told.stdout for view in views.values())


def test_a_module_is_given_to_a_part_of_the_cohort_and_taken_back(fresh: Bench) -> None:
    bring_in(fresh, found())
    folder = ("--dossier", fresh.folder.path)
    given = run("attribuer", MODULE, "--pour-le", "15/03/2030", "--profil", "élues", *folder, "--json")
    assert as_json(given)["pour"] == "mandat électif"
    assert "attendu pour le 15\u00a0mars 2030" in given.stderr
    assert fresh.folder.release(MODULE).is_file()
    views = {view["id"]: view for view in as_json(run("suivre", *folder, "--json"))["vues"]}
    assert views["attribues"]["lignes"][0][:2] == ["Co-initier", "mandat électif"]
    refused = run("attribuer", MODULE, "--retirer", "--cercle", "Tilleul", *folder)
    assert (refused.exit_code, "Aucun cercle ne s’appelle" in refused.stderr) == (1, True)
    assert "n’était pas attribué ainsi" in run("attribuer", MODULE, "--retirer", *folder).stderr
    assert "n’est plus attendu" in run("attribuer", MODULE, "--retirer", "--profil", "élu", *folder).stderr
    for words in ((), ("--pour-le", "15/03/2030", "--retirer"), ("--pour-le", "15/03/2030", "--profil", "astronaute")):
        assert run("attribuer", MODULE, *words, *folder).exit_code == 2
    assert "Il n’y a pas de module" in run("attribuer", "co-naitre", "--pour-le", "15/03/2030", *folder).stderr
    assert "quatre chiffres" in run("attribuer", MODULE, "--pour-le", "15/03/27", *folder).stderr
    past = run("attribuer", MODULE, "--pour-le", "15/03/2020", *folder)
    assert (past.exit_code, "Cette date est déjà passée" in past.stderr) == (0, True)


def test_a_module_is_given_to_groups_whatever_the_accents_of_their_names(fresh: Bench) -> None:
    bring_in(fresh, found())
    with existing_cohort(fresh.folder.path) as database:
        ids = [one.id for one in People(database).present()]
        for kind, name in ((GroupKind.CIRCLE, "Érable"), (GroupKind.CORE_GROUP, "La forêt")):
            Groups(database).replace(kind, [], [Group("", kind, name, tuple(ids[:2]))])
    words = ("--pour-le", "15/03/2030", "--dossier", fresh.folder.path)
    done = run("attribuer", MODULE, "--cercle", "erable", "--noyau", "la foret", *words)
    assert done.exit_code == 0, done.stderr
    assert "Érable" in done.stderr
    assert "La forêt" in done.stderr
    other = run("attribuer", MODULE, "--cercle", "la forêt", *words)
    assert (other.exit_code, "Aucun cercle" in other.stderr) == (1, True)


def test_a_cohort_that_is_held_is_told_as_a_cohort_that_the_command_did_not_change(
    fresh: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_in(fresh, found())
    monkeypatch.setattr("parcours_u.store.engine.PATIENCE_MS", 50)
    with closing(sqlite3.connect(fresh.folder.cohort / "carnet.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        held = run("retirer", "Awa Sy", "--dossier", fresh.folder.path)
    assert held.exit_code == 1
    assert "La cohorte est occupée par un autre programme" in held.stderr
    assert "carnet" not in held.stderr
    assert "retenté" not in held.stderr
    assert run("retirer", "Awa Sy", "--dossier", fresh.folder.path).exit_code == 0


def test_who_is_no_longer_on_the_list_is_named_and_stays(fresh: Bench, tmp_path: Path) -> None:
    folder = fresh.folder.path
    before = as_json(run("creer", a_list(tmp_path), "--dossier", folder, "--json"))["personnes"]
    again = run("creer", a_list(tmp_path, LIST.replace("Sy;Awa", "Nguyên;Anh")), "--dossier", folder, "--json")
    after = as_json(again)
    assert after["absentes"] == ["Awa Sy"]
    assert "restent dans la cohorte\u00a0: Awa Sy." in again.stderr
    codes = {one["nom"]: one["code"] for one in after["personnes"]}
    assert {one["nom"]: one["code"] for one in before}.items() <= codes.items()


def test_who_had_a_code_already_keeps_it_in_the_cohort(fresh: Bench) -> None:
    (eve,) = import_people(fresh, read_people("nom;prénom\nDURAND;Eve\n".encode(), SHORT).people).people
    joined = bring_in(fresh, found())
    assert joined.people[0].code == eve.code
    assert len(participants(fresh)) == 3


def test_a_list_with_one_problem_makes_nothing_not_even_the_folder(tmp_path: Path) -> None:
    result = run("creer", a_list(tmp_path, LIST + "Roy;Max;;astronaute;;;;;\n"), "--dossier", tmp_path / "neuf")
    assert (result.exit_code, result.stdout) == (1, "")
    first, last = result.stderr.splitlines()
    assert first.startswith("Ligne 5, colonne «\u00a0profil\u00a0»")
    assert last.startswith("La liste n’a pas été importée")
    assert not (tmp_path / "neuf").exists()


def test_a_folder_that_is_not_ours_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "vacances").mkdir()
    (tmp_path / "vacances/mer.txt").write_text("bleue")
    before = tree(tmp_path / "vacances")
    for words in (("creer", a_list(tmp_path)), ("lister",), ("retirer", "Ève Durand")):
        result = run(*words, "--dossier", tmp_path / "vacances")
        assert result.exit_code == 1
        assert "rien n’a été" in result.stderr
    assert tree(tmp_path / "vacances") == before


def test_a_cohort_s_database_that_is_not_ours_is_left_as_it_is(fresh: Bench, tmp_path: Path) -> None:
    (fresh.folder.cohort).mkdir()
    with closing(sqlite3.connect(fresh.folder.cohort / "carnet.sqlite3")) as other:
        other.execute("CREATE TABLE recettes (nom)")
    result = run("creer", a_list(tmp_path), "--dossier", fresh.folder.path)
    assert result.exit_code == 1
    assert "n’est pas un carnet de ce parcours" in result.stderr
    assert participants(fresh) == []


def test_two_commands_at_once_give_each_person_one_code(fresh: Bench, tmp_path: Path) -> None:
    words = ["cohorte", "creer", str(a_list(tmp_path)), "--dossier", str(fresh.folder.path), "--json"]
    both = [
        subprocess.Popen(
            [sys.executable, "-m", "parcours_u.cli", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    results = []
    for process in both:
        printed, told = process.communicate(timeout=240)
        assert process.returncode == 0, told
        results.append(json.loads(printed))
    assert sorted(result["ajoutees"] for result in results) == [0, 3]
    assert results[0]["personnes"] == results[1]["personnes"]
    assert len(participants(fresh)) == 3
