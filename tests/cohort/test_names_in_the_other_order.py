"""A list that exchanges last and first names: nobody is there twice without a word, and nobody becomes somebody else."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from parcours_u.cli import app
from parcours_u.cohort.people_list.reading import read_people
from parcours_u.domain.joined import Joined, joined_sentences
from parcours_u.store.database import Database
from parcours_u.store.joining import Joining
from parcours_u.store.people import People

FIRST = "nom;prénom;profil\nAlpha;Ana;agent\nBeta;Bob;agent\n"
TURNED = "prénom;nom;profil\nAlpha;Ana;agent\nBeta;Bob;agent\n"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "carnet.sqlite3")
    yield opened
    opened.close()


def join(database: Database, text: str) -> Joined:
    found = read_people(text.encode())
    with database.writing() as connection:
        joining = Joining(connection, found)
        codes = joining.codes
        return joining.write({row.row: codes.get(row.row, f"C{row.row}") for row in found.people})


def test_a_list_whose_titles_are_exchanged_is_recognised_as_a_whole_and_said(database: Database) -> None:
    before = join(database, FIRST)
    after = join(database, TURNED)
    assert (after.added, after.absent, after.renamed) == (0, (), ())
    assert [(one.id, one.code) for one in after.people] == [(one.id, one.code) for one in before.people]
    (told,) = joined_sentences(after)
    assert "Ana Alpha s’appelle maintenant Alpha Ana, Bob Beta s’appelle maintenant Beta Bob" in told
    assert "échangez les titres de ces deux colonnes" in told
    back = join(database, FIRST)
    assert back.people == before.people
    assert len(People(database).present()) == 2


def test_newcomers_of_such_a_list_are_added(database: Database) -> None:
    before = join(database, FIRST)
    after = join(database, f"{TURNED}Petit;Luc;agent\n")
    assert (after.added, after.people[0].id, after.people[2].name) == (1, before.people[0].id, "Petit Luc")


@pytest.mark.parametrize(
    "rows",
    [
        "Ana;Alpha;agent\n",  # one alone may be somebody else
        "Alpha;Ana;agent\nBob;Beta;agent\n",  # somebody is in the order that is known
        "Alpha;Ana;agent\nAna;Alpha;agent\nBob;Beta;agent\n",
    ],
)
def test_where_it_may_be_somebody_else_they_are_added_and_the_trainer_is_told(database: Database, rows: str) -> None:
    before = join(database, FIRST)
    after = join(database, f"nom;prénom;profil\n{rows}")
    assert after.added >= 1
    assert not after.turned
    kept = {one.id: one for one in People(database).present()}
    assert [kept[one.id] for one in before.people] == list(before.people)
    turned = "Alpha Ana (déjà là\u00a0: Ana Alpha)" if rows.count("\n") == 1 else "Beta Bob (déjà là\u00a0: Bob Beta)"
    (told,) = [one for one in joined_sentences(after) if "dans l’autre ordre" in one]
    assert told.startswith(
        f"Ajoutées, alors que quelqu’un porte ce nom et ce prénom dans l’autre ordre\u00a0: {turned}. "
    )
    assert "notez le départ de celle qui vient d’être ajoutée" in told


def test_addresses_that_differ_are_two_people_and_one_that_is_known_is_the_same(database: Database) -> None:
    titles = "nom;prénom;profil;courriel\n"
    before = join(database, f"{titles}Alpha;Ana;agent;a@x.fr\nBeta;Bob;agent;b@x.fr\n")
    same = join(database, f"{titles}Ana;Alpha;agent;a@x.fr\n")
    assert (same.people[0].id, same.renamed, len(same.turned)) == (before.people[0].id, (), 1)
    join(database, f"{titles}Alpha;Ana;agent;a@x.fr\n")
    others = join(database, f"{titles}Ana;Alpha;agent;autre@x.fr\nBob;Beta;agent;bob@x.fr\n")
    assert (others.added, len(others.mirrored)) == (2, 2)


def test_a_name_that_is_the_same_in_both_orders_tells_nothing(database: Database) -> None:
    join(database, f"{FIRST}Martin;Martin;agent\n")
    again = join(database, f"{TURNED}Martin;Martin;agent\n")
    assert (again.added, len(again.turned), again.mirrored) == (0, 2, ())


def creating(tmp_path: Path) -> Callable[[str], tuple[dict[str, object], str]]:
    """Return what makes a cohort of a list by the command, and gives what it answers and says."""

    def create(text: str) -> tuple[dict[str, object], str]:
        (tmp_path / "liste.csv").write_text(text, encoding="utf-8")
        words = ["cohorte", "creer", str(tmp_path / "liste.csv"), "--dossier", str(tmp_path / "groupe"), "--json"]
        done = CliRunner().invoke(app, words)
        assert done.exit_code == 0, done.stderr
        return json.loads(done.stdout), done.stderr

    return create


@pytest.mark.nbgrader
def test_those_who_are_added_have_a_code_of_their_own(tmp_path: Path) -> None:
    create = creating(tmp_path)
    create(f"{FIRST}Petit;Luc;agent\n")
    several, _ = create("nom;prénom;profil\nPetit;Luc;agent\nAna;Alpha;agent\nBob;Beta;agent\n")
    assert several["ajoutees"] == 2
    people = several["personnes"]
    assert isinstance(people, list)
    assert len({one["code"] for one in people}) == len(people) == 5


@pytest.mark.nbgrader
def test_the_command_says_so_also_in_json(tmp_path: Path) -> None:
    create = creating(tmp_path)
    create(FIRST)
    alone, said = create("nom;prénom;profil\nAna;Alpha;agent\n")
    assert alone["peut_etre_deja_la"] == [{"ajoutee": "Alpha Ana", "deja_la": "Ana Alpha"}]
    assert "dans l’autre ordre" in said
    told, said = create("nom;prénom;profil\nBob;Beta;agent\nAlpha;Ana;agent\n")
    assert (told["ajoutees"], told["noms_dans_l_autre_ordre"]) == (1, [])


@pytest.mark.nbgrader
def test_the_command_recognises_a_list_whose_titles_are_exchanged(tmp_path: Path) -> None:
    create = creating(tmp_path)
    create(FIRST)
    told, said = create(TURNED)
    assert (told["ajoutees"], told["peut_etre_deja_la"]) == (0, [])
    assert told["noms_dans_l_autre_ordre"] == [
        {"avant": "Ana Alpha", "maintenant": "Alpha Ana"},
        {"avant": "Bob Beta", "maintenant": "Beta Bob"},
    ]
    assert "échangez les titres" in said
