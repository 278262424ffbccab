"""What a program shows is drawn, in a page as in an Output, and never as Python's name for it."""

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

PLACES = {"dans la page": 0, "dans une sortie": 1}


@pytest.fixture(params=PLACES)
def where(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def shown(opened: Any, where: str) -> Locator:
    """Return the place where one thing of each kind is shown."""
    place: Locator = opened("sorties").locator("main .pu-sortie").nth(PLACES[where])
    return place


def test_nothing_is_named_as_python_does(shown, where):
    expect(shown).to_contain_text("important")
    assert "IPython" not in shown.inner_text()


def test_markdown_can_be_read(shown, where):
    if where == "dans la page":
        expect(shown.locator("strong")).to_have_text("important")
    else:
        expect(shown).to_contain_text("**important** dans une sortie")


def test_formulas_and_json_can_be_read(shown, where):
    expect(shown).to_contain_text(f"$x^2 < y$ {where}")
    expect(shown).to_contain_text(f'"clé": "l’objet {where}"')


def test_pictures_are_drawn_and_described(shown, where):
    pictures = shown.get_by_role("img")
    expect(pictures).to_have_count(3)
    expect(shown.get_by_role("img", name=f"Un point {where}")).to_have_count(1)
    expect(shown.get_by_role("img", name="Image sans description")).to_have_count(2)
    for picture in pictures.all():
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("picture => picture.naturalWidth") > 0


def test_a_white_page_is_put_behind_what_a_program_draws_and_not_behind_a_drawing_of_the_course(shown, where):
    white, transparent = "rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"
    expect(shown.get_by_role("img", name=f"Un point {where}")).to_have_css("background-color", white)
    shown.page.evaluate("document.querySelector('.pu-prose').append(new Image()), 0")
    drawing = shown.page.locator(".pu-prose img").last
    drawing.evaluate("image => image.classList.add('pu-image')")
    expect(drawing).to_have_css("background-color", transparent)


def test_no_script_that_comes_with_them_runs(shown, where):
    expect(shown.get_by_role("img")).to_have_count(3)
    assert shown.page.evaluate("window.ran") is None
