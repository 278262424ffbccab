"""Two people of one name: what a trainer reads tells them apart, in every list of a command; their peers read names alone."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from parcours_u.cli import app
from parcours_u.domain.people import Group, GroupKind, Person, Profile, Role
from parcours_u.grading.cohort import cohort_database
from parcours_u.grading.folder import open_folder
from parcours_u.store.database import Database
from parcours_u.store.groups import Groups
from parcours_u.store.people import People
from parcours_u.store.shared_space import SqlSharedSpace

X, Y = "Claire Martin (Mairie de X)", "Claire Martin (Mairie de Y)"
ADDRESS = "claire@exemple.invalid"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with cohort_database(open_folder(tmp_path / "groupe")) as found:
        people = People(found)
        people.add(Person("", "Chef", "Awa", role=Role.TRAINER))
        people.add(Person("", "Martin", "Claire", organisation="Mairie de X", email=ADDRESS, code="C1"))
        people.add(Person("", "Martin", "Claire", organisation="Mairie de Y", code="C2"))
        for rank, profile in enumerate((Profile.ELECTED, Profile.CITIZEN)):
            people.add(Person("", "Roy", f"P{rank}", profile=profile, code=f"P{rank}"))
        yield found


def run(tmp_path: Path, *words: str) -> Any:
    return CliRunner().invoke(app, ["cohorte", *words, "--dossier", str(tmp_path / "groupe")])


@pytest.mark.parametrize(
    "words",
    [
        ("cercles",),
        ("inviter", "--adresse-publique", "https://parcours.exemple.fr/"),
        ("binomes", "C1", "C2"),
        ("noyaux", "La cantine", "C1", "C2"),
        ("suivre",),
    ],
)
def test_every_list_of_a_command_tells_them_apart(database: Database, tmp_path: Path, words: tuple[str, ...]) -> None:
    told = run(tmp_path, *words)
    assert told.exit_code == 0, told.stderr
    assert {name for name in (X, Y) if name in told.stdout} == {X, Y}


def test_the_cards_tell_apart_those_to_whom_they_are_handed(database: Database, tmp_path: Path) -> None:
    cards = tmp_path / "cartes.html"
    run(tmp_path, "inviter", "--cartes", str(cards), "--adresse-publique", "https://parcours.exemple.fr/")
    page = cards.read_text(encoding="utf-8")
    for name in (X, Y):
        assert page.count(f'<h2 dir="auto">{name}</h2>') == page.count(f"<summary>{name}</summary>") == 1
    assert page.count("Bonjour Claire,") == 2


def test_a_name_that_two_people_bear_is_refused_with_how_each_is_named(database: Database, tmp_path: Path) -> None:
    refused = run(tmp_path, "retirer", "Claire Martin")
    assert f"C1 pour {X} ou C2 pour {Y}." in refused.stderr
    done = run(tmp_path, "retirer", Y)
    assert (done.exit_code, f"Départ noté\u00a0: {Y}" in done.stderr) == (0, True)
    assert "Départ noté\u00a0: Claire Martin n’est plus" in run(tmp_path, "retirer", "claire martin").stderr


def test_json_keeps_names_as_they_are_beside_their_ids(database: Database, tmp_path: Path) -> None:
    found = json.loads(run(tmp_path, "inviter", "--adresse-publique", "https://a.exemple.fr/", "--json").stdout)
    ids = {one.id: one.name for one in People(database).present()}
    assert all(ids[one["id"]] == one["nom"] for one in found["invitations"])
    assert [one["nom"] for one in found["invitations"]].count("Claire Martin") == 2


def test_peers_read_names_and_no_address_nor_code(database: Database) -> None:
    members = tuple(one.id for one in People(database).present() if one.role is Role.PARTICIPANT)
    Groups(database).replace(GroupKind.CIRCLE, [], [Group("", GroupKind.CIRCLE, "Tilleul", members)])
    for room in SqlSharedSpace(database, members[0]).look().rooms:
        assert [name for _, name in room.people].count("Claire Martin") == 2
        assert not any(sign in name for _, name in room.people for sign in ("(", ADDRESS, "Mairie", "C1"))
