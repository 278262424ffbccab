"""A page that closes, a view that goes and comes back, what is heard meanwhile: a real browser."""

from datetime import datetime

from memory_journal import MemoryJournal
from playwright.sync_api import BrowserContext, Page, expect
from samples import PROMPTS
from widget_bench import Bench, answer, drafts, frozen, saved, stopped, typed

from parcours_u.domain.course import Kind

TEXT = PROMPTS[Kind.FREE_TEXT]


def test_closing_the_page_warns_as_long_as_something_is_not_saved(at_bench: Bench, context: BrowserContext) -> None:
    page = at_bench.answers(context, TEXT)
    close = "(() => { const e = new Event('beforeunload', { cancelable: true }); dispatchEvent(e); return e.defaultPrevented; })()"
    assert page.evaluate(close) is False
    page.evaluate("bench.deaf = true")
    typed(page, "à garder")
    assert page.evaluate(close) is True
    page.evaluate("bench.deaf = false")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.keyboard.type(".")
    saved(page, TEXT)
    assert page.evaluate(close) is False


def test_nothing_can_be_typed_before_the_answer_was_read_and_the_page_tries_until_it_is(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    journal.write(TEXT.id, {"text": "hier"})

    def alone(page: Page) -> None:
        frozen(page)
        page.add_init_script("window.benchStarts = { deaf: true }")

    page = at_bench.answers(context, TEXT, prepare=alone)
    page.clock.pause_at(datetime.fromisoformat("2026-03-03T13:03:00+00:00"))
    expect(page.locator(".pu-control")).to_have_attribute("inert", "")
    page.clock.run_for(8_000)
    expect(answer(page, TEXT)).to_have_attribute("data-state", "unread")
    expect(page.get_by_role("alert").filter(has_text="Votre réponse")).to_have_text(
        "Votre réponse n’est pas encore affichée. La connexion est interrompue\u00a0: votre réponse est gardée, "
        "réessayez dans un instant."
    )
    page.evaluate("bench.deaf = false")
    page.clock.run_for(8_000 + 5_000)
    saved(page, TEXT)
    assert page.locator("textarea").input_value() == "hier"


def test_a_view_drawn_again_shows_what_was_typed_last_and_goes_on(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    page = at_bench.answers(context, TEXT)
    typed(page, "un")
    saved(page, TEXT)
    page.evaluate(
        """async () => {
          const [model] = Object.values(bench.models);
          model.drawn.cleanup();
          model.drawn.el.remove();
          model.drawn = await bench.draw(model, document.querySelector("#place"));
        }"""
    )
    assert page.locator("textarea").input_value() == "un"
    page.locator("textarea").press("End")
    typed(page, " deux")
    saved(page, TEXT)
    assert journal.entry(TEXT.id).body == {"text": "un deux"}
    assert not any(item.aside for item in journal.revisions[TEXT.id])


def test_a_view_that_goes_with_words_unsent_sends_them(at_bench: Bench, context: BrowserContext) -> None:
    page = stopped(at_bench, context, TEXT)
    typed(page, "un")
    page.evaluate("Object.values(bench.models)[0].drawn.cleanup()")
    assert drafts(page) == ["un"]


def test_saved_is_announced_when_the_field_is_left_and_not_at_each_pause(
    at_bench: Bench, context: BrowserContext
) -> None:
    page = stopped(at_bench, context, TEXT)
    heard = page.locator("#pu-annonces")
    page.evaluate(
        """() => {
          window.heard = [];
          const region = document.querySelector("#pu-annonces") ?? Object.assign(document.createElement("div"), {id: "pu-annonces"});
          document.body.append(region);
          new MutationObserver(() => region.textContent && window.heard.push(region.textContent)).observe(region, {childList: true});
        }"""
    )
    for letter in "un mot":  # nothing is said as long as there is no rest
        typed(page, letter)
        page.clock.run_for(400)
        saved(page, TEXT)
    assert page.evaluate("heard.length") == 0
    for word in ("u", "v", "w"):
        typed(page, word)
        page.clock.run_for(400)
        saved(page, TEXT)
        page.clock.run_for(1_000)
    assert page.evaluate("heard.length") == 1
    typed(page, " quatre")
    page.keyboard.press("Tab")
    saved(page, TEXT)
    page.clock.run_for(100)
    assert page.evaluate("heard.length") == 2
    expect(heard).to_contain_text("enregistré")


def test_what_the_page_says_while_words_wait_to_be_said_is_not_written_over(
    at_bench: Bench, context: BrowserContext
) -> None:
    page = stopped(at_bench, context, TEXT)
    heard = page.locator("#pu-annonces")
    typed(page, "un mot")
    page.keyboard.press("Tab")
    saved(page, TEXT)
    expect(heard).to_be_empty()
    heard.evaluate("(region) => (region.textContent = 'La page est de nouveau reliée.')")
    page.clock.run_for(100)
    expect(heard).to_have_text("La page est de nouveau reliée.")


def test_a_long_failure_is_one_alert_and_not_one_at_every_attempt(at_bench: Bench, context: BrowserContext) -> None:
    page = stopped(at_bench, context, TEXT)
    page.evaluate("bench.deaf = true")
    page.evaluate(
        """() => {
          window.alerts = 0;
          new MutationObserver(() => window.alerts += 1).observe(
            document.querySelector(".pu-status-line [role=alert]"), {childList: true});
        }"""
    )
    typed(page, "un")
    page.clock.run_for(60_000)
    expect(answer(page, TEXT)).to_have_attribute("data-state", "unsaved")
    assert page.evaluate("alerts") == 1


def test_two_hundred_thousand_characters_are_saved_whole_and_the_caret_stays(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    words = ("Une phrase de quelques mots, ni longue ni courte. " * 4_000)[:200_000]
    journal.write(TEXT.id, {"text": words})
    page = at_bench.answers(context, TEXT)
    page.locator("textarea").focus()
    page.evaluate("document.activeElement.setSelectionRange(100000, 100000)")
    typed(page, "ici ")
    saved(page, TEXT)
    assert journal.entry(TEXT.id).body == {"text": f"{words[:100_000]}ici {words[100_000:]}"}
    assert page.evaluate("document.activeElement.selectionStart") == 100_004
