"""Readers chosen on another page or device: what this page says of who reads, and what it undoes."""

from collections.abc import Iterator

import pytest
from memory_journal import MemoryJournal
from playwright.sync_api import BrowserContext, Page, expect
from samples import COURSE, PROMPTS
from widget_bench import Bench, bench, saved

from parcours_u.domain.audience import NOBODY, Reader
from parcours_u.domain.course import Kind

TEXT = PROMPTS[Kind.FREE_TEXT]
TRAINER, CIRCLE = frozenset({Reader.TRAINER}), frozenset({Reader.CIRCLE})


@pytest.fixture
def together() -> Iterator[tuple[Bench, MemoryJournal]]:
    journal = MemoryJournal(COURSE, audiences=(NOBODY, TRAINER, CIRCLE, TRAINER | CIRCLE))
    with bench(journal) as at_bench:
        yield at_bench, journal


def boxes(page: Page) -> list[str]:
    """Return which readers are ticked, as the page shows it."""
    found = page.locator(".pu-audience label").filter(has=page.locator(":checked"))
    return [text.strip() for text in found.all_inner_texts()]


def test_each_save_shows_the_readers_chosen_elsewhere(
    together: tuple[Bench, MemoryJournal], context: BrowserContext
) -> None:
    at_bench, journal = together
    page = at_bench.answers(context, TEXT)
    journal.chosen[TEXT.id] = TRAINER
    page.locator("textarea").press_sequentially("un")
    expect(page.locator(".pu-for-whom .pu-hint")).to_have_text(
        "Elle partira quand vous déposerez ce module, pas avant."
    )
    assert boxes(page) == ["Mon formateur ou ma formatrice"]
    expect(page.locator("textarea")).to_be_focused()


@pytest.mark.parametrize(
    "event",
    [
        "new Event('visibilitychange')",
        "new CustomEvent('parcours-u:lecteurs', {detail: {}})",
        "new CustomEvent('parcours-u:ligne', {detail: {state: 'open'}})",
    ],
    ids=["the page comes to the front", "what would leave is looked at", "the line is back"],
)
def test_a_page_asks_who_reads_when(together: tuple[Bench, MemoryJournal], context: BrowserContext, event: str) -> None:
    at_bench, journal = together
    page = at_bench.answers(context, TEXT)
    journal.chosen[TEXT.id] = CIRCLE
    page.evaluate(f"document.dispatchEvent({event})")
    expect(page.locator(".pu-for-whom .pu-hint")).to_contain_text("Votre cercle lit")
    assert boxes(page) == ["Mon cercle"]


def test_two_pages_side_by_side_say_the_same_of_who_reads(
    together: tuple[Bench, MemoryJournal], context: BrowserContext
) -> None:
    at_bench, _ = together
    page, other = at_bench.answers(context, TEXT), at_bench.answers(context, TEXT)
    page.get_by_role("checkbox", name="Mon cercle").check()
    expect(other.locator(".pu-for-whom .pu-hint")).to_contain_text("Votre cercle lit")
    assert boxes(other) == ["Mon cercle"]


def test_readers_that_were_not_offered_when_the_page_was_drawn_are_shown_too(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    page = at_bench.answers(context, TEXT)
    journal.chosen[TEXT.id] = CIRCLE
    page.locator("textarea").press_sequentially("un")
    expect(page.get_by_role("radio", name="Moi, mon cercle")).to_be_checked()
    expect(page.locator(".pu-for-whom .pu-hint")).to_contain_text("Votre cercle lit")


def test_a_choice_made_on_a_page_that_did_not_know_of_another_undoes_nothing(
    together: tuple[Bench, MemoryJournal], context: BrowserContext
) -> None:
    at_bench, journal = together
    page = at_bench.answers(context, TEXT)
    journal.chosen[TEXT.id] = TRAINER
    page.get_by_role("checkbox", name="Mon cercle").click()
    expect(page.locator(".pu-for-whom .pu-hint")).to_have_text(
        "Entre-temps, vous aviez choisi les lecteurs de cette réponse sur une autre page ou sur un autre appareil\u00a0: "
        "ce choix-là est gardé et affiché ici, refaites le vôtre s’il le faut. "
        "Elle partira quand vous déposerez ce module, pas avant."
    )
    assert boxes(page) == ["Mon formateur ou ma formatrice"]
    assert journal.chosen[TEXT.id] == TRAINER
    page.get_by_role("checkbox", name="Mon cercle").check()
    expect(page.locator(".pu-for-whom .pu-hint")).to_contain_text("Votre cercle lit")
    assert journal.chosen[TEXT.id] == TRAINER | CIRCLE


def test_two_boxes_ticked_before_any_answer_are_one_person_s_two_choices(
    together: tuple[Bench, MemoryJournal], context: BrowserContext
) -> None:
    at_bench, journal = together
    page = at_bench.answers(context, TEXT)
    page.evaluate("bench.held = []")
    page.get_by_role("checkbox", name="Mon cercle").check()
    page.get_by_role("checkbox", name="Mon formateur").check()
    page.wait_for_function("bench.held.length >= 2")
    page.evaluate("bench.release()")
    expect(page.locator(".pu-for-whom .pu-hint")).to_contain_text("Votre cercle lit")
    assert boxes(page) == ["Mon cercle", "Mon formateur ou ma formatrice"]
    assert journal.chosen[TEXT.id] == TRAINER | CIRCLE


def test_a_browser_that_lets_no_page_speak_to_another_still_lets_choose(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    refusing = "window.BroadcastChannel = class { constructor() { throw new DOMException('no', 'SecurityError'); } };"
    page = at_bench.answers(context, TEXT, prepare=lambda page: page.add_init_script(refusing))
    page.get_by_text("Moi et mon formateur").click()
    expect(page.locator(".pu-for-whom .pu-hint")).to_contain_text("Elle partira")
    assert journal.chosen[TEXT.id] == TRAINER


def test_what_was_said_of_a_choice_that_the_line_lost_goes_when_the_line_is_back(
    at_bench: Bench, context: BrowserContext
) -> None:
    page = at_bench.answers(context, TEXT)
    page.evaluate("bench.broken = true")
    page.get_by_text("Moi et mon formateur").click()
    alert = page.locator(".pu-for-whom [role=alert]")
    expect(alert).to_contain_text("La connexion est interrompue")
    page.evaluate("bench.broken = false")
    page.evaluate("document.dispatchEvent(new CustomEvent('parcours-u:ligne', {detail: {state: 'open'}}))")
    expect(alert).to_have_text("")


def test_a_page_that_comes_to_the_front_shows_no_word_of_a_journal_erased_meanwhile(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    journal.write(TEXT.id, {"text": "un mot à effacer"})
    journal.chosen[TEXT.id] = TRAINER
    page = at_bench.answers(context, TEXT)
    expect(page.get_by_role("radio", name="Moi et mon formateur")).to_be_checked()
    journal.erase()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("textarea")).to_have_value("")
    expect(page.get_by_role("radio", name="Moi seulement")).to_be_checked()
    page.locator("textarea").press_sequentially("neuf")
    saved(page, TEXT)
    assert [body["text"] for body in journal.bodies(TEXT.id)][-1] == "neuf"
