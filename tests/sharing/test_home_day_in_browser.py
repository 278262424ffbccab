"""« Aujourd’hui » on the home page, in a real browser: what the group lives now and what comes next, also when it changes."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from served import served
from together import Together

from axe import in_light_and_dark
from parcours_u.content.catalogue import load_course
from parcours_u.domain.programme import Programme, lateness
from parcours_u.store.programmes import Programmes

pytestmark = pytest.mark.browser

VOYAGE = "voyage-trois-jours"
FIRST = date(2031, 3, 17)
QUICK = 2_000  # milliseconds: a change is seen within two seconds


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Together]:
    with served(tmp_path) as found:
        yield found


@pytest.fixture
def programmes(place: Together) -> Programmes:
    return Programmes(place.cohort.database)


@pytest.fixture
def home(place: Together, new_context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """Open somebody's home page at a day and an hour."""

    def open_page(day: int, hour: str, **options: object) -> Page:
        context = new_context(timezone_id="Europe/Paris", **options)
        context.add_cookies([{"name": "person", "value": "ada", "url": f"http://{place.address}"}])
        now = datetime.combine(FIRST + timedelta(days=day), time.fromisoformat(hour))
        context.clock.set_fixed_time(f"{now.isoformat()}+01:00")
        page = context.new_page()
        page.goto(f"http://{place.address}/banc/day")
        page.wait_for_selector("body[data-ready=true]")
        return page

    return open_page


def told(page: Page) -> Locator:
    return page.locator(".pu-home-day")


@pytest.mark.parametrize(
    ("day", "hour", "words"),
    [
        (-3, "12:00", ["Avec le groupe", "Nous nous retrouvons le lundi 17\u00a0mars 2031, dans 3\u00a0jours, à 9\u00a0h\u00a000\u00a0: Accueil."]),
        (-1, "12:00", ["Nous nous retrouvons demain, à 9\u00a0h\u00a000\u00a0: Accueil."]),
        (0, "08:00", ["Aujourd’hui", "Nous commençons à 9\u00a0h\u00a000\u00a0: Accueil."]),
        (0, "09:40", ["En ce moment\u00a0: Ouvrir le voyage, jusqu’à 10\u00a0h\u00a000.", "Ensuite, à 10\u00a0h\u00a000\u00a0: Former les cercles."]),
        (0, "20:00", ["La journée est finie. Merci d’avoir été là.", "Nous nous retrouvons demain, à"]),
        (2, "21:00", ["La journée est finie. Merci d’avoir été là."]),
    ],
)  # fmt: skip
def test_it_tells_what_is_lived_now_and_what_comes_next(
    programmes: Programmes, home: Callable[..., Page], day: int, hour: str, words: list[str]
) -> None:
    programmes.choose(VOYAGE, FIRST.isoformat())
    page = home(day, hour)
    for line in words:
        expect(told(page)).to_contain_text(line)


def test_without_a_programme_or_once_it_is_over_there_is_nothing(
    programmes: Programmes, home: Callable[..., Page]
) -> None:
    page = home(0, "09:40")
    expect(told(page)).to_be_hidden()
    programmes.choose(VOYAGE, FIRST.isoformat())
    expect(told(page)).to_be_visible(timeout=QUICK)
    programmes.forget()
    expect(told(page)).to_be_hidden(timeout=QUICK)
    programmes.choose(VOYAGE, FIRST.isoformat())
    expect(told(home(3, "09:40"))).to_be_hidden()


def test_a_day_that_is_planned_again_shows_on_the_open_page_and_is_said(
    programmes: Programmes, home: Callable[..., Page]
) -> None:
    programmes.choose(VOYAGE, FIRST.isoformat())
    page = home(0, "09:40")
    expect(told(page)).to_contain_text("jusqu’à 10\u00a0h\u00a000")
    day = load_course().format(VOYAGE).days[0]
    programmes.set_late(Programme(VOYAGE, FIRST.isoformat()), lateness(day, FIRST, 10, 9 * 60 + 40))
    expect(told(page)).to_contain_text("jusqu’à 10\u00a0h\u00a010", timeout=QUICK)
    expect(told(page)).to_contain_text(
        "L’horaire d’aujourd’hui a changé\u00a0: la suite est décalée\u202f; la journée finit toujours à 17\u00a0h\u00a030."
    )
    expect(page.locator("#pu-annonces")).to_contain_text("Former les cercles")


def test_it_goes_on_with_the_clock(programmes: Programmes, home: Callable[..., Page]) -> None:
    programmes.choose(VOYAGE, FIRST.isoformat())
    page = home(0, "09:59")
    expect(told(page)).to_contain_text("En ce moment\u00a0: Ouvrir le voyage")
    page.clock.set_fixed_time(f"{FIRST.isoformat()}T10:01:00+01:00")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(told(page)).to_contain_text("En ce moment\u00a0: Former les cercles")


def test_a_change_made_while_the_line_was_cut_is_read_when_it_is_back(
    place: Together, programmes: Programmes, home: Callable[..., Page]
) -> None:
    programmes.choose(VOYAGE, FIRST.isoformat())
    page = home(0, "09:40")
    expect(told(page)).to_be_visible()
    page.wait_for_function("() => window.parcoursUCanal.state() === 'open'")
    page.context.set_offline(True)
    place.cut_lines()
    page.wait_for_function("() => window.parcoursUCanal.state() === 'cut'")
    programmes.forget()
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(told(page)).to_be_hidden()


@pytest.mark.parametrize("one", [one for one in load_course().formats if not one.days], ids=lambda one: one.id)
def test_a_format_in_stages_tells_the_one_that_is_lived(programmes: Programmes, home: Callable[..., Page], one) -> None:
    programmes.choose(one.id, FIRST.isoformat())
    expect(told(home(0, "10:00"))).to_contain_text(f"En ce moment\u00a0: {one.stages[0].title}")


def test_it_fits_a_phone_and_is_accessible(programmes: Programmes, home: Callable[..., Page]) -> None:
    programmes.choose(VOYAGE, FIRST.isoformat())
    page = home(0, "10:30", viewport={"width": 360, "height": 740})
    expect(told(page).get_by_role("link")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for answer in in_light_and_dark(page):
        assert json.dumps([found["id"] for found in answer["violations"]]) == "[]"
