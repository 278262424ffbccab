"""« cohorte cercles », « pas-avec », « binomes » and « noyaux », as they are typed, on a real cohort's database."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from circles_samples import PROFILES
from typer.testing import CliRunner

from parcours_u.cli import app
from parcours_u.cohort.circles.asking import Asked, ask
from parcours_u.domain.people import GroupKind, Person, Role
from parcours_u.grading.cohort import cohort_database, existing_cohort
from parcours_u.grading.folder import open_folder
from parcours_u.store.errors import StoreError
from parcours_u.store.groups import Groups
from parcours_u.store.people import People
from saying_yes import yes_in

Ids = list[str]
Made = Callable[..., Ids]


def run(folder: Path, *words: object) -> Any:
    return CliRunner().invoke(app, ["cohorte", *map(str, words), "--dossier", str(folder)])


def as_json(result: Any) -> dict[str, Any]:
    assert result.exit_code == 0, result.stderr
    assert result.stdout.count("\n") == 1
    return dict(json.loads(result.stdout))


def circles(folder: Path, *words: object) -> dict[str, Any]:
    return as_json(run(folder, "cercles", *words, "--json"))


def members(found: dict[str, Any]) -> dict[str, set[str]]:
    return {circle["nom"]: set(circle["membres"]) for circle in found["cercles"]}


def companions(found: dict[str, Any], one: str) -> set[str]:
    return next(inside for inside in members(found).values() if one in inside) - {one}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return open_folder(tmp_path / "groupe").path


@pytest.fixture
def made(folder: Path) -> Made:
    def make(number: int, superiors: dict[int, int] | None = None) -> Ids:
        ids: Ids = []
        with cohort_database(open_folder(folder)) as database:
            for at in range(number):
                above = (superiors or {}).get(at, -1)
                someone = Person(
                    id="",
                    last_name=f"Nom{at}",
                    first_name="Prénom",
                    profile=PROFILES[at % 6],
                    organisation=f"O{at % 5}",
                    territory=f"T{at % 3}",
                    superior=ids[above] if above >= 0 else "",
                )
                ids.append(People(database).add(someone).id)
            People(database).add(Person("", "Formation", "Prénom", role=Role.TRAINER))
        return ids

    return make


def test_circles_are_proposed_then_kept_and_the_command_says_which(folder: Path, made: Made) -> None:
    ids = made(13, {1: 0, 2: 1})
    proposed = run(folder, "cercles", "--json")
    found = as_json(proposed)
    assert set(found) == {"cercles", "score", "borne", "optimal"}
    assert sorted(member for inside in members(found).values() for member in inside) == sorted(ids)
    assert not {ids[1], ids[2]} & companions(found, ids[0])
    assert (found["optimal"], found["score"]) == (True, found["borne"])
    assert "rien n’est gardé" in proposed.stderr
    with existing_cohort(folder) as database:
        assert Groups(database).current(GroupKind.CIRCLE) == []

    kept = run(folder, "cercles", "--retenir", "--json")
    assert "Les cercles sont gardés" in kept.stderr
    assert as_json(kept)["cercles"] == found["cercles"]
    shown = circles(folder)
    assert members(shown) == members(found)
    assert shown["score"] == found["score"]


def test_each_placement_is_told_in_one_sentence(folder: Path, made: Made) -> None:
    made(9)
    told = run(folder, "cercles")
    sentences = [line for line in told.stdout.splitlines() if line.startswith("  ")]
    assert len(sentences) == 9
    assert all(" rejoint " in line and "nouvelle" in line and line.endswith(".") for line in sentences)
    assert told.stdout.startswith("Tilleul (")


def test_circles_formed_anew_are_new_encounters_under_new_names(folder: Path, made: Made) -> None:
    made(16)
    first = circles(folder, "--retenir")
    again = circles(folder, "--reformer", "--retenir", *yes_in(run(folder, "cercles", "--reformer").stderr))
    assert not set(members(first)) & set(members(again))
    for person in {member for inside in members(first).values() for member in inside}:
        assert not companions(first, person) & companions(again, person)
    with existing_cohort(folder) as database:
        assert len(Groups(database).met()) == 2 * 4 * 6
        assert len(Groups(database).met(today=False)) == 4 * 6


def test_after_a_departure_and_an_arrival_nobody_moves_for_nothing(folder: Path, made: Made) -> None:
    ids = made(8)
    before = members(circles(folder, "--retenir"))
    with existing_cohort(folder) as database:
        People(database).leave(ids[0])
        arrived = People(database).add(Person("", "Arrivée", "Prénom")).id
    assert "Sans cercle" in run(folder, "cercles").stderr
    repaired = run(folder, "cercles", "--reparer", "--retenir", "--json")
    assert "Personne de déjà placé ne change de cercle" in repaired.stderr
    after = members(as_json(repaired))
    assert {name: inside - {arrived} for name, inside in after.items()} == {
        name: inside - {ids[0]} for name, inside in before.items()
    }
    assert members(circles(folder)) == after


def test_moving_somebody_tells_what_it_costs_and_keeps_the_sizes(folder: Path, made: Made) -> None:
    ids = made(8)
    before = circles(folder, "--retenir")
    other = next(name for name, inside in members(before).items() if ids[0] not in inside)
    moved = run(folder, "cercles", "--deplacer", "Prénom Nom0", "--vers", other.upper(), "--json")
    assert f"Placer Prénom Nom0 dans le cercle {other}, en échange avec " in moved.stderr
    assert "score" in moved.stderr or "point" in moved.stderr
    found = as_json(moved)
    assert ids[0] in members(found)[other]
    assert {len(inside) for inside in members(found).values()} == {4}
    assert members(circles(folder)) == members(before)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--deplacer", "Prénom Nom1", "--vers", "Baobab"), "Aucun cercle ne s’appelle"),
        (("--deplacer", "Personne", "--vers", "Tilleul"), "Personne ne répond"),
    ],
)
def test_a_move_that_means_nothing_is_refused(folder: Path, made: Made, words: tuple[str, ...], said: str) -> None:
    made(8)
    circles(folder, "--retenir")
    refused = run(folder, "cercles", *words)
    assert refused.exit_code == 1
    assert said in refused.stderr


def test_a_private_wish_is_kept_followed_and_never_told(folder: Path, made: Made) -> None:
    ids = made(8)
    noted = run(folder, "pas-avec", "Prénom Nom0", "Prénom Nom5", "Prénom Nom6", "Prénom Nom7")
    assert noted.exit_code == 0
    assert "Nom" not in noted.stdout + noted.stderr
    told = run(folder, "cercles", "--json")
    assert not {ids[5], ids[6], ids[7]} & companions(as_json(told), ids[0])
    assert "souhait" not in told.stdout + told.stderr
    run(folder, "pas-avec", "Prénom Nom0", *(f"Prénom Nom{at}" for at in range(2, 8)))
    refused = run(folder, "cercles")
    assert refused.exit_code == 1
    assert "souhaits privés" in refused.stderr
    assert "Nom" not in refused.stdout + refused.stderr
    assert "levé" in run(folder, "pas-avec", "Prénom Nom0").stderr
    assert run(folder, "cercles").exit_code == 0


def test_pairs_are_together_or_apart_as_asked_and_the_wish_is_remembered(folder: Path, made: Made) -> None:
    ids = made(12)
    assert run(folder, "binomes", "Prénom Nom0", "Prénom Nom6").exit_code == 0
    assert ids[6] in companions(circles(folder, "--binomes", "ensemble"), ids[0])
    apart = circles(folder, "--binomes", "Séparés", "--retenir")
    assert ids[6] not in companions(apart, ids[0])
    assert ids[6] not in companions(circles(folder, "--reformer"), ids[0])


def test_contradictory_wishes_name_the_rules(folder: Path, made: Made) -> None:
    made(8, {1: 0})
    run(folder, "binomes", "Prénom Nom0", "Prénom Nom1")
    refused = run(folder, "cercles", "--binomes", "ensemble")
    assert refused.exit_code == 1
    assert "le lien hiérarchique entre Prénom Nom0 et Prénom Nom1" in refused.stderr
    assert "le binôme ensemble de" in refused.stderr


def test_pairs_and_core_groups_are_formed_shown_and_ended(folder: Path, made: Made) -> None:
    made(4)
    assert "Il n’y a pas encore de binôme." in run(folder, "binomes").stderr
    run(folder, "binomes", "Prénom Nom0", "Prénom Nom1")
    run(folder, "noyaux", "La cantine", "Prénom Nom0", "Prénom Nom2")
    changed = run(folder, "noyaux", "la cantine", "Prénom Nom0", "Prénom Nom3")
    assert changed.stdout == "La cantine\u00a0: Prénom Nom0, Prénom Nom3\n"
    assert "est changé" in changed.stderr
    assert len(as_json(run(folder, "binomes", "--json"))["groupes"]) == 1
    assert run(folder, "noyaux", "--finir", "La Cantine").stdout == ""
    assert run(folder, "noyaux", "--finir", "La Cantine").exit_code == 1
    assert run(folder, "binomes", "Prénom Nom0", "Prénom Nom0").exit_code == 1


@pytest.mark.parametrize(
    "words",
    [
        ("--tailles", "1-4"),
        ("--tailles", "beaucoup"),
        ("--binomes", "oui"),
        ("--vers", "Tilleul"),
        ("--reformer", "--reparer"),
    ],
)
def test_a_mistyped_command_ends_with_code_2(folder: Path, words: tuple[str, ...]) -> None:
    assert run(folder, "cercles", *words).exit_code == 2


def test_without_anybody_the_command_says_what_to_do(folder: Path, made: Made) -> None:
    made(0)
    assert "cohorte creer" in run(folder, "cercles").stderr
    assert "pas encore de cercle" in run(folder, "cercles", "--reparer").stderr


def test_two_commands_at_once_keep_one_set_of_circles_and_the_other_is_told(folder: Path, made: Made) -> None:
    made(20)

    def form(seed: int) -> str:
        try:
            with existing_cohort(folder) as database:
                ask(database, Asked(seed=seed), keep=True)
        except StoreError as error:
            return str(error)
        return ""

    with ThreadPoolExecutor(4) as threads:
        told = list(threads.map(form, range(4)))
    assert "" in told
    assert all("ont changé entre-temps" in refused for refused in told if refused)
    with existing_cohort(folder) as database:
        current = Groups(database).current(GroupKind.CIRCLE)
    assert sum(len(circle.members) for circle in current) == 20
