"""A word of the course, explained where it is read: by keyboard, by touch, without a script, on paper."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from axe import in_light_and_dark
from running import Running

WORD, MEANING = "intention", "Ce que l’on veut servir par un projet"


def open_text(page: Page, course: Running) -> None:
    """Open a module's page: its prose is there before its kernel has started."""
    page.goto(course.door)
    page.goto(course.module("co-initier"), wait_until="domcontentloaded")


def test_the_keyboard_opens_it_reads_it_and_comes_back_to_the_sentence(course: Running, page: Page) -> None:
    open_text(page, course)
    word = page.get_by_role("button", name=WORD, exact=True)
    meaning = page.get_by_role("dialog", name=f"Le mot «\u00a0{WORD}\u00a0»")
    expect(meaning).to_have_count(0)
    word.focus()
    page.keyboard.press("Enter")
    expect(meaning).to_be_focused()
    expect(meaning).to_contain_text(MEANING)
    page.keyboard.press("Tab")
    expect(meaning.get_by_role("link", name="Tous les mots expliqués")).to_be_focused()
    page.keyboard.press("Escape")
    expect(meaning).to_have_count(0)
    expect(word).to_be_focused()


def test_its_link_leads_to_the_word_s_own_entry(course: Running, page: Page) -> None:
    open_text(page, course)
    page.get_by_role("button", name=WORD, exact=True).click()
    page.get_by_role("link", name="Tous les mots expliqués").click()
    page.wait_for_url("**/glossaire.ipynb#Intention")
    expect(page.get_by_role("heading", name="Intention", level=2)).to_be_in_viewport()


def test_it_stays_inside_a_narrow_screen_and_closes_at_a_touch_elsewhere(
    course: Running, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(viewport={"width": 320, "height": 640}, has_touch=True).new_page()
    open_text(page, course)
    page.get_by_role("button", name=WORD, exact=True).tap()
    meaning = page.locator(":popover-open")
    expect(meaning).to_be_in_viewport(ratio=1)
    page.touchscreen.tap(5, 5)
    expect(meaning).to_have_count(0)


def test_open_it_has_no_violation_in_light_or_in_dark(course: Running, page: Page) -> None:
    open_text(page, course)
    page.get_by_role("button", name=WORD, exact=True).click()
    for response in in_light_and_dark(page):
        assert [item["id"] for item in response["violations"]] == []
        expect(page.locator(":popover-open")).to_have_count(1)


def test_it_needs_no_script(course: Running, new_context: Callable[..., BrowserContext]) -> None:
    context = new_context(java_script_enabled=False)
    page = context.new_page()
    open_text(page, course)
    page.get_by_role("button", name=WORD, exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text(MEANING)


def test_on_paper_the_word_stays_in_its_sentence(course: Running, page: Page) -> None:
    open_text(page, course)
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name=WORD, exact=True)).to_be_visible()
