"""``course/ressources.yaml``: what exists already, and what is not known for sure said to be so."""

import pytest

from parcours_u.content.build import derive
from parcours_u.content.errors import ContentError
from parcours_u.content.resources import RESOURCES, read_resources

LAB = (
    "      - {id: lab, name: Le lab, what: Un lieu., for: Tout le monde., link: 'https://www.lab.fr/a', checked: %s}\n"
)


@pytest.fixture
def resources(course_root):
    def write(*entries):
        text = "groups:\n  - title: Lieux\n    resources:\n" + "".join(entries)
        (course_root / RESOURCES).write_text(text, encoding="utf-8")
        return read_resources(course_root)

    return write


@pytest.mark.parametrize(
    ("checked", "said"),
    [
        ("2026", "Page lue en 2026."),
        ("2026-11-03", "Page lue le 3\u00a0novembre 2026."),
        ("à vérifier", "À vérifier."),
    ],
)
def test_a_page_says_when_it_was_read(resources, checked, said):
    ((lab,),) = [group.resources for group in resources(LAB % checked)]
    assert (lab.checked, lab.site) == (said, "lab.fr")


def test_a_doubt_is_told_after_the_word_to_check(resources):
    doubt = "      - {id: a, name: A, what: B., for: C., checked: à vérifier, note: Rien de sûr.}\n"
    ((one,),) = [group.resources for group in resources(doubt)]
    assert one.checked == "À vérifier. Rien de sûr."


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (LAB % "hier", "il faut une année"),
        (LAB % "2026-13-01", "il faut une année"),
        (LAB.replace("}", ", note: Un doute.}") % "2026", "il faut «\u00a0à vérifier\u00a0»"),
        ("      - {id: a, name: A, what: B., for: C., checked: 2026}\n", "il faut «\u00a0à vérifier\u00a0»"),
        (LAB.replace("id: lab", "id: Lab") % "2026", "sans accent"),
        (LAB % "2026" + LAB % "2026", "deux fois"),
        ("      - {id: a, name: A, what: B., checked: 2026}\n", "cette clé manque"),
    ],
)
def test_a_mistake_is_told_with_its_file(resources, entry, told):
    with pytest.raises(ContentError, match=told) as caught:
        resources(entry)
    assert caught.value.file == RESOURCES


def test_the_page_lists_each_entry_under_its_group(course_root, resources, change):
    resources(LAB % "2026")
    change("course/texte/donnees.md", "À vous.", "{{ ressources }}")
    (page,) = [content.decode() for path, content in derive(course_root).items() if path.name == "donnees.ipynb"]
    places = [
        page.index(words) for words in ("## Lieux", "### Le lab", "Un lieu.", "Tout le monde.", "Page lue en 2026.")
    ]
    assert places == sorted(places)
    assert "[Le lab](https://www.lab.fr/a), sur lab.fr." in page


def test_a_page_that_lists_what_is_not_kept_is_refused(change, refusal):
    change("course/texte/donnees.md", "À vous.", "{{ ressources }}")
    assert RESOURCES in refusal().message
