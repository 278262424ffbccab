"""A list of people in an .xlsx workbook, as people make them."""

import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workbooks import changed, workbook

from parcours_u.cohort.people_list.reading import SHORT, read_people
from parcours_u.domain.people_list import ListError

TITLES = ["Nom", "Prénom", "Profil", "Organisation", "Binôme"]
# Letters that people write: neither those that nobody sees, nor those that show accents read wrongly.
letters = st.characters(codec="utf-8", categories=("L",), exclude_characters="\u115f\u1160\u3164\uffa0ÃŽŠŸˆƒŒ")
words = st.text(letters, min_size=1, max_size=12).filter(lambda word: word not in {"VRAI", "TRUE", "FALSE"})


def problems(content: bytes) -> list[str]:
    with pytest.raises(ListError) as refused:
        read_people(content)
    return list(refused.value.problems)


@settings(max_examples=25)
@given(st.lists(st.tuples(words, words, st.integers(0, 2)), min_size=1, max_size=8))
def test_the_same_list_is_read_from_a_workbook_and_from_text(rows: list[tuple[str, str, int]]) -> None:
    sheet: list[list[object]] = [["courriel", "nom", "prénom"]]
    for number, (last, first, blanks) in enumerate(rows):
        sheet += [[], *([None] * 3 for _ in range(blanks)), [f"p{number}@exemple.fr", last, first]]
    text = "\n".join(";".join(str(cell or "") for cell in row) for row in sheet)
    as_text = read_people(text.replace("\n\n", "\n;;\n").encode(), SHORT).people
    as_workbook = read_people(workbook(sheet), SHORT).people
    assert [vars(person) for person in as_workbook] == [vars(person) for person in as_text]


def test_a_title_above_and_merged_titles_are_understood() -> None:
    def merge(sheet: Any) -> None:
        sheet.merge_cells("A1:D1")
        sheet.merge_cells("A2:B2")
        sheet.merge_cells("C2:C3")

    content = workbook(
        [
            ["Participants de la session de mars", None, None, None],
            ["Identité", None, "Profil", "Contact"],
            ["Nom", "Prénom", None, "Courriel"],
            ["Durand", "Ève", "élue", "eve@exemple.fr"],
        ],
        merge,
    )
    (person,) = read_people(content).people
    assert (person.row, person.name, person.profile, person.email) == (4, "Ève Durand", "elu", "eve@exemple.fr")


def test_a_title_over_two_columns_holds_the_last_name_and_the_first() -> None:
    content = workbook(
        [["Nom et prénom", None, "Profil"], ["Durand", "Ève", "élue"]], lambda sheet: sheet.merge_cells("A1:B1")
    )
    (person,) = read_people(content).people
    assert (person.last_name, person.first_name) == ("Durand", "Ève")


def test_a_cell_merged_downwards_is_told_on_each_of_its_rows() -> None:
    content = workbook(
        [TITLES, ["Durand", "Ève", "élue", "Ville"], ["Petit", "Luc", "agent"], [], ["Sy", "Awa", "agent"]],
        lambda sheet: sheet.merge_cells("D2:D5"),
    )
    assert [person.organisation for person in read_people(content).people] == ["Ville"] * 3


def test_a_formula_is_read_as_the_result_saved_with_it() -> None:
    content = workbook([TITLES, ["Durand", "Ève", "élue", "Ville"], ["Petit", "Luc", "agent", "=D2"]])
    name = "xl/worksheets/sheet1.xml"
    computed = changed(
        content,
        {name: lambda part: part.replace(b"<v></v>", b"<v>Ville</v>").replace(b'"D3"', b'"D3" t="str"')},
    )
    assert [person.organisation for person in read_people(computed).people] == ["Ville", "Ville"]


def test_a_formula_that_nothing_computed_is_told() -> None:
    (told,) = problems(workbook([TITLES, ["Durand", "Ève", "élue", "=A2&B2"]]))
    assert told.startswith("Ligne 2, colonne «\u00a0organisation\u00a0»\u00a0: cette formule n’a pas de résultat")


def test_a_formula_that_failed_is_told() -> None:
    (told,) = problems(workbook([TITLES, ["Durand", "Ève", "élue", "#REF!"]]))
    assert "la formule de cette case a échoué (#REF!)" in told


