"""Each word of the glossary is explained once a page, in a sentence, and where nobody would look for it never."""

import re

import pytest

from parcours_u.content.build import derive
from parcours_u.content.explained import explained, explained_terms
from parcours_u.content.glossary import GLOSSARY, Term
from parcours_u.content.pages import Call, Page, PageKind, Prose

NOYAU = Term("noyau", "noyau", ("noyau", "noyaux"), "Un petit groupe & <ami>.")
RESERVE = Term("devoir-de-reserve", "devoir de réserve", ("devoir de réserve",), "De la mesure.")
DEVOIR = Term("devoir", "devoir", ("devoir",), "Une obligation.")
PLU = Term("plu", "PLU", ("PLU",), "Un plan.")
LISTING = Page(PageKind.PAGE, "glossaire", "Glossaire", "Les mots.", (Prose("Un noyau."),), "course/texte/glossaire.md")


def page(*cells):
    prose = tuple(Prose(cell) if isinstance(cell, str) else cell for cell in cells)
    return Page(PageKind.MODULE, "depart", "Départ", "On part.", prose, "course/texte/depart.md")


def built(*cells, terms=(NOYAU, RESERVE, DEVOIR, PLU)):
    """Return the prose of a page once its words are explained."""
    made, listing = explained([page(*cells), LISTING], terms)
    assert listing is LISTING
    return [cell.text for cell in made.cells if isinstance(cell, Prose)]


def words(text):
    """Return the words that were made buttons, with the term of each."""
    return re.findall(r'popovertarget="terme-([a-z-]+)">(.*?)</button>', text, re.DOTALL)


def test_a_word_stays_with_its_elided_article():
    (text,) = built("Devant l’îlot.", terms=(Term("ilot", "îlot", ("îlot",), "Une petite île."),))
    assert text.startswith('Devant <span class="pu-terme-colle">l’<button type="button"')
    assert text.endswith("</span></span>.</span>")


@pytest.mark.parametrize(
    ("text", "glued"),
    [
        ("Vers «\u00a0noyau\u00a0»\u00a0: on y va.", ("«\u00a0", "\u00a0»\u00a0:")),
        ("Un noyau, puis.", ("", ",")),
        ("(noyau) ou non", ("(", ")")),
        ("Un noyau\u202f? Oui.", ("", "\u202f?")),
    ],
)
def test_punctuation_stays_on_the_word_s_line(text, glued):
    (told,) = built(text)
    opening, closing = glued
    assert f'<span class="pu-terme-colle">{opening}<button' in told
    assert f"</span>{closing}</span>" in told


def test_a_word_among_others_is_not_held_to_them():
    (told,) = built("Un noyau se forme.")
    assert "pu-terme-colle" not in told


def test_the_first_use_is_a_button_followed_by_its_definition():
    (text,) = built("Un noyau, puis deux noyaux.")
    assert words(text) == [("noyau", "noyau")]
    assert text.startswith(
        'Un <span class="pu-terme-colle"><button type="button" class="pu-terme" popovertarget="terme-noyau">noyau</button>'
    )
    assert 'id="terme-noyau"' in text
    assert "Un petit groupe &amp; &lt;ami&gt;." in text
    assert text.endswith("</span></span>,</span> puis deux noyaux.")


def test_only_one_use_a_page_is_explained_even_across_widgets():
    first, second = built("Un noyau.", Call("scale", "depart-un"), "Un noyau et le PLU.")
    assert (words(first), words(second)) == ([("noyau", "noyau")], [("plu", "PLU")])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Noyau d’abord.", [("noyau", "Noyau")]),
        ("Le devoir de réserve.", [("devoir-de-reserve", "devoir de réserve")]),
        ("Le devoir\nde réserve.", [("devoir-de-reserve", "devoir\nde réserve")]),
        ("L’idée du **noyau**.", [("noyau", "noyau")]),
        ("- un noyau\n- rien", [("noyau", "noyau")]),
        ("| a |\n| --- |\n| un noyau |", [("noyau", "noyau")]),
        ("> Un noyau.", [("noyau", "noyau")]),
        ("Le PLU, plus tard.", [("plu", "PLU")]),
        ("plu et Plu", []),
        ("Un noyautage, un anti-noyau.", []),
        ("# Noyau", []),
        ("Noyau\n=====", []),
        ("[le noyau](noyau.ipynb)", []),
        ("[un **noyau** [x] là](noyau.ipynb)", []),
        ("![noyau](noyau.svg)", []),
        ("`noyau` et ``un `noyau` ``", []),
        ("```\nnoyau\n```", []),
        ("    noyau", []),
        ("*Le Noyau, le noyau*", []),
        ("https://noyau.fr/noyau", []),
        ('<a href="x">noyau</a> <img alt="noyau">', []),
        ("<div>\nnoyau\n</div>", []),
        ("## Sources et licence\n\nUn noyau.\n\n## Autre\n\nDeux noyaux.", [("noyau", "noyaux")]),
    ],
)
def test_words_are_found_in_sentences_only(text, found):
    assert words(built(text)[0]) == found


def test_a_page_without_a_term_is_not_touched_nor_is_anything_without_a_glossary():
    assert built("Rien, *rien*.") == ["Rien, *rien*."]
    assert built("Un noyau.", terms=()) == ["Un noyau."]


def test_a_definition_leads_to_the_glossary_from_where_the_page_is():
    assert 'href="../../glossaire.ipynb#Noyau"' in built("Un noyau.")[0]
    (alone,) = explained([page("Un noyau.")], (NOYAU,))
    assert "href" not in alone.cells[0].text
    assert explained_terms(alone) == {"noyau"}


@pytest.fixture
def glossary(course_root, change):
    """Give the small course a glossary and its page."""
    (course_root / GLOSSARY).write_text(
        "terms:\n  - {id: texte, term: texte, definition: Des mots., source: nous}\n", encoding="utf-8"
    )
    (course_root / "course/texte/glossaire.md").write_text(
        "---\ntitle: Glossaire\nsummary: Les mots.\n---\n# Glossaire\n\n{{ glossaire }}\n", encoding="utf-8"
    )
    change("course/parcours.yaml", "accessibilite]", "accessibilite, glossaire]")


def test_the_course_is_built_with_its_words_explained_and_listed(course_root, glossary):
    first, second = derive(course_root), derive(course_root)
    assert first == second
    notebooks = {path.name: content.decode() for path, content in first.items()}
    assert notebooks["depart.ipynb"].count("popovertarget") == 1
    assert "## Texte" in notebooks["glossaire.ipynb"]
    assert "Source\u00a0: nous." in notebooks["glossaire.ipynb"]
    assert "popover" not in notebooks["glossaire.ipynb"]
    assert "popover" not in notebooks["retour.ipynb"]


def test_a_list_without_its_file_is_refused(course_root, glossary, refusal):
    (course_root / GLOSSARY).unlink()
    error = refusal()
    assert error.file == "course/texte/glossaire.md"
    assert GLOSSARY in error.message
