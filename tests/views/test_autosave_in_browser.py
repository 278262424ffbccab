"""When drafts leave, and what the page says meanwhile: a real browser, its clock in our hands."""

import pytest
from memory_journal import MemoryJournal
from playwright.sync_api import BrowserContext, expect
from samples import PROMPTS
from widget_bench import Bench, answer, drafts, saved, stopped, typed

from parcours_u.domain.course import Kind

TEXT = PROMPTS[Kind.FREE_TEXT]
LOST = "Pas encore enregistré\u00a0: la connexion est interrompue. Votre texte reste sur cette page, ne la fermez pas."


def test_the_first_key_leaves_at_once(at_bench: Bench, context: BrowserContext) -> None:
    page = stopped(at_bench, context, TEXT)
    typed(page, "u")
    page.clock.run_for(1)
    assert drafts(page) == ["u"]


def test_two_drafts_are_150_ms_apart(at_bench: Bench, context: BrowserContext, journal: MemoryJournal) -> None:
    page = stopped(at_bench, context, TEXT)
    typed(page, "u")
    page.clock.run_for(1)
    saved(page, TEXT)
    typed(page, "n")
    page.clock.run_for(140)
    assert drafts(page) == ["u"]
    page.clock.run_for(20)
    assert drafts(page) == ["u", "un"]


def test_one_draft_is_on_its_way_at_a_time_and_what_is_typed_meanwhile_leaves_as_one(
    at_bench: Bench, context: BrowserContext
) -> None:
    page = stopped(at_bench, context, TEXT)
    page.evaluate("bench.held = []")
    typed(page, "u")
    page.clock.run_for(1)
    page.wait_for_function("bench.held.length > 0")
    for letter in "n mot":
        typed(page, letter)
        page.clock.run_for(300)
    assert drafts(page) == ["u"]
    page.evaluate("bench.release()")
    assert drafts(page) == ["u", "un mot"]
    saved(page, TEXT)


def test_a_long_text_leaves_less_often(at_bench: Bench, context: BrowserContext, journal: MemoryJournal) -> None:
    journal.write(TEXT.id, {"text": "x" * 50_000}, at="2026-03-01T08:05:00Z")
    page = stopped(at_bench, context, TEXT)
    typed(page, "u")
    page.clock.run_for(1)
    saved(page, TEXT)
    typed(page, "n")
    page.clock.run_for(1_900)
    assert len(drafts(page)) == 1
    page.clock.run_for(200)
    assert len(drafts(page)) == 2


def test_the_line_under_the_answer_says_that_all_is_saved_at_the_first_rest(
    at_bench: Bench, context: BrowserContext
) -> None:
    page = stopped(at_bench, context, TEXT)
    for letter in "un":
        typed(page, letter)
        page.clock.run_for(160)
        saved(page, TEXT)
        expect(page.locator(".pu-status")).to_have_text("Enregistrement…")
    page.clock.run_for(700)
    expect(page.locator(".pu-status")).to_have_text("enregistré à 14\u00a0h\u00a003", use_inner_text=True)


def test_once_the_field_is_left_what_is_saved_is_said_without_waiting(at_bench: Bench, context: BrowserContext) -> None:
    page = stopped(at_bench, context, TEXT)
    typed(page, "un")
    page.clock.run_for(160)
    saved(page, TEXT)
    page.keyboard.press("Tab")
    expect(page.locator(".pu-status")).to_have_text("enregistré à 14\u00a0h\u00a003", use_inner_text=True)


def test_a_draft_leaves_at_once_when_the_field_is_left(at_bench: Bench, context: BrowserContext) -> None:
    page = stopped(at_bench, context, TEXT)
    typed(page, "un")
    page.keyboard.press("Tab")
    assert drafts(page) == ["un"]


@pytest.mark.parametrize(
    "closing",
    [
        "dispatchEvent(new Event('pagehide'))",
        "dispatchEvent(new Event('beforeunload', { cancelable: true }))",
        "Object.defineProperty(document, 'visibilityState', { value: 'hidden' });"
        " document.dispatchEvent(new Event('visibilitychange'))",
    ],
    ids=["pagehide", "beforeunload", "visibilitychange"],
)
def test_a_draft_leaves_at_once_when_the_page_goes(at_bench: Bench, context: BrowserContext, closing: str) -> None:
    page = stopped(at_bench, context, TEXT)
    typed(page, "un")
    page.evaluate(closing)
    assert drafts(page) == ["un"]


