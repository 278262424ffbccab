"""``course/glossaire.yaml``: what it may hold, and how a mistake in it is told."""

import pytest

from parcours_u.content.errors import ContentError
from parcours_u.content.glossary import GLOSSARY, in_french_order, read_glossary

NOYAU = "  - {id: noyau, term: noyau, forms: [noyaux], definition: Un petit groupe. Il porte une question.}\n"
ELAN = "  - {id: elan, term: élan, definition: Une envie., source: nous}\n"


@pytest.fixture
def glossary(tmp_path):
    def write(*terms):
        (tmp_path / "course").mkdir(exist_ok=True)
        (tmp_path / GLOSSARY).write_text("terms:\n" + "".join(terms), encoding="utf-8")
        return read_glossary(tmp_path)

    return write


def test_terms_come_in_the_order_of_a_french_dictionary(glossary):
    noyau = glossary(NOYAU, ELAN)
    assert [(one.term, one.line) for one in noyau] == [("élan", 3), ("noyau", 2)]
    assert noyau[1].forms == ("noyau", "noyaux")
    assert sorted(["zèle", "Étape", "œuf", "oiseau", "étage", "odeur"], key=in_french_order) == [
        "étage",
        "Étape",
        "odeur",
        "œuf",
        "oiseau",
        "zèle",
    ]


def test_a_course_without_a_glossary_has_no_terms(tmp_path):
    assert read_glossary(tmp_path) == ()


@pytest.mark.parametrize(
    ("term", "key", "told"),
    [
        ("  - {id: Été, term: été, definition: Une saison.}\n", "terms.id", "sans accent"),
        ("  - {id: ete, term: été}\n", "terms.definition", "cette clé manque"),
        ("  - {id: ete, term: été, definition: Une saison., forme: [étés]}\n", "terms.forme", "forms"),
        ("  - {id: ete, term: été, definition: Une saison}\n", "terms.definition", "un point à la fin"),
        ("  - {id: ete, term: été, definition: Un. Deux. Trois. Quatre.}\n", "terms.definition", "une à 3 phrases"),
        ('  - {id: ete, term: "<b>", definition: Une saison.}\n', "terms.term", "n’est pas un mot"),
        ('  - {id: ete, term: été, forms: ["(étés)"], definition: Une saison.}\n', "terms.forms", "n’est pas un mot"),
        ("  - {id: noyau, term: été, definition: Une saison.}\n", "terms", "deux fois"),
        ("  - {id: ete, term: Noyaux, definition: Une saison.}\n", "terms", "déjà celle de «\u00a0noyau\u00a0»"),
    ],
)
def test_a_mistake_is_told_with_its_file_its_line_and_its_key(glossary, term, key, told):
    with pytest.raises(ContentError) as caught:
        glossary(NOYAU, term)
    assert (caught.value.file, caught.value.line, caught.value.key) == (GLOSSARY, 3, key)
    assert told in caught.value.message