def test_a_date_where_text_is_expected_is_told_and_elsewhere_ignored() -> None:
    day = datetime.date(2027, 1, 2)
    (told,) = problems(workbook([TITLES, ["Durand", "Ève", "élue", "", day], ["Petit", "Luc", "agent", "", day]]))[:1]
    assert told.startswith("Ligne 2, colonne «\u00a0binôme\u00a0»\u00a0: c’est une date pour le tableur")
    assert read_people(workbook([[*TITLES[:3], "Inscription"], ["Durand", "Ève", "élue", day]])).people


def test_numbers_are_read_as_people_see_them() -> None:
    content = workbook([TITLES, ["Durand", "Ève", "élue", 93.0, 1], ["Petit", "Luc", "agent", 0.5, 1.0]])
    found = read_people(content)
    assert [person.organisation for person in found.people] == ["93", "0,5"]
    assert found.pairs == ((2, 3),)


def test_a_column_without_a_title_is_named_by_its_letter() -> None:
    content = workbook([["Nom", "Prénom", "Profil", None, "Badge"], ["Durand", "Ève", "élue", "à rappeler", 7]])
    assert read_people(content).left_out == ("Badge", "D (sans titre)")


def test_the_sheet_with_the_titles_is_read_and_the_choice_is_told() -> None:
    def more(sheet: Any) -> None:
        sheet.title = "Budget"
        for title, state in (("Groupe", "visible"), ("Ancien", "hidden")):
            other = sheet.parent.create_sheet(title)
            other.sheet_state = state
            other.append(TITLES)
            other.append([f"Durand {title}", "Ève", "élue"])

    found = read_people(workbook([["Poste", "Montant"], ["Salle", 300]], more))
    assert [person.last_name for person in found.people] == ["Durand Groupe"]
    assert found.notices == (
        "Ce classeur a plusieurs feuilles\u00a0: seule «\u00a0Groupe\u00a0» a été lue.",
        "Feuilles masquées, qui n’ont pas été lues\u00a0: «\u00a0Ancien\u00a0». Si la liste y est, affichez-la.",
    )


@pytest.mark.parametrize("shown", [[], [["Poste", "Montant"]]])
def test_a_list_on_a_hidden_sheet_is_told(shown: list[list[str]]) -> None:
    def hide(sheet: Any) -> None:
        other = sheet.parent.create_sheet("Groupe")
        other.sheet_state = "hidden"
        other.append(TITLES)

    assert problems(workbook(shown, hide))[-1].startswith(
        "Feuilles masquées, qui n’ont pas été lues\u00a0: «\u00a0Groupe\u00a0»."
    )


def test_of_two_sheets_that_are_both_lists_none_is_chosen() -> None:
    def more(sheet: Any) -> None:
        sheet.title = "Élus"
        for title in ("Agents", "Labo"):
            other = sheet.parent.create_sheet(title)
            other.append(TITLES)
            other.append(["Petit", "Luc", "agent"])

    (told,) = problems(workbook([TITLES, ["Durand", "Ève", "élue"]], more))
    assert told.startswith(
        "Les feuilles «\u00a0Élus\u00a0», «\u00a0Agents\u00a0» et «\u00a0Labo\u00a0» ressemblent toutes à une liste"
    )


def test_a_sheet_of_titles_alone_or_of_fewer_is_no_second_list() -> None:
    def more(sheet: Any) -> None:
        sheet.parent.create_sheet("Modèle").append(TITLES)
        signing = sheet.parent.create_sheet("Émargement")
        signing.append(["Nom", "Prénom", "Signature"])
        signing.append(["Durand", "Ève"])

    (person,) = read_people(workbook([TITLES, ["Durand", "Ève", "élue"]], more)).people
    assert person.profile == "elu"


@pytest.mark.parametrize("written", ["Durand_x000D_", "_x000D_\nDurand", "_x0044_urand"])
def test_the_ends_of_lines_that_a_workbook_spells_are_no_part_of_a_name(written: str) -> None:
    (person,) = read_people(workbook([TITLES, [written, "Ève", "élue"]])).people
    assert person.last_name == "Durand"


def test_half_a_sign_spelt_by_a_workbook_is_told() -> None:
    assert "abîmés" in problems(workbook([TITLES, ["Durand_xD83D_", "Ève", "élue"]]))[0]


def test_true_or_false_is_no_text() -> None:
    (told,) = problems(workbook([TITLES, ["Durand", True, "élue"]]))
    assert told.startswith(
        "Ligne 2, colonne «\u00a0prénom\u00a0»\u00a0: c’est «\u00a0vrai\u00a0» ou «\u00a0faux\u00a0»"
    )


def test_an_empty_workbook_is_said() -> None:
    assert problems(workbook([])) == ["La liste est vide."]