def test_drafts_are_ranked_and_each_is_made_from_the_version_saved_before(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    page = at_bench.answers(context, TEXT)
    typed(page, "u")
    saved(page, TEXT)
    typed(page, "n")
    saved(page, TEXT)
    sent = page.evaluate("bench.drafts()")
    assert [(draft["seq"], draft["base"]) for draft in sent] == [(1, 0), (2, 1)]
    assert journal.entry(TEXT.id).body == {"text": "un"}


def test_nothing_is_sent_of_a_page_that_is_only_read(at_bench: Bench, context: BrowserContext) -> None:
    page = stopped(at_bench, context, TEXT)
    page.locator("textarea").focus()
    page.keyboard.press("Tab")
    page.clock.run_for(10_000)
    assert drafts(page) == []


def test_the_page_says_when_it_saved_in_the_reader_s_own_time(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    page = stopped(at_bench, context, TEXT)
    expect(answer(page, TEXT)).to_have_attribute("data-state", "new")
    typed(page, "un")
    expect(answer(page, TEXT)).to_have_attribute("data-state", "saving")
    expect(page.locator(".pu-status")).to_have_text("Enregistrement…")
    page.clock.run_for(1)
    saved(page, TEXT)
    page.clock.run_for(700)
    expect(page.locator(".pu-status")).to_have_text("enregistré à 14\u00a0h\u00a003", use_inner_text=True)


def test_an_answer_saved_another_day_shows_the_day(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    journal.write(TEXT.id, {"text": "un"}, at="2026-03-01T08:05:00Z")
    page = stopped(at_bench, context, TEXT)
    shown = page.locator(".pu-status").inner_text()
    assert shown == "enregistré le 1er\u00a0mars à 9\u00a0h\u00a005"


def test_saved_is_not_said_while_something_newer_is_not(at_bench: Bench, context: BrowserContext) -> None:
    page = stopped(at_bench, context, TEXT)
    page.evaluate("bench.held = []")
    typed(page, "un")
    page.clock.run_for(400)
    page.wait_for_function("bench.held.length > 0")
    typed(page, " deux")
    page.evaluate("bench.release()")
    expect(answer(page, TEXT)).to_have_attribute("data-state", "saving")
    page.clock.run_for(400)
    saved(page, TEXT)


def test_an_answer_that_comes_late_never_touches_the_field_nor_the_caret(
    at_bench: Bench, context: BrowserContext
) -> None:
    page = at_bench.answers(context, TEXT)
    typed(page, "un trois")
    page.evaluate("bench.held = []")
    for _ in range(6):
        page.keyboard.press("ArrowLeft")
    typed(page, " deux")
    page.wait_for_function("bench.held.length > 0")
    page.evaluate("bench.release()")
    saved(page, TEXT)
    typed(page, "!")
    assert page.locator("textarea").input_value() == "un deux! trois"
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"


def test_without_an_answer_within_4_s_the_page_says_that_it_is_not_saved(
    at_bench: Bench, context: BrowserContext
) -> None:
    page = stopped(at_bench, context, TEXT)
    page.evaluate("bench.deaf = true")
    typed(page, "à garder")
    page.clock.run_for(3_990)
    expect(answer(page, TEXT)).to_have_attribute("data-state", "saving")
    page.clock.run_for(30)
    expect(answer(page, TEXT)).to_have_attribute("data-state", "unsaved")
    expect(page.get_by_role("alert").filter(has_text="Pas encore")).to_have_text(LOST)
    assert page.locator("textarea").input_value() == "à garder"


def test_the_same_draft_leaves_again_every_5_s_until_it_is_saved(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    page = stopped(at_bench, context, TEXT)
    page.evaluate("bench.deaf = true")
    typed(page, "à garder")
    page.clock.run_for(4_020 + 5_000)
    sent = page.evaluate("bench.drafts()")
    assert [(draft["seq"], draft["value"]["text"]) for draft in sent] == [(1, "à garder"), (1, "à garder")]
    page.evaluate("bench.deaf = false")
    page.clock.run_for(9_000)
    saved(page, TEXT)
    assert journal.bodies(TEXT.id) == [{"text": "à garder"}]
    expect(page.get_by_role("alert").filter(has_text="Pas encore")).to_have_count(0)


def test_a_page_that_hears_nothing_any_more_sends_nothing_again(at_bench: Bench, context: BrowserContext) -> None:
    page = stopped(at_bench, context, TEXT)
    page.evaluate("bench.broken = true; document.documentElement.dataset.puLiaison = 'finie'")
    typed(page, "à garder")
    page.clock.run_for(1_000)
    expect(answer(page, TEXT)).to_have_attribute("data-state", "unsaved")
    before = len(drafts(page))
    page.clock.run_for(30_000)
    assert len(drafts(page)) == before


def test_a_channel_that_is_closed_is_said_at_once(at_bench: Bench, context: BrowserContext) -> None:
    page = stopped(at_bench, context, TEXT)
    page.evaluate("bench.broken = true")
    typed(page, "à garder")
    page.clock.run_for(400)
    expect(answer(page, TEXT)).to_have_attribute("data-state", "unsaved")


def test_why_it_is_not_saved_is_said_in_the_journal_s_own_words(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    page = stopped(at_bench, context, TEXT)
    journal.failure = "Le disque est plein\u00a0: libérez de la place."
    typed(page, "à garder")
    page.clock.run_for(400)
    alert = page.get_by_role("alert").filter(has_text="Pas encore")
    expect(alert).to_have_text("Pas encore enregistré. Le disque est plein\u00a0: libérez de la place.")
    journal.failure = ""
    page.clock.run_for(5_000)
    saved(page, TEXT)


def test_an_edit_is_tried_at_once_even_after_a_failure(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    page = stopped(at_bench, context, TEXT)
    journal.failure = "Rien ne répond."
    typed(page, "un")
    page.clock.run_for(400)
    expect(answer(page, TEXT)).to_have_attribute("data-state", "unsaved")
    journal.failure = ""
    typed(page, " deux")
    page.clock.run_for(400)
    saved(page, TEXT)
    assert journal.entry(TEXT.id).body == {"text": "un deux"}
