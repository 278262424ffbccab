"""Two pages on one answer, and the way back to earlier versions."""

import pytest
from memory_journal import MemoryJournal
from playwright.sync_api import BrowserContext, Page, expect
from samples import BODIES, PROMPTS
from widget_bench import Bench, answer, saved, stopped

from parcours_u.domain.course import Kind

TEXT = PROMPTS[Kind.FREE_TEXT]


def conflict(page: Page) -> None:
    expect(answer(page, TEXT)).to_have_attribute("data-state", "conflict")


def opened_twice(at_bench: Bench, context: BrowserContext) -> tuple[Page, Page]:
    return at_bench.answers(context, TEXT), at_bench.answers(context, TEXT)


def write(page: Page, text: str) -> None:
    page.locator("textarea").press_sequentially(text)


def in_conflict(at_bench: Bench, context: BrowserContext) -> tuple[Page, Page]:
    first, second = opened_twice(at_bench, context)
    write(first, "écrit là-bas")
    saved(first, TEXT)
    write(second, "écrit ici")
    conflict(second)
    return first, second


def texts(journal: MemoryJournal) -> list[str]:
    return [body["text"] for body in journal.bodies(TEXT.id)]


def open_history(page: Page) -> None:
    page.get_by_text("Versions précédentes", exact=True).press("Enter")
    expect(page.locator(".pu-version").first).to_be_visible()


