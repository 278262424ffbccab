"""A choice of readers that nothing answers: the page says that it does not know, asks again by itself, and tells what holds."""

from collections.abc import Callable

import pytest
from memory_journal import MemoryJournal
from playwright.sync_api import BrowserContext, Locator, Page, expect
from samples import PROMPTS
from widget_bench import Bench, stopped

from parcours_u.client import Unanswered, Unavailable
from parcours_u.domain.audience import NOBODY, Reader
from parcours_u.domain.course import Kind

TEXT = PROMPTS[Kind.FREE_TEXT]
TRAINER = frozenset({Reader.TRAINER})
WITH_TRAINER = "Elle partira quand vous déposerez ce module, pas avant."
NOT_KNOWN = (
    "Rien n’a encore répondu à votre choix\u00a0: nous ne savons pas s’il est enregistré. "
    "La page le redemande toute seule, et dira ici qui lit cette réponse."
)
NEVER_KNOWN = (
    "Rien n’a encore répondu à votre choix\u00a0: nous ne savons pas s’il est enregistré. "
    "Une fois rechargée, la page dira ici qui lit cette réponse."
)
WAITS = "Votre choix attend\u00a0: il partira tout seul, dès que le précédent aura sa réponse."
NOT_DONE = "Votre choix n’a pas été enregistré\u00a0: voici qui lit cette réponse, choisissez de nouveau s’il le faut."


@pytest.fixture
def page(at_bench: Bench, context: BrowserContext) -> Page:
    """A page that gave its answer to the trainer, and heard nothing."""
    found = stopped(at_bench, context, TEXT)
    found.evaluate("bench.held = []")
    found.get_by_text("Moi et mon formateur").click()
    found.wait_for_function("bench.held.length >= 1")
    found.clock.run_for(8_000)
    expect(alert(found)).to_have_text(NOT_KNOWN)
    return found


def alert(page: Page) -> Locator:
    return page.locator(".pu-for-whom [role=alert]")


def hint(page: Page) -> Locator:
    return page.locator(".pu-for-whom .pu-hint")


def asked(page: Page) -> int:
    """Return how often the page asked who reads."""
    return int(page.evaluate("bench.sent.filter(({ type }) => type === 'readers').length"))


def test_it_says_nothing_of_who_reads_then_tells_the_choice_that_was_recorded(
    page: Page, journal: MemoryJournal
) -> None:
    expect(hint(page)).to_have_text("")
    expect(page.get_by_role("radio", name="Moi et mon formateur")).to_be_checked()
    page.wait_for_function("bench.held.length >= 2")
    page.evaluate("bench.held = bench.held.slice(1); bench.release()")
    expect(hint(page)).to_have_text(WITH_TRAINER)
    expect(alert(page)).to_have_text("")
    assert journal.chosen[TEXT.id] == TRAINER


def test_a_choice_that_takes_its_time_says_nothing_of_who_reads_meanwhile(
    at_bench: Bench, context: BrowserContext
) -> None:
    page = stopped(at_bench, context, TEXT)
    page.evaluate("bench.held = []")
    page.get_by_text("Moi et mon formateur").click()
    page.clock.run_for(1_000)
    expect(hint(page)).to_have_text("Votre choix s’enregistre…")
    page.wait_for_function("bench.held.length >= 1")
    page.evaluate("bench.release()")
    expect(hint(page)).to_have_text(WITH_TRAINER)


def test_it_asks_again_as_long_as_nothing_answers(page: Page) -> None:
    page.clock.run_for(30_000)
    assert asked(page) >= 3
    expect(alert(page)).to_have_text(NOT_KNOWN)


def test_a_page_that_hears_nothing_any_more_asks_nothing_and_says_when_it_will_be_known(page: Page) -> None:
    page.evaluate("document.documentElement.dataset.puLiaison = 'finie'")
    page.clock.run_for(20_000)
    expect(alert(page)).to_have_text(NEVER_KNOWN)
    before = asked(page)
    page.clock.run_for(30_000)
    assert asked(page) == before


