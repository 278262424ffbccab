"""The trainer's guide: its pages have a title, its French is well set, and every exercise is told from the host's side."""

import re
from pathlib import Path

import pytest
import yaml

from parcours_u.content.checks.typography import faults
from parcours_u.content.reading import read_course

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "course" / "guide"
PAGES = sorted(GUIDE.glob("*.md"))
LEADS = ("**Ce qui se passe mal.**", "**Ce que vous pouvez dire.**", "**Ce que l’on ne fait jamais.**")


def _parts(page: Path) -> tuple[dict[str, str], str]:
    """Return a page's front matter and its prose."""
    _, front, prose = page.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(front), prose


def _sections(prose: str) -> dict[str, str]:
    return dict(part.split("\n", 1) for part in re.split(r"^## ", prose, flags=re.M)[1:])


@pytest.fixture(scope="module")
def exercises():
    return read_course(ROOT).course.exercises


def test_the_guide_has_its_four_pages():
    assert [page.stem for page in PAGES] == ["exercices", "pratique-observee", "tenir-le-parcours", "tenir-un-noyau"]


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


def test_each_exercise_has_its_section_in_the_course_s_order(exercises):
    sections = _sections(_parts(GUIDE / "exercices.md")[1])
    assert list(sections) == [exercise.title for exercise in exercises]


def test_each_section_says_what_goes_wrong_what_to_say_and_what_never_to_do_in_few_words():
    for title, text in _sections(_parts(GUIDE / "exercices.md")[1]).items():
        places = [text.find(lead) for lead in LEADS]
        assert places == sorted(places), title
        assert -1 not in places, title
        assert 80 <= len(re.findall(r"[\w’-]+", text)) <= 125, title
