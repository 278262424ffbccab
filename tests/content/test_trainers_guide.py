"""The trainer's guide: its texts become pages chained from one entry, and every exercise is told from the host's side."""

import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml

from parcours_u.content.build import derive
from parcours_u.content.checks.host import check_host_sides
from parcours_u.content.checks.typography import faults
from parcours_u.content.guide import HOST_SIDES
from parcours_u.content.links import without_links_to
from parcours_u.content.outline import titles_of
from parcours_u.content.pages import Page, PageKind, Prose
from parcours_u.content.reading import read_course

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "course" / "guide"
PAGES = sorted(GUIDE.glob("*.md"))
LEADS = (
    "**Pour ouvrir.**",
    "**Ce qui se passe mal, et quoi faire.**",
    "**Quand arrêter.**",
    "**Pour refermer.**",
    "**Ce que l’on ne fait jamais.**",
)
WALK = ["guide", "guide-tenir-le-parcours", "guide-exercices", "guide-pratique-observee", "guide-tenir-un-noyau"]

TEXT = "---\ntitle: {0}\nsummary: Une page.\n---\n# {0}\n\nUn mot.\n\n## Duo\n\nOn ouvre.\n\n## Après\n\nOn ferme.\n"


def _parts(page: Path) -> tuple[dict[str, str], str]:
    """Return a page's front matter and its prose."""
    _, front, prose = page.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(front), prose


def _sections(prose: str) -> dict[str, str]:
    return dict(part.split("\n", 1) for part in re.split(r"^## ", prose, flags=re.M)[1:])


SECTIONS = _sections(_parts(GUIDE / "exercices.md")[1])


@pytest.fixture(scope="module")
def course_text():
    return read_course(ROOT)


@pytest.fixture
def with_guide(course_root, change):
    """Give the small course a guide of two texts, one of which tells its exercise."""
    manifest = "accessibilite]\n"
    change("course/parcours.yaml", manifest, "accessibilite, guide]\nguide: [accueillir, exercices]\n")
    for name, title in (("texte/guide", "Guide"), ("guide/accueillir", "Accueillir"), ("guide/exercices", "Hôtes")):
        path = course_root / "course" / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(TEXT.format(title), encoding="utf-8")
    return course_root


def _notebook(root, name):
    # The last one: an exercise may bear the name of a page, and comes after it.
    *_, content = [content for path, content in derive(root).items() if path.name == f"{name}.ipynb"]
    return json.loads(content)


def _prose(root, name):
    return "".join(line for cell in _notebook(root, name)["cells"] for line in cell["source"])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_begins_with_the_title_that_it_announces_and_never_repeats_a_heading(page):
    front, prose = _parts(page)
    assert set(front) == {"title", "summary"}
    headings = re.findall(r"^(#+) (.+)$", prose, flags=re.M)
    assert headings[0] == ("#", front["title"])
    assert [marks for marks, _ in headings].count("#") == 1
    assert len({title for _, title in headings}) == len(headings)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_guide_s_french_is_set_as_print_sets_it(page):
    front, prose = _parts(page)
    listed = re.sub(r"^(- |\d+\. |#+ )", "", prose, flags=re.M)
    unlinked = re.sub(r"\]\([^)]*\)|https?://\S+", "", listed)
    assert [found for text in (*front.values(), unlinked) for found in faults(text)] == []


def test_each_exercise_has_its_section_in_the_course_s_order(course_text):
    assert list(SECTIONS) == [exercise.title for exercise in course_text.course.exercises]


@pytest.mark.parametrize("title", SECTIONS)
def test_a_section_says_how_to_open_what_to_do_when_to_stop_how_to_close_and_what_never_to_do(title):
    parts = re.split(r"(\*\*[^*]+\.\*\*)", SECTIONS[title])
    assert tuple(parts[1::2]) == LEADS
    told = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert all(len(text.split()) >= 8 for text in told.values())
    assert told[LEADS[1]].count("\n- ") == 3
    assert 130 <= len(re.findall(r"[\w’-]+", SECTIONS[title])) <= 240


