"""The banner of a cohort's pages: what is for each role, on two lines of a phone and one of a screen, unfolded with or without script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from axe import in_light_and_dark
from in_circle import CIRCLE
from parcours_u.domain.people import Role
from people_here import HOME, Browser, Cohort
from trainer_space import SPACE

pytestmark = pytest.mark.browser

Opening = Callable[..., Page]


@pytest.fixture(scope="module")
def person(place: Cohort) -> Browser:
    return place.newcomer("Iris")


@pytest.fixture
def page_of(new_context: Callable[..., BrowserContext], place: Cohort) -> Opening:
    def open_page(browser: Browser, path: str = HOME, width: int = 1280, **options: object) -> Page:
        return browser.opened(new_context(viewport={"width": width, "height": 740}, **options), path)

    return open_page


def banner(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Navigation principale")


def lines(page: Page) -> int:
    """Return on how many lines the banner's ways are."""
    box = banner(page).bounding_box()
    assert box is not None
    return round((box["height"] - 24) / 44)


@pytest.mark.parametrize(("width", "most"), [(320, 3), (360, 2), (412, 2), (1280, 1)])
@pytest.mark.parametrize("who", ["participant", "trainer"])
def test_it_takes_two_lines_of_a_phone_and_one_of_a_screen(
    page_of: Opening, person: Browser, trainer: Browser, who: str, width: int, most: int
) -> None:
    page = page_of(person if who == "participant" else trainer, width=width)
    assert lines(page) <= most
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    ("role", "names"),
    [
        (Role.PARTICIPANT, ["Mon cercle", "Mon binôme", "Mon noyau"]),
        (Role.TRAINER, ["Mon cercle"]),
        (Role.ACCOMPANIST, ["Mon noyau"]),
        (Role.HOST, []),
    ],
)
def test_each_role_meets_the_pages_where_it_is_with_others(
    page_of: Opening, place: Cohort, role: Role, names: list[str]
) -> None:
    page = page_of(place.newcomer(f"Une {role}", role))
    unfold = banner(page).get_by_text("Avec les autres")
    expect(unfold).to_have_count(1 if len(names) > 1 else 0)
    if len(names) > 1:
        unfold.click()
    seen = banner(page).get_by_role("link").all_inner_texts()
    assert [name for name in seen if name in {"Mon cercle", "Mon binôme", "Mon noyau"}] == names


def test_the_present_page_is_marked_where_it_is_folded(page_of: Opening, person: Browser) -> None:
    page = page_of(person, CIRCLE)
    unfold = banner(page).locator("summary", has_text="Avec les autres")
    expect(unfold).to_have_attribute("aria-current", "true")
    unfold.click()
    expect(banner(page).get_by_role("link", name="Mon cercle")).to_have_attribute("aria-current", "page")


def test_on_a_phone_the_menu_holds_what_the_row_has_no_room_for(page_of: Opening, person: Browser) -> None:
    names = [
        "Accueil",
        "Mon projet",
        "Exercices",
        "Glossaire",
        "Ce qui existe déjà",
        "Guide de l’hôte",
        "Mes appareils",
    ]
    page = page_of(person, width=360)
    banner(page).get_by_text("Menu").click()
    for name in names:
        expect(banner(page).get_by_role("link", name=name, exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for answer in in_light_and_dark(page):
        assert [(found["id"], found["nodes"][0]["html"]) for found in answer["violations"]] == []


@pytest.mark.parametrize("width", [360, 1280])
def test_it_unfolds_and_folds_by_keyboard_one_list_at_a_time(page_of: Opening, person: Browser, width: int) -> None:
    page = page_of(person, width=width)
    page.wait_for_function("() => document.documentElement.dataset.puPret === 'oui'")
    others, menu = (banner(page).locator("summary", has_text=text) for text in ("Avec les autres", "Menu"))
    others.press("Enter")
    link = banner(page).get_by_role("link", name="Mon binôme")
    expect(link).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(others).to_be_focused()
    others.press("Enter")
    menu.press("Enter")
    expect(link).to_be_hidden()
    expect(banner(page).get_by_role("link", name="Glossaire")).to_be_visible()
    page.locator("main").focus()
    expect(banner(page).get_by_role("link", name="Glossaire")).to_be_hidden()


def test_without_a_script_it_unfolds_too(page_of: Opening, person: Browser) -> None:
    page = page_of(person, width=360, java_script_enabled=False)
    banner(page).get_by_text("Avec les autres").click()
    expect(banner(page).get_by_role("link", name="Mon noyau")).to_be_visible()
    banner(page).get_by_text("Menu").click()
    expect(banner(page).get_by_role("link", name="Mon noyau")).to_be_hidden()


def test_the_way_to_the_team_s_space_is_in_the_row_of_a_trainer(page_of: Opening, trainer: Browser) -> None:
    page = page_of(trainer, SPACE, width=360)
    expect(banner(page).get_by_role("link", name="Espace de l’équipe")).to_be_visible()
    expect(banner(page).get_by_role("link", name="Mon carnet")).to_be_hidden()
    banner(page).get_by_text("Menu").click()
    expect(banner(page).get_by_role("link", name="Mon carnet")).to_be_visible()
