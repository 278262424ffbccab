"""Words that a browser had kept, offered on a page whose kernel is busy: told as they were read, once it can."""

import pytest
from memory_journal import MemoryJournal
from playwright.sync_api import BrowserContext, Locator, Page, expect
from samples import BODIES, PROMPTS
from widget_bench import Bench, answer, frozen, saved

from parcours_u.domain.course import Kind

SCALE, TEXT = PROMPTS[Kind.SCALE], PROMPTS[Kind.FREE_TEXT]


def offering(page: Page) -> None:
    """Have the page hand its answer's way to offer words to the test."""
    page.add_init_script(
        "document.addEventListener('parcours-u:reponse-ouverte', ({ detail }) => { window.offer = detail.offer; })"
    )


def test_words_are_offered_once_they_can_be_told_as_they_were_read(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    page = at_bench.answers(context, SCALE, prepare=lambda page: (frozen(page), offering(page)))
    page.evaluate(
        """(value) => {
          bench.deaf = true;
          offer({ value, at: "2026-03-03T12:00:00Z", base: 0, before: [] }, () => { window.decided = true; });
        }""",
        BODIES[Kind.SCALE],
    )
    found = answer(page, SCALE).get_by_role("group", name="Mots retrouvés")
    page.clock.run_for(60_000)
    expect(found).to_be_hidden()
    assert page.evaluate("window.decided") is None
    page.evaluate("bench.deaf = false")
    page.clock.run_for(14_000)
    expect(found).to_contain_text("Niveau\u00a0: ")
    found.get_by_role("button", name="Reprendre ces mots").click()
    page.clock.run_for(1_000)
    saved(page, SCALE)
    assert journal.entry(SCALE.id).body == BODIES[Kind.SCALE]
    assert page.evaluate("window.decided") is True


def test_words_wait_while_a_text_that_is_only_in_the_page_asks_what_becomes_of_it(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    journal.write(TEXT.id, {"text": "intime"})
    page = at_bench.answers(context, TEXT, prepare=offering)
    page.evaluate("offer({ value: { text: 'retrouvé' }, at: '2026-03-03T12:00:00Z', base: 1, before: [] }, () => {})")
    take_up = page.get_by_role("button", name="Reprendre ces mots")
    expect(take_up).to_be_visible()
    journal.erase()
    page.locator("textarea").press_sequentially("!")
    expect(answer(page, TEXT)).to_have_attribute("data-state", "erased")
    expect(take_up).to_be_hidden()
    page.get_by_role("button", name="Garder mon texte").click()
    saved(page, TEXT)
    expect(take_up).to_be_visible()


@pytest.fixture
def offered(at_bench: Bench, context: BrowserContext) -> Page:
    """A page that offers words, and whose time only passes when the test says so."""
    page = at_bench.answers(context, TEXT, prepare=lambda page: (frozen(page), offering(page)))
    page.evaluate("offer({ value: { text: 'retrouvé' }, at: '2026-03-03T12:00:00Z', base: 0, before: [] }, () => {})")
    expect(take_up(page)).to_be_visible()
    return page


def take_up(page: Page) -> Locator:
    return page.get_by_role("button", name="Reprendre ces mots")


def test_words_take_the_place_of_nothing_that_cannot_be_saved(offered: Page, journal: MemoryJournal) -> None:
    offered.evaluate("bench.deaf = true")
    offered.locator("textarea").press_sequentially("A")
    offered.clock.run_for(10)
    take_up(offered).click()
    expect(take_up(offered)).to_be_focused()
    offered.clock.run_for(5_000)
    expect(answer(offered, TEXT)).to_have_attribute("data-state", "unsaved")
    expect(take_up(offered)).to_be_hidden()
    expect(offered.locator("textarea")).to_be_focused()
    expect(offered.locator("textarea")).to_have_value("A")
    offered.evaluate("bench.deaf = false")
    offered.clock.run_for(6_000)
    saved(offered, TEXT)
    expect(take_up(offered)).to_be_visible()
    assert journal.bodies(TEXT.id) == [{"text": "A"}]


def test_words_wait_for_those_that_are_on_their_way(offered: Page, journal: MemoryJournal) -> None:
    offered.evaluate("bench.held = []")
    offered.locator("textarea").press_sequentially("A")
    offered.clock.run_for(10)
    offered.wait_for_function("bench.held.length >= 1")
    take_up(offered).click()
    expect(offered.locator("textarea")).to_have_value("A")
    offered.evaluate("bench.release()")
    expect(offered.locator("textarea")).to_have_value("retrouvé")
    expect(offered.locator("textarea")).to_be_focused()
    assert {"text": "A"} in journal.bodies(TEXT.id)
