"""A journal erased in another tab or on another device, while this page still shows its words: nothing of it is written unasked."""

from typing import Any

from memory_journal import MemoryJournal
from playwright.sync_api import BrowserContext, Page, expect
from samples import PROMPTS
from widget_bench import Bench, answer, drafts, heard, saved, stopped

from parcours_u.domain.course import Kind

TEXT = PROMPTS[Kind.FREE_TEXT]


def erased(page: Page, journal: MemoryJournal) -> None:
    """Erase the journal from elsewhere, then type one more word on the page that shows its words."""
    journal.erase()
    page.locator("textarea").press_sequentially("!")
    expect(answer(page, TEXT)).to_have_attribute("data-state", "erased")


def opened(at_bench: Bench, context: BrowserContext, journal: MemoryJournal) -> Page:
    """Open an answer that holds a word."""
    journal.write(TEXT.id, {"text": "intime"})
    page = at_bench.answers(context, TEXT)
    page.locator("textarea").press("End")
    page.evaluate(
        """() => {
          window.offered = [];
          document.addEventListener("parcours-u:non-envoye", ({ detail }) => offered.push(Boolean(detail.kept)));
        }"""
    )
    return page


def erased_in_no_time(at_bench: Bench, context: BrowserContext, journal: MemoryJournal, *again: str) -> Page:
    """Do all that on a page whose time only passes when the test says so; texts may have been written ``again`` elsewhere."""
    journal.write(TEXT.id, {"text": "intime"})
    page = stopped(at_bench, context, TEXT)
    page.locator("textarea").press("End")
    journal.erase()
    journal.write(TEXT.id, *({"text": text} for text in again))
    page.locator("textarea").press_sequentially("!")
    page.clock.run_for(1_000)
    expect(answer(page, TEXT)).to_have_attribute("data-state", "erased")
    return page


def asks_to_leave(page: Page) -> Any:
    return page.evaluate("!dispatchEvent(new Event('beforeunload', { cancelable: true }))")


def test_the_next_key_writes_nothing_and_asks_what_becomes_of_the_text(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    page = opened(at_bench, context, journal)
    erased(page, journal)
    expect(page.locator(".pu-conflict-alert")).to_have_text(
        "Votre carnet a été effacé, dans un autre onglet ou sur un autre appareil."
    )
    expect(page.locator(".pu-status")).to_have_text("Pas enregistré\u00a0: à vous de choisir.")
    expect(page.get_by_role("group", name="Une réponse effacée ailleurs")).to_be_visible()
    expect(page.get_by_text("Lire l’autre version")).to_be_hidden()
    expect(page.locator("textarea")).to_be_focused()
    page.keyboard.type(" et la suite")
    assert page.locator("textarea").input_value() == "intime! et la suite"
    assert asks_to_leave(page)
    assert drafts(page) == ["intime!"]
    assert journal.revisions == {}


def test_the_browser_keeps_nothing_of_it_either(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    page = opened(at_bench, context, journal)
    erased(page, journal)
    page.evaluate("document.dispatchEvent(new CustomEvent('parcours-u:ligne', {detail: {state: 'fresh'}}))")
    page.keyboard.type("?")
    expect(answer(page, TEXT)).to_have_attribute("data-state", "erased")
    assert page.evaluate("offered.at(-1)") is False
    assert page.locator("textarea").input_value() == "intime!?"
    assert journal.revisions == {}


def test_a_text_that_is_kept_begins_the_journal_again_for_nobody_else(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    page = opened(at_bench, context, journal)
    erased(page, journal)
    page.get_by_role("button", name="Garder mon texte").press("Enter")
    saved(page, TEXT)
    expect(page.locator("textarea")).to_be_focused()
    expect(page.get_by_role("button", name="Garder mon texte")).to_be_hidden()
    page.keyboard.type("!")
    page.wait_for_function("bench.drafts().length >= 3")
    saved(page, TEXT)
    assert [body["text"] for body in journal.bodies(TEXT.id)] == ["intime!", "intime!!"]
    assert not asks_to_leave(page)


def test_a_text_that_is_let_go_leaves_the_page_too(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    page = opened(at_bench, context, journal)
    erased(page, journal)
    page.get_by_role("button", name="L’effacer ici aussi").press("Enter")
    expect(page.locator("textarea")).to_have_value("")
    expect(page.locator("textarea")).to_be_focused()
    expect(answer(page, TEXT)).to_have_attribute("data-state", "new")
    assert journal.revisions == {}
    page.keyboard.type("neuf")
    saved(page, TEXT)
    assert [body["text"] for body in journal.bodies(TEXT.id)][-1] == "neuf"


def test_a_page_that_comes_to_the_front_leaves_the_choice_as_it_is(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    page = erased_in_no_time(at_bench, context, journal)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_function("bench.sent.some(({ type }) => type === 'readers')")
    page.clock.run_for(1_000)
    expect(page.get_by_role("button", name="L’effacer ici aussi")).to_be_visible()
    assert page.locator("textarea").input_value() == "intime!"


def test_a_text_is_said_to_be_kept_once_it_is(at_bench: Bench, context: BrowserContext, journal: MemoryJournal) -> None:
    page = erased_in_no_time(at_bench, context, journal, "Écrit ailleurs.")
    page.evaluate("bench.held = []")
    page.get_by_role("button", name="Garder mon texte").press("Enter")
    page.wait_for_function("bench.held.length >= 1")
    page.clock.run_for(1_000)
    assert "gardé" not in page.evaluate("document.getElementById('pu-annonces')?.textContent ?? ''")
    page.evaluate("bench.release()")
    page.clock.run_for(1_000)
    heard(page, "Votre texte est gardé. L’autre version reste dans les versions précédentes.")