def test_the_second_writer_is_told_and_both_texts_are_kept(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    _, page = in_conflict(at_bench, context)
    alert = page.get_by_role("alert").filter(has_text="changée ailleurs")
    expect(alert).to_contain_text("Cette réponse a été changée ailleurs le 3\u00a0mars à 14\u00a0h\u00a003")
    assert page.locator("textarea").input_value() == "écrit ici"
    assert set(texts(journal)) >= {"écrit là-bas", "écrit ici"}
    assert journal.entry(TEXT.id).body == {"text": "écrit là-bas"}


def test_the_focus_stays_in_the_text_when_a_conflict_appears(at_bench: Bench, context: BrowserContext) -> None:
    _, page = in_conflict(at_bench, context)
    page.keyboard.type(" encore")
    assert page.locator("textarea").input_value() == "écrit ici encore"


def test_the_other_version_can_be_read_before_choosing(at_bench: Bench, context: BrowserContext) -> None:
    _, page = in_conflict(at_bench, context)
    page.get_by_text("Lire l’autre version").press("Enter")
    expect(page.locator(".pu-conflict .pu-version-text")).to_have_text("écrit là-bas")


def test_keeping_my_text_makes_it_the_current_one(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    _, page = in_conflict(at_bench, context)
    page.get_by_role("button", name="Garder mon texte").press("Enter")
    saved(page, TEXT)
    assert journal.entry(TEXT.id).body == {"text": "écrit ici"}
    assert "écrit là-bas" in texts(journal)
    expect(page.get_by_role("button", name="Garder mon texte")).to_be_hidden()
    expect(page.locator("textarea")).to_be_focused()


def test_a_choice_is_told_of_no_text_that_came_in_its_place(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    page = stopped(at_bench, context, TEXT)
    journal.write(TEXT.id, {"text": "écrit là-bas"})
    write(page, "écrit ici")
    page.clock.run_for(1_000)
    page.evaluate("bench.held = []")
    page.get_by_role("button", name="Garder mon texte").click()
    page.wait_for_function("bench.held.length >= 1")
    write(page, " encore")
    page.evaluate("bench.release()")
    page.clock.run_for(200)
    saved(page, TEXT)  # and not told yet: a status is said at the first rest
    journal.write(TEXT.id, {"text": "changé depuis"})
    page.evaluate(
        """() => {
          bench.held = [];
          document.dispatchEvent(new CustomEvent("parcours-u:ligne", { detail: { state: "fresh" } }));
        }"""
    )
    page.wait_for_function("bench.held.length >= 1")
    page.evaluate(  # another kernel reads what the journal holds
        """() => {
          const [{ content }] = bench.held.map(([, message]) => message).filter(({ content }) => content.body);
          Object.assign(content, { body: { text: "changé depuis" }, revision: content.revision + 1 });
          bench.release();
        }"""
    )
    expect(page.locator("textarea")).to_have_value("changé depuis")
    write(page, "!")
    page.clock.run_for(1_000)
    saved(page, TEXT)
    page.clock.run_for(1_000)
    expect(page.locator("#pu-annonces")).not_to_contain_text("Votre texte est gardé")


def test_taking_the_other_version_shows_it_and_keeps_mine_in_the_history(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    _, page = in_conflict(at_bench, context)
    page.get_by_role("button", name="Prendre l’autre version").press("Enter")
    saved(page, TEXT)
    expect(page.locator("textarea")).to_have_value("écrit là-bas")
    expect(page.locator("textarea")).to_be_focused()
    assert "écrit ici" in texts(journal)
    page.locator("textarea").press("End")
    page.keyboard.type("!")
    saved(page, TEXT)
    assert journal.entry(TEXT.id).body == {"text": "écrit là-bas!"}


def test_the_first_writer_is_told_in_turn_when_the_second_kept_theirs(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    first, second = in_conflict(at_bench, context)
    second.get_by_role("button", name="Garder mon texte").click()
    saved(second, TEXT)
    write(first, "?")
    conflict(first)
    assert journal.entry(TEXT.id).body == {"text": "écrit ici"}


def test_a_failure_to_take_the_other_version_is_said_beside_the_button(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    _, page = in_conflict(at_bench, context)
    journal.failure = "Rien ne répond."
    page.get_by_role("button", name="Prendre l’autre version").click()
    expect(page.locator(".pu-conflict [role=alert]").last).to_have_text("Rien ne répond.")
    assert page.locator("textarea").input_value() == "écrit ici"


def test_typing_without_waiting_for_answers_is_no_conflict_with_oneself(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    page = at_bench.answers(context, TEXT)
    page.evaluate("bench.held = []")
    for word in ("un", " deux", " trois"):
        write(page, word)
        page.evaluate("dispatchEvent(new Event('pagehide'))")
    page.wait_for_function("bench.held.length >= 3")
    page.evaluate("bench.release()")
    saved(page, TEXT)
    assert journal.entry(TEXT.id).body == {"text": "un deux trois"}
    assert not any(item.aside for item in journal.revisions[TEXT.id])


def test_earlier_versions_are_listed_when_they_are_asked_for(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    journal.write(TEXT.id, {"text": "hier"}, at="2026-03-02T08:00:00Z")
    journal.write(TEXT.id, {"text": "aujourd’hui"})
    page = at_bench.answers(context, TEXT)
    assert "history" not in journal.calls
    open_history(page)
    assert page.locator(".pu-excerpt").all_inner_texts() == ["aujourd’hui", "hier"]
    expect(page.locator(".pu-version").first).to_contain_text("version présente")
    expect(page.locator(".pu-version").last).to_contain_text("Le 2\u00a0mars à 9\u00a0h\u00a000")


def test_a_version_can_be_read_again_whole(at_bench: Bench, context: BrowserContext, journal: MemoryJournal) -> None:
    whole = "Un paragraphe.\n\n" * 40 + "La fin."
    journal.write(TEXT.id, {"text": whole}, {"text": "court"})
    page = at_bench.answers(context, TEXT)
    open_history(page)
    reread = page.locator(".pu-version").last.get_by_role("button", name="Relire")
    reread.press("Enter")
    full = page.locator(".pu-version").last.locator(".pu-version-text")
    expect(full).to_be_visible()
    assert full.text_content() == whole
    expect(page.locator(".pu-version").last.get_by_role("button", expanded=True)).to_have_count(1)


def test_a_version_is_restored_after_confirmation_and_the_present_text_is_kept(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    journal.write(TEXT.id, {"text": "hier"}, {"text": "aujourd’hui"})
    page = at_bench.answers(context, TEXT)
    open_history(page)
    page.get_by_role("button", name="Restaurer").press("Enter")
    assert journal.entry(TEXT.id).body == {"text": "aujourd’hui"}
    confirm = page.get_by_role("button", name="Oui, la remettre")
    expect(confirm).to_be_focused()
    expect(confirm).to_have_accessible_description(
        "Remettre cette version\u202f? Votre texte présent restera dans les versions précédentes."
    )
    confirm.press("Enter")
    expect(page.locator("textarea")).to_have_value("hier")
    expect(page.locator("textarea")).to_be_focused()
    assert texts(journal) == ["hier", "aujourd’hui", "hier"]
    expect(page.locator(".pu-version")).to_have_count(3)


def test_escape_leaves_the_present_text_alone_and_goes_back_to_the_button(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    journal.write(TEXT.id, {"text": "hier"}, {"text": "aujourd’hui"})
    page = at_bench.answers(context, TEXT)
    open_history(page)
    page.get_by_role("button", name="Restaurer").press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Restaurer")).to_be_focused()
    assert texts(journal) == ["hier", "aujourd’hui"]


def test_words_typed_just_before_a_restoration_are_in_the_history(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    journal.write(TEXT.id, {"text": "hier"}, {"text": "aujourd’hui"})
    page = at_bench.answers(context, TEXT)
    open_history(page)
    page.get_by_role("button", name="Restaurer").click()
    page.evaluate(
        """() => {
          const field = document.querySelector("textarea");
          field.value = "aujourd’hui et demain";
          field.dispatchEvent(new Event("input"));
        }"""
    )
    page.get_by_role("button", name="Oui, la remettre").click()
    expect(page.locator("textarea")).to_have_value("hier")
    saved(page, TEXT)
    assert texts(journal) == ["hier", "aujourd’hui", "aujourd’hui et demain", "hier"]


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_can_be_restored(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal, kind: Kind
) -> None:
    prompt = PROMPTS[kind]
    journal.write(prompt.id, BODIES[kind], at="2026-03-01T08:00:00Z")
    page = at_bench.answers(context, prompt)
    answer(page, prompt).locator(".pu-control textarea:visible").last.press_sequentially(" et plus")
    saved(page, prompt)
    if kind is not Kind.INTENTION:
        page.get_by_text("Versions précédentes", exact=True).press("Enter")
    page.get_by_role("button", name="Restaurer").last.press("Enter")
    page.get_by_role("button", name="Oui, la remettre").press("Enter")
    expect(page.get_by_role("button", name="Oui, la remettre")).to_have_count(0)
    saved(page, prompt)
    assert journal.entry(prompt.id).body == BODIES[kind]


def test_a_history_that_cannot_be_read_is_said(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    journal.write(TEXT.id, {"text": "hier"})
    page = at_bench.answers(context, TEXT)
    journal.failure = "Rien ne répond."
    page.get_by_text("Versions précédentes", exact=True).click()
    expect(page.locator(".pu-history [role=alert]")).to_have_text("Rien ne répond.")


def test_a_long_history_shows_its_landmarks_first_and_the_rest_on_demand(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    for minute in range(20):
        journal.write(TEXT.id, {"text": "mot " * minute}, at=f"2026-03-03T10:{minute:02}:00Z")
    page = at_bench.answers(context, TEXT)
    open_history(page)
    expect(page.locator(".pu-version")).to_have_count(1)
    more = page.get_by_role("button", name="Montrer aussi 19\u00a0versions intermédiaires")
    more.press("Enter")
    expect(page.locator(".pu-version")).to_have_count(20)
    expect(more).to_be_hidden()