def test_other_pages_are_told_of_the_choice_once_it_is_known(
    page: Page, at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    del journal.chosen[TEXT.id]
    other = at_bench.answers(context, TEXT)
    journal.chosen[TEXT.id] = TRAINER
    page.evaluate("bench.held = null")
    page.clock.run_for(14_000)
    expect(hint(page)).to_have_text(WITH_TRAINER)
    expect(other.get_by_role("radio", name="Moi et mon formateur")).to_be_checked()


def test_a_line_that_is_back_is_asked_at_once(page: Page) -> None:
    before = asked(page)
    page.evaluate("document.dispatchEvent(new CustomEvent('parcours-u:ligne', {detail: {state: 'open'}}))")
    assert asked(page) == before + 1
    expect(alert(page)).to_have_text(NOT_KNOWN)


def test_it_says_that_a_choice_which_never_arrived_was_not_recorded(page: Page, journal: MemoryJournal) -> None:
    del journal.chosen[TEXT.id]
    page.evaluate("bench.held = null")
    page.clock.run_for(14_000)
    expect(alert(page)).to_have_text(NOT_DONE)
    expect(hint(page)).to_have_text("Personne d’autre que vous ne lit cette réponse.")
    expect(page.get_by_role("radio", name="Moi seulement")).to_be_checked()


def test_an_answer_that_comes_at_last_is_heard(page: Page) -> None:
    page.evaluate("() => { const [late] = bench.held; bench.held = []; late[0].receive(late[1]); }")
    expect(hint(page)).to_have_text(WITH_TRAINER)
    expect(alert(page)).to_have_text("")


def test_a_choice_made_meanwhile_leaves_once_it_is_known_from_where(page: Page, journal: MemoryJournal) -> None:
    page.get_by_text("Moi seulement").click()
    expect(hint(page)).to_have_text(WAITS)
    page.evaluate("bench.release()")
    page.clock.run_for(14_000)
    expect(hint(page)).to_have_text("Personne d’autre que vous ne lit cette réponse.")
    expect(alert(page)).to_have_text("")
    assert journal.chosen[TEXT.id] == NOBODY
    choices = page.evaluate(
        "bench.sent.filter(({ type }) => type === 'audience').map(({ value, known }) => [value, known])"
    )
    assert choices == [[["trainer"], []], [[], ["trainer"]]]


def test_what_a_kernel_believes_settles_nothing(page: Page) -> None:
    page.evaluate(
        """() => {
          const [model] = Object.values(bench.models);
          const status = { state: "new", at: "", revision: 0, view: "", seq: 0 };
          model.receive({ content: { type: "status", status, deposited: {}, audience: ["trainer"] } });
        }"""
    )
    expect(alert(page)).to_have_text(NOT_KNOWN)
    expect(hint(page)).to_have_text("")


def test_a_choice_that_found_the_line_cut_leaves_after_the_one_that_was_on_its_way(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    page = stopped(at_bench, context, TEXT)
    page.evaluate("bench.held = []")
    page.get_by_text("Moi et mon formateur").click()
    page.wait_for_function("bench.held.length >= 1")
    page.evaluate("bench.broken = true")
    page.get_by_text("Moi seulement").click()
    expect(alert(page)).to_have_text(WAITS)
    page.evaluate("bench.broken = false; bench.release()")
    expect(hint(page)).to_have_text("Personne d’autre que vous ne lit cette réponse.")
    expect(page.get_by_role("radio", name="Moi seulement")).to_be_checked()
    expect(alert(page)).to_have_text("")
    assert journal.chosen[TEXT.id] == NOBODY


def test_a_choice_that_was_refused_does_not_come_back_over_the_next_one(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    record: Callable[..., object] = journal.set_audience

    def refuse(*choice: object) -> object:
        monkeypatch.setattr(journal, "set_audience", record)
        raise Unavailable("Le disque est plein.")

    monkeypatch.setattr(journal, "set_audience", refuse)
    page = stopped(at_bench, context, TEXT)
    page.evaluate("bench.held = []")
    page.get_by_text("Moi et mon formateur").click()
    page.get_by_text("Moi seulement").click()
    page.wait_for_function("bench.held.length >= 2")
    page.evaluate("bench.release()")
    expect(hint(page)).to_have_text("Personne d’autre que vous ne lit cette réponse.")
    assert page.evaluate("bench.sent.filter(({ type }) => type === 'audience').length") == 2
    assert journal.chosen[TEXT.id] == NOBODY


def test_a_server_that_answers_its_kernel_nothing_is_no_refusal(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    record: Callable[..., object] = journal.set_audience

    def late(*choice: object) -> object:
        record(*choice)
        raise Unanswered("Le serveur ne répond pas.")

    monkeypatch.setattr(journal, "set_audience", late)
    page = at_bench.answers(context, TEXT)
    page.get_by_text("Moi et mon formateur").click()
    expect(hint(page)).to_have_text(WITH_TRAINER)
    expect(alert(page)).to_have_text("")
    assert asked(page) == 1
