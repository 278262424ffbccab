"""The titles of a list's columns, as people write them: in any order, explained in brackets, over two columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours_u.cohort.people_list.reading import SHORT, WHOLE, read_people
from parcours_u.domain.people import Profile
from parcours_u.domain.people_list import ListError, PeopleList


def read(text: str) -> PeopleList:
    return read_people(text.encode())


def problem(text: str, wanted: frozenset[str]) -> str:
    with pytest.raises(ListError) as refused:
        read_people(text.encode(), wanted)
    (told,) = refused.value.problems
    return told


@given(st.permutations(["nom;Durand", "prénom;Ève", "profil;élue", "courriel;e@x.fr", "badge;B7", "allergies;noix"]))
def test_columns_come_in_any_order_and_unknown_ones_are_named_and_left_out(columns: list[str]) -> None:
    titles, cells = zip(*(column.split(";") for column in columns), strict=True)
    found = read(f"{';'.join(titles)}\n{';'.join(cells)}\n")
    (person,) = found.people
    assert (person.name, person.profile, person.email) == ("Ève Durand", Profile.ELECTED, "e@x.fr")
    assert sorted(found.left_out) == ["allergies", "badge"]


def test_titles_that_nobody_knows_are_quoted_once_beside_those_expected() -> None:
    told = problem("matricule;service;badge\n7;eau;B\n", WHOLE)
    assert "il manque les colonnes «\u00a0nom\u00a0», «\u00a0prénom\u00a0» et «\u00a0profil\u00a0»" in told
    assert "On y lit «\u00a0matricule\u00a0», «\u00a0service\u00a0», «\u00a0badge\u00a0»" in told


def test_a_column_that_is_there_twice_is_not_missing_too() -> None:
    told = problem("nom;nom de famille;prénom\nRoy;Roy;Max\n", SHORT)
    assert "est là deux fois («\u00a0nom\u00a0» et «\u00a0nom de famille\u00a0»)" in told


def test_a_title_explains_itself_in_brackets() -> None:
    titles = (
        "Nom;Prénom;Profil (élu, agent…);Supérieur hiérarchique (nom et prénom);Organisation (employeur);Territoire(s)"
    )
    found = read(f"{titles}\nDurand;Ève;élue;;Ville;Vallée\nPetit;Luc;agent;Ève Durand;Ville;Vallée\n")
    assert found.left_out == ()
    assert [(one.superior, one.organisation, one.territory) for one in found.people] == [
        (0, "Ville", "Vallée"),
        (2, "Ville", "Vallée"),
    ]


def test_a_title_in_brackets_gives_way_to_the_one_that_says_just_that() -> None:
    found = read("Nom;Prénom;Profil;Organisation (adresse);Organisation\nDurand;Ève;élue;1 place Verte;Ville\n")
    assert (found.people[0].organisation, found.left_out) == ("Ville", ("Organisation (adresse)",))


def test_a_title_may_give_two_words_for_one_thing_but_not_two_things() -> None:
    titles = "Nom;Prénom;Profil;Organisation/Collectivité;Courriel / e-mail;Organisation/Territoire"
    found = read(f"{titles}\nDurand;Ève;élue;Ville;eve@exemple.invalid;Vallée\n")
    assert (found.people[0].organisation, found.people[0].email) == ("Ville", "eve@exemple.invalid")
    assert found.left_out == ("Organisation/Territoire",)


@pytest.mark.parametrize("title", ["Manager", "N+1", "N + 1", "N+1 (nom)", "Nom du supérieur", "Chef de service"])
def test_a_superior_goes_by_many_titles(title: str) -> None:
    found = read(f"nom;prénom;profil;{title}\nDurand;Ève;élue;\nPetit;Luc;agent;Ève Durand\n")
    assert [one.superior for one in found.people] == [0, 2]


@pytest.mark.parametrize(
    ("titles", "cells"),
    [
        ("nom;profil", "Ève Durand;élue"),
        ("Nom et prénom;profil", "Durand Ève;élue"),
        ("Prénom NOM;profil", "Ève Durand;élue"),
        ("participant(e);profil", "Ève DURAND;élue"),
        ("Nom complet;prénom;profil", "Ève Durand;Ève;élue"),
        ("Nom et prénom;;profil", "Durand;Ève;élue"),
    ],
)
def test_one_column_may_hold_the_whole_name_and_one_title_cover_two_columns(titles: str, cells: str) -> None:
    (person,) = read(f"{titles}\n{cells}\n").people
    assert person.name.casefold() == "ève durand"
    assert person.first_name == "Ève"
