"""A list of people saved from a spreadsheet as text: read whole whatever made it, or told problem by problem."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours_u.cohort.people_list.names import parted
from parcours_u.cohort.people_list.profiles import profiles_in
from parcours_u.cohort.people_list.reading import SHORT, WHOLE, read_people
from parcours_u.domain.people import Profile
from parcours_u.domain.people_list import ListError, PeopleList

# Letters that people write: neither those that nobody sees, nor those that show accents read wrongly.
letters = st.characters(codec="utf-8", categories=("L",), exclude_characters="\u115f\u1160\u3164\uffa0ÃŽŠŸˆƒŒ")
words = st.text(letters, min_size=1, max_size=20).filter(lambda word: word not in {"VRAI", "TRUE", "FALSE"})


def read(text: str) -> PeopleList:
    return read_people(text.encode())


def problems(content: str | bytes, wanted: frozenset[str] = SHORT) -> str:
    with pytest.raises(ListError) as refused:
        read_people(content.encode() if isinstance(content, str) else content, wanted)
    return "\n".join(refused.value.problems)


@pytest.mark.parametrize("sign", ["\x07", "\x1b", "\x7f", "\u202e", "\u200b"])
def test_a_stray_sign_that_nobody_writes_is_left_out_of_its_cell(sign: str) -> None:
    (one,) = read(f"nom;prénom;profil;courriel\nDu{sign}rand;Ève{sign};agent;eve@exemple.fr\n").people
    assert (one.last_name, one.first_name) == ("Durand", "Ève")


@pytest.mark.parametrize(
    "content", [bytes(range(1, 128)) * 20, b"nom;pr\0enom\nDurand;Eve\n", b"\x7fELF\x02\x01\x01" * 9]
)
def test_a_file_of_another_kind_is_still_refused(content: bytes) -> None:
    assert "n’est pas du texte" in problems(content)


@pytest.mark.parametrize("title", ["Fonction", "Catégorie", "Statut"])
def test_a_column_that_seems_to_tell_profiles_under_another_title_is_named(title: str) -> None:
    told = problems(f"Nom;Prénom;Service;{title}\nDurand;Ève;RH;Élue\nPetit;Luc;DSI;Agent\nSy;Awa;;à voir\n", WHOLE)
    assert told.endswith(
        f" La colonne «\u00a0{title}\u00a0» semble dire les profils\u00a0: si c’est elle, titrez-la «\u00a0profil\u00a0»."
    )


def test_without_such_a_column_the_profiles_are_told() -> None:
    told = problems("Nom;Prénom;Service\nDurand;Ève;RH\n", WHOLE)
    assert told.endswith(" Un profil s’écrit élu, citoyen, dirigeant, transformation, agent ou partenaire.")


@given(
    st.lists(st.tuples(words, words), min_size=1, max_size=20),
    st.sampled_from([";", ",", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "Liste des participantes, version 2", "Groupe ; du ; mardi"]),
)
def test_names_are_read_whatever_the_spreadsheet(
    names: list[tuple[str, str]], delimiter: str, encoding: str, newline: str, above: str
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=newline)
    if above:
        writer.writerow([above, "", ""])
    writer.writerow(["Courriel", "Prénom", "NOM"])
    for rank, (first, last) in enumerate(names):
        writer.writerow([f"p{rank}@exemple.fr", first, last])
    people = read_people(text.getvalue().encode(encoding), SHORT).people
    assert [person.email for person in people] == [f"p{rank}@exemple.fr" for rank in range(len(names))]
    assert [person.row for person in people] == [rank + 2 + bool(above) for rank in range(len(names))]


@given(st.binary(max_size=400), st.sampled_from([b"", b"nom;prenom;profil\n", b"PK\x03\x04", b"\xff\xfe"]))
def test_any_file_is_a_list_or_a_list_of_problems(content: bytes, before: bytes) -> None:
    try:
        found: object = read_people(before + content).people
    except ListError as error:
        found = error.problems
        told = " ".join(error.problems)
    else:
        told = "."
    assert found
    assert told.endswith(".")


def test_a_windows_list_keeps_its_accents() -> None:
    (person,) = read_people("Nom;Prénom;Profil\r\nLefèvre;Zoé;agent\r\n".encode("cp1252")).people
    assert (person.last_name, person.first_name) == ("Lefèvre", "Zoé")


def test_blank_lines_and_titles_printed_again_are_skipped_and_rows_keep_their_number() -> None:
    people = read_people("nom;prénom\n\nDurand;Ève\n;;\n  ;\nnom;prénom\nPetit;Luc\n".encode(), SHORT).people
    assert [(person.last_name, person.row) for person in people] == [("Durand", 3), ("Petit", 7)]


def test_a_first_line_that_names_the_separator_is_no_title() -> None:
    assert read_people("sep=,\nnom,prénom\nDurand,Ève\n".encode(), SHORT).people[0].row == 3


def test_rows_are_counted_as_a_spreadsheet_shows_them_whatever_lines_a_cell_has() -> None:
    told = problems('nom;prénom\n"Durand\n(née\nRoy)";Ève\nPetit;\n')
    assert told.startswith("Ligne 3, colonne «\u00a0prénom\u00a0»")


@pytest.mark.parametrize("rest", ["Sy;Awa\n", 'Sy;"Awa"\n', "Sy;Awa\n" * 3_000])
def test_a_quotation_mark_left_open_is_told_on_the_row_where_it_is(rest: str) -> None:
    told = problems(f'nom;prénom\n"Durand\n(née Roy)";Ève\n"Petit;Luc\n{rest}')
    assert (
        told
        == "Ligne 3\u00a0: un guillemet de cette ligne n’est pas fermé, ou n’est pas à sa place\u202f; corrigez-le, ou retirez-le."
    )


def test_a_cell_that_fills_the_file_is_told_as_too_long() -> None:
    told = problems(b"nom;prenom\n" + b"x" * 200_000 + b";Max\n")
    assert told == "Ligne 2, colonne «\u00a0nom\u00a0»\u00a0: le texte dépasse 200 signes\u202f; raccourcissez-le."


@pytest.mark.parametrize("name", ["12", "VRAI", "?", "+33"])
def test_what_is_no_name_is_told(name: str) -> None:
    assert (
        f"Ligne 2, colonne «\u00a0prénom\u00a0»\u00a0: «\u00a0{name}\u00a0» n’est pas un nom\u202f; corrigez-le, ou retirez la ligne."
        in problems(f"nom;prénom\nRoy;{name}\n")
    )


@pytest.mark.parametrize("blank", ["\u3164", "\u115f\u1160", "\uffa0", "\u2800", "\u200b"])
def test_a_name_that_nobody_sees_is_an_empty_cell(blank: str) -> None:
    assert (
        "Ligne 2, colonne «\u00a0prénom\u00a0»\u00a0: la case est vide\u202f; remplissez-la, ou retirez la ligne."
        in problems(f"nom;prénom\nRoy;{blank}\n")
    )


def test_invisible_signs_make_no_difference() -> None:
    (person,) = read("\u200bnom;prénom;profil\nDu\u00adrand;\u202eÈve;A\u200bgent\n").people
    assert (person.name, person.profile) == ("Ève Durand", Profile.AGENT)


def test_every_problem_is_told_with_its_row_and_column() -> None:
    found = problems(
        "nom;prénom;courriel\n;Ève;\nPetit;;luc@\nRoy;Max;max@exemple.fr\nRoi;Ana;MAX@exemple.fr\nSy;A;;b\n"
    )
    assert (
        "Ligne 2, colonne «\u00a0nom\u00a0»\u00a0: la case est vide\u202f; remplissez-la, ou retirez la ligne." in found
    )
    assert (
        "Ligne 3, colonne «\u00a0prénom\u00a0»\u00a0: la case est vide\u202f; remplissez-la, ou retirez la ligne."
        in found
    )
    assert (
        "Ligne 3, colonne «\u00a0courriel\u00a0»\u00a0: «\u00a0luc@\u00a0» n’est pas une adresse de courriel\u202f; corrigez-la, ou"
        in found
    )
    assert (
        "Ligne 5, colonne «\u00a0courriel\u00a0»\u00a0: la même adresse est déjà ligne 4\u202f; corrigez-la, ou videz la case."
        in found
    )
    assert "Ligne 6\u00a0: elle a plus de cases que de colonnes\u202f; videz celles qui dépassent" in found


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("mailto:max@x.fr", "max@x.fr"),
        ("Mailto: max@x.fr", "max@x.fr"),
        ("-", ""),
        ("néant", ""),
        ("n/a", ""),
        ("—", ""),
    ],
)
def test_an_address_is_read_as_people_write_it_or_say_that_there_is_none(written: str, address: str) -> None:
    (person,) = read_people(f"nom;prénom;courriel\nRoy;Max;{written}\n".encode(), SHORT).people
    assert person.email == address


def test_two_rows_of_one_name_need_two_addresses() -> None:
    assert "déjà ligne 2" in problems("nom;prénom;courriel\nRoy;Zoé;\nROY;Zoe;max@exemple.fr\n")
    assert len(read_people(b"nom;prenom;mail\nRoy;Max;a@b.fr\nRoy;Max;c@d.fr\n", SHORT).people) == 2


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "vide"),
        (b"prenom;courriel\nMax;max@exemple.fr\n", "il manque la colonne «\u00a0nom\u00a0»"),
        (b"nom;courriel\nRoy;max@exemple.fr\n", "Ligne 2, colonne «\u00a0nom\u00a0»\u00a0: le prénom manque"),
        (b"nom;nom;prenom\nRoy;Roy;Max\n", "est là deux fois"),
        (b"nom;prenom\n", "ne contient personne"),
        (b'nom;prenom\n"Roy;Max\n', "guillemet"),
        (b"PK\x03\x04\x14\x00", "n’est pas un classeur Excel"),
        (b"nom;prenom\n\x01\x02;\n", "pas du texte"),
        (b"nom;prenom\n" + b"R" * 201 + b";Max\n", "dépasse 200 signes"),
        (b"nom;prenom\n" + b"Roy;Max\n" * 5_060, "dépasse 5\u202f000\u00a0personnes"),
        (b"x" * 5_000_001, "trop gros"),
        (";".join(["nom", "prenom", *"a" * 99]).encode() + b"\nRoy;Max\n", "plus de 100 colonnes"),
        (b"nom;prenom\n#REF!;Max\n", "la formule de cette case a échoué"),
    ],
)
def test_what_is_no_list_is_said_in_a_sentence(content: bytes, sentence: str) -> None:
    assert sentence in problems(content)


def test_the_list_of_a_cohort_tells_profiles() -> None:
    assert "il manque la colonne «\u00a0profil\u00a0»" in problems("nom;prénom\nRoy;Max\n", WHOLE)
    told = problems("nom;prénom;profil\nRoy;Max;\nSy;Awa;patineuse\nPetit;Luc;agent élu\n", WHOLE)
    assert (
        "Ligne 2, colonne «\u00a0profil\u00a0»\u00a0: la case est vide\u202f; remplissez-la, ou retirez la ligne."
        in told
    )
    assert "«\u00a0patineuse\u00a0» n’est pas un profil connu, écrivez\u00a0: élu, citoyen" in told
    assert "Ligne 4, colonne «\u00a0profil\u00a0»\u00a0: «\u00a0agent élu\u00a0» dit plusieurs profils" in told


@pytest.mark.parametrize(
    ("profile", "written"),
    [
        (
            Profile.ELECTED,
            "élu ÉLUE elus Élues élu·e Élu(e) élu.e.s|mandat électif|maire|élue municipale|conseillère municipale",
        ),
        (Profile.CITIZEN, "citoyen Citoyenne CITOYENS citoyen·ne habitante|citoyenneté|usager"),
        (
            Profile.DIRECTOR,
            "dirigeant dirigeantes directrice direction|directrice générale des services|DGS|DGA|cadre dirigeant",
        ),
        (
            Profile.TRANSFORMATION,
            "transformation labo Lab|transformation/labo|transformation ou labo|labo d’innovation|"
            "chargée de mission transformation",
        ),
        (Profile.AGENT, "agent agente AGENTS agent·e·s|agente territoriale|personnel territorial|fonctionnaire"),
        (Profile.PARTNER, "partenaire Partenaires|partenariat|partenaire associatif"),
    ],
)
def test_profiles_are_understood_as_people_write_them(profile: Profile, written: str) -> None:
    single, *phrases = written.split("|")
    for text in (profile.value, profile.label, *single.split(), *phrases):
        assert profiles_in(text) == {profile}, text


@pytest.mark.parametrize(
    "text",
    [
        "Assistante du maire",
        "Non élu",
        "Collaboratrice d’élus",
        "Chef de cabinet du maire",
        "Chargée de participation citoyenne",
        "Responsable du personnel",
    ],
)
def test_a_profile_s_word_further_on_decides_nothing(text: str) -> None:
    assert profiles_in(text) == set()
    told = problems(f"nom;prénom;profil\nRoy;Max;{text}\n", WHOLE)
    assert told.startswith(
        f"Ligne 2, colonne «\u00a0profil\u00a0»\u00a0: «\u00a0{text}\u00a0» n’est pas un profil connu"
    )


def test_the_first_words_decide() -> None:
    assert profiles_in("Directrice du laboratoire") == {Profile.DIRECTOR}
    assert profiles_in("Agent, élu") == {Profile.AGENT, Profile.ELECTED}


@pytest.mark.parametrize(
    ("name", "first_name_first", "expected"),
    [
        ("Ève de La Tour", True, ("de La Tour", "Ève")),
        ("de La Tour Ève", False, ("de La Tour", "Ève")),
        ("DE LA TOUR Ève-Marie", True, ("DE LA TOUR", "Ève-Marie")),
        ("Anh NGUYÊN", False, ("NGUYÊN", "Anh")),
        ("de La Tour, Ève", True, ("de La Tour", "Ève")),
        ("Mme DURAND Ève", True, ("DURAND", "Ève")),
        ("MME DURAND Ève", False, ("DURAND", "Ève")),
        ("M. Paul Durand", True, ("Durand", "Paul")),
        ("Madame de La Tour Ève", False, ("de La Tour", "Ève")),
        ("M. Durand", True, ("Durand", "")),
        ("Ève", True, ("Ève", "")),
    ],
)
def test_a_name_in_one_cell_is_parted(name: str, first_name_first: bool, expected: tuple[str, str]) -> None:
    assert parted(name, first_name_first) == expected
