"""« cohorte role » as it is typed, and « cohorte lister » that shows it, on a real cohort's database."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from parcours_u.cli import app
from parcours_u.cohort.role_words import newcomer, role_in
from parcours_u.domain.people import Group, GroupKind, Person, Role
from parcours_u.grading.cohort import cohort_database
from parcours_u.grading.folder import open_folder
from parcours_u.store.groups import Groups
from parcours_u.store.people import People
from saying_yes import yes_in


def run(folder: Path, *words: object) -> Any:
    return CliRunner().invoke(app, ["cohorte", *map(str, words), "--dossier", str(folder)])


def rows(folder: Path) -> dict[str, dict[str, Any]]:
    done = run(folder, "lister", "--json")
    assert done.exit_code == 0, done.stderr
    return {f"{one['prenom']} {one['nom']}": one for one in json.loads(done.stdout)["personnes"]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = open_folder(tmp_path / "groupe")
    with cohort_database(found) as database:
        people = People(database)
        people.add(Person("", "Chef", "Awa", role=Role.TRAINER))
        ids = [people.add(Person("", "Nom", name, code=f"CODE-{name}")).id for name in ("Bo", "Cy", "Di", "Ed")]
        groups = Groups(database)
        circles = [Group("", GroupKind.CIRCLE, name, tuple(ids[at::2])) for at, name in enumerate(("Tilleul", "Orme"))]
        groups.replace(GroupKind.CIRCLE, [], circles)
        groups.replace(GroupKind.CORE_GROUP, [], [Group("", GroupKind.CORE_GROUP, "La cantine", tuple(ids[:2]))])
    return found.path


def test_roles_are_given_added_and_listed_with_what_they_are_in_charge_of(folder: Path) -> None:
    for words in (
        ("Max Roy", "--ajouter", "--role", "formateur", "--cercle", "Tilleul", "--cercle", "orme"),
        ("Ana Sy", "--ajouter", "--role", "accompagnante", "--noyau", "la cantine"),
        ("Ed Nom", "--role", "hôtesse", "--territoire", "la vallée"),
    ):
        done = run(folder, "role", *words)
        assert done.exit_code == 0, done.stderr
        assert "a maintenant ce rôle" in done.stderr
    found = rows(folder)
    assert [one["nom"] for one in found["Max Roy"]["charge"]] == ["Orme", "Tilleul"]
    assert [found[name]["toute_la_cohorte"] for name in ("Max Roy", "Awa Chef")] == [False, True]
    assert [one["nom"] for one in found["Ana Sy"]["charge"]] == ["La cantine"]
    assert (found["Ed Nom"]["role"], found["Ed Nom"]["territoire"]) == ("hote", "la vallée")
    told = run(folder, "lister").stdout
    assert "formation\u00a0: Orme, Tilleul" in told
    assert "formation\u00a0: toute la cohorte" in told
    assert "accueil d’un territoire\u00a0: la vallée" in told


def test_a_role_has_one_word_in_every_result(folder: Path) -> None:
    done = run(folder, "role", "Max Roy", "--ajouter", "--role", "formateur", "--json")
    assert json.loads(done.stdout)["role"] == rows(folder)["Max Roy"]["role"] == "formation"
    assert done.stderr == "Max Roy a maintenant ce rôle\u00a0: formation (toute la cohorte).\n"


@pytest.mark.parametrize(
    ("written", "names"),
    [("MARTIN Jean", ("MARTIN", "Jean")), ("Jean de La Tour", ("de La Tour", "Jean")), ("Zoé", ("", "Zoé"))],
)
def test_who_is_added_is_named_as_a_list_would(written: str, names: tuple[str, str]) -> None:
    one = newcomer(written)
    assert (one.last_name, one.first_name) == names


def test_a_territory_that_nobody_is_from_is_told_with_those_that_there_are(folder: Path) -> None:
    words = ("role", "Awa Sy", "--ajouter", "--role", "hote", "--territoire", "Inexistant")
    assert "encore de ce territoire\u00a0: aucun n’est encore dit." in run(folder, *words).stderr
    with cohort_database(open_folder(folder)) as database:
        for territory in ("La vallée", "La plaine"):
            People(database).add(Person("", "Nom", territory, territory=territory))
    again = ("role", "Awa Sy", "--role", "hote", "--territoire")
    assert "ceux de la cohorte sont La plaine, La vallée." in run(folder, *again, "Inexistant").stderr
    assert "encore de ce territoire" not in run(folder, *again, "la vallee").stderr


def test_circles_formed_anew_say_who_no_longer_has_any(folder: Path) -> None:
    run(folder, "role", "Max Roy", "--ajouter", "--role", "formatrice", "--cercle", "Tilleul")
    proposed = run(folder, "cercles", "--reformer", "--tailles", "2")
    done = run(folder, "cercles", "--reformer", "--retenir", "--tailles", "2", *yes_in(proposed.stderr))
    assert "Max Roy n’a plus de cercle en charge" in done.stderr
    assert rows(folder)["Max Roy"]["charge"] == [
        {"id": rows(folder)["Max Roy"]["charge"][0]["id"], "nom": "Tilleul", "finie": True}
    ]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("Bo Nom", "--role", "formateur", "--cercle", "Baobab"), "Aucun cercle ne s’appelle"),
        (("Bo Nom", "--role", "hote"), "Quel territoire"),
        (("Bo Nom", "--role", "hote", "--cercle", "Orme"), "Un cercle se confie"),
        (("Bo Nom", "--role", "formateur", "--noyau", "La cantine"), "Un noyau se confie"),
        (("Awa Chef", "--role", "hote", "--territoire", "Nord"), "dernière personne"),
        (("Zoé", "--role", "hote", "--territoire", "Nord"), "Personne ne répond"),
        (("Zoé", "--ajouter", "--role", "participante"), "code de dépôt"),
        (("zoe@x.fr", "--ajouter", "--role", "formatrice"), "est une adresse, pas un nom"),
        (("\u200b", "--ajouter", "--role", "formateur"), "Un nom compte de 1 à 200\u00a0signes lisibles"),
        (("\u200d \u202e", "--ajouter", "--role", "formateur"), "Un nom compte de 1 à 200\u00a0signes lisibles"),
        (("Zo\udce9", "--ajouter", "--role", "formatrice"), "Un nom compte de 1 à 200\u00a0signes lisibles"),
        (("Bo Nom", "--role", "hote", "--territoire", "\u200b"), "Quel territoire"),
    ],
)
def test_what_makes_no_sense_is_one_sentence_and_changes_nothing(
    folder: Path, words: tuple[str, ...], why: str
) -> None:
    before = rows(folder)
    refused = run(folder, "role", *words)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert why in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert rows(folder) == before


def test_somebody_is_added_with_the_name_that_is_seen(folder: Path) -> None:
    hosting = ("--ajouter", "--role", "hote", "--territoire", "la\u200b  vallée")
    done = run(folder, "role", "Zo\u202e\u200be\u0301\nX", *hosting)
    assert done.exit_code == 0, done.stderr
    assert rows(folder)["Zoé X"]["territoire"] == "la vallée"
    again = run(folder, "role", "Zoé\u200b X", "--ajouter", "--role", "formateur")
    assert (again.exit_code, "déjà dans la cohorte" in again.stderr) == (1, True)


def test_a_word_that_is_no_role_is_a_question_of_typing(folder: Path) -> None:
    assert run(folder, "role", "Bo Nom", "--role", "roi").exit_code == 2
    assert role_in("Hôtesse") is Role.HOST
    assert role_in("visiteur") is None


def test_the_last_one_in_charge_does_not_leave(folder: Path) -> None:
    refused = run(folder, "retirer", "Awa Chef")
    assert (refused.exit_code, "dernière personne" in refused.stderr) == (1, True)
    run(folder, "role", "Max Roy", "--ajouter", "--role", "formateur")
    assert run(folder, "retirer", "Awa Chef").exit_code == 0


def test_only_participants_make_a_pair_or_a_core_group(folder: Path) -> None:
    for words in (("binomes", "Bo Nom", "Awa Chef"), ("noyaux", "La cantine", "Bo Nom", "Awa Chef")):
        refused = run(folder, *words)
        assert (refused.exit_code, "autre titre" in refused.stderr) == (1, True)
