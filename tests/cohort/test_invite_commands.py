"""« cohorte inviter », « visite » and « suivre --page », as they are typed: what can't be done is known before anything is."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from parcours_u.cli import app
from parcours_u.domain.people import Person, Role
from parcours_u.grading import written_page
from parcours_u.grading.cohort import cohort_database, existing_cohort
from parcours_u.grading.folder import open_folder
from parcours_u.server.cohort.inviting import trainer_link
from parcours_u.server.cohort.reach import Reach, is_public_address
from parcours_u.store.access import Access
from parcours_u.store.people import People

PUBLIC = "https://parcours.exemple.invalid/"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = open_folder(tmp_path / "groupe")
    with cohort_database(found) as database:
        People(database).add(Person("", "Durand", "Ève", code="EVE"))
    Reach(PUBLIC, 443).write(found.cohort)
    return found.path


def run(folder: Path, *words: object) -> Any:
    return CliRunner().invoke(app, ["cohorte", *map(str, words), "--dossier", str(folder)])


def opened(folder: Path) -> list[Any]:
    """Return every invitation and visit that there is."""
    with closing(sqlite3.connect(folder / "cohorte/carnet.sqlite3")) as database:
        return [database.execute(f"SELECT * FROM {table}").fetchall() for table in ("invitation", "visit_link")]  # noqa: S608


def invited(folder: Path, *words: str) -> set[str]:
    done = run(folder, "inviter", *words, "--json")
    assert done.exit_code == 0, done.stderr
    return {one["nom"] for one in json.loads(done.stdout)["invitations"]}


def test_the_team_is_invited_with_everybody_but_by_another_link_than_that_of_the_start(folder: Path) -> None:
    with existing_cohort(folder) as database:
        people, access = People(database), Access(database)
        link = trainer_link(people, access, PUBLIC)[0]
        people.add(Person("", "Petit", "Line", role=Role.HOST))
        people.add(Person("", "Abel", "Tom", role=Role.TRAINER))
    assert invited(folder) == {"Ève Durand", "Line Petit"}
    with existing_cohort(folder) as database:
        Access(database).accept(link.rpartition("/")[2], "Un téléphone")
    assert invited(folder) == {"Ève Durand", "Line Petit", "Tom Abel"}


def test_who_is_let_in_otherwise_is_told(folder: Path) -> None:
    with existing_cohort(folder) as database:
        trainer_link(People(database), Access(database), PUBLIC)
    assert "Équipe de formation ne fait pas partie de ces invitations" in run(folder, "inviter").stderr
    assert invited(folder, "Équipe de formation") == {"Équipe de formation"}


def test_a_new_access_is_made_for_somebody_told_by_name(folder: Path) -> None:
    done = run(folder, "inviter", "--renouveler")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "dites pour qui" in done.stderr


@pytest.mark.parametrize(
    ("name", "why"),
    [("absent/c.html", "introuvable"), ("un-dossier.html", "c’est un dossier"), ("precieux.csv", "finit par .html")],
)
@pytest.mark.parametrize("command", [("inviter", "--cartes"), ("suivre", "--page")])
def test_a_page_that_can_t_be_written_is_refused_before_anything_is_done(
    folder: Path, tmp_path: Path, command: tuple[str, str], name: str, why: str
) -> None:
    (tmp_path / "un-dossier.html").mkdir()
    (tmp_path / "precieux.csv").write_text("précieux")
    assert run(folder, "inviter").exit_code == 0
    before = opened(folder)
    done = run(folder, *command, tmp_path / name)
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert why in done.stderr
    assert opened(folder) == before
    assert (tmp_path / "precieux.csv").read_text() == "précieux"


def test_a_disk_that_fills_up_meanwhile_says_what_was_done(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(written_page, "write_private", full)
    done = run(folder, "inviter", "--cartes", tmp_path / "c.html")
    assert done.exit_code == 1
    assert PUBLIC in done.stdout
    assert "le disque est plein" in done.stderr
    assert "les invitations sont faites" in done.stderr


@pytest.mark.parametrize(
    "address",
    [
        "parcours.exemple.fr",
        "pas une adresse",
        "javascript:alert(1)",
        "https://a b.fr/",
        "https://[",
        "https://a.fr/?b",
        "ftp://a.fr/",
    ],
)
@pytest.mark.parametrize("command", [("inviter",), ("visite", "clinique-de-cas")])
def test_an_address_that_no_browser_opens_is_refused(folder: Path, command: tuple[str, ...], address: str) -> None:
    before = opened(folder)
    done = run(folder, *command, "--adresse-publique", address)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "ne convient pas" in done.stderr
    assert opened(folder) == before


@pytest.mark.parametrize(
    "end",
    [
        *(
            "/a/../b/",
            "/..",
            "/%2e%2e/",
            "/.%2E/a",
            "/./",
            "/%2e",
            "/a\\b/",
            "\\a",
            "/?",
            "/#",
            "/a#b",
            "/a b/",
            "/a\tb",
            "/\n",
        ),
        *(":0/", ":", ":70000/", ":٣/", "/é/", "/a;b/", "/a(b)+c/", '/a"b/', "/%zz/", "/a?b=c"),
    ],
)
def test_an_address_that_browsers_would_ask_for_otherwise_is_none(end: str) -> None:
    assert not is_public_address(f"https://parcours.exemple.fr{end}", {"https"})


@pytest.mark.parametrize(
    "host", ["", "a..fr", ".fr", "@a.fr", "moi:mot@a.fr", "a%41.fr", "[::1%25eth0]", "[x]", "a,b.fr"]
)
def test_an_address_that_names_no_machine_is_none(host: str) -> None:
    assert not is_public_address(f"https://{host}/", {"https"})


def test_a_public_address_is_whole_and_of_an_expected_scheme() -> None:
    assert is_public_address("https://parcours.exemple.fr/chemin/", {"https"})
    for address in ("https://[::1]:8443/", "https://école.exemple.fr/", "HTTPS://exemple.fr/~moi/.a/..b/v1.2_a-b%20c"):
        assert is_public_address(address, {"https"})
    assert is_public_address("http://10.0.0.7:8000", {"https", "http"})
    assert not is_public_address("http://10.0.0.7:8000", {"https"})
    assert not is_public_address("https://10.0.0.7:huit", {"https"})
    assert not is_public_address("https://quelqu.un@exemple.fr/", {"https"})
