import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parcours_u.grading.roster import RosterError, read_roster

words = st.text(st.characters(codec="utf-8", categories=("L",)), min_size=1, max_size=20)


def problems(content: str | bytes) -> str:
    with pytest.raises(RosterError) as refused:
        read_roster(content.encode() if isinstance(content, str) else content)
    return "\n".join(refused.value.problems)


@settings(deadline=None)
@given(
    st.lists(st.tuples(words, words), min_size=1, max_size=20),
    st.sampled_from([";", ",", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_names_are_read_whatever_the_spreadsheet(
    names: list[tuple[str, str]], delimiter: str, encoding: str, newline: str
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=newline)
    writer.writerow(["Courriel", "Prénom", "NOM"])
    for rank, (first, last) in enumerate(names):
        writer.writerow([f"p{rank}@exemple.fr", first, last])
    people = read_roster(text.getvalue().encode(encoding))
    assert [person.email for person in people] == [f"p{rank}@exemple.fr" for rank in range(len(names))]
    assert [person.row for person in people] == [rank + 2 for rank in range(len(names))]


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_file_is_a_list_or_a_list_of_problems(content: bytes) -> None:
    try:
        found: object = read_roster(content)
    except RosterError as error:
        found = error.problems
        told = " ".join(error.problems)
    else:
        told = "."
    assert found
    assert told.endswith(".")


def test_a_windows_list_keeps_its_accents() -> None:
    (person,) = read_roster("Nom;Prénom;Courriel\r\nLefèvre;Zoé;zoe@exemple.fr\r\n".encode("cp1252"))
    assert (person.last_name, person.first_name) == ("Lefèvre", "Zoé")


def test_blank_lines_are_skipped_and_rows_keep_their_number() -> None:
    people = read_roster("nom;prénom\n\nDurand;Ève\n;;\n  ;\nPetit;Luc\n".encode())
    assert [(person.last_name, person.row) for person in people] == [("Durand", 3), ("Petit", 6)]


def test_every_problem_is_told_with_its_row_and_column() -> None:
    found = problems(
        "nom;prénom;courriel\n;Ève;\nPetit;;luc@\nRoy;Max;max@exemple.fr\nRoi;Ana;MAX@exemple.fr\nSy;A;;b\n"
    )
    assert "Ligne 2, colonne «\u00a0nom\u00a0»\u00a0: la case est vide." in found
    assert "Ligne 3, colonne «\u00a0prénom\u00a0»\u00a0: la case est vide." in found
    assert "Ligne 3, colonne «\u00a0courriel\u00a0»\u00a0: ce n’est pas une adresse de courriel." in found
    assert "Ligne 5, colonne «\u00a0courriel\u00a0»\u00a0: la même adresse est déjà ligne 4." in found
    assert "Ligne 6\u00a0: elle a plus de cases que de colonnes." in found


def test_two_rows_of_one_name_need_two_addresses() -> None:
    assert "déjà ligne 2" in problems("nom;prénom;courriel\nRoy;Max;\nRoy;Max;max@exemple.fr\n")
    assert len(read_roster(b"nom;prenom;mail\nRoy;Max;a@b.fr\nRoy;Max;c@d.fr\n")) == 2


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "vide"),
        (b"nom;courriel\nRoy;max@exemple.fr\n", "il manque la colonne «\u00a0prénom\u00a0»"),
        (b"nom;nom;prenom\nRoy;Roy;Max\n", "est là deux fois"),
        (b"nom;prenom\n", "ne contient personne"),
        (b'nom;prenom\n"Roy;Max\n', "guillemet"),
        (b"PK\x03\x04\x14\x00", "pas du texte"),
        (b"nom;prenom\n" + b"R" * 201 + b";Max\n", "dépasse 200 signes"),
        (b"nom;prenom\n" + b"Roy;Max\n" * 2001, "dépasse 2000 personnes"),
        (b"x" * 2_000_001, "trop gros"),
    ],
)
def test_what_is_no_list_is_said_in_a_sentence(content: bytes, sentence: str) -> None:
    assert sentence in problems(content)
