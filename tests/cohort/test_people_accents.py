"""Accents that another program lost before a list came here: told with a word that shows it, never seen where there are none."""

import pytest

from parcours_u.cohort.people_list.reading import SHORT, read_people
from parcours_u.domain.people_list import ListError


def problems(content: str | bytes) -> str:
    with pytest.raises(ListError) as refused:
        read_people(content.encode() if isinstance(content, str) else content, SHORT)
    return "\n".join(refused.value.problems)


@pytest.mark.parametrize("name", ["René", "Élodie", "Voilà", "Côte", "Château", "Loïc"])
@pytest.mark.parametrize("lost", ["macintosh", "twice"])
def test_accents_that_were_lost_before_are_told_with_a_word_that_shows_it(name: str, lost: str) -> None:
    text = f"nom;prénom\nDurand;{name}\n"
    if lost == "macintosh":
        content = text.replace("prénom", "prenom").encode("mac_roman")
        shown = name.encode("mac_roman").decode("cp1252")
    else:
        content = text.encode().decode("cp1252").encode()
        shown = "prÃ©nom"
    told = problems(content)
    assert told.startswith(f"Les accents de cette liste sont abîmés, comme dans «\u00a0{shown}\u00a0»")
    assert "CSV UTF-8" in told


@pytest.mark.parametrize("name", ["Živković", "JOÃO", "Šaban", "L’Haÿ-Les-Roses", "Miloš", "Åse", "Bœuf", "DANÇA"])
def test_names_from_everywhere_are_not_taken_for_lost_accents(name: str) -> None:
    assert read_people(f"nom;prénom\n{name};Ada\n".encode(), SHORT).people[0].last_name == name


@pytest.mark.parametrize("name", ["André", "Agnès", "François", "Loïc", "Benoît", "Joël"])
def test_accents_of_dos_are_told(name: str) -> None:
    shown = name.encode("cp850").decode("cp1252")
    for content in (
        f"nom;prenom\nRoy;{name}\n".encode("cp850"),
        f"nom;prenom\nRoy;{name.encode().decode('cp850')}\n".encode(),
    ):
        assert "Les accents de cette liste sont abîmés" in problems(content)
    assert f"«\u00a0{shown}\u00a0»" in problems(f"nom;prenom\nRoy;{name}\n".encode("cp850"))


@pytest.mark.parametrize("titles", [b"Nom;Pr\x82nom", "Nom;Pr\ufffdnom".encode(), b"Nom;Pr?nom"])
def test_a_title_that_lost_its_accent_is_told_as_such(titles: bytes) -> None:
    told = problems(titles + b"\nRoy;Max\n")
    assert told.startswith("Les accents de cette liste sont abîmés, comme dans «\u00a0Pr")


@pytest.mark.parametrize("name", ["Andr?", "?lodie", "Fran?ois", "H“te", "½dipe"])
def test_a_name_that_lost_a_letter_is_told_where_it_is(name: str) -> None:
    told = problems(f"nom;prénom\nRoy;{name}\n")
    assert told.startswith(f"Ligne 2, colonne «\u00a0prénom\u00a0»\u00a0: «\u00a0{name}\u00a0» a perdu une lettre")


def test_a_letter_that_was_lost_in_a_name_is_told() -> None:
    assert "«\u00a0Leb½uf\u00a0»" in problems(b"nom;prenom\nLeb\xbduf;Max\n")
    assert "«\u00a0Andr\ufffd\u00a0»" in problems("nom;prénom\nRoy;Andr\ufffd\n")


@pytest.mark.parametrize(
    "organisation",
    [
        *(
            "Et si on changeait ?",
            "Et après?",
            "L’“Ô”",
            "la “Cité”, Lyon",
            "Pôle d’Ô",
            "Ville de Paris 12ᵉ",
            "12½ rue",
            "½ poste",
        ),
        *(
            "Mairie de…",
            "Jean–Pierre – Nord",
            "A…",
            "‚x‘",
            "Association «\u00a0Œuvre\u00a0»",
            "™",
            "50 ‰",
            "R&D",
            "f(x)=√2",
        ),
    ],
)
def test_what_an_organisation_is_called_is_not_taken_for_lost_accents(organisation: str) -> None:
    (person,) = read_people(f"nom;prénom;profil;organisation\nD’Ô;Ève–Marie;agent;{organisation}\n".encode()).people
    assert (person.name, person.organisation) == ("Ève–Marie D’Ô", " ".join(organisation.split()))
