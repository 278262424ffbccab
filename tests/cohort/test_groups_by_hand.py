"""« cohorte binomes », « noyaux », « pas-avec » and « role », as they are typed: the group and the person that are meant, or none."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from parcours_u.cli import app
from parcours_u.domain.people import Group, GroupKind, Person, Role
from parcours_u.grading.cohort import cohort_database, existing_cohort
from parcours_u.grading.folder import open_folder
from parcours_u.store.groups import Groups
from parcours_u.store.people import People
from parcours_u.store.wishes import Wishes

NAMES = (("Ana", "Roy"), ("Bob", "Sy"), ("Ana", "Petit"), ("Bob", "Durand"), ("Ève", "Noël"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = open_folder(tmp_path / "groupe")
    with cohort_database(found) as database:
        people = People(database)
        people.add(Person("", "Chef", "Awa", role=Role.TRAINER))
        ids = [people.add(Person("", last, first, code=f"{first}{last}".upper())).id for first, last in NAMES]
        Groups(database).replace(
            GroupKind.CIRCLE,
            [],
            [Group("", GroupKind.CIRCLE, "Érable", tuple(ids)), Group("", GroupKind.CIRCLE, "Orme", ())],
        )
    return found.path


def run(folder: Path, *words: object) -> Any:
    return CliRunner().invoke(app, ["cohorte", *map(str, words), "--dossier", str(folder)])


def pairs(folder: Path) -> list[set[str]]:
    with existing_cohort(folder) as database:
        names = {one.id: one.name for one in People(database).present()}
        return [{names[member] for member in one.members} for one in Groups(database).current(GroupKind.PAIR)]


def core_groups(folder: Path) -> list[str]:
    return [one["nom"] for one in json.loads(run(folder, "noyaux", "--json").stdout)["groupes"]]


def test_of_two_groups_of_one_name_none_is_ended_until_it_is_told_which(folder: Path) -> None:
    run(folder, "binomes", "Ana Roy", "Bob Sy")
    run(folder, "binomes", "Ana Petit", "Bob Durand")
    refused = run(folder, "binomes", "--finir", "ana et bob")
    assert (refused.exit_code, len(pairs(folder))) == (1, 2)
    assert "(Ana Roy, Bob Sy)" in refused.stderr
    wanted = refused.stderr.split(" (Ana Roy, Bob Sy)")[0].split()[-1]
    done = run(folder, "binomes", "--finir", wanted)
    assert done.exit_code == 0
    assert "ce qui y était partagé, échangé et convenu est effacé" in done.stderr
    assert pairs(folder) == [{"Ana Petit", "Bob Durand"}]


def test_a_group_is_ended_whatever_the_accents_and_never_without_its_name(folder: Path) -> None:
    run(folder, "noyaux", "La forêt", "Ana Roy", "Bob Sy")
    assert run(folder, "noyaux", "--finir", "").exit_code == 2
    assert core_groups(folder) == ["La forêt"]
    near = run(folder, "noyaux", "--finir", "La fort")
    assert (near.exit_code, "voulez-vous dire La forêt" in near.stderr) == (1, True)
    assert run(folder, "noyaux", "--finir", "LA FORET").exit_code == 0
    assert core_groups(folder) == []


@pytest.mark.parametrize("name", ["", "   ", "n" * 201])
def test_a_core_group_has_a_name_that_the_cohort_can_keep(folder: Path, name: str) -> None:
    done = run(folder, "noyaux", name, "Ana Roy", "Bob Sy")
    assert (done.exit_code, "Le nom d’un noyau" in done.stderr) == (1, True)
    assert core_groups(folder) == []


def test_a_list_of_wishes_that_is_replaced_is_said_and_nobody_avoids_themselves(folder: Path) -> None:
    assert "remplacée" not in run(folder, "pas-avec", "Ana Roy", "Bob Sy").stderr
    again = run(folder, "pas-avec", "Ana Roy", "Bob Durand")
    assert "La liste d’avant (1\u00a0personne) est remplacée" in again.stderr
    own = run(folder, "pas-avec", "Ana Roy", "Ana Roy", "Ève Noël")
    assert (own.exit_code, "avec elle-même" in own.stderr) == (1, True)
    with existing_cohort(folder) as database:
        people = People(database)
        assert Wishes(database).all() == {people.find("ANAROY").id: [people.find("BOBDURAND").id]}
    assert "levé" in run(folder, "pas-avec", "Ana Roy").stderr
    assert "pas de souhait" in run(folder, "pas-avec", "Ana Roy").stderr


def test_who_is_there_already_is_not_added_again(folder: Path) -> None:
    for name in ("Awa Chef", "awa  CHEF", "Ève Noël"):
        done = run(folder, "role", name, "--ajouter", "--role", "formateur")
        assert (done.exit_code, "déjà dans la cohorte" in done.stderr) == (1, True)
    with existing_cohort(folder) as database:
        assert len(People(database).present()) == len(NAMES) + 1


def test_namesakes_are_told_apart_by_what_the_command_accepts(folder: Path) -> None:
    with existing_cohort(folder) as database:
        other = People(database).add(Person("", "Chef", "Awa", role=Role.HOST, territory="Nord")).id
    refused = run(folder, "role", "Awa Chef", "--role", "hote")
    assert f"{other} pour Awa Chef (accueil d’un territoire)" in refused.stderr
    assert run(folder, "role", other, "--role", "hote", "--territoire", "Sud").exit_code == 0


def test_a_core_group_bears_the_name_that_is_seen(folder: Path) -> None:
    refused = run(folder, "noyaux", "\u200b", "Ana Roy", "Bob Sy")
    assert (refused.exit_code, "signes lisibles" in refused.stderr) == (1, True)
    for name in ("La\u202e can\u200btine", "باغ\u200cها"):
        assert run(folder, "noyaux", name, "Ana Roy", "Bob Sy").exit_code == 0
    assert core_groups(folder) == ["La cantine", "باغ\u200cها"]


def test_the_nearest_names_are_told(folder: Path) -> None:
    assert "voulez-vous dire Bob Durand\u202f?" in run(folder, "retirer", "Bob Durant").stderr
    assert "voulez-vous dire Ève Noël\u202f?" in run(folder, "retirer", "noel").stderr
    assert "cohorte lister" in run(folder, "retirer", "Zzz").stderr
    refused = run(folder, "role", "Bob Sy", "--role", "formateur", "--cercle", "Erables")
    assert "voulez-vous dire Érable\u202f?" in refused.stderr


def test_only_leaving_a_circle_advises_to_repair_the_circles(folder: Path) -> None:
    with existing_cohort(folder) as database:
        People(database).add(Person("", "Guy", "Max", code="MAX"))
    run(folder, "noyaux", "La forêt", "Ana Roy", "Max Guy")
    left = run(folder, "role", "Max Guy", "--role", "hote", "--territoire", "Nord")
    assert ("La forêt" in left.stderr, "--reparer" in left.stderr) == (True, False)
    assert "--reparer" in run(folder, "role", "Ève Noël", "--role", "hote", "--territoire", "Nord").stderr


def test_only_those_who_take_part_are_listed_with_a_profile(folder: Path) -> None:
    lines = run(folder, "lister").stdout.splitlines()
    chief = next(line for line in lines if "Chef" in line)
    assert ("formation" in chief, "personnel territorial" in chief) == (True, False)
    assert all("personnel territorial" in line for line in lines[1:] if "Chef" not in line)
