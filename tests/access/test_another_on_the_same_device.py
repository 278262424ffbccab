"""A device that several people share, and the pages that somebody left open on it: what is theirs never goes on under another's name."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from people_here import FREE_TEXT, MODULE, Browser, Cohort


def field(page: Page):
    return page.locator(f'[data-prompt="{FREE_TEXT}"] textarea').first


def told(page: Page):
    return page.locator("#pu-liaison")


@pytest.fixture
def ada(cohort: Cohort) -> Browser:
    return cohort.newcomer("Ada")


@pytest.fixture
def cut(new_context: Callable[..., BrowserContext], ada: Browser) -> Page:
    """Ada's page, with words that could not leave before the line was cut."""
    page = ada.opened(new_context(), MODULE)
    field(page).fill("Ce qu’Ada a écrit.")
    page.wait_for_selector(f'[data-prompt="{FREE_TEXT}"][data-state="saved"]')
    page.context.set_offline(True)
    expect(told(page)).to_contain_text("La connexion est coupée")  # an open line is cut a moment after
    field(page).press("End")
    page.keyboard.type(" Et ce qui n’est pas parti.")
    return page


def test_a_page_left_open_says_nothing_in_the_name_of_who_came_in_since(cut: Page, ada: Browser, bo: Browser) -> None:
    before = bo.texts()
    bo.come_in(cut.context)
    cut.context.set_offline(False)
    expect(told(cut)).to_contain_text("Votre accès n’est plus ouvert")
    assert bo.texts() == before
    assert ada.texts() == ["Ce qu’Ada a écrit."]
    expect(field(cut)).to_have_value("Ce qu’Ada a écrit. Et ce qui n’est pas parti.")


def test_it_goes_on_when_its_own_person_comes_in_again(cut: Page, ada: Browser) -> None:
    cut.context.clear_cookies()
    cut.context.set_offline(False)
    expect(told(cut)).to_contain_text("Votre accès n’est plus ouvert")
    ada.opened(cut.context, MODULE)
    cut.wait_for_selector(f'[data-prompt="{FREE_TEXT}"][data-state="saved"]')
    assert ada.texts() == ["Ce qu’Ada a écrit. Et ce qui n’est pas parti."]
    expect(told(cut)).to_be_empty()


def test_one_s_own_access_is_opened_in_another_tab_and_the_words_leave(cut: Page, ada: Browser) -> None:
    cut.context.clear_cookies()
    cut.context.set_offline(False)
    expect(told(cut)).to_contain_text("Votre accès n’est plus ouvert")
    expect(told(cut).get_by_role("button")).to_have_count(0)
    with cut.context.expect_page() as opening:
        told(cut).get_by_role("link", name="Ouvrir mon accès dans un autre onglet").click()
    tab = opening.value
    assert tab.evaluate("window.opener") is None
    tab.locator("[name=phrase]").fill(ada.phrase)
    tab.get_by_role("button", name="Entrer").click()
    tab.wait_for_url("**/accueil.ipynb")
    cut.bring_to_front()
    cut.wait_for_selector(f'[data-prompt="{FREE_TEXT}"][data-state="saved"]')
    assert ada.texts() == ["Ce qu’Ada a écrit. Et ce qui n’est pas parti."]
    expect(told(cut)).to_be_empty()


def test_what_a_page_asks_for_one_person_is_not_done_for_another(cohort: Cohort, ada: Browser, bo: Browser) -> None:
    mark = re.findall(r'data-pour="(\w{64})"', ada.get(MODULE).text)[0]
    assert ada.write("Ce qu’Ada a écrit.").status == 200
    before = bo.texts()
    asked = {"X-Parcours-U-Pour": mark}
    body = {"body": {"text": "au nom de Bo"}, "base": 0}
    for method, path, content in (
        ("PUT", f"parcours-u/entries/{FREE_TEXT}", body),
        ("GET", "parcours-u/shared", None),
        ("POST", MODULE, {"kernel": "00000000-0000-0000-0000-000000000000"}),
    ):
        refused = bo.ask(method, path, content, asked)
        assert (refused.status, "navigateur" in refused.text) == (403, method != "POST")
        assert ada.ask(method, path, {**body, "base": 1} if method == "PUT" else content, asked).status == 200
    assert bo.texts() == before
    assert (bo.socket(f"parcours-u/channel?pour={mark}"), ada.socket(f"parcours-u/channel?pour={mark}")) == (403, 101)
