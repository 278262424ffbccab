"""What a list says of who works under whom, and of who makes a pair with whom."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parcours_u.cohort.people_list.links import loops
from parcours_u.cohort.people_list.reading import read_people
from parcours_u.domain.people_list import ListError, PeopleList

PEOPLE = ["Ève;Durand;eve@exemple.fr", "Luc;Petit;", "Awa;Sy;awa@exemple.fr", "Anh;Nguyên;"]


def read(title: str, *cells: str, people: list[str] = PEOPLE) -> PeopleList:
    rows = [f"{person};agent;{cell}" for person, cell in zip(people, cells, strict=True)]
    return read_people("\n".join([f"prénom;nom;courriel;profil;{title}", *rows]).encode())


def problems(title: str, *cells: str, people: list[str] = PEOPLE) -> list[str]:
    with pytest.raises(ListError) as refused:
        read(title, *cells, people=people)
    return list(refused.value.problems)


def test_a_superior_is_named_in_either_order_by_civility_or_by_address() -> None:
    found = read("N+1", "", "Mme DURAND Eve", "eve@EXEMPLE.fr", "Luc Petit")
    assert [person.superior for person in found.people] == [0, 2, 2, 3]


def test_a_superior_who_is_not_on_the_list_is_told() -> None:
    (told,) = problems("supérieur hiérarchique", "", "", "Zoé Roy", "")
    assert told.startswith(
        "Ligne 4, colonne «\u00a0supérieur hiérarchique\u00a0»\u00a0: «\u00a0Zoé Roy\u00a0» n’est personne"
    )
    for title in ("supérieur", "binôme"):  # somebody who is already enrolled may be on a former list only
        assert (
            "ajoutez aussi la ligne de cette personne si elle est déjà inscrite"
            in problems(title, "Zoé Roy", *[""] * 3)[0]
        )


def test_nobody_is_under_their_own_authority_even_by_others() -> None:
    assert "la personne elle-même" in problems("supérieur", "Ève Durand", "", "", "")[0]
    (told,) = problems("supérieur", "Luc Petit", "Awa Sy", "Ève Durand", "Ève Durand")
    assert told.startswith("Ligne 2")
    assert "sous l’autorité d’elle-même" in told


def test_every_loop_is_told_once_and_those_who_only_lead_to_it_are_not() -> None:
    told = problems("N+1", "Luc Petit", "Ève Durand", "Anh Nguyên", "Awa Sy")
    assert [one.partition(",")[0] for one in told] == ["Ligne 2", "Ligne 4"]


class Hops(dict[int, int]):
    """Superiors by row, that count how often somebody's is looked up."""

    asked = 0

    def get(self, row: int, default: int | None = None) -> int | None:  # type: ignore[override]
        """Look somebody's superior up."""
        self.asked += 1
        return super().get(row, default)


@pytest.mark.parametrize("end", [{}, {2_000: 1}])
def test_a_chain_of_two_thousand_is_followed_once(end: dict[int, int]) -> None:
    superiors = Hops({row: row + 1 for row in range(1, 2_000)} | end)
    assert len(loops(superiors)) == len(end)
    assert superiors.asked <= 2_000


@pytest.mark.parametrize("nobody", ["-", "—", "aucun", "Non", "Néant", "n/a", "N/A", "/", "?", "sans objet"])
@pytest.mark.parametrize("title", ["binôme", "supérieur"])
def test_words_that_say_nobody_are_as_good_as_an_empty_cell(title: str, nobody: str) -> None:
    found = read(title, nobody, nobody, nobody, "")
    assert found.pairs == ()
    assert {person.superior for person in found.people} == {0}
    assert read("binôme", nobody, "A", "A", nobody).pairs == ((3, 4),)


def test_signs_are_labels_of_pairs() -> None:
    assert read("binôme", "★", "#", "#", "★").pairs == ((2, 5), (3, 4))


def test_a_name_that_two_people_bear_designates_nobody() -> None:
    people = ["Max;Roy;a@x.fr", "Max;Roy;b@x.fr", "Luc;Petit;"]
    for title in ("supérieur", "binôme"):
        (told,) = problems(title, "", "", "Max Roy", people=people)
        assert "écrivez plutôt l’adresse" in told
        assert read(title, "", "", "b@x.fr", people=people).people


@pytest.mark.parametrize(
    "cells",
    [
        ("A", "A", "B", "B"),
        ("Luc Petit", "", "", "Awa Sy"),
        ("Luc Petit", "Ève Durand", "Nguyên Anh", "awa@exemple.fr"),
        ("1", "1", "", "Awa Sy"),
    ],
)
def test_a_pair_is_a_label_on_two_rows_or_the_other_s_name(cells: tuple[str, ...]) -> None:
    assert read("binôme", *cells).pairs == ((2, 3), (4, 5))


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (("A", "A", "A", ""), "un binôme compte deux personnes, et celui-ci est sur les lignes 2, 3 et 4"),
        (("A", "", "", ""), "n’est sur aucune autre ligne"),
        (("Ève Durand", "", "", ""), "la personne elle-même"),
        (("Luc Petit", "Awa Sy", "", ""), "plusieurs binômes, avec les lignes 2 et 4"),
        (("A", "A", "Luc Petit", ""), "plusieurs binômes"),
    ],
)
def test_what_is_no_pair_is_told(cells: tuple[str, ...], why: str) -> None:
    assert why in problems("binôme", *cells)[0]


@settings(max_examples=60)
@given(st.lists(st.sampled_from(["", "A", "B", "Ève Durand", "Luc Petit", "Awa Sy"]), min_size=4, max_size=4))
def test_pairs_that_are_read_are_two_by_two(cells: list[str]) -> None:
    try:
        found = read("binôme", *cells)
    except ListError:
        return
    together = [row for pair in found.pairs for row in pair]
    assert len(together) == len(set(together))
    assert {row for row, cell in enumerate(cells, start=2) if cell} <= set(together)
