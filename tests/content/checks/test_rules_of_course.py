"""Ids, use, credits, links: what each rule asks of the course as a whole."""

import pytest

from parcours_u.content.checks.credits import check_credits
from parcours_u.content.checks.glossary import check_glossary
from parcours_u.content.checks.identifiers import check_identifiers
from parcours_u.content.checks.links import check_addresses
from parcours_u.content.checks.passages import read_passages, source_files
from parcours_u.content.checks.use import check_use
from parcours_u.content.glossary import GLOSSARY, read_glossary
from parcours_u.content.reading import read_course
from parcours_u.content.released import RELEASED

IDS = ("depart-ecoute", "depart-mots", "retour-carte", "retour-carnet", "duo-conte")


@pytest.fixture
def release(course_root):
    def write(*ids):
        (course_root / RELEASED).write_text("# Pour toujours.\n" + "".join(f"{one}\n" for one in ids), encoding="utf-8")

    return write


@pytest.fixture
def passages(course_root):
    return lambda: [one for file in source_files(course_root) for one in read_passages(course_root, file)]


@pytest.fixture
def addresses(course_root, passages):
    """Check the links and return, for each wrong one, its file, its line and what is wrong."""

    def check():
        found = check_addresses(course_root, passages(), read_course(course_root).pages)
        return [(one.file, one.line, one.message) for one in found]

    return check


def test_ids_that_agree_with_the_list_are_right(course_root, release):
    release(*IDS)
    assert list(check_identifiers(course_root, read_course(course_root).course)) == []


def test_a_lost_a_new_and_a_doubled_id_are_each_told(course_root, release):
    release("depart-ancien", *IDS[:-1], "depart-mots")
    findings = list(check_identifiers(course_root, read_course(course_root).course))
    assert [(one.file, one.line, one.rule) for one in findings] == [
        (RELEASED, 2, "identifiant"),
        (RELEASED, 7, "identifiant"),
        (RELEASED, 7, "identifiant"),
    ]
    told = " ".join(one.message for one in findings)
    assert all(name in told for name in ("depart-ancien", "duo-conte", "depart-mots"))


def test_an_exercise_that_a_module_links_to_is_used(course_root):
    assert list(check_use(course_root, read_course(course_root))) == []


def test_an_exercise_that_only_a_page_links_to_is_not_used(course_root, change):
    change("course/texte/depart.md", "[l’exercice](../../../exercises/duo.ipynb)", "rien")
    change("course/texte/donnees.md", "À vous.", "À vous, [à deux](../exercises/duo.ipynb).")
    (finding,) = check_use(course_root, read_course(course_root))
    assert (finding.file, finding.line, finding.rule) == ("course/parcours.yaml", 4, "emploi")
    assert "«\u00a0duo\u00a0»" in finding.message


def test_an_exercise_s_page_reads_its_source_its_licence_and_its_credit(course_root, change, passages):
    change("course/texte/depart.md", "Un premier texte.", "Un premier texte.\n\n## Sources et licence\n\n" + LICENCE)
    findings = list(check_credits(read_course(course_root), passages()))
    assert [(one.file, one.rule) for one in findings] == [("course/texte/retour.md", "crédit")]


LICENCE = "[CC BY-SA 4.0](https://creativecommons.org/licenses/by-sa/4.0/deed.fr)"


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("licence: CC BY-SA 4.0", "licence: CC BY-NC 4.0", "licence"),
        ("Écrit pour ce parcours.", "Merci.", "attribution"),
        ("Écrit pour ce parcours.", "Adapté de Duo, Camille.", "attribution"),
    ],
)
def test_a_credit_that_is_not_whole_is_told(course_root, change, passages, old, new, key):
    change("exercises/duo.yaml", old, new)
    findings = [one for one in check_credits(read_course(course_root), passages()) if one.file == "exercises/duo.yaml"]
    assert [f"«\u00a0{key}\u00a0»" in one.message for one in findings] == [True]
    text = (course_root / "exercises/duo.yaml").read_text(encoding="utf-8").splitlines()
    assert text[findings[0].line - 1].startswith(key)


def test_a_credit_that_does_not_reach_the_page_is_told(course_root, passages, monkeypatch):
    from parcours_u.content import reading
    from parcours_u.content.pages import Page, PageKind, Prose

    def silent(exercise, file, host=""):
        return Page(PageKind.EXERCISE, exercise.id, exercise.title, exercise.summary, (Prose("# Duo"),), file)

    monkeypatch.setattr(reading, "exercise_page", silent)
    told = [one.message for one in check_credits(read_course(course_root), passages()) if "duo" in one.file]
    assert [key for key in ("attribution", "licence", "source") if any(key in one for one in told)] == [
        "attribution",
        "licence",
        "source",
    ]


def test_links_that_lead_somewhere_are_right(addresses, change):
    change(
        "course/texte/donnees.md",
        "À vous.",
        "À vous\u00a0: [le haut](#Vos-données), [le départ](source/depart/depart.ipynb#Départ), "
        "[la CNIL](https://www.cnil.fr/fr/plaintes), [nous écrire](mailto:nous@exemple.fr).",
    )
    assert addresses() == []


@pytest.mark.parametrize(
    ("link", "wrong"),
    [
        ("[un](#Ailleurs)", "aucun titre"),
        ("[un](source/depart/depart.ipynb#Arrivée)", "aucun titre"),
        ("[un](images/u.svg)", "aucun fichier"),
        ("[un](http://exemple.fr)", "https"),
        ("[un](ftp://exemple.fr/a)", "https"),
        ("[un](https://exemple)", "mal formée"),
        ("[un](https://nom:mot@exemple.fr)", "mal formée"),
        ("[un](https://[exemple.fr)", "mal formée"),
        ("Voir http://exemple.fr/a.", "https"),
    ],
)
def test_a_link_that_leads_nowhere_is_told_on_its_line(addresses, change, link, wrong):
    change("course/texte/donnees.md", "À vous.", f"À vous.\n{link}")
    ((file, line, message),) = addresses()
    assert (file, line) == ("course/texte/donnees.md", 8)
    assert wrong in message


def test_an_address_of_a_yaml_file_is_checked_too(addresses, change):
    change("exercises/duo.yaml", "https://exemple.fr/duo", "http://exemple.fr/duo")
    ((file, _, message),) = addresses()
    assert file == "exercises/duo.yaml"
    assert "«\u00a0http://exemple.fr/duo\u00a0»" in message


def test_a_word_of_the_glossary_that_no_sentence_uses_is_told(course_root):
    (course_root / GLOSSARY).write_text(
        "terms:\n  - {id: texte, term: texte, definition: Des mots.}\n  - {id: zeste, term: zeste, definition: Un peu.}\n",
        encoding="utf-8",
    )
    (finding,) = check_glossary(read_course(course_root).pages, read_glossary(course_root))
    assert (finding.file, finding.line, finding.rule) == (GLOSSARY, 3, "glossaire")
    assert "«\u00a0zeste\u00a0»" in finding.message
