"""A list with several things wrong: all of them told at once, and nothing that only seems wrong because of another."""

from contextlib import closing
from pathlib import Path

import pytest

from parcours_u.cohort.people_list.reading import read_people
from parcours_u.domain.people import Person, Role
from parcours_u.domain.people_list import ListError
from parcours_u.store.database import Database
from parcours_u.store.joining import Joining
from parcours_u.store.people import People

TITLES = "prénom;nom;courriel;profil;supérieur;binôme"


def problems(*rows: str) -> list[tuple[str, str]]:
    """Return the row and the column of each problem."""
    with pytest.raises(ListError) as refused:
        read_people("\n".join([TITLES, *rows]).encode())
    places = [one.partition("\u00a0: ")[0].split(", colonne ") for one in refused.value.problems]
    return [(place[0].removeprefix("Ligne "), place[1].strip("«\u00a0»") if len(place) > 1 else "") for place in places]


def test_what_is_wrong_in_a_row_and_what_is_wrong_between_rows_is_told_at_once() -> None:
    found = problems(
        "Ève;Durand;;agent;;A",
        "Luc;Petit;;cosmonaute;Personne Inconnue;B",
        "Awa;Sy;pas une adresse;agent;Luc Petit;A",
        "Max;Roy;;agent;Max Roy;",
    )
    assert found == [
        ("3", "binôme"),
        ("3", "profil"),
        ("3", "supérieur hiérarchique"),
        ("4", "courriel"),
        ("5", "supérieur hiérarchique"),
    ]


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        (("Ève;Durand;;cosmonaute;;A", "Luc;Petit;;agent;Ève Durand;A"), ("2", "profil")),
        (("Ève;;;agent;;A", "Luc;Petit;;agent;Ève Durand;A", "Awa;Sy;;agent;;Ève Durand"), ("2", "nom")),
        (("Ève;Durand;eve@;agent;;A", "Luc;Petit;;agent;eve@exemple.fr;A"), ("2", "courriel")),
        (("Ève;Durand;;agent;;A;trop", "Luc;Petit;;agent;Ève Durand;A"), ("2", "")),
        (("Ève;Durand;;agent;;A", "Ève;Durand;;agent;;A", "Luc;Petit;;agent;Ève Durand;A"), ("3", "nom")),
        (("Ève;Durand;;agent;;A", f"Luc;Petit;;agent;;{'B' * 201}", "Awa;Sy;;agent;;C"), None),
    ],
)
def test_a_row_that_is_refused_makes_no_other_wrong(rows: tuple[str, ...], place: tuple[str, str] | None) -> None:
    assert problems(*rows) == [place or ("3", "binôme")]


def test_what_the_cohort_refuses_of_a_list_is_told_at_once_too(tmp_path: Path) -> None:
    with closing(Database(tmp_path / "carnet.sqlite3")) as database:
        people = People(database)
        for code in ("C1", "C2"):
            people.add(Person("", "Martin", "Claire", code=code))
        people.add(Person("", "Chef", "Awa", role=Role.TRAINER))
        rows = ("Claire;Martin;;agent;;", "Awa;Chef;;agent;;A", "Luc;Petit;;agent;;A")
        found = read_people("\n".join([TITLES, *rows]).encode())
        with database.writing() as connection, pytest.raises(ListError) as refused:
            Joining(connection, found)
    assert [one.partition("\u00a0: ")[0] for one in refused.value.problems] == [
        "Ligne 2, colonne «\u00a0courriel\u00a0»",
        "Ligne 3, colonne «\u00a0binôme\u00a0»",
    ]
