"""An exercise's twin on paper: one side of A4, whole, reached from its page, readable on a screen too."""

import io
import re
from unicodedata import normalize

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from axe import in_light_and_dark
from parcours_u.content.catalogue import load_course
from parcours_u.content.criteria import read_criteria
from parcours_u.paths import OBSERVATION_SHEET, content_root
from running import Running

EXERCISES = load_course().exercises
EACH = pytest.mark.parametrize("exercise", EXERCISES, ids=[exercise.id for exercise in EXERCISES])


def plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


def opened(page: Page, course: Running, exercise: str) -> Page:
    page.goto(course.door)
    page.goto(course.page(f"exercises/papier/{exercise}.html"))
    return page


@EACH
def test_the_sheet_is_one_side_of_a4_and_tells_the_whole_exercise(course: Running, page: Page, exercise) -> None:
    opened(page, course, exercise.id)
    (sheet,) = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert [round(float(side) / 72 * 25.4) for side in sheet.mediabox[2:]] == [210, 297]
    text = plain(page.locator("body").inner_text())
    printed = plain(sheet.extract_text())
    assert plain(exercise.formats[0].phases[-1].title) in printed
    for words in (
        exercise.title,
        exercise.purpose,
        exercise.attribution,
        *exercise.materials,
        *exercise.safety,
        *(role.task for role in exercise.formats[0].roles),
        *(phase.instruction for phase in exercise.formats[0].phases),
    ):
        assert plain(words) in text


@EACH
def test_the_sheet_is_readable_on_a_screen(course: Running, page: Page, exercise) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    opened(page, course, exercise.id)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert [found["violations"] for found in in_light_and_dark(page)] == [[], []]


def test_the_exercise_s_page_leads_to_its_sheet(course: Running, page: Page) -> None:
    page.goto(course.door)
    page.goto(course.page("exercises/clinique-de-cas.ipynb"))
    page.get_by_role("link", name="Le déroulé à imprimer, sur une page").click()
    expect(page).to_have_title("Clinique de cas – à imprimer")


def test_the_observation_grid_is_one_side_of_a4_and_holds_every_criterion(course: Running, page: Page) -> None:
    opened(page, course, OBSERVATION_SHEET)
    (sheet,) = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert [round(float(side) / 72 * 25.4) for side in sheet.mediabox[2:]] == [210, 297]
    printed = plain(normalize("NFKC", sheet.extract_text()))  # a font joins f and i
    criteria = read_criteria(content_root())
    assert criteria is not None
    for words in (*(one for group in criteria.groups for one in group.criteria), *criteria.stop):
        assert plain(normalize("NFKC", words)) in printed


def test_the_observation_grid_is_filled_by_the_names_that_it_shows(course: Running, page: Page) -> None:
    opened(page, course, OBSERVATION_SHEET)
    criterion = page.get_by_role("group", name="L’hôte a laissé au moins un silence aller jusqu’au bout.")
    criterion.get_by_label("Pas cette fois").check()
    criterion.get_by_label("Un fait, avec l’heure").fill("10 h 12, il a repris la parole")
    expect(criterion.get_by_label("Oui", exact=True)).not_to_be_checked()
    expect(page.get_by_role("radio", checked=True)).to_have_count(1)


def test_the_observation_grid_is_readable_on_a_screen(course: Running, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    opened(page, course, OBSERVATION_SHEET)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert [found["violations"] for found in in_light_and_dark(page)] == [[], []]


def test_there_is_no_sheet_of_what_is_no_exercise(course: Running) -> None:
    assert course.ask("GET", "/voila/render/exercises/papier/co-initier.html")[0] == 404


def test_the_sheet_opens_by_the_private_link_only(course: Running) -> None:
    status, body, _ = course.ask("GET", "/voila/render/exercises/papier/cercle.html", token=False)
    assert status in {302, 403}
    assert b"Parler en cercle" not in body