def test_the_guide_is_walked_from_its_entry_page_to_its_last_text(course_text):
    pages = [page.id for page in course_text.pages if page.id.startswith("guide")]
    assert pages == WALK
    around = [_notebook(ROOT, name)["metadata"]["parcours_u"] for name in WALK]
    hrefs = [f"{name}.ipynb" for name in WALK]
    assert [one["next"] and one["next"]["href"] for one in around] == [*hrefs[1:], None]
    assert [one["previous"] and one["previous"]["href"] for one in around] == [None, *hrefs[:-1]]
    assert [(one["page"], one["position"]) for one in around] == [("guide", None)] * 5


def test_every_exercise_leads_to_its_host_s_side(course_text):
    titles = titles_of(next(page for page in course_text.pages if page.id == HOST_SIDES))
    for exercise in course_text.course.exercises:
        (anchor,) = re.findall(r"guide-exercices\.ipynb#([^)\s]+)\)", _prose(ROOT, exercise.id))
        assert unquote(anchor) == exercise.title.replace(" ", "-")
        assert exercise.title in titles


def test_a_section_leads_back_to_its_exercise_and_to_its_sheet(with_guide):
    prose = _prose(with_guide, "guide-exercices")
    assert "(../exercises/duo.ipynb)" in prose
    assert "(../exercises/papier/duo.html)" in prose


def test_a_page_of_the_guide_lists_its_sections_before_the_first(with_guide):
    prose = _prose(with_guide, "guide-accueillir")
    places = [prose.index(words) for words in ("Un mot.", '<a href="#Duo">', '<a href="#Apr%C3%A8s">', "## Duo")]
    assert places == sorted(places)


def test_an_exercise_that_the_guide_does_not_tell_leads_nowhere(with_guide, change):
    change("course/guide/exercices.md", "## Duo", "## Trio")
    assert "côté hôte" not in _prose(with_guide, "duo")


def test_a_course_without_a_guide_is_whole(course_root):
    assert "côté hôte" not in _prose(course_root, "duo")
    assert "guide" not in _notebook(course_root, "accueil")["metadata"]["parcours_u"]
    assert list(check_host_sides(course_root, read_course(course_root))) == []


def test_a_guide_needs_the_page_that_leads_to_it(with_guide, change, refusal):
    change("course/parcours.yaml", "accessibilite, guide]", "accessibilite]")
    (with_guide / "course/texte/guide.md").unlink()
    error = refusal()
    assert (error.file, error.key) == ("course/parcours.yaml", "guide")
    assert "c’est elle qui mène au guide" in error.message


def test_a_text_of_the_guide_that_the_manifest_forgets_is_told(with_guide, change, refusal):
    change("course/parcours.yaml", "guide: [accueillir, exercices]", "guide: [exercices]")
    assert refusal().file == "course/guide/accueillir.md"


def test_a_page_cannot_take_the_address_of_a_text_of_the_guide(with_guide, change, refusal):
    change("course/parcours.yaml", "accessibilite, guide]", "accessibilite, guide, guide-accueillir]")
    (with_guide / "course/texte/guide-accueillir.md").write_text(TEXT.format("Double"), encoding="utf-8")
    assert "«\u00a0guide-accueillir\u00a0» y est déjà" in refusal().message


def test_an_exercise_without_its_host_s_side_and_a_section_about_none_are_told(with_guide):
    findings = list(check_host_sides(with_guide, read_course(with_guide)))
    assert [(one.file, one.line, one.rule) for one in findings] == [("course/guide/exercices.md", 13, "hôte")]
    (with_guide / "course/guide/exercices.md").write_text(
        TEXT.format("Hôtes").replace("## Duo", "## Trio"), encoding="utf-8"
    )
    told = [one.message for one in check_host_sides(with_guide, read_course(with_guide))]
    assert [name for name in ("Duo", "Trio", "Après") if any(f"«\u00a0{name}\u00a0»" in one for one in told)] == [
        "Duo",
        "Trio",
        "Après",
    ]


def test_an_exercise_that_is_left_out_takes_no_link_to_the_page_of_the_same_name():
    told = Prose("[Mon cercle](cercle.ipynb), [Parler en cercle](../exercises/cercle.ipynb)")
    page = Page(PageKind.GUIDE, "guide", "Le guide", "Une page.", (told,), "course/texte/guide.md")
    assert without_links_to(page, {"cercle"}).cells == (Prose("[Mon cercle](cercle.ipynb), Parler en cercle"),)
