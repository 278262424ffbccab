"""The drawings of a cohort, in a real browser: read on a phone as on a wide screen, nothing cut, nothing giant."""

from collections.abc import Callable
from datetime import date

import pytest
from cohorts import FIRST_DAY, circle, deposit, person, seen
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import BrowserContext

from parcours_u.cohort.overview.lettering import fitted
from parcours_u.cohort.overview.overview import overview
from parcours_u.cohort.overview.view import page
from parcours_u.content.catalogue import load_course
from parcours_u.domain.following import Released
from parcours_u.domain.people import Profile

NAMES = (
    ("Emmanuelle", "Montgomery-Wambrechies"),
    ("Ève", "Li"),
    ("WWWWWWWWWW", "MMMMMMMMMMMM"),
    ("伊丽莎白", "欧阳欧阳欧阳欧阳欧阳"),
)
MEASURE = """() => [...document.querySelectorAll("svg.pu-view-drawing")].map((svg) => {
    const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    const texts = [...svg.querySelectorAll("text")];
    const boxes = texts.map((one) => one.getBBox());
    return {
        sizes: texts.map((one) => parseFloat(getComputedStyle(one).fontSize) * scale),
        left: Math.min(...boxes.map((one) => one.x)),
        right: Math.max(...boxes.map((one) => one.x + one.width)) - svg.viewBox.baseVal.width,
        down: Math.max(...boxes.map((one) => one.y + one.height)) - svg.viewBox.baseVal.height,
        over: boxes.some((one, at) => boxes.some((other, rank) => at < rank
            && Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x) > 0.5
            && Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y) > 4)),
    };
})"""


def page_of(people: int, days: int) -> str:
    """Return the page of a cohort that has every drawing, long names and every module."""
    modules = {one.id: one.title for one in load_course().modules}
    group = [
        person(number, list(Profile)[number % 2], first_name=NAMES[number % 4][0], last_name=NAMES[number % 4][1])
        for number in range(people)
    ]
    deposits = [
        deposit(number, module, day=(3 * number + 5 * rank) % days, comments=rank % 2)
        for number in range(people)
        for rank, module in enumerate(modules)
    ]
    name = "Cercle du tilleul, des voisines et des personnes qui accompagnent le territoire"
    circles = [circle(f"{name} {at}", *range(at, min(at + 5, people))) for at in range(0, people, 5)]
    released = tuple(Released(module, 5) for module in modules)
    cohort = seen(group, deposits, circles, released=released, titles=modules, today=date(2027, 3, 3))
    return page("La cohorte", FIRST_DAY, overview(cohort))


@pytest.mark.browser
@pytest.mark.parametrize(("people", "days"), [(3, 3), (30, 12), (30, 16), (30, 7), (64, 61)])
@pytest.mark.parametrize(("width", "least", "most"), [(320, 11, 14), (360, 11, 14), (768, 12, 18), (1280, 12, 18)])
def test_every_text_of_every_drawing_is_read_at_any_width(
    new_context: Callable[..., BrowserContext], people: int, days: int, width: int, least: float, most: float
) -> None:
    opened = new_context(viewport={"width": width, "height": 740}).new_page()
    opened.set_content(page_of(people, days))
    drawings = opened.evaluate(MEASURE)
    assert len(drawings) >= 6
    for drawing in drawings:
        assert least <= min(drawing["sizes"]) <= max(drawing["sizes"]) <= most
        assert drawing["left"] >= 0
        assert drawing["right"] <= 0
        assert drawing["down"] <= 0
        assert not drawing["over"]
    assert opened.evaluate("document.documentElement.scrollWidth") <= width


@given(st.text(max_size=60), st.integers(20, 328))
def test_what_is_shortened_begins_as_the_text_does_and_ends_with_dots(text: str, room: int) -> None:
    shown = fitted(text, room)
    assert shown == text or (shown.endswith("…") and text.startswith(shown[:-1]))
