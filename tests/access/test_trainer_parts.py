"""The trainer's page shows one of its parts at a time, chosen by its list, its address or the browser's search; the others live on."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from axe import in_light_and_dark
from people_here import Browser, Cohort
from trainer_space import SPACE, TITLES, choose_part, part_of_space, shown_part

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
Opening = Callable[..., Page]


@pytest.fixture
def space(new_context: Callable[..., BrowserContext], place: Cohort, trainer: Browser) -> Opening:
    """Open the trainer's page, or one of its parts, and wait until it shows one."""

    def open_page(path: str = SPACE, **options: object) -> Page:
        page = trainer.opened(new_context(**options), path)
        expect(parts(page).and_(page.locator("[hidden]"))).to_have_count(len(TITLES) - 1)
        return page

    return open_page


def parts(page: Page) -> Locator:
    return page.locator(".pu-volet")


def links(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Sur cette page").get_by_role("link")


def shows(page: Page, title: str) -> None:
    expect(page.locator("main").get_by_role("heading", level=2)).to_have_text([re.compile(title)])
    expect(links(page).and_(page.locator("[aria-current]"))).to_have_text([title])


def test_it_begins_with_today_and_each_link_shows_its_part_alone(space: Opening) -> None:
    page = space(viewport=PHONE)
    expect(links(page)).to_have_text(TITLES)
    shows(page, TITLES[0])
    for title in TITLES[1:]:
        choose_part(page, title)
        shows(page, title)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_address_keeps_the_part_for_a_reload_a_link_and_the_way_back(space: Opening) -> None:
    page = space(part_of_space("Les personnes"))
    shows(page, "Les personnes")
    choose_part(page, "Écrire au groupe")
    page.reload()
    expect(links(page).and_(page.locator("[aria-current]"))).to_have_text("Écrire au groupe")
    shows(page, "Écrire au groupe")
    page.go_back()
    shows(page, "Les personnes")
    expect(page.get_by_role("heading", name="Les personnes", level=2)).to_be_focused()


def test_the_way_back_to_the_page_s_own_address_shows_the_first_part(space: Opening) -> None:
    page = space()
    choose_part(page, "Les personnes")
    page.get_by_role("link", name="Aller au contenu").press("Enter")
    shows(page, "Les personnes")
    page.go_back()
    page.go_back()
    shows(page, "Aujourd’hui")


def test_what_is_typed_in_a_part_stays_there_and_news_still_come(
    space: Opening, trainer: Browser, place: Cohort
) -> None:
    page = space(part_of_space("Écrire au groupe"))
    shown_part(page).get_by_label("Objet").fill("À lundi")
    choose_part(page, "Attribuer un module").get_by_label("Date", exact=True).fill("2031-03-15")
    expect(choose_part(page, "Écrire au groupe").get_by_label("Objet")).to_have_value("À lundi")
    part = choose_part(page, "Attribuer un module")
    expect(part.get_by_label("Date", exact=True)).to_have_value("2031-03-15")


def test_the_browser_s_own_search_opens_the_part_where_it_finds(space: Opening) -> None:
    page = space()
    found = page.locator(".pu-volet", has=page.locator("h2", has_text="Les personnes"))
    expect(found).to_have_attribute("hidden", "until-found")
    found.evaluate(
        "part => { part.dispatchEvent(new Event('beforematch', { bubbles: true })); part.removeAttribute('hidden'); }"
    )
    shows(page, "Les personnes")
    assert page.evaluate("location.hash") == "#Les-personnes"


def test_on_paper_the_part_that_is_shown_is_alone(space: Opening) -> None:
    page = space(part_of_space("Écrire au groupe"))
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=2)).to_have_text([re.compile("Écrire au groupe")])
    expect(page.get_by_role("navigation", name="Sur cette page")).to_be_hidden()


def test_without_a_script_everything_is_shown(
    new_context: Callable[..., BrowserContext], place: Cohort, trainer: Browser
) -> None:
    page = trainer.opened(new_context(java_script_enabled=False), SPACE)
    for title in TITLES:
        expect(page.get_by_role("heading", name=title, level=2)).to_be_visible()


def test_the_page_ends_with_its_foot_however_many_people_there_are(space: Opening, place: Cohort) -> None:
    for rank in range(30):
        place.add(f"Personne {rank}")
    page = space(part_of_space("Les personnes"), viewport=PHONE)
    people = page.locator(".pu-team-person")
    expect(people).to_have_count(24)
    page.get_by_role("button", name="Montrer les suivantes (encore ").press("Enter")
    expect(people.nth(24)).to_be_focused()
    expect(people.nth(30)).to_be_attached()
    expect(page.get_by_role("button", name="Montrer les suivantes")).to_be_hidden()
    page.get_by_label("Chercher un nom, une organisation").fill("Personne 2")
    expect(people).to_have_count(11)
    page.get_by_label("Chercher un nom, une organisation").fill("")
    expect(people).to_have_count(24)
    fold = page.locator("summary", has_text="Former un noyau")
    fold.evaluate("one => one.closest('.pu-volet').hidden = false")
    fold.click()
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        foot = page.get_by_role("contentinfo").evaluate("foot => foot.getBoundingClientRect().bottom + scrollY")
        assert page.evaluate("document.documentElement.scrollHeight") <= foot + 1


def test_the_list_stays_at_hand_on_one_line_of_a_phone_and_hides_no_focus(space: Opening) -> None:
    page = space(part_of_space("Les personnes"), viewport=PHONE)
    shown_part(page).get_by_label("Chercher un nom").wait_for()
    page.locator(".pu-team-person").last.wait_for()
    page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    strip = page.get_by_role("navigation", name="Sur cette page").bounding_box()
    assert strip is not None
    assert strip["y"] == 0
    assert strip["height"] <= 64
    chosen = page.get_by_role("link", name="Les personnes", exact=True).bounding_box()
    assert chosen is not None
    assert 0 <= chosen["x"] < 360
    shown_part(page).locator("summary").last.focus()
    while page.evaluate("() => Boolean(document.activeElement.closest('.pu-volet'))"):
        assert page.evaluate("() => document.activeElement.getBoundingClientRect().bottom") > strip["height"]
        page.keyboard.press("Shift+Tab")


@pytest.mark.parametrize("width", [360, 1280])
def test_every_part_is_accessible(space: Opening, width: int) -> None:
    page = space(viewport={"width": width, "height": 740})
    for title in TITLES:
        choose_part(page, title)
        for answer in in_light_and_dark(page):
            assert [(found["id"], found["nodes"][0]["html"]) for found in answer["violations"]] == [], title


@pytest.mark.parametrize("field", ["date", "time"])
def test_a_ring_stays_around_a_date_or_a_time_as_long_as_the_focus_is_in_it(space: Opening, field: str) -> None:
    page = space(part_of_space("Attribuer un module"))
    chosen = shown_part(page).locator(f"input[type={field}]").first
    chosen.focus()
    while chosen.evaluate("one => one === document.activeElement"):
        assert chosen.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
        page.keyboard.press("Tab")
