"""Where the words are kept elsewhere, the journal's file is offered again before leaving, and only when it has to be."""

import re

import pytest
from playwright.sync_api import Dialog, Page, expect

MODULE = "source/co-initier/co-initier"


@pytest.fixture
def dialogs() -> list[str]:
    """Return the kinds of dialogs that opened; each is answered « stay »."""
    return []


@pytest.fixture
def visit(new_context, pages, dialogs):
    """Walk from page to page in one tab."""
    page = new_context().new_page()

    def answer(dialog: Dialog) -> None:
        dialogs.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", answer)

    def go(name: str) -> Page:
        page.goto(pages.url(name), wait_until="commit")
        page.wait_for_selector("html[data-pu-pret]", state="attached")
        return page

    return go


def write(page: Page) -> None:
    page.get_by_label("Notez").click()
    page.keyboard.type("un mot")


def leave(page: Page) -> None:
    """Go elsewhere. A tab that is closed goes unasked when a slow machine does not answer Chromium within half a second."""
    page.evaluate("() => { setTimeout(() => location.assign('about:blank')) }")


def test_leaving_binder_after_writing_is_questioned_and_the_file_is_offered(visit, dialogs):
    visit("binder")
    page = visit(MODULE)
    write(page)
    leave(page)
    offer = page.locator("#pu-liaison").get_by_role("link", name="Télécharger mon carnet (.json)")
    expect(offer).to_be_visible()
    expect(offer).to_have_attribute("href", "/parcours-u/carnet.json")
    assert dialogs == ["beforeunload"]
    with page.expect_download():
        offer.click()
    expect(page.locator("#pu-liaison")).to_be_empty()
    leave(page)
    page.wait_for_url("about:blank")
    assert dialogs == ["beforeunload"]


def test_an_answer_changed_by_a_button_alone_is_a_change_to_take_away(visit):
    visit("binder")
    page = visit(MODULE)
    assert page.evaluate("sessionStorage.getItem('parcours-u:a-emporter')") is None
    page.locator(".pu-atelier").last.evaluate("place => (place.dataset.state = 'saving')")
    page.wait_for_function("sessionStorage.getItem('parcours-u:a-emporter') === '1'")


def test_going_from_page_to_page_is_never_questioned(visit, dialogs):
    visit("binder")
    page = visit(MODULE)
    write(page)
    page.get_by_role("link", name="Mon carnet").first.click()
    page.wait_for_url(re.compile("carnet"))
    assert dialogs == []


def test_loading_the_page_again_is_never_questioned(visit, dialogs):
    visit("binder")
    page = visit(MODULE)
    write(page)
    page.evaluate("() => { document.dispatchEvent(new KeyboardEvent('keydown', { key: 'F5' })); location.reload() }")
    page.wait_for_selector("html[data-pu-pret]", state="attached")
    assert dialogs == []


def test_leaving_binder_without_writing_is_not_questioned(visit, dialogs):
    page = visit("binder")
    page.get_by_role("heading", level=1).click()
    leave(page)
    page.wait_for_url("about:blank")
    assert dialogs == []


def test_leaving_one_s_own_computer_is_not_questioned(visit, dialogs):
    visit("accueil")
    page = visit(MODULE)
    write(page)
    leave(page)
    page.wait_for_url("about:blank")
    assert dialogs == []


def test_filtering_the_journal_is_no_change_to_take_away(visit, dialogs):
    page = visit("carnet")
    page.get_by_label("Étape").select_option("Co-initier")
    page.get_by_role("heading", level=1).click()
    leave(page)
    page.wait_for_url("about:blank")
    assert dialogs == []


def test_nothing_that_was_written_is_kept_by_the_browser(visit):
    visit("binder")
    page = visit(MODULE)
    write(page)
    assert page.evaluate("({...sessionStorage})") == {
        "parcours-u:carnet": "/parcours-u/carnet.json",
        "parcours-u:a-emporter": "1",
    }
    assert page.evaluate("localStorage.length") == 0
